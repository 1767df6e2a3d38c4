/**
 * `AgentSession`: one agent's view of the repository: a published snapshot and the agent's own changes on top, seen at every
 * layer and by nobody else. Beginning costs nothing; what the changes mean is derived when it is asked for, and dropped on
 * abort. A session never waits for another: it meets the others when it commits.
 *
 *     const session = orchestrator.beginSession('agent-1');
 *     session.addChange({ path: 'shop/cart.py', content: text });
 *     await session.callers({ symbol: 'shop.cart.Cart.add' });
 *     const result = await session.commit();
 */
import { EngineError, type TxnId } from '#core';
import { ChangeSet, type ChangeOp, type Derived, type Engine } from '#engine';
import {
  query,
  type Answer,
  type CallRow,
  type ChunkRow,
  type DefinitionRow,
  type DependentRow,
  type DependentsOptions,
  type DepthOptions,
  type FileTarget,
  type ImportRow,
  type ListedSymbolRow,
  type OutlineRow,
  type PageOptions,
  type Query,
  type QueryResult,
  type ReferenceRow,
  type ReferencesOptions,
  type SearchMode,
  type SearchOptions,
  type SearchRow,
  type SymbolsQuery,
  type Target,
} from '#query';
import type { Snapshot } from '#store';
import type { CommitResult, Refused } from './commit-result.ts';
import { commitSession, type Committing } from './commit.ts';
import { meet, type Met } from './conflicts.ts';
import { impactOf, type Impact } from './impact.ts';
import { answerText, errorText, ReadSet, type Question } from './read-set.ts';

export const ISOLATIONS = ['snapshot', 'serializable'] as const;
/** `snapshot`: refused when another changed the same. `serializable`: also when another changed what the session read. */
export type Isolation = (typeof ISOLATIONS)[number];

/** A rebase that worked, with the paths whose text was merged; or why it did not, and the session is as it was. */
export type RebaseResult =
  | { readonly status: 'rebased'; readonly txnId: number; readonly merged: readonly string[] }
  | Refused;

/** The session's snapshot as it was for one version of its changes: more may be added while it is derived. */
interface View {
  readonly snapshot: Snapshot;
  readonly version: number;
  readonly texts: ReadonlyMap<string, string | null>;
}

export class AgentSession {
  readonly agentId: string;
  /** The transaction of the session itself; what it commits gets a later one. */
  readonly txnId: TxnId;
  readonly isolation: Isolation;
  readonly #engine: Engine;
  readonly #onEnd: (session: AgentSession) => void;
  #base: Snapshot;
  #changes: ChangeSet;
  /** Counts changes, so that what was derived and what was read is known to be of these texts. */
  #version = 0;
  #overlay: (View & { readonly derived: Derived }) | null = null;
  /** Commits and rebases that were called and have not ended: the changes must stay what they carry on. */
  #settling = 0;
  #reads = new ReadSet();
  #ended: string | null = null;
  #usedAt: number = performance.now();

  /** Made by `beginSession`. */
  constructor(engine: Engine, agentId: string, isolation: Isolation, onEnd: (session: AgentSession) => void) {
    const base = engine.current;
    if (base === null) throw new EngineError('E_NO_INDEX', 'nothing is indexed yet; call indexRepository(root) first');
    this.agentId = agentId;
    this.isolation = isolation;
    this.txnId = engine.history.nextTxn();
    this.#engine = engine;
    this.#onEnd = onEnd;
    this.#base = base;
    this.#changes = new ChangeSet((path) => base.textAt(path));
    engine.history.pin(base.txnId);
  }

  /** The snapshot that the session began at, or was rebased to. */
  get base(): Snapshot {
    return this.#base;
  }

  get isActive(): boolean {
    return this.#ended === null;
  }

  /** When the session was last used, in milliseconds of `performance.now()`. */
  get usedAt(): number {
    // A commit that takes long is no idleness.
    return this.#settling > 0 ? performance.now() : this.#usedAt;
  }

  /**
   * Adds a change, checked against the session's own view. Errors: `E_CHANGE`, `E_PATH`, `E_SESSION`, and `E_BUSY` while a
   * commit or a rebase is under way.
   */
  addChange(change: ChangeOp): void {
    this.#use();
    if (this.#settling > 0)
      throw new EngineError(
        'E_BUSY',
        `the session of agent '${this.agentId}' is being committed or rebased; await that`,
      );
    this.#changes.add(change);
    this.#version += 1;
  }

  /** The text of a file with the session's changes, or null. Counts as read. */
  text(path: string): string | null {
    this.#use();
    const text = this.#changes.text(path);
    const asked: Question = { text: `text of ${path}`, ask: (snapshot) => snapshot.textAt(path) };
    this.#note(asked, answerText(text), { version: this.#version, texts: this.#changes.texts });
    return text;
  }

  /** The snapshot of the session with its changes, derived when they are new. What is read from it directly is not noted. */
  async view(): Promise<Snapshot> {
    this.#use();
    return this.#engine.inTurn(async () => (await this.#view()).snapshot);
  }

  /** Answers a question over the session's own view. Errors: `E_QUERY`, `E_PATTERN`, `E_SESSION`. */
  async query(question: Query | string): Promise<QueryResult> {
    const asked = typeof question === 'string' ? { kind: 'search', text: question } : question;
    const asks: Question = { text: JSON.stringify(asked), ask: (other) => query(other, asked) };
    this.#use();
    return this.#engine.inTurn(async () => {
      const view = await this.#view();
      try {
        const answer = query(view.snapshot, asked);
        if (this.isolation === 'serializable') this.#note(asks, answerText(answer), view);
        return answer;
      } catch (error) {
        // That there is no answer is one: what was not there may be there when this is committed.
        this.#note(asks, errorText(error), view);
        throw error;
      }
    });
  }

  async symbols(asked: SymbolsQuery = {}): Promise<Answer<ListedSymbolRow>> {
    return this.#ask('symbols', asked);
  }

  async definition(target: Target, options: PageOptions = {}): Promise<Answer<DefinitionRow>> {
    return this.#ask('definition', { ...target, ...options });
  }

  async references(target: Target, options: ReferencesOptions = {}): Promise<Answer<ReferenceRow>> {
    return this.#ask('references', { ...target, ...options });
  }

  async callers(target: Target, options: DepthOptions = {}): Promise<Answer<CallRow>> {
    return this.#ask('callers', { ...target, ...options });
  }

  async callees(target: Target, options: DepthOptions = {}): Promise<Answer<CallRow>> {
    return this.#ask('callees', { ...target, ...options });
  }

  async path(from: Target, to: Target, options: PageOptions = {}): Promise<Answer<CallRow>> {
    return this.#ask('path', { from, to, ...options });
  }

  async imports(path: string, options: PageOptions = {}): Promise<Answer<ImportRow>> {
    return this.#ask('imports', { path, ...options });
  }

  async importers(target: Target | FileTarget, options: PageOptions = {}): Promise<Answer<ImportRow>> {
    return this.#ask('importers', { ...target, ...options });
  }

  async dependents(path: string, options: DependentsOptions = {}): Promise<Answer<DependentRow>> {
    return this.#ask('dependents', { path, ...options });
  }

  async outline(path: string, options: PageOptions = {}): Promise<Answer<OutlineRow>> {
    return this.#ask('outline', { path, ...options });
  }

  async chunks(path: string, options: PageOptions = {}): Promise<Answer<ChunkRow>> {
    return this.#ask('chunks', { path, ...options });
  }

  async search<M extends SearchMode = 'ranked'>(
    text: string,
    options: SearchOptions<M> = {},
  ): Promise<Answer<SearchRow<M>>> {
    return this.#ask('search', { text, ...options });
  }

  /** What the changes would do when they were committed now to the session's base. */
  async impact(): Promise<Impact> {
    this.#use();
    return this.#engine.inTurn(async () => {
      const { snapshot, texts } = await this.#view();
      const affected: string[] = [];
      // The view may have been derived in steps, each from the one before.
      for (let at = this.#overlay?.derived ?? null; at !== null; at = at.parent) affected.push(...at.report.affected);
      return impactOf(this.#base, snapshot, affected, this.#changes.withTexts(texts).changes());
    });
  }

  /**
   * Commits the changes: the session ends, unless it is refused; then its changes remain and it can be rebased, changed and
   * committed again.
   */
  async commit(signal?: AbortSignal): Promise<CommitResult> {
    return this.#settle(async () => {
      const result = await commitSession(this.#committing(), signal);
      if (result.status === 'committed') this.#end('was committed');
      return result;
    });
  }

  /** Moves the session to the newest snapshot, with its changes, when they fit there. */
  async rebase(): Promise<RebaseResult> {
    return this.#settle(async () => {
      const met = await this.#meet(this.#changes);
      const head = this.#engine.current!;
      if (met.conflicts.length > 0)
        return {
          status: 'conflict',
          agentId: this.agentId,
          base: this.#base.txnId,
          head: head.txnId,
          conflicts: met.conflicts,
        };
      this.#dropOverlay();
      this.#moveTo(head, met);
      return { status: 'rebased', txnId: head.txnId, merged: met.merged };
    });
  }

  /** Ends the session and forgets its changes. Nothing happens when it has ended. */
  async abort(reason = 'was aborted'): Promise<void> {
    await this.#engine.inTurn(async () => {
      if (this.#ended === null) this.#end(reason);
    });
  }

  /** Does in turn what carries the changes on. No change may come in between: it would be lost. */
  async #settle<T>(work: () => Promise<T>): Promise<T> {
    this.#use();
    this.#settling += 1;
    try {
      return await this.#engine.inTurn(async () => {
        this.#use();
        return work();
      });
    } finally {
      this.#settling -= 1;
      this.#usedAt = performance.now();
    }
  }

  #moveTo(head: Snapshot, met: Met): void {
    this.#engine.history.unpin(this.#base.txnId);
    this.#engine.history.pin(head.txnId);
    this.#base = head;
    this.#changes = this.#changes.withTexts(met.texts, (path) => head.textAt(path));
    this.#reads = new ReadSet();
    this.#version += 1;
  }

  /** Carries changes to the newest snapshot: those of the session, or those that it had when it asked something. */
  async #meet(changes: ChangeSet): Promise<Met> {
    const { current, history } = this.#engine;
    let earlier: Derived | null = null;
    const mine = async (): Promise<Snapshot> => {
      if (changes === this.#changes) return (await this.#view()).snapshot;
      earlier ??= await this.#engine.derive(this.#base, changes.texts);
      return earlier.report.snapshot;
    };
    const versions = history.since(this.#base.txnId);
    try {
      return await meet(changes, { base: this.#base, mine, head: current!, versions });
    } finally {
      if (earlier !== null) this.#engine.drop(earlier);
    }
  }

  #committing(): Committing {
    return {
      engine: this.#engine,
      agentId: this.agentId,
      base: this.#base,
      changes: this.#changes,
      overlay: this.#overlay?.version === this.#version ? this.#overlay.derived : null,
      reads: this.isolation === 'serializable' ? this.#reads : null,
      meet: async (changes) => this.#meet(changes),
      takeOverlay: () => {
        this.#overlay = null;
      },
      dropOverlay: () => this.#dropOverlay(),
    };
  }

  /** The session's view, derived from what it was before. In turn. */
  async #view(): Promise<View> {
    this.#use();
    const version = this.#version;
    const before = this.#overlay;
    if (before?.version === version) return before;
    const texts = new Map(this.#changes.texts);
    if (texts.size === 0) return { snapshot: this.#base, version, texts };
    const from = before?.snapshot ?? this.#base;
    const changed = new Map([...texts].filter(([path, text]) => from.textAt(path) !== text));
    const derived = await this.#engine.derive(from, changed, { parent: before?.derived ?? null });
    this.#overlay = { derived, snapshot: derived.report.snapshot, version, texts };
    return this.#overlay;
  }

  async #ask<Row>(kind: Query['kind'], members: object): Promise<Answer<Row>> {
    // Safe because: each caller names the kind whose rows its own type promises, and `query` checks the members.
    return this.query({ kind, ...members } as Query) as Promise<Answer<Row & object>>;
  }

  #note(question: Question, answer: string, { version, texts }: Omit<View, 'snapshot'>): void {
    if (this.isolation === 'serializable') this.#reads.add(version, texts, { question, answer });
  }

  #use(): void {
    if (this.#ended !== null)
      throw new EngineError('E_SESSION', `the session of agent '${this.agentId}' ${this.#ended}; begin another`);
    this.#usedAt = performance.now();
  }

  #dropOverlay(): void {
    if (this.#overlay !== null) this.#engine.drop(this.#overlay.derived);
    this.#overlay = null;
  }

  #end(reason: string): void {
    this.#dropOverlay();
    this.#ended = reason;
    this.#engine.history.unpin(this.#base.txnId);
    this.#onEnd(this);
  }
}
