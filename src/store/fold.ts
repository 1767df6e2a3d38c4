/**
 * Folds the contributions of files into the shards of one posting set. One path for a full index and for an update:
 * what the shard held before, less the replaced contributors, plus the keys of the given units.
 */
import type { UnitId } from '#core';
import {
  endOf,
  type HashColumn,
  lowerBound,
  orderByHash,
  SegmentBuilder,
  type SegmentReader,
  type TableReader,
} from '#columns';
import type { TablePlace } from '#plan';
import { segmentAt, type Catalog } from './catalog.ts';
import { posting, postingContributor, postingKey, POSTING_LAYOUT, shardOf, type PostingShards } from './postings.ts';

/** Pairs that a shard has room for at first. */
const FIRST_PAIRS = 256;

/** Distinct path hashes, ascending: low and high half of each. */
class PathHashes {
  readonly count: number;
  readonly #halves: Uint32Array;

  constructor(halves: Uint32Array, count: number) {
    const sorted = new Uint32Array(2 * count);
    let last = -1;
    for (const at of orderByHash(halves, count)) {
      const lo = halves[2 * at]!;
      const hi = halves[2 * at + 1]!;
      if (last >= 0 && sorted[2 * last] === lo && sorted[2 * last + 1] === hi) continue;
      last++;
      sorted[2 * last] = lo;
      sorted[2 * last + 1] = hi;
    }
    this.count = last + 1;
    this.#halves = sorted;
  }

  lo(ordinal: number): number {
    return this.#halves[2 * ordinal]!;
  }

  hi(ordinal: number): number {
    return this.#halves[2 * ordinal + 1]!;
  }

  /** The ordinal of a hash, or -1. */
  ordinalOf(lo: number, hi: number): number {
    const at = lowerBound(this, this.count, lo, hi);
    return at < this.count && this.lo(at) === lo && this.hi(at) === hi ? at : -1;
  }
}

/** Pairs of key and contributor of one shard, in growing typed arrays. */
class Pairs {
  count = 0;
  keyLo: Uint32Array;
  keyHi: Uint32Array;
  contributor: Uint32Array;

  constructor(capacity: number) {
    this.keyLo = new Uint32Array(capacity);
    this.keyHi = new Uint32Array(capacity);
    this.contributor = new Uint32Array(capacity);
  }

  push(keyLo: number, keyHi: number, contributor: number): void {
    if (this.count === this.keyLo.length) this.#grow();
    const at = this.count++;
    this.keyLo[at] = keyLo;
    this.keyHi[at] = keyHi;
    this.contributor[at] = contributor;
  }

  #grow(): void {
    for (const name of ['keyLo', 'keyHi', 'contributor'] as const) {
      const wider = new Uint32Array(2 * this[name].length);
      wider.set(this[name]);
      this[name] = wider;
    }
  }
}

/**
 * The pairs of each shard to fold (null for those that are not). A contributor is an ordinal in the path hashes of all files
 * that contribute.
 */
export interface GatheredShards {
  readonly shards: readonly (Pairs | null)[];
  readonly contributors: PathHashes;
}

/** The key column of a contribution table. */
export function keysOf(reader: TableReader): HashColumn {
  // Safe because: tables with postings have a hash column `key`, checked when the plan is built.
  return reader['key'] as unknown as HashColumn;
}

export interface FoldRequest {
  readonly catalog: Catalog;
  readonly place: TablePlace;
  readonly before: PostingShards | undefined;
  readonly shards: number;
  readonly units: Int32Array;
  /** Path hashes (low, high) of removed files. */
  readonly removed: Uint32Array;
  readonly only: readonly number[] | null;
}

/** Gathers the pairs of the shards of a request. */
export function gatherShards(request: FoldRequest): GatheredShards {
  const { shards, only } = request;
  const isWanted = new Uint8Array(shards).fill(only === null ? 1 : 0);
  for (const shard of only ?? []) isWanted[shard] = 1;
  const units = readContributions(request);
  const before = Array.from(isWanted, (wanted, shard) => (wanted === 1 ? shardBefore(request, shard) : null));
  const replaced = replacedPaths(request.removed, units);
  const contributors = orderContributors(units, before, replaced);
  // Hashes are spread evenly, so that shards get about equal numbers of pairs.
  const rows = units.keys.reduce((sum, keys) => sum + (keys === SPILLED ? 0 : (keys?.rows ?? 0)), 0);
  const capacity = Math.max(FIRST_PAIRS, Math.ceil((1.25 * rows) / shards));
  const found = Array.from(isWanted, (wanted) => (wanted === 1 ? new Pairs(capacity) : null));
  // In the order of the contributors, so that the pairs of one key are.
  for (const at of orderByHash(units.paths, units.keys.length)) {
    const keys = keysAt(request, units, at);
    if (keys !== null) addUnit(found, keys, contributors.ordinalOf(units.paths[2 * at]!, units.paths[2 * at + 1]!));
  }
  for (const [shard, segment] of before.entries()) {
    if (segment !== null) addShard(found[shard]!, segment, contributors, replaced);
  }
  return { shards: found, contributors };
}

/** What one shard held, or null. */
function shardBefore({ catalog, before }: FoldRequest, shard: number): SegmentReader | null {
  const location = before?.shards[shard];
  const buffer = location ? catalog.from.arenas[location.arena] : null;
  return location && buffer ? segmentAt(POSTING_LAYOUT, buffer, location.offset) : null;
}

/** In place of a table whose segment is not in memory: it is read when its turn comes, and let go. */
const SPILLED = 'spilled';

/** The units of a request: their path hashes (low, high), and their tables where they have one. */
interface Contributions {
  readonly paths: Uint32Array;
  readonly keys: readonly (TableReader | typeof SPILLED | null)[];
}

function readContributions({ catalog, place, units }: FoldRequest): Contributions {
  const hashes = catalog.pathHashes();
  const paths = new Uint32Array(2 * units.length);
  const keys: (TableReader | typeof SPILLED | null)[] = [];
  for (let i = 0; i < units.length; i++) {
    const number = units[i]!;
    paths[2 * i] = hashes[2 * number]!;
    paths[2 * i + 1] = hashes[2 * number + 1]!;
    // Safe because: the engine sends unit numbers of this catalog only.
    const unit = number as UnitId;
    const isCopy = catalog.isSpilled(unit, place.slot);
    keys.push(isCopy ? SPILLED : (catalog.segment(unit, place.slot, place.layout)?.table(place.schema) ?? null));
  }
  return { paths, keys };
}

/** The table of a unit of a request, by its ordinal there. */
function keysAt({ catalog, place, units }: FoldRequest, { keys }: Contributions, at: number): TableReader | null {
  const known = keys[at]!;
  if (known !== SPILLED) return known;
  // Safe because: the engine sends unit numbers of this catalog only.
  return catalog.segment(units[at] as UnitId, place.slot, place.layout)?.table(place.schema) ?? null;
}

/** The files whose contributions before no longer hold. */
function replacedPaths(removed: Uint32Array, { paths }: Contributions): PathHashes {
  const halves = new Uint32Array(paths.length + removed.length);
  halves.set(paths);
  halves.set(removed, paths.length);
  return new PathHashes(halves, halves.length / 2);
}

/** All files of a fold: the units, and who contributed before and still does. */
function orderContributors(
  units: Contributions,
  before: readonly (SegmentReader | null)[],
  replaced: PathHashes,
): PathHashes {
  const kept: number[] = [];
  for (const segment of before) {
    if (segment === null) continue;
    const { path, rows } = segment.table(postingContributor);
    for (let i = 0; i < rows; i++) {
      if (replaced.ordinalOf(path.lo(i), path.hi(i)) < 0) kept.push(path.lo(i), path.hi(i));
    }
  }
  const halves = new Uint32Array(units.paths.length + kept.length);
  halves.set(units.paths);
  halves.set(kept, units.paths.length);
  return new PathHashes(halves, halves.length / 2);
}

/** Adds the distinct keys of a unit to their shards. The table is sorted by key. */
function addUnit(found: readonly (Pairs | null)[], reader: TableReader, contributor: number): void {
  const keys = keysOf(reader);
  let lastLo = -1;
  let lastHi = -1;
  for (let row = 0; row < reader.rows; row++) {
    const lo = keys.lo(row);
    const hi = keys.hi(row);
    if (lo === lastLo && hi === lastHi) continue;
    lastLo = lo;
    lastHi = hi;
    found[shardOf(hi, found.length)]?.push(lo, hi, contributor);
  }
}

/** Adds what a shard held, less the contributors that are replaced. */
function addShard(pairs: Pairs, segment: SegmentReader, contributors: PathHashes, replaced: PathHashes): void {
  const { path, rows: count } = segment.table(postingContributor);
  const ordinals = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const isReplaced = replaced.ordinalOf(path.lo(i), path.hi(i)) >= 0;
    ordinals[i] = isReplaced ? -1 : contributors.ordinalOf(path.lo(i), path.hi(i));
  }
  const keys = segment.table(postingKey);
  const rows = segment.table(posting);
  for (let row = 0; row < keys.rows; row++) {
    const end = endOf(keys.first, row, keys.rows, rows.rows);
    for (let i = keys.first.at(row); i < end; i++) {
      const ordinal = ordinals[rows.contributor.at(i)]!;
      if (ordinal >= 0) pairs.push(keys.key.lo(row), keys.key.hi(row), ordinal);
    }
  }
}

/** The order of the pairs by key, then contributor. Sorts packed doubles natively and repairs the rare ties. */
function orderPairs(pairs: Pairs): Uint32Array {
  const { count, keyHi } = pairs;
  const packed = new Float64Array(count);
  for (let i = 0; i < count; i++) packed[i] = keyHi[i]! * 0x200000 + i;
  packed.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = packed[i]! - Math.floor(packed[i]! / 0x200000) * 0x200000;
  for (let from = 0; from < count;) {
    const high = keyHi[order[from]!];
    let isOrdered = true;
    let to = from + 1;
    for (; to < count && keyHi[order[to]!] === high; to++)
      isOrdered &&= comparePairs(pairs, order[to - 1]!, order[to]!) <= 0;
    if (!isOrdered) order.subarray(from, to).sort((a, b) => comparePairs(pairs, a, b));
    from = to;
  }
  return order;
}

function comparePairs(pairs: Pairs, a: number, b: number): number {
  return pairs.keyLo[a]! - pairs.keyLo[b]! || pairs.contributor[a]! - pairs.contributor[b]!;
}

/** Writes the contributors that a shard uses; returns their rows by ordinal. */
function fillContributors(out: SegmentBuilder, pairs: Pairs, contributors: PathHashes): Uint32Array {
  const rows = new Uint32Array(contributors.count);
  for (let i = 0; i < pairs.count; i++) rows[pairs.contributor[i]!] = 1;
  const table = out.table(postingContributor);
  for (let ordinal = 0; ordinal < rows.length; ordinal++) {
    if (rows[ordinal] === 0) continue;
    const row = table.add();
    table.col.path[2 * row] = contributors.lo(ordinal);
    table.col.path[2 * row + 1] = contributors.hi(ordinal);
    rows[ordinal] = row;
  }
  return rows;
}

/** Fills `out` (of `POSTING_LAYOUT`) with the canonical fold of one shard. */
export function fillShard(out: SegmentBuilder, pairs: Pairs, contributors: PathHashes): void {
  out.clear();
  const rowOf = fillContributors(out, pairs, contributors);
  const keys = out.table(postingKey);
  const rows = out.table(posting);
  const { count, keyLo, keyHi, contributor } = pairs;
  const order = orderPairs(pairs);
  for (let i = 0; i < count; i++) rows.add();
  const column = rows.col.contributor;
  let last = -1;
  for (let i = 0; i < count; i++) {
    const at = order[i]!;
    if (last < 0 || keyLo[at] !== keyLo[last] || keyHi[at] !== keyHi[last]) {
      const key = keys.add();
      keys.col.key[2 * key] = keyLo[at]!;
      keys.col.key[2 * key + 1] = keyHi[at]!;
      keys.col.first[key] = i;
    }
    last = at;
    column[i] = rowOf[contributor[at]!]!;
  }
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
