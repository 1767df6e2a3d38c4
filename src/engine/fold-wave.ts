/** Brings the postings of the next catalog up to date: folds the shards in which keys of changed files differ. */
import { hashPath, type HashCell, type UnitId } from '#core';
import type { SegmentLocation } from '#columns';
import type { PipelineDAG, PlannedPosting } from '#plan';
import type { FoldTask, Pool } from '#pool';
import { Catalog, changedShards, segmentBytes, shardCount, type CatalogImage } from '#store';
import type { ArenaPool } from './arena-pool.ts';
import { segmentIn, TASKS_PER_WORKER, type Wave } from './wave.ts';

export interface FoldWaveOptions {
  readonly pool: Pool;
  readonly plan: PipelineDAG;
  readonly arenas: ArenaPool;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** Files that are gone: path and unit in the catalog before. */
  readonly removed: ReadonlyMap<UnitId, string>;
  readonly files: number;
  /** The sets to fold. */
  readonly postings: readonly PlannedPosting[];
}

/** Folds the given posting sets, where they changed, into `wave.builder`. Returns the number of shards folded. */
export async function foldWave(wave: Wave, before: CatalogImage | null, options: FoldWaveOptions): Promise<number> {
  const catalog = wave.builder.freeze();
  const removed = pathHashes([...options.removed.values()]);
  const queue = [...options.postings];
  let folded = 0;
  const foldNext = async (): Promise<void> => {
    for (let posting = queue.shift(); posting !== undefined; posting = queue.shift())
      folded += await foldPosting(posting, wave, before, catalog, removed, options);
  };
  // No more than are under way: each holds room to write.
  const lanes = Math.min(queue.length, options.pool.width * TASKS_PER_WORKER);
  const ended = await Promise.allSettled(Array.from({ length: lanes }, foldNext));
  for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
  return folded;
}

async function foldPosting(
  posting: PlannedPosting,
  wave: Wave,
  before: CatalogImage | null,
  catalog: CatalogImage,
  removed: Uint32Array<ArrayBuffer>,
  options: FoldWaveOptions,
): Promise<number> {
  const { name, place } = posting;
  const known = before?.postings[name];
  const count = known?.shards.length ?? shardCount(options.files);
  // A set that is not there yet is folded from all files.
  const from = known === undefined ? [...new Catalog(catalog).liveUnits()] : [...wave.changed[place.slot]!];
  const units = from.filter((unit) => !options.removed.has(unit));
  const only = known === undefined ? null : findShards(posting, before!, catalog, count, units, options);
  if (only?.length === 0) return 0;
  const lease = options.arenas.lease();
  const task: FoldTask = {
    kind: 'fold',
    catalog,
    lease,
    arenaBytes: options.arenas.madeBytes(lease),
    posting: name,
    shards: count,
    units: Int32Array.from(units),
    removed: removed.slice(),
    only,
  };
  const result = await options.pool.runFold(task, options.signal, options.timeoutMs).catch((error: unknown) => {
    options.arenas.release(lease, [], []);
    throw error;
  });
  wave.foldCpuMs[place.slot]! += result.cpuMs;
  const places = options.arenas.release(lease, result.arenas, result.used);
  for (const { arena } of places) if (arena >= 0) wave.builder.setArena(arena, options.arenas.bytes(arena));
  const shards: (SegmentLocation | null)[] =
    known === undefined ? Array.from({ length: count }, () => null) : [...known.shards];
  for (let shard = 0; shard < count; shard++) {
    if (result.shards[3 * shard] !== 1) continue;
    const ordinal = result.shards[3 * shard + 1]!;
    const offset = result.shards[3 * shard + 2]!;
    const { arena, base } = places[ordinal + 1]!;
    countShard(options.arenas, shards[shard] ?? null, (at, bytes) => wave.countRetired(at, bytes));
    shards[shard] = offset < 0 ? null : { arena, offset: base + 8 * offset };
    countShard(options.arenas, shards[shard]!, (at, bytes) => wave.countMade(at, bytes));
  }
  wave.builder.setPostings(name, { shards: Object.freeze(shards) });
  return only?.length ?? count;
}

function countShard(
  arenas: ArenaPool,
  location: SegmentLocation | null,
  count: (arena: number, bytes: number) => void,
): void {
  const arena = location === null ? null : arenas.bytes(location.arena);
  if (location !== null && arena !== null) count(location.arena, segmentBytes(arena, location.offset));
}

/** Shards in which the keys of a changed or removed file differ. */
function findShards(
  posting: PlannedPosting,
  before: CatalogImage,
  catalog: CatalogImage,
  count: number,
  units: readonly UnitId[],
  options: FoldWaveOptions,
): number[] {
  const found = new Set<number>();
  const { schema, slot } = posting.place;
  const now = new Catalog(catalog);
  const then = new Catalog(before);
  for (const unit of [...units, ...options.removed.keys()]) {
    const wasHere = unit < before.units && then.isLive(unit);
    const old = wasHere ? segmentIn(then, options.plan, unit, slot) : null;
    const fresh = options.removed.has(unit) ? null : segmentIn(now, options.plan, unit, slot);
    const changed = changedShards(old?.table(schema) ?? null, fresh?.table(schema) ?? null, count);
    for (const shard of changed) found.add(shard);
  }
  return [...found].toSorted((a, b) => a - b);
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
