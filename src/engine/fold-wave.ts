/**
 * Brings the postings of the next catalog up to date: folds the shards in which keys of changed files differ. A set is folded
 * beside the levels that follow the one that writes its table; only those that look-ups ask are waited for.
 */
import { hashPath, type HashCell, type UnitId } from '#core';
import type { SegmentLocation } from '#columns';
import type { PipelineDAG, PlannedPosting } from '#plan';
import { Gate, messageBytes, type ArenaLease, type FoldResult, type FoldTask, type Pool } from '#pool';
import {
  Catalog,
  ChangedShards,
  newShards,
  placeShard,
  segmentBytes,
  shardAt,
  shardCount,
  shardsIn,
  type CatalogImage,
  type PostingShards,
} from '#store';
import type { ArenaPool } from './arena-pool.ts';
import { segmentIn, TASKS_PER_WORKER, type Wave } from './wave.ts';

/** Bytes of shards that one task folds: a few milliseconds of work, so that a large set is no task at which the end waits. */
const TASK_BYTES = 1 << 20;

export interface FoldWaveOptions {
  readonly pool: Pool;
  readonly plan: PipelineDAG;
  readonly arenas: ArenaPool;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** Files that are gone: path and unit in the catalog before. */
  readonly removed: ReadonlyMap<UnitId, string>;
  readonly files: number;
}

export class FoldWave {
  readonly #wave: Wave;
  readonly #before: CatalogImage | null;
  readonly #options: FoldWaveOptions;
  readonly #removed: Uint32Array<ArrayBuffer>;
  /** Each task holds room to write, so that no more have it than are under way. */
  readonly #gate: Gate;
  readonly #running: Promise<void>[] = [];
  /** Shards folded so far. */
  shards = 0;

  constructor(wave: Wave, before: CatalogImage | null, options: FoldWaveOptions) {
    this.#wave = wave;
    this.#before = before;
    this.#options = options;
    this.#gate = new Gate(options.pool.width * TASKS_PER_WORKER);
    this.#removed = pathHashes([...options.removed.values()]);
  }

  /** Runs the levels, and ends when the folds that they began have ended, whatever happens. */
  async beside<T>(levels: () => Promise<T>): Promise<T> {
    try {
      const result = await levels();
      await Promise.all(this.#running);
      return result;
    } finally {
      await Promise.allSettled(this.#running);
    }
  }

  /** Begins to fold the sets of tables that a level has completed, into `wave.builder`; ends when those that look-ups ask are folded. */
  async levelDone(level: number): Promise<void> {
    const { plan } = this.#options;
    const sets = plan.postings.filter(({ place }) => levelOf(plan, place.slot) === level);
    if (sets.length === 0) return;
    const catalog = this.#wave.builder.freeze();
    const isAsked = (set: PlannedPosting): boolean => set.earlyLevel !== null;
    const asked = sets.filter(isAsked).map(async (set) => this.#fold(set, catalog, true));
    const others = sets.filter((set) => !isAsked(set)).map(async (set) => this.#fold(set, catalog, false));
    for (const fold of [...asked, ...others]) {
      // Awaited at the end: what it throws until then is no unhandled rejection.
      fold.catch(() => undefined);
      this.#running.push(fold);
    }
    await Promise.all(asked);
  }

  async #fold(set: PlannedPosting, catalog: CatalogImage, isUrgent: boolean): Promise<void> {
    const { name, place } = set;
    const { removed, files } = this.#options;
    const known = this.#before?.postings[name];
    const count = known === undefined ? shardCount(files) : shardsIn(known);
    // A set that is not there yet is folded from all files.
    const from = known === undefined ? [...new Catalog(catalog).liveUnits()] : [...this.#wave.changed[place.slot]!];
    const units = from.filter((unit) => !removed.has(unit));
    const shards = newShards(count, known);
    const tasks = known === undefined ? [null] : this.#cut(this.#changedShards(set, catalog, count, units), shards);
    if (tasks.length === 0) return;
    const own: CatalogImage = { ...catalog, postings: known === undefined ? {} : { [name]: known } };
    await Promise.all(
      tasks.map(async (only) => {
        await this.#run(set, { catalog: own, shards: count, units, only }, shards, isUrgent);
        this.shards += only?.length ?? count;
      }),
    );
    this.#wave.builder.setPostings(name, shards);
  }

  /** Folds some shards of a set, and puts where they lie now into `shards`. */
  async #run(
    { name, place }: PlannedPosting,
    of: Pick<FoldTask, 'catalog' | 'shards' | 'only'> & { readonly units: readonly UnitId[] },
    shards: PostingShards,
    isUrgent: boolean,
  ): Promise<void> {
    const { arenas } = this.#options;
    const wave = this.#wave;
    await this.#gate.enter(!isUrgent);
    const { lease, result } = await this.#foldInArena({
      kind: 'fold',
      posting: name,
      removed: this.#removed.slice(),
      isUrgent,
      ...of,
      units: Int32Array.from(of.units),
    }).finally(() => this.#gate.leave());
    wave.foldCpuMs[place.slot]! += result.cpuMs;
    const places = arenas.release(lease, result.arenas, result.used);
    for (const { arena } of places) if (arena >= 0) wave.builder.setArena(arena, arenas.bytes(arena));
    for (let shard = 0; shard < of.shards; shard++) {
      if (result.shards[3 * shard] !== 1) continue;
      const ordinal = result.shards[3 * shard + 1]!;
      const offset = result.shards[3 * shard + 2]!;
      const { arena, base } = places[ordinal + 1]!;
      countShard(arenas, shardAt(shards, shard), (at, bytes) => wave.countRetired(at, bytes));
      placeShard(shards, shard, offset < 0 ? null : { arena, offset: base + 8 * offset });
      countShard(arenas, shardAt(shards, shard), (at, bytes) => wave.countMade(at, bytes));
    }
  }

  async #foldInArena(task: Omit<FoldTask, 'lease' | 'arenaBytes'>): Promise<{ lease: ArenaLease; result: FoldResult }> {
    const { pool, arenas, signal, timeoutMs } = this.#options;
    const lease = arenas.lease();
    const posted: FoldTask = { ...task, lease, arenaBytes: arenas.madeBytes(lease) };
    this.#wave.clonedBytes += messageBytes(posted);
    try {
      const result = await pool.runFold(posted, signal, timeoutMs);
      this.#wave.clonedBytes += messageBytes(result);
      return { lease, result };
    } catch (error) {
      arenas.release(lease, [], []);
      throw error;
    }
  }

  /** Shards in which the keys of a changed or removed file differ. */
  #changedShards(set: PlannedPosting, catalog: CatalogImage, count: number, units: readonly UnitId[]): number[] {
    const { plan, removed } = this.#options;
    const before = this.#before!;
    const { schema, slot } = set.place;
    const changed = new ChangedShards(count);
    const now = new Catalog(catalog);
    const then = new Catalog(before);
    for (const unit of [...units, ...removed.keys()]) {
      const wasHere = unit < before.units && then.isLive(unit);
      const old = wasHere ? segmentIn(then, plan, unit, slot) : null;
      const fresh = removed.has(unit) ? null : segmentIn(now, plan, unit, slot);
      changed.add(old?.table(schema) ?? null, fresh?.table(schema) ?? null);
    }
    return changed.all;
  }

  /** Cuts shards into tasks by the bytes that they had before. */
  #cut(changed: readonly number[], shards: PostingShards): number[][] {
    const tasks: number[][] = [];
    let bytes = TASK_BYTES;
    for (const shard of changed) {
      if (bytes >= TASK_BYTES) {
        tasks.push([]);
        bytes = 0;
      }
      tasks.at(-1)!.push(shard);
      countShard(this.#options.arenas, shardAt(shards, shard), (_, size) => (bytes += size));
    }
    return tasks;
  }
}

/** The level that completes the tables of a slot. */
function levelOf(plan: PipelineDAG, slot: number): number {
  return slot === 0 ? 0 : plan.steps[slot - 1]!.level;
}

function countShard(
  arenas: ArenaPool,
  location: SegmentLocation | null,
  count: (arena: number, bytes: number) => void,
): void {
  const arena = location === null ? null : arenas.bytes(location.arena);
  if (location !== null && arena !== null) count(location.arena, segmentBytes(arena, location.offset));
}

function pathHashes(paths: readonly string[]): Uint32Array<ArrayBuffer> {
  const hashes = new Uint32Array(2 * paths.length);
  const cell: HashCell = { lo: 0, hi: 0 };
  for (const [i, path] of paths.entries()) {
    hashPath(cell, path);
    hashes[2 * i] = cell.lo;
    hashes[2 * i + 1] = cell.hi;
  }
  return hashes;
}
