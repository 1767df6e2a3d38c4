/** The sessions of an engine: at most one per agent, at most so many in all, ended when they are idle too long. */
import { EngineError } from '#core';
import type { Engine } from '#engine';
import { AgentSession, ISOLATIONS, type Isolation } from './agent-session.ts';

export interface SessionLimits {
  readonly maxActiveSessions: number;
  /** Milliseconds without use after which a session is aborted; 0 for never. */
  readonly sessionIdle: number;
}

export interface SessionOptions {
  /** Default `snapshot`. */
  readonly isolation?: Isolation;
}

export class Sessions {
  readonly #limits: SessionLimits;
  readonly #active = new Map<string, AgentSession>();
  #timer: NodeJS.Timeout | null = null;

  constructor(limits: SessionLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#active.size;
  }

  /** Begins a session of an agent. Errors: `E_SESSION_ACTIVE`, `E_SESSION_LIMIT`, `E_CONFIG`, `E_NO_INDEX`. */
  begin(engine: Engine, agentId: string, { isolation = 'snapshot' }: SessionOptions = {}): AgentSession {
    if (typeof agentId !== 'string' || agentId === '')
      throw new EngineError('E_CONFIG', `agentId is ${JSON.stringify(agentId)}; use a text that is not empty`);
    if (!ISOLATIONS.includes(isolation))
      throw new EngineError('E_CONFIG', `isolation is ${JSON.stringify(isolation)}; use ${ISOLATIONS.join(' or ')}`);
    if (this.#active.has(agentId))
      throw new EngineError('E_SESSION_ACTIVE', `agent '${agentId}' has a session; commit or abort it first`);
    const { maxActiveSessions } = this.#limits;
    if (this.#active.size >= maxActiveSessions)
      throw new EngineError('E_SESSION_LIMIT', `${maxActiveSessions} sessions are active, and that is the limit`);
    const session = new AgentSession(engine, agentId, isolation, () => this.#active.delete(agentId));
    this.#active.set(agentId, session);
    this.#watchIdle();
    return session;
  }

  /** The session of an agent. `E_SESSION` when it has none. */
  of(agentId: string): AgentSession {
    const session = this.#active.get(agentId);
    if (session === undefined)
      throw new EngineError('E_SESSION', `agent '${agentId}' has no session; call beginSession('${agentId}') first`);
    return session;
  }

  /** Aborts all sessions. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await Promise.all([...this.#active.values()].map(async (session) => session.abort('was closed')));
  }

  #watchIdle(): void {
    const { sessionIdle } = this.#limits;
    if (sessionIdle === 0 || this.#timer !== null || this.#active.size === 0) return;
    const oldest = Math.min(...[...this.#active.values()].map((session) => session.usedAt));
    const wait = Math.max(1, oldest + sessionIdle - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#endIdle().then(() => this.#watchIdle());
    }, wait);
    // A forgotten session does not keep a program alive.
    this.#timer.unref();
  }

  async #endIdle(): Promise<void> {
    const before = performance.now() - this.#limits.sessionIdle;
    const idle = [...this.#active.values()].filter((session) => session.usedAt <= before);
    await Promise.all(idle.map(async (session) => session.abort('was idle too long')));
  }
}
