/**
 * `UnifiedOrchestrator`: indexes a repository, hands out frozen snapshots, applies changes. Wiring only.
 *
 *     const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2 });
 *     const stats = await orchestrator.indexRepository('path/to/repository');
 *     orchestrator.getContext().definition({ name: 'main' });
 *     await orchestrator.close();
 */
import { tmpdir } from 'node:os';
import { basename, resolve } from 'node:path';
import { EngineError, type TxnId } from '#core';
import { ChangeSet, Engine, type ChangeOp } from '#engine';
import { diskFileSystem, watchFolder, type FileSystem, type Watch } from '#inputs';
import { CHANNELS, publish, type IndexEvent } from '#observe';
import { planOf, type PipelineDAG } from '#plan';
import { INPUT_TABLES, openPool, type CustomStage, type Pool } from '#pool';
import { graphIndex, lexicalIndex, PluginHost, type Consistency, type IndexPlugin, type IndexType } from '#plugins';
import { isVectorSearch, type Query, type QueryResult } from '#query';
import type { RegisteredStage, StageDescriptor, StageExecutor } from '#stage';
import { Sessions, unitsOf, type AgentSession, type CommitResult, type SessionOptions } from '#session';
import { MemoryBudget, type Restored } from '#store';
import { REGISTRY } from '../../stages/registry.ts';
import { resolveConfig, type ResolvedConfig, type UnifiedOrchestratorConfig } from './config.ts';
import { customStage } from './custom-stage.ts';
import { DiskState, WORKTREE } from './disk-state.ts';
import { EventQueue } from './event-queue.ts';
import { memoryHealth, NOTHING_SPILLED } from './memory.ts';
import { OnDisk } from './on-disk.ts';
import { PipelineContext } from './pipeline-context.ts';
import { planRefresh } from './refresh.ts';
import {
  nothingNew,
  updateResult,
  type IndexOptions,
  type OrchestratorHealth,
  type RefreshResult,
  type UpdateResult,
} from './results.ts';
import { seedOf, Storage, type OpenResult } from './storage.ts';
import { indexingStats, type IndexingStats } from './stats.ts';

/** The registry module as the workers import it: `.ts` in a checkout, `.js` in the package. */
const REGISTRY_URL = new URL(`../../stages/registry${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
  .href;

export class UnifiedOrchestrator {
  readonly #config: ResolvedConfig;
  readonly #custom: CustomStage[] = [];
  readonly #sessions: Sessions;
  readonly #plugins: PluginHost;
  readonly #budget: MemoryBudget | null;
  #engine: Engine | null = null;
  #pool: Pool | null = null;
  #context: PipelineContext | null = null;
  #files: FileSystem | null = null;
  readonly #disk = new OnDisk();
  /** Of the stages that are on; null until somebody asks. */
  #plan: PipelineDAG | null = null;
  /** What an index that was cut off left in the directory. */
  #restored: Restored | null = null;
  #running: Promise<unknown> | null = null;
  #isClosed = false;
  /** Cuts off an index when the orchestrator is closed. */
  readonly #closing = new AbortController();

  /** `E_CONFIG` when an option has a wrong value. */
  constructor(config: UnifiedOrchestratorConfig = {}) {
    this.#config = resolveConfig(config);
    const { memoryBudget } = this.#config;
    this.#budget = memoryBudget === null ? null : new MemoryBudget(memoryBudget);
    this.#sessions = new Sessions(this.#config);
    this.#plugins = new PluginHost({ ...this.#config, timeoutMs: this.#config.taskTimeoutMs }, () => this.#disk.beside);
    for (const plugin of [lexicalIndex(), graphIndex()]) this.#plugins.register(plugin, null);
  }

  /** Adds a stage from outside. Before `indexRepository` only. */
  registerStage(executor: StageExecutor): void {
    if (this.#engine !== null) throw new EngineError('E_BUSY', 'register stages before the first index');
    const custom = customStage(executor, this.#stages());
    const enabled = this.#enabled().add(custom.stage.id);
    // A stage that cannot be planned throws here, and is not kept.
    planOf([...this.#stages(), custom.stage], enabled, INPUT_TABLES);
    this.#custom.push(custom);
    this.#plan = null;
  }

  /** The stages that `id` waits for, derived from what it reads. */
  dependencies(id: string): string[] {
    return this.#planned().dependencies(id);
  }

  /**
   * Indexes a directory and publishes a snapshot. Resolves when every enabled stage is done or failed; files that cannot be
   * read or derived are problems, not errors. Takes the directory as it is: what was committed before and stands in no file
   * is not in it. Sessions go on over the snapshot they began at and commit onto the new one. Errors: `E_ROOT`, `E_ABORTED`, `E_BUSY`, `E_CLOSED`, and those of the plan.
   */
  async indexRepository(root: string, options: IndexOptions | string = {}): Promise<IndexingStats> {
    const given = typeof options === 'string' ? { name: options } : options;
    const path = resolve(root);
    return this.indexFiles(diskFileSystem(path), path, { name: basename(path), ...given });
  }

  /** Indexes any file system: the door of `indexRepository`, and of tests over files in memory. */
  async indexFiles(files: FileSystem, root: string, options: IndexOptions = {}): Promise<IndexingStats> {
    return this.#alone(async () => {
      const { include, exclude, maxFileBytes } = this.#config;
      const signal = AbortSignal.any([this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])]);
      // What is left of an index goes to an engine of its own, and to the next one when this index ends early.
      if (this.#restored !== null) this.#engine = this.#newEngine();
      const engine = (this.#engine ??= this.#newEngine());
      const of = { repository: options.name ?? basename(root), root };
      // The turn is taken at the call: what is committed from now on stands on this index.
      const report = await engine.inTurn(async () => {
        await this.#usePool(files);
        const listing = await files.list({ include, exclude, maxFileBytes }, signal);
        const seed = this.#restored === null ? undefined : seedOf(engine, this.#restored, this.#planned());
        const derived = await engine.index({
          ...of,
          files,
          listing,
          seed,
          maxFileBytes,
          signal,
          onEvent: options.onEvent,
          // What is published stays saved until the next one is.
          onCheckpoint:
            this.#disk.isOpen && engine.current === null ? (catalog) => this.#disk.checkpoint(catalog, of) : undefined,
        });
        return this.#disk.publishing(DiskState.of(listing.files), () =>
          engine.publish(derived, { agentId: null, changes: new Map() }),
        );
      });
      this.#restored = null;
      const stats = indexingStats(report, engine.memoryFigures(), this.#pool?.running ?? 0);
      publish(CHANNELS.index, () => stats);
      return stats;
    });
  }

  /** Indexes a directory and yields what completes. Leaving the loop does not stop the index. */
  stream(root: string, options: IndexOptions = {}): AsyncIterable<IndexEvent> {
    const queue = new EventQueue<IndexEvent>();
    const onEvent = (event: IndexEvent): void => queue.push(event);
    this.indexRepository(root, { ...options, onEvent }).then(
      () => queue.end(),
      (error: unknown) => queue.fail(error),
    );
    return queue;
  }

  /** The newest published snapshot: the same frozen object until the next publication. `E_NO_INDEX` before the first. */
  getContext(): PipelineContext {
    const { current } = this.#indexed();
    if (this.#context?.snapshot !== current) this.#context = new PipelineContext(current!);
    return this.#context;
  }

  /** The context of an earlier transaction, or null when it is older than `snapshotRetention`. */
  contextAt(txnId: number): PipelineContext | null {
    const snapshot = this.#indexed().history.at(txnId);
    return snapshot === null ? null : new PipelineContext(snapshot);
  }

  /**
   * Adds an index, one of each type; `lexical` and `graph` are there already. It takes what is published from now on, behind
   * each publication, and is built of the newest snapshot first. `E_CONFIG` when the type is taken.
   */
  registerIndex(plugin: IndexPlugin): void {
    this.#plugins.register(plugin, this.#engine?.current ?? null);
  }

  /**
   * Asks an index. A strict read waits until it stands at the newest transaction; an eventual one answers of the transaction
   * that the answer names. Errors: `E_PLUGIN`, `E_QUERY`, `E_NO_INDEX`, `E_CONFIG`, and those of the index.
   */
  async queryIndex(
    type: IndexType,
    question: object,
    options: { readonly consistency?: Consistency } = {},
  ): Promise<QueryResult> {
    return this.#plugins.query(type, question, this.#alive().current!, options.consistency);
  }

  /**
   * Answers a question about the newest snapshot; a text is a ranked search. Searches of mode `semantic` and `hybrid` ask the
   * index `vector`. Errors: `E_QUERY`, `E_PATTERN`, `E_PLUGIN`, `E_NO_INDEX`.
   */
  async query(question: Query | string): Promise<QueryResult> {
    if (typeof question === 'object' && question !== null && isVectorSearch(question))
      return this.queryIndex('vector', question);
    return this.getContext().query(question);
  }

  /**
   * Applies changes to the newest snapshot and publishes the next one. Runs only what they reach. Updates and commits are one
   * after the other in order of arrival. Errors: `E_CHANGE`, `E_PATH`, `E_NO_INDEX`, `E_ABORTED`.
   */
  async update(changes: readonly ChangeOp[], options: { readonly signal?: AbortSignal } = {}): Promise<UpdateResult> {
    const engine = this.#alive();
    const report = await engine.inTurn(async () => {
      const base = engine.current!;
      const set = ChangeSet.of((path) => base.textAt(path), changes);
      const derived = await engine.derive(base, set.texts, { signal: options.signal });
      return engine.publish(derived, { agentId: null, changes: set.changes() });
    });
    const result = updateResult(report);
    publish(CHANNELS.update, () => result);
    return result;
  }

  /**
   * Begins a session of an agent on the newest snapshot. Costs nothing, waits for nothing. Errors: `E_SESSION_ACTIVE`,
   * `E_SESSION_LIMIT`, `E_NO_INDEX`, `E_CONFIG`.
   */
  beginSession(agentId: string, options: SessionOptions = {}): AgentSession {
    return this.#sessions.begin(this.#alive(), agentId, options);
  }

  /** Adds a change to an agent's session. Errors: `E_SESSION`, `E_CHANGE`, `E_PATH`. */
  addChange(agentId: string, change: ChangeOp): void {
    this.#sessions.of(agentId).addChange(change);
  }

  /** Commits an agent's session. `E_SESSION` when it has none. */
  async commit(agentId: string): Promise<CommitResult> {
    return this.#sessions.of(agentId).commit();
  }

  /** Ends an agent's session and forgets its changes. `E_SESSION` when it has none. */
  async abort(agentId: string): Promise<void> {
    return this.#sessions.of(agentId).abort();
  }

  /**
   * Takes what changed on disk since it was last seen, and publishes the result. What agents have committed is never
   * reverted: where both changed a file they are merged by declaration, or it is a conflict of the agent `worktree` and the
   * committed text stays. Errors: `E_NO_INDEX`, `E_ROOT`, `E_ABORTED`.
   */
  async refresh(options: { readonly signal?: AbortSignal } = {}): Promise<RefreshResult> {
    const engine = this.#alive();
    const started = performance.now();
    return engine.inTurn(async () => {
      const files = this.#fileSystem(engine);
      const { include, exclude, maxFileBytes } = this.#config;
      const { signal } = options;
      const listing = await files.list({ include, exclude, maxFileBytes }, signal);
      const plan = await planRefresh({ engine, files, listing, state: this.#disk.state, maxFileBytes, signal });
      if (plan === null) return nothingNew(engine.current!.txnId, performance.now() - started);
      const { derived, changes, merged, conflicts } = plan;
      const report = this.#disk.publishing(plan.settled, () => engine.publish(derived, { agentId: WORKTREE, changes }));
      return { ...updateResult(report), ms: performance.now() - started, merged, conflicts };
    });
  }

  /** Refreshes whenever something changes below the root, until the watch is closed. */
  async watch(onRefresh: (result: RefreshResult) => void = () => undefined): Promise<Watch> {
    const { root } = this.#alive().current!.root;
    return watchFolder(root, async () => {
      const result = await this.refresh();
      if (result.changed.length > 0 || result.conflicts.length > 0) onRefresh(result);
    });
  }

  /**
   * Opens the index that is saved in a directory, and keeps it there from now on: everything is saved before it is published.
   * Derives only what is damaged or what stages of another version made. A directory without an index is made, and the next
   * `indexRepository` fills it; one with an index that was cut off gives it what was done. With `readOnly` nothing is written,
   * and another process may write. Before the first index. Errors: `E_LOCKED`, `E_STORAGE`, `E_BUSY`.
   */
  async open(path: string, options: { readonly readOnly?: boolean } = {}): Promise<OpenResult> {
    return this.#alone(async () => {
      const started = performance.now();
      if (this.#engine !== null || this.#disk.isOpen)
        throw new EngineError('E_BUSY', 'open a saved index before the first index');
      const storage = this.#openStorage(resolve(path), options.readOnly === true);
      try {
        const result = await this.#restore(storage);
        return { ...result, ms: performance.now() - started };
      } catch (error) {
        if (!this.#disk.isOpen) storage.close();
        this.#disk.close();
        this.#engine = null;
        throw error;
      }
    });
  }

  /** Saves the newest snapshot: into the directory that is open, or into another one, which stays open. */
  async save(path?: string): Promise<void> {
    const engine = this.#alive();
    await engine.inTurn(async () => {
      this.#disk.save(engine.current!, path, (other) => this.#openStorage(other, false));
      this.#plugins.save();
    });
  }

  health(): OrchestratorHealth {
    const snapshot = this.#engine?.current ?? null;
    const busy = this.#running === null ? 'ready' : 'indexing';
    return {
      status: this.#isClosed ? 'closed' : snapshot === null && this.#running === null ? 'empty' : busy,
      txnId: snapshot?.txnId ?? null,
      files: snapshot?.units.length ?? 0,
      problems: snapshot?.root.problems.length ?? 0,
      indexes: this.#plugins.health(),
      arenas: this.#engine?.arenaStats() ?? { arenas: 0, liveBytes: 0, usedBytes: 0, heldBytes: 0, spilledBytes: 0 },
      memory: memoryHealth(this.#budget, this.#engine?.memoryFigures() ?? NOTHING_SPILLED),
    };
  }

  /** Ends the workers. Contexts that were handed out stay usable as long as somebody holds them. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#closing.abort();
    this.#plugins.close();
    await this.#sessions.close();
    // What was taken before, such as an update that nobody awaited, ends and is saved; an index is cut off.
    await this.#engine?.inTurn(async () => undefined);
    await this.#pool?.close();
    this.#pool = null;
    this.#disk.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #stages(): StageDescriptor[] {
    return [
      ...REGISTRY.map((registered: RegisteredStage) => registered.stage),
      ...this.#custom.map((custom) => custom.stage),
    ];
  }

  #enabled(): Set<string> {
    const enabled = this.#config.stages.enabled(REGISTRY.map((registered) => registered.stage));
    for (const { stage } of this.#custom) enabled.add(stage.id);
    return enabled;
  }

  #planned(): PipelineDAG {
    return (this.#plan ??= planOf(this.#stages(), this.#enabled(), INPUT_TABLES));
  }

  #openStorage(path: string, isReadOnly: boolean): Storage {
    const optionsOf = (stage: string): unknown => [this.#config.stageOptions[stage], this.#config.fuel];
    return new Storage(path, this.#planned(), optionsOf, isReadOnly);
  }

  async #openPool(files: FileSystem): Promise<Pool> {
    const { parallelWorkers, fuel, maxFileBytes, stageOptions } = this.#config;
    return openPool(
      {
        registryUrl: REGISTRY_URL,
        enabled: [...this.#enabled()],
        options: stageOptions,
        custom: this.#custom,
        files: files.describe(),
        maxFileBytes,
        fuel,
      },
      parallelWorkers,
      { budget: this.#budget },
    );
  }

  async #usePool(files: FileSystem): Promise<void> {
    if (this.#pool !== null && this.#files !== null && isSameDirectory(this.#files, files)) return;
    await this.#pool?.close();
    this.#files = files;
    this.#pool = await this.#openPool(files);
    this.#engine?.usePool(this.#pool);
  }

  /** The files of the index: those it was made from, or those of the root that a saved one names. */
  #fileSystem(engine: Engine): FileSystem {
    return (this.#files ??= diskFileSystem(engine.current!.root.root));
  }

  async #restore(storage: Storage): Promise<Omit<OpenResult, 'ms'>> {
    const saved = storage.load((bytes) => this.#budget?.isSpentBy(bytes) ?? false);
    this.#disk.open(storage, saved?.state ?? new DiskState());
    this.#plugins.restore();
    if (saved === null) return { status: 'empty', txnId: null, files: 0, unitsRun: 0 };
    const { loaded, restored } = saved;
    const engine = (this.#engine = this.#newEngine());
    if (!restored.isWhole) {
      this.#restored = restored;
      return { status: 'partial', txnId: null, files: restored.files, unitsRun: 0 };
    }
    const { txnId, repository, root, problems } = loaded.head;
    const { catalog, tableRows, incomplete, lacksPostings } = restored;
    // Safe because: this engine's counter goes on from the saved one.
    const base = engine.adopt({ txnId: txnId as TxnId, repository, root, catalog, tableRows, problems });
    if (incomplete.length === 0 && !lacksPostings)
      return { status: 'opened', txnId, files: restored.files, unitsRun: 0 };
    const report = await engine.inTurn(async () => {
      const derived = await engine.derive(base, new Map(), { also: incomplete });
      return engine.publish(derived, { agentId: null, changes: new Map() });
    });
    const { unitsRun } = unitsOf(report);
    return { status: 'opened', txnId: report.snapshot.txnId, files: restored.files, unitsRun };
  }

  #newEngine(): Engine {
    const { batchSize, taskTimeoutMs, snapshotRetention, maxFileBytes } = this.#config;
    return new Engine({
      plan: this.#planned(),
      spill: this.#budget === null ? null : { budget: this.#budget, directory: () => this.#disk.ownPath ?? tmpdir() },
      openPool: async () => {
        const files = this.#fileSystem(this.#engine!);
        return (this.#pool ??= await this.#openPool(files));
      },
      persist: (snapshot, version) => this.#disk.persist(snapshot, version, this.#engine?.current ?? null),
      onPublished: (snapshot, version, publication) => {
        if (this.#config.writeBack && this.#files !== null)
          this.#disk.writeBack(this.#files, snapshot, version, publication.before);
        this.#plugins.published(snapshot, publication);
      },
      afterTurn: () => this.#plugins.settled(),
      batchBytes: batchSize,
      timeoutMs: taskTimeoutMs,
      maxFileBytes,
      snapshotRetention,
    });
  }

  /** The engine while it can derive something. */
  #alive(): Engine {
    if (this.#isClosed) throw new EngineError('E_CLOSED', 'the orchestrator was closed');
    return this.#indexed();
  }

  /** The engine once it has published a snapshot. */
  #indexed(): Engine {
    if (this.#engine?.current == null)
      throw new EngineError('E_NO_INDEX', 'nothing is indexed yet; call indexRepository(root) first');
    return this.#engine;
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new EngineError('E_CLOSED', 'the orchestrator was closed');
    if (this.#running !== null) throw new EngineError('E_BUSY', 'an index is running; await it first');
    const running = work();
    this.#running = running;
    try {
      return await running;
    } finally {
      this.#running = null;
    }
  }
}

/** True when workers that read one file system read the other: all else they were started with never changes. */
function isSameDirectory(one: FileSystem, other: FileSystem): boolean {
  const [a, b] = [one.describe(), other.describe()];
  return a.kind === 'disk' && b.kind === 'disk' && a.root === b.root;
}
