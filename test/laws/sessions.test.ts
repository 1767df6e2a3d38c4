/**
 * Laws of sessions over random histories of several agents: what a session sees is a fresh index of its files; what was
 * committed is what a serial replay of the commits gives; an abort leaves nothing; a published snapshot never changes.
 * LAW_RUNS and LAW_SEED make a long run of another seed: `LAW_RUNS=1000 LAW_SEED=77 npx vitest run test/laws/sessions.test.ts`.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangeOp } from '#engine';
import type { UnifiedOrchestrator } from '#orchestrator';
import type { AgentSession, Isolation } from '#session';
import { differences, type Files, indexFiles, lawRuns, moduleText, pythonPackage } from '#testkit';

const RUNS = lawRuns(60);
const TIMEOUT_MS = 60_000 + 500 * RUNS.numRuns;

const PATHS = ['pkg/__init__.py', 'pkg/a.py', 'pkg/b.py', 'pkg/sub/c.py', 'main.py', 'new.py'] as const;
const agent = fc.constantFrom('one', 'two', 'three');
const path = fc.constantFrom(...PATHS);
type Step =
  | { readonly do: 'write'; readonly agent: string; readonly path: string; readonly text: string }
  | { readonly do: 'delete' | 'look'; readonly agent: string; readonly path: string }
  | { readonly do: 'rename'; readonly agent: string; readonly path: string; readonly to: string }
  | { readonly do: 'commit' | 'abort' | 'rebase'; readonly agent: string };
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant('write' as const), agent, path, text: moduleText }), weight: 5 },
  { arbitrary: fc.record({ do: fc.constant('delete' as const), agent, path }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant('rename' as const), agent, path, to: path }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant('look' as const), agent, path }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constantFrom('commit' as const, 'rebase' as const), agent }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('abort' as const), agent }), weight: 1 },
);
const history = fc.array(step, { minLength: 4, maxLength: 14 });

/** The files of a snapshot as the model keeps them. */
function filesOf(session: {
  readonly units: readonly number[];
  path(unit: never): string;
  text(unit: never): string;
}): Files {
  return Object.fromEntries(session.units.map((unit) => [session.path(unit as never), session.text(unit as never)]));
}

/** Applies a change where it fits; the same change of an unfit state is refused by the session with a code. */
function tryChange(session: AgentSession, change: ChangeOp): void {
  try {
    session.addChange(change);
  } catch (error) {
    expect(error).toMatchObject({ code: 'E_CHANGE' });
  }
}

class Run {
  readonly orchestrator: UnifiedOrchestrator;
  readonly isolation: Isolation;
  readonly sessions = new Map<string, AgentSession>();
  /** The files after each commit, in order. */
  readonly committed: Files[] = [];

  constructor(orchestrator: UnifiedOrchestrator, isolation: Isolation) {
    this.orchestrator = orchestrator;
    this.isolation = isolation;
  }

  session(name: string): AgentSession {
    let session = this.sessions.get(name);
    if (session === undefined) {
      session = this.orchestrator.beginSession(name, { isolation: this.isolation });
      this.sessions.set(name, session);
    }
    return session;
  }

  async play(one: Step): Promise<void> {
    const session = this.session(one.agent);
    switch (one.do) {
      case 'write':
        session.addChange({ path: one.path, content: one.text });
        return;
      case 'delete':
        tryChange(session, { kind: 'delete', path: one.path });
        return;
      case 'rename':
        tryChange(session, { kind: 'rename', from: one.path, to: one.to });
        return;
      case 'look': {
        const view = await session.view();
        const fresh = await indexFiles(filesOf(view));
        expect(differences(view, fresh.context.snapshot)).toEqual([]);
        expect(view.textAt(one.path)).toBe(session.text(one.path));
        return;
      }
      case 'rebase': {
        const result = await session.rebase();
        if (result.status === 'rebased') expect(session.base).toBe(this.orchestrator.getContext().snapshot);
        return;
      }
      case 'commit':
        if ((await session.commit()).status !== 'committed') return;
        this.sessions.delete(one.agent);
        this.committed.push(filesOf(this.orchestrator.getContext().snapshot));
        return;
      case 'abort':
        await session.abort();
        this.sessions.delete(one.agent);
        return;
    }
  }

  async end(): Promise<void> {
    for (const session of this.sessions.values()) await session.abort();
  }
}

/** Replays the commits one after the other, without sessions. */
async function replay(files: Files, committed: readonly Files[]): Promise<UnifiedOrchestrator> {
  const { orchestrator } = await indexFiles(files);
  let now = files;
  for (const next of committed) {
    const changes: ChangeOp[] = [];
    for (const [at, content] of Object.entries(next)) if (now[at] !== content) changes.push({ path: at, content });
    for (const at of Object.keys(now)) if (!(at in next)) changes.push({ kind: 'delete', path: at });
    await orchestrator.update(changes);
    now = next;
  }
  return orchestrator;
}

test.each<Isolation>(['snapshot', 'serializable'])(
  'histories of %s sessions are their serial replay, and views are fresh indexes',
  { timeout: TIMEOUT_MS },
  async (isolation) => {
    const law = fc.asyncProperty(pythonPackage, history, async (files, steps) => {
      const { orchestrator, context } = await indexFiles(files);
      const before = filesOf(context.snapshot);
      const run = new Run(orchestrator, isolation);
      for (const one of steps) await run.play(one);
      await run.end();
      const serial = await replay(files, run.committed);
      const [now, then] = [orchestrator.getContext().snapshot, serial.getContext().snapshot];
      expect(differences(now, then)).toEqual([]);
      // What sessions derived and dropped is given back: the same bytes are live as in the replay.
      expect(orchestrator.health().arenas.liveBytes).toBe(serial.health().arenas.liveBytes);
      expect(filesOf(context.snapshot)).toEqual(before);
      await Promise.all([orchestrator.close(), serial.close()]);
    });
    await fc.assert(law, { ...RUNS });
  },
);
