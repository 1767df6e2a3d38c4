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
import { ChangeSet, Engine, type ChangeOp, type WaveReport } from '#engine';
import { diskFileSystem, type FileSystem } from '#inputs';
import { CHANNELS, publish, type IndexEvent } from '#observe';
import { PipelineDAG } from '#plan';
import { INPUT_TABLES, openPool, type CustomStage, type Pool } from '#pool';
import type { Query, QueryResult } from '#query';
import type { RegisteredStage, StageDescriptor, StageExecutor } from '#stage';
import type { Snapshot } from '#store';
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
  #engine: Engine | null = null;
  #pool: Pool | null = null;
  #context: PipelineContext | null = null;
  #running: Promise<unknown> | null = null;
  #isClosed = false;

  /** `E_CONFIG` when an option has a wrong value. */
  constructor(config: UnifiedOrchestratorConfig = {}) {
    this.#config = resolveConfig(config);
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
   * read or derived are problems, not errors. Errors: `E_ROOT`, `E_ABORTED`, `E_BUSY`, `E_CLOSED`, and those of the plan.
   */
  async indexRepository(root: string, options: IndexOptions | string = {}): Promise<IndexingStats> {
    const given = typeof options === 'string' ? { name: options } : options;
    const path = resolve(root);
    return this.indexFiles(diskFileSystem(path), path, { name: basename(path), ...given });
  }

  /** Indexes any file system: the door of `indexRepository`, and of tests over files in memory. */
  async indexFiles(files: FileSystem, root: string, options: IndexOptions = {}): Promise<IndexingStats> {
    return this.#alone(async () => {
      const engine = await this.#open(files);
      const { include, exclude, maxFileBytes } = this.#config;
      const report = await engine.inTurn(async () => {
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
      this.#publish(report);
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
    if (this.#context === null)
      throw new EngineError('E_NO_INDEX', 'nothing is indexed yet; call indexRepository(root) first');
    return this.#context;
  }

  /** Answers a question about the newest snapshot; a text is a ranked search. Errors: `E_QUERY`, `E_PATTERN`, `E_NO_INDEX`. */
  async query(question: Query | string): Promise<QueryResult> {
    return this.getContext().query(question);
  }

  /** Applies changes to the newest snapshot and publishes the next one. Runs only what they reach. */
  async update(changes: readonly ChangeOp[], options: { readonly signal?: AbortSignal } = {}): Promise<UpdateResult> {
    return this.#alone(async () => {
      const engine = this.#engine;
      const base = engine?.current ?? null;
      if (engine === null || base === null)
        throw new EngineError('E_NO_INDEX', 'nothing is indexed yet; call indexRepository(root) first');
      const report = await engine.inTurn(async () => {
        const set = ChangeSet.of((path) => base.textAt(path), changes);
        const derived = await engine.derive(base, set.texts, { signal: options.signal });
        return engine.publish(derived, { agentId: null, changes: set.changes() });
      });
      this.#publish(report);
      const stages = reportStages(report.snapshot.plan, report);
      const result: UpdateResult = {
        txnId: report.snapshot.txnId,
        changed: report.changed,
        affected: report.affected,
        unitsRun: stages.reduce((sum, stage) => sum + stage.units, 0),
        unitsReused: stages.reduce((sum, stage) => sum + stage.kept, 0),
        shardsFolded: report.shardsFolded,
        ms: report.ms,
        stages,
      };
      publish(CHANNELS.update, () => result);
      return result;
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
      arenas: this.#engine?.arenaStats() ?? { arenas: 0, liveBytes: 0, heldBytes: 0 },
    };
  }

  /** Ends the workers. Contexts that were handed out stay usable as long as somebody holds them. */
  async close(): Promise<void> {
    this.#isClosed = true;
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

  async #open(files: FileSystem): Promise<Engine> {
    const plan = this.#plan();
    const { parallelWorkers, batchSize, fuel, maxFileBytes, stageOptions, taskTimeoutMs } = this.#config;
    await this.#pool?.close();
    this.#pool = await openPool(
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
    this.#engine = new Engine({
      plan,
      pool: this.#pool,
      batchBytes: batchSize,
      timeoutMs: taskTimeoutMs,
      snapshotRetention: 0,
    });
    return this.#engine;
  }

  #publish(report: WaveReport): Snapshot {
    this.#context = new PipelineContext(report.snapshot);
    return report.snapshot;
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new EngineError('E_CLOSED', 'the orchestrator was closed');
    if (this.#running !== null) throw new EngineError('E_BUSY', 'an index or update is running; await it first');
    const running = work();
    this.#running = running;
    try {
      return await running;
    } finally {
      this.#running = null;
    }
  }
}
