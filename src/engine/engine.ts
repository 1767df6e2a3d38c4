/**
 * The engine: one loop for a full index and for an update. A wave runs changed units level by level, the trace postings say
 * who else must run, postings are folded, and the result is derived: a snapshot that nobody sees. To publish it or to drop it
 * is a step of its own, so that a commit and what a session reads before it are the same work. Waves run one after the other.
 */
import { EngineError, throwIfAborted, type TxnId, type UnitId } from '#core';
import { ARENA_BYTES } from '#columns';
import { file, source } from '#facts';
import type { Discovery, FileSystem, SourceBytes } from '#inputs';
import type { IndexEvent } from '#observe';
import type { PipelineDAG } from '#plan';
import type { Pool } from '#pool';
import {
  Catalog,
  CatalogBuilder,
  liveBytes,
  loadedBytes,
  Snapshot,
  TransactionalGraphIndex,
  type CatalogImage,
  type FileChange,
  type SnapshotProblem,
  type SnapshotRoot,
  type Version,
} from '#store';
import { ArenaPool, type SpillOptions } from './arena-pool.ts';
import { compact } from './compaction.ts';
import { distinctPaths } from './distinct-paths.ts';
import { FoldWave, type FoldWaveOptions } from './fold-wave.ts';
import { blocksRead, haveEqualBlocks, invalidatedUnits, type ChangedFile } from './invalidation.ts';
import { placeInputs, type PlacedInputs } from './placed-inputs.ts';
import { Progress } from './progress.ts';
import { segmentIn, Wave, type OnBatch, type WaveOptions } from './wave.ts';

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

/** What a publication changed against the snapshot before it. */
export interface Publication {
  readonly before: Snapshot | null;
  readonly changes: ReadonlyMap<string, FileChange>;
  /** Paths whose facts were derived again because of these. */
  readonly affected: readonly string[];
}

/** What one wave did. `counters`: `COUNTERS.length` figures per slot. */
export interface WaveReport {
  /** What was derived; published when `Engine.publish` says so, under a transaction id of its own. */
  readonly snapshot: Snapshot;
  /** Paths whose text changed, and those that ran again because of them. */
  readonly changed: readonly string[];
  readonly affected: readonly string[];
  readonly counters: Float64Array;
  readonly shardsFolded: number;
  /** Thread CPU of the kernels, and of the folds of the postings of each slot. */
  readonly cpuMs: number;
  readonly foldCpuMs: Float64Array;
  readonly clonedBytes: number;
  readonly ms: number;
}

export interface IndexRequest {
  readonly files: FileSystem;
  readonly repository: string;
  readonly root: string;
  /** The files of the file system. */
  readonly listing: Discovery;
  readonly maxFileBytes: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: IndexEvent) => void) | undefined;
  /** What an earlier index left: segments whose key still holds are taken from it. */
  readonly seed?: Seed | undefined;
  /** Told from time to time of the catalog so far, so that an index that is cut off can go on. */
  readonly onCheckpoint?: ((catalog: CatalogImage) => void) | undefined;
}

/** A catalog of this plan that no snapshot stands for, and its paths. Its arenas have been adopted. */
export interface Seed {
  readonly catalog: CatalogImage;
  /** Rows per table, in the order of `PipelineDAG.tables`. */
  readonly tableRows: readonly number[];
  readonly paths: ReadonlyMap<string, UnitId>;
}

/** What a file that is yet to be read counts for when an update is cut into tasks. */
const UNREAD_FILE_BYTES = 16 << 10;
// Safe because: transactions are counted from 1.
const NOT_PUBLISHED = 0 as TxnId;

/**
 * A snapshot that is derived and not published. It keeps its segments alive until it is published or dropped; `parent` is
 * the derived snapshot that it was derived from, when that one is not published either.
 */
export interface Derived {
  readonly report: WaveReport;
  /** The snapshot that it was derived from; null for an index. */
  readonly base: Snapshot | null;
  readonly parent: Derived | null;
  /** Bytes by arena that it made, and those of the snapshot before that it does not refer to. */
  readonly made: ReadonlyMap<number, number>;
  readonly retired: ReadonlyMap<number, number>;
}

export interface DeriveOptions {
  /** The derived snapshot that `base` is, when it is not published. */
  readonly parent?: Derived | null;
  /** Files to read from the file system again, and files that it has besides. */
  readonly read?: readonly string[];
  /** Files to complete besides: those without a segment in some slot. */
  readonly also?: readonly UnitId[];
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of segments, and why they stay in memory although the budget is spent. */
export interface MemoryFigures {
  readonly liveBytes: number;
  readonly spilledBytes: number;
  readonly writtenBytes: number;
  readonly loadedBytes: number;
  readonly fault: string | null;
}

export class Engine {
  readonly #options: EngineOptions;
  readonly #arenas: ArenaPool;
  /** Bytes that this thread had read for others when the engine was made. */
  readonly #loadedBefore = loadedBytes();
  #pool: Pool | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** Bytes by arena that the newest snapshot refers to. */
  readonly #published = new Map<number, number>();
  /** Transactions, the newest snapshot and the ones before it. */
  readonly history: TransactionalGraphIndex = new TransactionalGraphIndex();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#arenas = new ArenaPool(options.spill ?? null);
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
    const { plan } = this.#options;
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
    const affected = await folds.beside(async () => this.#runLevels(wave, base, input, folds, also));
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
    for (const [arena, bytes] of liveBytes(root.catalog)) {
      this.#arenas.count(arena, bytes);
      addTo(this.#published, arena, bytes);
    }
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
    const chain = chainOf(derived);
    const first = chain.at(-1)!;
    const { root } = derived.report.snapshot;
    const txnId = history.nextTxn();
    try {
      if (first.base !== null && first.base !== history.current)
        throw new EngineError('E_BUSY', 'another snapshot was published; derive from the newest one');
      // What cannot be kept is not published.
      this.#options.persist?.(new Snapshot({ ...root, txnId }, this.#options.plan), by);
    } catch (error) {
      this.drop(derived);
      throw error;
    }
    const steps: Pick<Derived, 'made' | 'retired'>[] = chain.toReversed();
    if (first.base === null) steps.unshift({ made: new Map(), retired: new Map(this.#published) });
    let catalog = root.catalog;
    for (const step of steps) this.#settle(step);
    const compacted = compact(catalog, this.#published, this.#arenas);
    if (compacted !== null) {
      catalog = compacted.catalog;
      for (const [arena, bytes] of compacted.made) this.#arenas.count(arena, bytes);
      this.#settle(compacted);
    }
    const dropped = new Set(this.#arenas.sweep());
    const arenas = catalog.arenas.map((buffer, arena) => (dropped.has(arena) ? null : buffer));
    const snapshot = new Snapshot(
      { ...root, txnId, catalog: Object.freeze({ ...catalog, arenas: Object.freeze(arenas) }) },
      this.#options.plan,
    );
    const before = history.current;
    // An index is published as what it changed in the files that were there.
    const changes = first.base === null && before !== null ? changesBetween(before, snapshot) : by.changes;
    history.publish(snapshot, { agentId: by.agentId, changes }, this.#options.snapshotRetention);
    this.#options.onPublished?.(snapshot, by, { before, changes, affected: derived.report.affected });
    return { ...derived.report, snapshot };
  }

  /** Counts what the newest snapshot refers to from now on, and what it does no longer. */
  #settle({ made, retired }: Pick<Derived, 'made' | 'retired'>): void {
    for (const [arena, bytes] of made) addTo(this.#published, arena, bytes);
    for (const [arena, bytes] of retired) {
      addTo(this.#published, arena, -bytes);
      this.#arenas.count(arena, -bytes);
    }
  }

  /** Gives back what a derived snapshot and its parents hold. */
  drop(derived: Derived): void {
    for (const { made } of chainOf(derived)) for (const [arena, bytes] of made) this.#arenas.count(arena, -bytes);
    this.#arenas.sweep();
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

  /** Runs every level on the changed units and on those whose trace they broke. Returns the paths of the latter. */
  async #runLevels(
    wave: Wave,
    base: Snapshot,
    input: PlacedInputs,
    folds: FoldWave,
    also: readonly UnitId[],
  ): Promise<string[]> {
    const { plan, maxFileBytes } = this.#options;
    const affected = new Set<UnitId>();
    const writeInput = (unit: UnitId): void => {
      const text = input.texts.get(unit);
      if (text === undefined) return;
      const bytes = Buffer.from(text);
      wave.writeInput(unit, input.changedPaths.get(unit)!, bytes, bytes.length > maxFileBytes);
    };
    for (const [level, steps] of plan.levels.entries()) {
      const forced = new Map<UnitId, number>();
      const changed = level === 0 ? [] : this.#changedFiles(wave, base, input);
      for (const step of steps) {
        if (step.step.lookups === undefined) continue;
        for (const unit of invalidatedUnits(base, plan, step, changed)) {
          if (input.removed.has(unit)) continue;
          forced.set(unit, (forced.get(unit) ?? 0) | (1 << step.bit));
          if (!input.changedPaths.has(unit)) affected.add(unit);
        }
      }
      const units = new Set([...input.changedPaths.keys(), ...wave.changedUnits(), ...forced.keys(), ...also]);
      for (const unit of input.removed.keys()) units.delete(unit);
      const read = blocksRead(plan, steps);
      const reached = [...units].filter((unit) => level === 0 || forced.has(unit) || wave.isReached(unit, steps, read));
      wave.countKept(steps, units.size - reached.length);
      await wave.runLevel(
        steps,
        reached.toSorted((a, b) => a - b),
        forced,
        null,
        level === 0 ? writeInput : null,
      );
      await folds.levelDone(level);
    }
    return [...affected].map((unit) => base.path(unit)).toSorted();
  }

  #changedFiles(wave: Wave, base: Snapshot, input: PlacedInputs): ChangedFile[] {
    const { plan } = this.#options;
    const now = new Catalog(wave.builder.freeze());
    const files: ChangedFile[] = [];
    for (const unit of wave.changedUnits()) {
      const path = input.changedPaths.get(unit) ?? base.path(unit);
      const wasHere = base.unit(path) === unit;
      files.push({
        path,
        changedBlocks: (slot) => wave.changedBlocks(unit, slot),
        before: (slot) => (wasHere ? base.segment(unit, slot) : null),
        after: (slot) => segmentIn(now, plan, unit, slot),
      });
    }
    for (const [unit, path] of input.removed)
      files.push({
        path,
        changedBlocks: (slot) => (base.segment(unit, slot) === null ? 0 : -1),
        before: (slot) => base.segment(unit, slot),
        after: () => null,
      });
    return files;
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

/** What happened to each file from one snapshot to another of the same repository. */
function changesBetween(before: Snapshot, after: Snapshot): Map<string, FileChange> {
  const changes = new Map<string, FileChange>();
  for (const unit of before.units) {
    const path = before.path(unit);
    const now = after.unit(path);
    if (now === -1) changes.set(path, { kind: 'delete' });
    else if (!haveEqualBlocks(source, before.segment(unit, 0), after.segment(now, 0)))
      changes.set(path, { kind: 'modify' });
  }
  for (const unit of after.units)
    if (before.unit(after.path(unit)) === -1) changes.set(after.path(unit), { kind: 'create' });
  return changes;
}

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

/** A derived snapshot and those that it was derived from, newest first. */
function chainOf(derived: Derived): Derived[] {
  const chain: Derived[] = [];
  for (let at: Derived | null = derived; at !== null; at = at.parent) chain.push(at);
  return chain;
}

function addTo(sums: Map<number, number>, key: number, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
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
