/**
 * Folds the contributions of files into the shards of one posting set. One path for a full index and for an update:
 * what the shard held before, less the replaced contributors, plus the keys of the given units.
 */
import { hashPath, type HashCell, type UnitId } from '#core';
import { lowerBound, SegmentBuilder, SegmentReader, type HashColumn, type TableReader } from '#columns';
import type { PipelineDAG, TablePlace } from '#plan';
import type { Catalog } from './catalog.ts';
import { posting, postingContributor, postingKey, POSTING_LAYOUT, shardOf, type PostingShards } from './postings.ts';

/** Pairs of key and contributing path, in growing typed arrays. */
export class Pairs {
  count = 0;
  keyLo: Uint32Array = new Uint32Array(1024);
  keyHi: Uint32Array = new Uint32Array(1024);
  pathLo: Uint32Array = new Uint32Array(1024);
  pathHi: Uint32Array = new Uint32Array(1024);

  push(keyLo: number, keyHi: number, pathLo: number, pathHi: number): void {
    if (this.count === this.keyLo.length) this.#grow();
    const at = this.count++;
    this.keyLo[at] = keyLo;
    this.keyHi[at] = keyHi;
    this.pathLo[at] = pathLo;
    this.pathHi[at] = pathHi;
  }

  #grow(): void {
    for (const name of ['keyLo', 'keyHi', 'pathLo', 'pathHi'] as const) {
      const wider = new Uint32Array(2 * this[name].length);
      wider.set(this[name]);
      this[name] = wider;
    }
  }
}

/** The key column of a contribution table. */
export function keysOf(reader: TableReader): HashColumn {
  // Safe because: tables with postings have a hash column `key`, checked when the plan is built.
  return reader['key'] as unknown as HashColumn;
}

/** Adds the distinct keys of a unit, all of them or those of one shard. The table is sorted by key. */
function addUnit(pairs: Pairs, reader: TableReader, path: HashCell, wanted: Uint8Array, shards: number): void {
  const keys = keysOf(reader);
  for (let row = 0; row < reader.rows; row++) {
    const lo = keys.lo(row);
    const hi = keys.hi(row);
    if (row > 0 && keys.lo(row - 1) === lo && keys.hi(row - 1) === hi) continue;
    if (wanted[shardOf(hi, shards)] === 1) pairs.push(lo, hi, path.lo, path.hi);
  }
}

/** Adds what a shard held, less the contributors in `replaced` (16 hexadecimal digits of the path hash). */
function addShard(pairs: Pairs, segment: SegmentReader, replaced: ReadonlySet<number>): void {
  const { path, rows: contributors } = segment.table(postingContributor);
  const isKept = new Uint8Array(contributors);
  for (let i = 0; i < contributors; i++) isKept[i] = replaced.has(pathNumber(path.lo(i), path.hi(i))) ? 0 : 1;
  const keys = segment.table(postingKey);
  const rows = segment.table(posting);
  for (let row = 0; row < keys.rows; row++) {
    const end = row + 1 < keys.rows ? keys.first.at(row + 1) : rows.rows;
    for (let i = keys.first.at(row); i < end; i++) {
      const contributor = rows.contributor.at(i);
      if (isKept[contributor] === 1)
        pairs.push(keys.key.lo(row), keys.key.hi(row), path.lo(contributor), path.hi(contributor));
    }
  }
}

/** A path hash as one exact number: 53 bits of it. */
export function pathNumber(lo: number, hi: number): number {
  return hi * 0x200000 + (lo & 0x1fffff);
}

/** The order of the pairs by key, then path hash. Sorts packed doubles natively and repairs the rare ties. */
function orderPairs(pairs: Pairs): Uint32Array {
  const packed = new Float64Array(pairs.count);
  for (let i = 0; i < pairs.count; i++) packed[i] = pairs.keyHi[i]! * 0x200000 + i;
  packed.sort();
  const order = new Uint32Array(pairs.count);
  for (let i = 0; i < pairs.count; i++) order[i] = packed[i]! % 0x200000;
  for (let from = 0; from < pairs.count;) {
    let to = from + 1;
    while (to < pairs.count && pairs.keyHi[order[to]!] === pairs.keyHi[order[from]!]) to++;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => comparePairs(pairs, a, b));
    from = to;
  }
  return order;
}

function comparePairs(pairs: Pairs, a: number, b: number): number {
  return (
    pairs.keyLo[a]! - pairs.keyLo[b]! || pairs.pathHi[a]! - pairs.pathHi[b]! || pairs.pathLo[a]! - pairs.pathLo[b]!
  );
}

/** Contributors of the pairs, ascending by path hash: their halves, and the ordinal of each pair's contributor. */
function fillContributors(out: SegmentBuilder, pairs: Pairs): Uint32Array {
  const numbers = new Float64Array(pairs.count);
  for (let i = 0; i < pairs.count; i++) numbers[i] = pathNumber(pairs.pathLo[i]!, pairs.pathHi[i]!);
  const sorted = numbers.toSorted();
  const ordinals = new Map<number, number>();
  for (const number of sorted) if (!ordinals.has(number)) ordinals.set(number, ordinals.size);
  const table = out.table(postingContributor);
  for (let i = 0; i < ordinals.size; i++) table.add();
  const result = new Uint32Array(pairs.count);
  for (let i = 0; i < pairs.count; i++) {
    const ordinal = ordinals.get(numbers[i]!)!;
    result[i] = ordinal;
    table.col.path[2 * ordinal] = pairs.pathLo[i]!;
    table.col.path[2 * ordinal + 1] = pairs.pathHi[i]!;
  }
  return result;
}

/** Fills `out` (of `POSTING_LAYOUT`) with the canonical fold of the pairs. */
export function fillShard(out: SegmentBuilder, pairs: Pairs): void {
  out.clear();
  const ordinals = fillContributors(out, pairs);
  const keys = out.table(postingKey);
  const rows = out.table(posting);
  let last = -1;
  for (const at of orderPairs(pairs)) {
    if (last < 0 || pairs.keyLo[at] !== pairs.keyLo[last] || pairs.keyHi[at] !== pairs.keyHi[last]) {
      const key = keys.add();
      keys.col.key[2 * key] = pairs.keyLo[at]!;
      keys.col.key[2 * key + 1] = pairs.keyHi[at]!;
      keys.col.first[key] = rows.rows;
    }
    last = at;
    const row = rows.add();
    rows.col.contributor[row] = ordinals[at]!;
  }
}

export interface FoldRequest {
  readonly catalog: Catalog;
  readonly plan: PipelineDAG;
  readonly place: TablePlace;
  readonly before: PostingShards | undefined;
  readonly shards: number;
  readonly units: Int32Array;
  /** Path hashes (low, high) of removed files. */
  readonly removed: Uint32Array;
  readonly only: readonly number[] | null;
}

/** The pairs of each shard to fold. A shard that is not asked for is null. */
export function gatherShards(request: FoldRequest): (Pairs | null)[] {
  const { catalog, plan, place, shards, only } = request;
  const wanted = new Uint8Array(shards).fill(only === null ? 1 : 0);
  for (const shard of only ?? []) wanted[shard] = 1;
  const found = Array.from(wanted, (isWanted) => (isWanted === 1 ? new Pairs() : null));
  const replaced = new Set<number>();
  for (let i = 0; i < request.removed.length; i += 2)
    replaced.add(pathNumber(request.removed[i]!, request.removed[i + 1]!));
  const all = new Pairs();
  const path: HashCell = { lo: 0, hi: 0 };
  for (const number of request.units) {
    // Safe because: the engine sends unit numbers of this catalog only.
    const unit = number as UnitId;
    hashPath(path, unitPath(catalog, plan, unit));
    replaced.add(pathNumber(path.lo, path.hi));
    const reader = catalog.segment(unit, place.slot, place.layout)?.table(place.schema);
    if (reader !== undefined) addUnit(all, reader, path, wanted, shards);
  }
  for (let i = 0; i < all.count; i++) {
    found[shardOf(all.keyHi[i]!, shards)]!.push(all.keyLo[i]!, all.keyHi[i]!, all.pathLo[i]!, all.pathHi[i]!);
  }
  for (const [shard, location] of (request.before?.shards ?? []).entries()) {
    const pairs = found[shard];
    const buffer = location === null ? null : catalog.from.arenas[location.arena];
    if (pairs && buffer && location !== null)
      addShard(pairs, new SegmentReader(POSTING_LAYOUT, buffer, location.offset), replaced);
  }
  return found;
}

const FILE_TABLE = { name: 'file' };

function unitPath(catalog: Catalog, plan: PipelineDAG, unit: UnitId): string {
  const place = plan.place(FILE_TABLE)!;
  const reader = catalog.segment(unit, 0, place.layout)!.table(place.schema);
  // Safe because: the table `file` has a string column `path`.
  return (reader['path'] as unknown as { at(row: number): string }).at(0);
}

/** Shards in which the keys of a table differ between two segments of one unit. */
export function changedShards(before: TableReader | null, after: TableReader | null, shards: number): number[] {
  const changed: number[] = [];
  const width = 2 ** 32 / shards;
  for (let shard = 0; shard < shards; shard++) {
    const lowest = shard * width;
    if (!haveEqualKeys(before, after, lowest, lowest + width)) changed.push(shard);
  }
  return changed;
}

function haveEqualKeys(before: TableReader | null, after: TableReader | null, from: number, to: number): boolean {
  const a = distinctKeys(before, from, to);
  const b = distinctKeys(after, from, to);
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function distinctKeys(reader: TableReader | null, from: number, to: number): number[] {
  const found: number[] = [];
  if (reader === null) return found;
  const keys = keysOf(reader);
  for (let row = lowerBound(keys, reader.rows, 0, from); row < reader.rows && keys.hi(row) < to; row++) {
    const n = found.length;
    if (n > 0 && found[n - 1] === keys.hi(row) && found[n - 2] === keys.lo(row)) continue;
    found.push(keys.lo(row), keys.hi(row));
  }
  return found;
}
