/**
 * The engine: one loop for a full index and for an update. A wave runs changed units level by level, the trace postings say
 * who else must run, postings are folded, a snapshot is published. An index is an update of nothing to everything.
 */
import { EngineError, type TxnId, type UnitId } from '#core';
import { ARENA_BYTES } from '#columns';
import type { FileSystem, SourceBytes } from '#inputs';
import type { IndexEvent } from '#observe';
import type { PipelineDAG } from '#plan';
import type { Pool } from '#pool';
import { Catalog, CatalogBuilder, Snapshot, type SnapshotProblem, type SnapshotRoot } from '#store';
import { ArenaPool } from './arena-pool.ts';
import { reduceChanges, type ChangeOp } from './changes.ts';
import { distinctPaths } from './distinct-paths.ts';
import { foldWave } from './fold-wave.ts';
import { invalidatedUnits, type ChangedFile } from './invalidation.ts';
import { Progress } from './progress.ts';
import { segmentIn, Wave, type OnBatch, type WaveOptions } from './wave.ts';

export interface EngineOptions {
  readonly plan: PipelineDAG;
  readonly pool: Pool;
  readonly batchBytes: number;
  readonly timeoutMs: number;
}

/** What one wave did. `counters`: `COUNTERS.length` figures per slot. */
export interface WaveReport {
  readonly snapshot: Snapshot;
  /** Paths whose text changed, and those that ran again because of them. */
  readonly changed: readonly string[];
  readonly affected: readonly string[];
  readonly counters: Float64Array;
  readonly shardsFolded: number;
  readonly cpuMs: number;
  readonly clonedBytes: number;
  readonly ms: number;
}

export interface IndexRequest {
  readonly files: FileSystem;
  readonly repository: string;
  readonly root: string;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly maxFileBytes: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: IndexEvent) => void) | undefined;
}

/** What a changed file counts for when an update is cut into tasks. */
const CHANGED_FILE_BYTES = 16 << 10;

export class Engine {
  readonly #options: EngineOptions;
  readonly #arenas = new ArenaPool();
  #current: Snapshot | null = null;
  #txn = 0;
  #freeUnits: readonly UnitId[] = [];

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** The newest published snapshot, or null. */
  get current(): Snapshot | null {
    return this.#current;
  }

  arenaStats(): ReturnType<ArenaPool['stats']> {
    return this.#arenas.stats();
  }

  /** Indexes a whole file system and publishes the first snapshot. */
  async index(request: IndexRequest): Promise<WaveReport> {
    const started = performance.now();
    const { plan } = this.#options;
    const listing = await request.files.list(
      { include: request.include, exclude: request.exclude, maxFileBytes: request.maxFileBytes },
      request.signal,
    );
    const builder = new CatalogBuilder(plan.slots, null);
    const paths = new Map<UnitId, string>();
    const bytes = new Map<UnitId, number>();
    const distinct = distinctPaths(listing.files);
    for (const found of distinct.files) {
      const unit = builder.addUnit();
      paths.set(unit, found.path);
      bytes.set(unit, found.bytes);
    }
    builder.setPaths(paths);
    this.#arenas.arenaBytes = ARENA_BYTES.bulk;
    const progress = new Progress({ plan, bytes, paths, onEvent: request.onEvent });
    const readLost = (path: string): SourceBytes | null => {
      const read = request.files.read(path, request.maxFileBytes);
      return read.status === 'read' ? read : null;
    };
    const bytesOf = (unit: UnitId): number => bytes.get(unit)!;
    const onBatch: OnBatch = (batch, level) => progress.batchDone(batch, level);
    const wave = this.#wave(builder, null, { bytesOf, readLost, onBatch, signal: request.signal });
    await wave.runLevel(plan.levels[0] ?? [], [...paths.keys()], new Map(), paths);
    for (const unit of wave.gone) {
      builder.removeUnit(unit);
      paths.delete(unit);
    }
    if (wave.gone.length > 0) builder.setPaths(paths);
    const fold = { base: null, removed: new Map<UnitId, string>(), files: paths.size, signal: request.signal };
    progress.levelDone(0, wave.counters);
    let shardsFolded = await this.#fold(wave, fold, 0);
    for (const [level, steps] of plan.levels.entries()) {
      if (level === 0) continue;
      await wave.runLevel(steps, [...paths.keys()], new Map(), null);
      progress.levelDone(level, wave.counters);
      shardsFolded += await this.#fold(wave, fold, level);
    }
    shardsFolded += await this.#fold(wave, fold, null);
    const problems = [
      ...listing.problems,
      ...distinct.problems,
      ...failureProblems(wave, plan, (unit) => paths.get(unit) ?? ''),
    ];
    const all = distinct.files.map((found) => found.path);
    return this.#publish(wave, null, request.repository, request.root, problems, {
      changed: all,
      affected: [],
      shardsFolded,
      started,
    });
  }

  /** Applies changes and publishes the next snapshot. Only what the changes reach runs. */
  async update(changes: readonly ChangeOp[], signal?: AbortSignal): Promise<WaveReport> {
    const started = performance.now();
    const base = this.#current;
    if (base === null) throw new EngineError('E_NO_INDEX', 'there is no snapshot to update');
    const { plan } = this.#options;
    const texts = reduceChanges(changes, (path) => {
      const unit = base.unit(path);
      return unit === -1 ? null : base.text(unit);
    });
    refuseCollisions(base, texts);
    this.#arenas.arenaBytes = ARENA_BYTES.commit;
    const builder = new CatalogBuilder(plan.slots, base.root.catalog);
    builder.reuse(this.#freeUnits);
    const bytesOf = (): number => CHANGED_FILE_BYTES;
    const wave = this.#wave(builder, base, { bytesOf, readLost: () => null, onBatch: () => undefined, signal });
    const input = this.#placeInputs(wave, base, texts);
    const fold = { base, removed: input.removed, files: input.paths?.size ?? base.units.length, signal };
    const { affected, shardsFolded } = await this.#runLevels(wave, base, input, fold);
    this.#freeUnits = [...wave.builder.freeUnits, ...input.removed.keys()];
    const isSettled = new Set([...texts.keys(), ...affected]);
    const kept = base.root.problems.filter((problem) => !isSettled.has(problem.path));
    const pathOf = (unit: UnitId): string => input.changedPaths.get(unit) ?? base.path(unit);
    const problems = [...kept, ...failureProblems(wave, plan, pathOf)];
    const changed = [...input.changedPaths.values(), ...input.removed.values()].toSorted();
    return this.#publish(wave, base, base.root.repository, base.root.root, problems, {
      changed,
      affected,
      shardsFolded,
      started,
    });
  }

  #wave(
    builder: CatalogBuilder,
    base: Snapshot | null,
    given: Pick<WaveOptions, 'bytesOf' | 'readLost' | 'onBatch' | 'signal'>,
  ): Wave {
    const { pool, plan, batchBytes, timeoutMs } = this.#options;
    return new Wave(builder, base?.root.catalog ?? null, {
      pool,
      plan,
      arenas: this.#arenas,
      batchBytes,
      timeoutMs,
      ...given,
    });
  }

  /** Writes the input segments of the changed texts, adds and removes units. */
  #placeInputs(wave: Wave, base: Snapshot, texts: ReadonlyMap<string, string | null>): PlacedInputs {
    const changedPaths = new Map<UnitId, string>();
    const removed = new Map<UnitId, string>();
    const isCreated = new Set<UnitId>();
    for (const [path, text] of texts) {
      const known = base.unit(path);
      if (text === null) {
        if (known !== -1) removed.set(known, path);
        continue;
      }
      if (known !== -1 && base.text(known) === text) continue;
      const unit = known === -1 ? wave.builder.addUnit() : known;
      if (known === -1) isCreated.add(unit);
      changedPaths.set(unit, path);
      wave.writeInput(unit, path, Buffer.from(text), false);
    }
    for (const unit of removed.keys()) wave.drop(unit);
    let paths: Map<UnitId, string> | null = null;
    if (isCreated.size > 0 || removed.size > 0) {
      paths = new Map(base.units.filter((unit) => !removed.has(unit)).map((unit) => [unit, base.path(unit)]));
      for (const unit of isCreated) paths.set(unit, changedPaths.get(unit)!);
      wave.builder.setPaths(paths);
    }
    return { changedPaths, removed, paths };
  }

  /** Runs every level on the changed units and on those whose trace they broke. Returns the paths of the latter. */
  async #runLevels(
    wave: Wave,
    base: Snapshot,
    input: PlacedInputs,
    fold: FoldScope,
  ): Promise<{ affected: string[]; shardsFolded: number }> {
    const { plan } = this.#options;
    const affected = new Set<UnitId>();
    let shardsFolded = 0;
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
      const units = new Set([...input.changedPaths.keys(), ...wave.changedUnits(), ...forced.keys()]);
      for (const unit of input.removed.keys()) units.delete(unit);
      await wave.runLevel(
        steps,
        [...units].toSorted((a, b) => a - b),
        forced,
        null,
      );
      shardsFolded += await this.#fold(wave, fold, level);
    }
    shardsFolded += await this.#fold(wave, fold, null);
    return { affected: [...affected].map((unit) => base.path(unit)).toSorted(), shardsFolded };
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
        before: (slot) => (wasHere ? base.segment(unit, slot) : null),
        after: (slot) => segmentIn(now, plan, unit, slot),
      });
    }
    for (const [unit, path] of input.removed)
      files.push({ path, before: (slot) => base.segment(unit, slot), after: () => null });
    return files;
  }

  /** Folds the posting sets that look-ups ask after a level, or, for null, all others. */
  async #fold(wave: Wave, scope: FoldScope, level: number | null): Promise<number> {
    const { pool, plan, timeoutMs } = this.#options;
    const postings = plan.postings.filter((posting) => posting.earlyLevel === level);
    if (postings.length === 0) return 0;
    const { base, ...rest } = scope;
    return foldWave(wave, base?.root.catalog ?? null, {
      pool,
      plan,
      arenas: this.#arenas,
      timeoutMs,
      postings,
      ...rest,
    });
  }

  #publish(
    wave: Wave,
    base: Snapshot | null,
    repository: string,
    root: string,
    problems: readonly SnapshotProblem[],
    did: { changed: readonly string[]; affected: readonly string[]; shardsFolded: number; started: number },
  ): WaveReport {
    wave.settle();
    for (const arena of this.#arenas.sweep()) wave.builder.setArena(arena, null);
    const rows = base?.root.tableRows ?? Array.from<number>({ length: wave.tableRows.length }).fill(0);
    // Safe because: the counter of the engine is the one source of transaction ids.
    const txnId = ++this.#txn as TxnId;
    const snapshotRoot: SnapshotRoot = {
      txnId,
      repository,
      root,
      catalog: wave.builder.freeze(),
      tableRows: Array.from(wave.tableRows, (count, i) => count + rows[i]!),
      problems,
    };
    this.#current = new Snapshot(snapshotRoot, this.#options.plan);
    return {
      snapshot: this.#current,
      changed: did.changed,
      affected: did.affected,
      counters: wave.counters,
      shardsFolded: did.shardsFolded,
      cpuMs: wave.cpuMs,
      clonedBytes: wave.clonedBytes,
      ms: performance.now() - did.started,
    };
  }
}

/** What a fold needs to know of the update it is part of. */
interface FoldScope {
  readonly base: Snapshot | null;
  readonly removed: ReadonlyMap<UnitId, string>;
  /** Files after the update. */
  readonly files: number;
  readonly signal: AbortSignal | undefined;
}

interface PlacedInputs {
  /** Changed and created files by unit. */
  readonly changedPaths: ReadonlyMap<UnitId, string>;
  readonly removed: ReadonlyMap<UnitId, string>;
  /** All files after the change, or null when the set of files is the same. */
  readonly paths: ReadonlyMap<UnitId, string> | null;
}

/** A new path whose hash another file has cannot be told from it. */
function refuseCollisions(base: Snapshot, texts: ReadonlyMap<string, string | null>): void {
  for (const [path, text] of texts) {
    const other = base.catalog.unitOf(path);
    if (text === null || other === -1 || base.path(other) === path) continue;
    throw new EngineError(
      'E_HASH_COLLISION',
      `the path ${path} has the 64-bit hash of ${base.path(other)}; rename it`,
      {
        unit: path,
      },
    );
  }
}

function failureProblems(wave: Wave, plan: PipelineDAG, pathOf: (unit: UnitId) => string): SnapshotProblem[] {
  return wave.failures.map(({ unit, slot, code, message }) => {
    const stage = slot === 0 ? 'input' : plan.nameOf(plan.steps[slot - 1]!);
    return { path: pathOf(unit), code, message, stage };
  });
}
