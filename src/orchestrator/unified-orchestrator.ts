/**
 * `UnifiedOrchestrator`: indexes a repository, hands out frozen snapshots, applies changes. Wiring only.
 *
 *     const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2 });
 *     const stats = await orchestrator.indexRepository('path/to/repository');
 *     orchestrator.getContext().definition({ name: 'main' });
 *     await orchestrator.close();
 */
import { basename, resolve } from 'node:path';
import { EngineError } from '#core';
import { ChangeSet, Engine, type ChangeOp } from '#engine';
import { diskFileSystem, type FileSystem } from '#inputs';
import { CHANNELS, publish, type IndexEvent } from '#observe';
import { PipelineDAG } from '#plan';
import { INPUT_TABLES, openPool, type CustomStage, type Pool } from '#pool';
import type { Query, QueryResult } from '#query';
import type { RegisteredStage, StageDescriptor, StageExecutor } from '#stage';
import { Sessions, unitsOf, type AgentSession, type CommitResult, type SessionOptions } from '#session';
import { REGISTRY } from '../../stages/registry.ts';
import { resolveConfig, type ResolvedConfig, type UnifiedOrchestratorConfig } from './config.ts';
import { customStage } from './custom-stage.ts';
import { EventQueue } from './event-queue.ts';
import { PipelineContext } from './pipeline-context.ts';
import { indexingStats, reportStages, type IndexingStats, type StageReport } from './stats.ts';

/** The registry module as the workers import it: `.ts` in a checkout, `.js` in the package. */
const REGISTRY_URL = new URL(`../../stages/registry${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
  .href;

export interface IndexOptions {
  /** The name of the repository in answers; default: the last part of its path. */
  readonly name?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: IndexEvent) => void;
}

export interface UpdateResult {
  readonly txnId: number;
  /** Paths whose text changed. */
  readonly changed: readonly string[];
  /** Paths that ran again because of them. */
  readonly affected: readonly string[];
  /** Kernel runs, and units whose key held, over all stages. */
  readonly unitsRun: number;
  readonly unitsReused: number;
  readonly shardsFolded: number;
  readonly ms: number;
  readonly stages: readonly StageReport[];
}

export interface OrchestratorHealth {
  readonly status: 'empty' | 'indexing' | 'ready' | 'closed';
  readonly txnId: number | null;
  readonly files: number;
  readonly problems: number;
  readonly arenas: { readonly arenas: number; readonly liveBytes: number; readonly heldBytes: number };
}

export class UnifiedOrchestrator {
  readonly #config: ResolvedConfig;
  readonly #custom: CustomStage[] = [];
  readonly #sessions: Sessions;
  #engine: Engine | null = null;
  #pool: Pool | null = null;
  #context: PipelineContext | null = null;
  #running: Promise<unknown> | null = null;
  #isClosed = false;

  /** `E_CONFIG` when an option has a wrong value. */
  constructor(config: UnifiedOrchestratorConfig = {}) {
    this.#config = resolveConfig(config);
    this.#sessions = new Sessions(this.#config);
  }

  /** Adds a stage from outside. Before `indexRepository` only. */
  registerStage(executor: StageExecutor): void {
    if (this.#engine !== null) throw new EngineError('E_BUSY', 'register stages before the first index');
    const custom = customStage(executor, this.#stages());
    const enabled = this.#enabled().add(custom.stage.id);
    // A stage that cannot be planned throws here, and is not kept.
    PipelineDAG.build([...this.#stages(), custom.stage], enabled, INPUT_TABLES);
    this.#custom.push(custom);
  }

  /** The stages that `id` waits for, derived from what it reads. */
  dependencies(id: string): string[] {
    return this.#plan().dependencies(id);
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
      const engine = (this.#engine ??= this.#newEngine());
      // The turn is taken at the call: what is committed from now on stands on this index.
      const report = await engine.inTurn(async () => {
        await this.#pool?.close();
        this.#pool = await this.#openPool(files);
        engine.usePool(this.#pool);
        const derived = await engine.index({
          files,
          repository: options.name ?? basename(root),
          root,
          include,
          exclude,
          maxFileBytes,
          signal: options.signal,
          onEvent: options.onEvent,
        });
        return engine.publish(derived, { agentId: null, changes: new Map() });
      });
      const stats = indexingStats(report.snapshot.plan, report, engine.arenaStats().liveBytes);
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
    return this.#context!;
  }

  /** The context of an earlier transaction, or null when it is older than `snapshotRetention`. */
  contextAt(txnId: number): PipelineContext | null {
    const snapshot = this.#indexed().history.at(txnId);
    return snapshot === null ? null : new PipelineContext(snapshot);
  }

  /** Answers a question about the newest snapshot; a text is a ranked search. Errors: `E_QUERY`, `E_PATTERN`, `E_NO_INDEX`. */
  async query(question: Query | string): Promise<QueryResult> {
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
    const result: UpdateResult = {
      txnId: report.snapshot.txnId,
      changed: report.changed,
      affected: report.affected,
      ...unitsOf(report),
      shardsFolded: report.shardsFolded,
      ms: report.ms,
      stages: reportStages(report.snapshot.plan, report),
    };
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

  health(): OrchestratorHealth {
    const snapshot = this.#engine?.current ?? null;
    const busy = this.#running === null ? 'ready' : 'indexing';
    return {
      status: this.#isClosed ? 'closed' : snapshot === null && this.#running === null ? 'empty' : busy,
      txnId: snapshot?.txnId ?? null,
      files: snapshot?.units.length ?? 0,
      problems: snapshot?.root.problems.length ?? 0,
      arenas: this.#engine?.arenaStats() ?? { arenas: 0, liveBytes: 0, heldBytes: 0 },
    };
  }

  /** Ends the workers. Contexts that were handed out stay usable as long as somebody holds them. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#sessions.close();
    await this.#pool?.close();
    this.#pool = null;
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

  #plan(): PipelineDAG {
    return PipelineDAG.build(this.#stages(), this.#enabled(), INPUT_TABLES);
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
    );
  }

  #newEngine(): Engine {
    const { batchSize, taskTimeoutMs, snapshotRetention } = this.#config;
    return new Engine({
      plan: this.#plan(),
      batchBytes: batchSize,
      timeoutMs: taskTimeoutMs,
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
