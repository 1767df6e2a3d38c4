/**
 * The engine: one loop for a full index and for an update. A wave runs changed units level by level, the trace postings say
 * who else must run, postings are folded, and the result is derived: a snapshot that nobody sees. To publish it or to drop it
 * is a step of its own, so that a commit and what a session reads before it are the same work. Waves run one after the other.
 */
import { EngineError, throwIfAborted, type TxnId, type UnitId } from '#core';
import { ARENA_BYTES } from '#columns';
import { file } from '#facts';
import type { SourceBytes } from '#inputs';
import type { PipelineDAG } from '#plan';
import type { Pool } from '#pool';
import {
  CatalogBuilder,
  loadedBytes,
  Snapshot,
  TransactionalGraphIndex,
  type CatalogImage,
  type SnapshotProblem,
  type SnapshotRoot,
  type Version,
} from '#store';
import { ArenaPool, type SpillOptions } from './arena-pool.ts';
import {
  chainOf,
  type Derived,
  type DeriveOptions,
  type IndexRequest,
  type MemoryFigures,
  type Publication,
  type WaveReport,
} from './derived.ts';
import { distinctPaths } from './distinct-paths.ts';
import { FoldWave, type FoldWaveOptions } from './fold-wave.ts';
import { LiveBytes } from './live-bytes.ts';
import { placeInputs } from './placed-inputs.ts';
import { Progress } from './progress.ts';
import { changesBetween } from './published-changes.ts';
import { runUpdate } from './update-levels.ts';
import { Wave, type OnBatch, type WaveOptions } from './wave.ts';

export interface EngineOptions {
  readonly plan: PipelineDAG;
  readonly batchBytes: number;
  readonly timeoutMs: number;
  /** Of a text that is larger only the text is kept. */
  readonly maxFileBytes: number;
  /** How long a snapshot can be asked for after the next one, in milliseconds. */
  readonly snapshotRetention: number;
  /** Where segments go that memory has no room for; null, and all are in memory. */
  readonly spill?: SpillOptions | null;
  /** Opens the workers when the first wave needs them. */
  readonly openPool: () => Promise<Pool>;
  /** Keeps a snapshot before it is published; what it throws leaves the snapshot unpublished. */
  readonly persist?: (snapshot: Snapshot, version: Omit<Version, 'txnId'>) => void;
  /** Told of what was published. */
  readonly onPublished?: (snapshot: Snapshot, version: Omit<Version, 'txnId'>, publication: Publication) => void;
  /** Awaited behind each turn by who took it, while the next one runs. Must not reject. */
  readonly afterTurn?: () => Promise<void> | undefined;
}

/** What a file that is yet to be read counts for when an update is cut into tasks. */
const UNREAD_FILE_BYTES = 16 << 10;
// Safe because: transactions are counted from 1.
const NOT_PUBLISHED = 0 as TxnId;

export class Engine {
  readonly #options: EngineOptions;
  readonly #arenas: ArenaPool;
  readonly #live: LiveBytes;
  /** Bytes that this thread had read for others when the engine was made. */
  readonly #loadedBefore = loadedBytes();
  #pool: Pool | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** Transactions, the newest snapshot and the ones before it. */
  readonly history: TransactionalGraphIndex = new TransactionalGraphIndex();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#arenas = new ArenaPool(options.spill ?? null);
    this.#live = new LiveBytes(this.#arenas);
  }

  /** The newest published snapshot, or null. */
  get current(): Snapshot | null {
    return this.history.current;
  }

  arenaStats(): ReturnType<ArenaPool['stats']> {
    return this.#arenas.stats();
  }

  /** Bytes of segments: live ones, those in files now, those ever written there and read back. */
  memoryFigures(): MemoryFigures {
    const { liveBytes, spilledBytes } = this.#arenas.stats();
    const loaded = loadedBytes() - this.#loadedBefore + (this.#pool?.loadedBytes ?? 0);
    const { writtenBytes, fault } = this.#arenas;
    return { liveBytes, spilledBytes, writtenBytes, loadedBytes: loaded, fault };
  }

  /** Gives the waves to come other workers: those of another file system. */
  usePool(pool: Pool): void {
    this.#pool = pool;
  }

  /** Runs `work` when all that was given before has ended. Waves share arenas, so there is one at a time. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    const mine = before.then(work);
    this.#turn = mine.catch(() => undefined);
    const result = await mine;
    await this.#options.afterTurn?.();
    return result;
  }

  /** Derives a snapshot of a whole file system, from nothing. Call in turn. */
  async index(request: IndexRequest): Promise<Derived> {
    const started = performance.now();
    const { plan } = this.#options;
    this.#pool ??= await this.#options.openPool();
    const { listing, seed } = request;
    const builder = new CatalogBuilder(plan.slots, seed?.catalog ?? null);
    const paths = new Map<UnitId, string>();
    const bytes = new Map<UnitId, number>();
    const distinct = distinctPaths(listing.files);
    for (const found of distinct.files) {
      const unit = seed?.paths.get(found.path) ?? builder.addUnit();
      paths.set(unit, found.path);
      bytes.set(unit, found.bytes);
    }
    builder.setPaths(paths);
    this.#arenas.arenaBytes = bulkBytes(distinct.files);
    const progress = new Progress({ plan, bytes, paths, onEvent: request.onEvent });
    const readLost = (path: string): SourceBytes | null => {
      const read = request.files.read(path, request.maxFileBytes);
      return read.status === 'read' ? read : null;
    };
    const bytesOf = (unit: UnitId): number => bytes.get(unit)!;
    const checkpoint = checkpoints(() => builder.freeze(), request.onCheckpoint);
    const onBatch: OnBatch = (batch, level) => {
      progress.batchDone(batch, level);
      checkpoint();
    };
    const wave = this.#wave(builder, null, { bytesOf, readLost, onBatch, signal: request.signal });
    for (const unit of seed?.paths.values() ?? []) if (!paths.has(unit)) wave.forget(unit);
    await wave.runLevel(plan.levels[0] ?? [], [...paths.keys()], new Map(), paths);
    for (const unit of wave.gone) {
      wave.forget(unit);
      paths.delete(unit);
    }
    if (wave.gone.length > 0) builder.setPaths(paths);
    const folds = this.#folds(wave, null, { removed: new Map(), files: paths.size, signal: request.signal });
    await folds.beside(async () => {
      for (const [level, steps] of plan.levels.entries()) {
        if (level > 0) await wave.runLevel(steps, [...paths.keys()], new Map(), null);
        progress.levelDone(level, wave.counters);
        await folds.levelDone(level);
      }
    });
    const problems = [
      ...listing.problems,
      ...distinct.problems,
      ...failureProblems(wave, plan, (unit) => paths.get(unit) ?? ''),
    ];
    const all = distinct.files.map((found) => found.path);
    const did = { changed: all, affected: [], shardsFolded: folds.shards, started };
    return this.#derived(wave, { snapshot: null, tableRows: seed?.tableRows }, request, problems, did);
  }

  /** Derives what changed texts make of a snapshot; null is a file that goes. Runs only what they reach. Call in turn. */
  async derive(
    base: Snapshot,
    texts: ReadonlyMap<string, string | null>,
    options: DeriveOptions = {},
  ): Promise<Derived> {
    const started = performance.now();
    const { plan, maxFileBytes } = this.#options;
    const { signal, also = [], read = [] } = options;
    throwIfAborted(signal);
    this.#pool ??= await this.#options.openPool();
    this.#arenas.arenaBytes = ARENA_BYTES.commit;
    const builder = new CatalogBuilder(plan.slots, base.root.catalog);
    builder.reuse(base.catalog.freeUnits());
    const bytes = new Map<UnitId, number>();
    const bytesOf = (unit: UnitId): number => bytes.get(unit) ?? (sourceBytes(base, unit) || UNREAD_FILE_BYTES);
    const wave = this.#wave(builder, base, { bytesOf, readLost: () => null, onBatch: () => undefined, signal });
    const input = await placeInputs(wave, base, { texts, read }, plan);
    for (const [unit, text] of input.texts) bytes.set(unit, text.length);
    const files = input.paths?.size ?? base.rows(file);
    const folds = this.#folds(wave, base, { removed: input.removed, files, signal });
    const affected = await folds.beside(async () => runUpdate({ plan, maxFileBytes, wave, base, input, folds, also }));
    const isSettled = new Set([...texts.keys(), ...affected]);
    const kept = base.root.problems.filter((problem) => !isSettled.has(problem.path));
    const pathOf = (unit: UnitId): string => input.placed.get(unit) ?? base.path(unit);
    const problems = [...kept, ...failureProblems(wave, plan, pathOf)];
    const changed = [...input.changedPaths.values(), ...input.removed.values()].toSorted();
    const did = { changed, affected, shardsFolded: folds.shards, started };
    const from = { snapshot: base, tableRows: base.root.tableRows };
    return this.#derived(wave, from, base.root, problems, did, options.parent);
  }

  /**
   * Begins with a saved snapshot: it is the newest one, and transactions go on from its own. Files that lack something are
   * derived by the next `derive` that is told of them. Before the first index only.
   */
  adopt(root: SnapshotRoot): Snapshot {
    const snapshot = new Snapshot(root, this.#options.plan);
    this.adoptArenas(root.catalog);
    this.#live.adopt(root.catalog);
    this.history.resume(snapshot);
    return snapshot;
  }

  /** Takes the arenas of a saved catalog under their numbers. Before the first index only. */
  adoptArenas(catalog: CatalogImage): void {
    this.#arenas.adopt(catalog.arenas);
  }

  /**
   * Publishes what was derived from the newest snapshot, or from nothing, as the next transaction. Call in turn. When it
   * throws, what was derived is dropped. `E_BUSY` when another snapshot was published since.
   */
  publish(derived: Derived, by: Omit<Version, 'txnId'>): WaveReport {
    const { history } = this;
    const { base: from } = chainOf(derived).at(-1)!;
    const { root } = derived.report.snapshot;
    const txnId = history.nextTxn();
    try {
      if (from !== null && from !== history.current)
        throw new EngineError('E_BUSY', 'another snapshot was published; derive from the newest one');
      // What cannot be kept is not published.
      this.#options.persist?.(new Snapshot({ ...root, txnId }, this.#options.plan), by);
    } catch (error) {
      this.drop(derived);
      throw error;
    }
    const snapshot = new Snapshot({ ...root, txnId, catalog: this.#live.publish(derived) }, this.#options.plan);
    const before = history.current;
    // An index is published as what it changed in the files that were there.
    const changes = from === null && before !== null ? changesBetween(before, snapshot) : by.changes;
    history.publish(snapshot, { agentId: by.agentId, changes }, this.#options.snapshotRetention);
    this.#options.onPublished?.(snapshot, by, { before, changes, affected: derived.report.affected });
    return { ...derived.report, snapshot };
  }

  /** Gives back what a derived snapshot and its parents hold. */
  drop(derived: Derived): void {
    this.#live.drop(derived);
  }

  #spillProblems(): SnapshotProblem[] {
    const { fault } = this.#arenas;
    if (fault === null) return [];
    const message = `segments cannot be written to a file, so they stay in memory, over the budget: ${fault}`;
    return [{ path: '.', code: SPILL_PROBLEM, message }];
  }

  #wave(
    builder: CatalogBuilder,
    base: Snapshot | null,
    given: Pick<WaveOptions, 'bytesOf' | 'readLost' | 'onBatch' | 'signal'>,
  ): Wave {
    const { plan, batchBytes, timeoutMs } = this.#options;
    return new Wave(builder, base?.root.catalog ?? null, {
      pool: this.#pool!,
      plan,
      arenas: this.#arenas,
      batchBytes,
      timeoutMs,
      ...given,
    });
  }

  #folds(wave: Wave, base: Snapshot | null, given: Pick<FoldWaveOptions, 'removed' | 'files' | 'signal'>): FoldWave {
    const { plan, timeoutMs } = this.#options;
    return new FoldWave(wave, base?.root.catalog ?? null, {
      pool: this.#pool!,
      plan,
      arenas: this.#arenas,
      timeoutMs,
      ...given,
    });
  }

  /** What a wave has made, as a snapshot without a transaction. Its segments count as live from here on. */
  #derived(
    wave: Wave,
    {
      snapshot: base,
      tableRows,
    }: { readonly snapshot: Snapshot | null; readonly tableRows: readonly number[] | undefined },
    of: { readonly repository: string; readonly root: string },
    problems: readonly SnapshotProblem[],
    did: { changed: readonly string[]; affected: readonly string[]; shardsFolded: number; started: number },
    parent: Derived | null = null,
  ): Derived {
    const root: SnapshotRoot = {
      txnId: base?.txnId ?? NOT_PUBLISHED,
      repository: of.repository,
      root: of.root,
      catalog: wave.builder.freeze(),
      tableRows: Array.from(wave.tableRows, (count, i) => count + (tableRows?.[i] ?? 0)),
      problems: [...problems.filter(({ code }) => code !== SPILL_PROBLEM), ...this.#spillProblems()],
    };
    for (const [arena, bytes] of wave.made) this.#arenas.count(arena, bytes);
    const report: WaveReport = {
      snapshot: new Snapshot(root, this.#options.plan),
      changed: did.changed,
      affected: did.affected,
      counters: wave.counters,
      shardsFolded: did.shardsFolded,
      cpuMs: wave.cpuMs,
      foldCpuMs: wave.foldCpuMs,
      clonedBytes: wave.clonedBytes,
      ms: performance.now() - did.started,
    };
    return { report, base, parent, made: wave.made, retired: wave.retired };
  }
}

const SPILL_PROBLEM = 'E_SPILL';

/** Shared bytes per byte of source, rounded up: those of all stages. */
const SHARED_PER_SOURCE = 16;

/** Bytes of the arenas of an index: small ones for small repositories, since each task reserves one. */
function bulkBytes(files: readonly { readonly bytes: number }[]): number {
  const all = SHARED_PER_SOURCE * files.reduce((sum, file) => sum + file.bytes, 0);
  return Math.min(ARENA_BYTES.bulk, Math.max(ARENA_BYTES.small, all));
}

/** Milliseconds between two checkpoints of an index. */
const CHECKPOINT_MS = 400;

/** Gives the catalog so far to `take`, at most every `CHECKPOINT_MS`. */
function checkpoints(freeze: () => CatalogImage, take: ((catalog: CatalogImage) => void) | undefined): () => void {
  let last = performance.now();
  return () => {
    if (take === undefined || performance.now() - last < CHECKPOINT_MS) return;
    take(freeze());
    last = performance.now();
  };
}

/** Bytes of source of a unit, about; 0 when it is new. */
function sourceBytes(base: Snapshot, unit: UnitId): number {
  return unit < base.root.catalog.units ? base.catalog.bytes(unit, 0) : 0;
}

function failureProblems(wave: Wave, plan: PipelineDAG, pathOf: (unit: UnitId) => string): SnapshotProblem[] {
  return wave.failures.map(({ unit, slot, code, message }) => {
    const stage = slot === 0 ? 'input' : plan.nameOf(plan.steps[slot - 1]!);
    return { path: pathOf(unit), code, message, stage };
  });
}
