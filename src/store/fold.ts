/**
 * Folds the contributions of files into the shards of one posting set. One path for a full index and for an update:
 * what the shard held before, less the replaced contributors, plus the keys of the given units.
 */
import type { UnitId } from '#core';
import { lowerBound, SegmentBuilder, SegmentReader, type HashColumn, type TableReader } from '#columns';
import type { TablePlace } from '#plan';
import type { Catalog } from './catalog.ts';
import { posting, postingContributor, postingKey, POSTING_LAYOUT, shardOf, type PostingShards } from './postings.ts';

/** The files that contribute to a fold, ascending by path hash. A contributor is an ordinal in it. */
interface Contributors {
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  readonly ordinals: ReadonlyMap<number, number>;
}

/** Pairs of key and contributor of one shard, in growing typed arrays. */
class Pairs {
  count = 0;
  keyLo: Uint32Array = new Uint32Array(256);
  keyHi: Uint32Array = new Uint32Array(256);
  contributor: Uint32Array = new Uint32Array(256);

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

/** The pairs of each shard to fold (null for those that are not), over common contributors. */
export interface GatheredShards {
  readonly shards: readonly (Pairs | null)[];
  readonly contributors: Contributors;
}

/** The key column of a contribution table. */
export function keysOf(reader: TableReader): HashColumn {
  // Safe because: tables with postings have a hash column `key`, checked when the plan is built.
  return reader['key'] as unknown as HashColumn;
}

/** A path hash as one exact number: 53 bits of it. */
function pathNumber(lo: number, hi: number): number {
  return hi * 0x200000 + (lo >>> 11);
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
  const { catalog, shards, only } = request;
  const isWanted = new Uint8Array(shards).fill(only === null ? 1 : 0);
  for (const shard of only ?? []) isWanted[shard] = 1;
  const found = Array.from(isWanted, (wanted) => (wanted === 1 ? new Pairs() : null));
  const units = readContributions(request);
  const replaced = new Set(units.map((unit) => pathNumber(unit.lo, unit.hi)));
  for (let i = 0; i < request.removed.length; i += 2)
    replaced.add(pathNumber(request.removed[i]!, request.removed[i + 1]!));
  const before = found.map((pairs, shard) => {
    const location = pairs === null ? undefined : request.before?.shards[shard];
    const buffer = location ? catalog.from.arenas[location.arena] : null;
    return location && buffer ? new SegmentReader(POSTING_LAYOUT, buffer, location.offset) : null;
  });
  const contributors = orderContributors(units, before, replaced);
  for (const { lo, hi, keys } of units) {
    if (keys !== null) addUnit(found, keys, contributors.ordinals.get(pathNumber(lo, hi))!);
  }
  for (const [shard, segment] of before.entries()) {
    if (segment !== null) addShard(found[shard]!, segment, contributors, replaced);
  }
  return { shards: found, contributors };
}

interface Contribution {
  readonly lo: number;
  readonly hi: number;
  readonly keys: TableReader | null;
}

function readContributions({ catalog, place, units }: FoldRequest): Contribution[] {
  const hashes = catalog.pathHashes();
  return Array.from(units, (number): Contribution => {
    // Safe because: the engine sends unit numbers of this catalog only.
    const segment = catalog.segment(number as UnitId, place.slot, place.layout);
    const keys = segment === null ? null : segment.table(place.schema);
    return { lo: hashes[2 * number]!, hi: hashes[2 * number + 1]!, keys };
  });
}

function orderContributors(
  units: readonly Contribution[],
  before: readonly (SegmentReader | null)[],
  replaced: ReadonlySet<number>,
): Contributors {
  const paths = new Map<number, { readonly lo: number; readonly hi: number }>();
  for (const { lo, hi } of units) paths.set(pathNumber(lo, hi), { lo, hi });
  for (const segment of before) {
    const { path, rows } = segment?.table(postingContributor) ?? { path: null, rows: 0 };
    for (let i = 0; i < rows; i++) {
      const number = pathNumber(path!.lo(i), path!.hi(i));
      if (!replaced.has(number)) paths.set(number, { lo: path!.lo(i), hi: path!.hi(i) });
    }
  }
  const sorted = [...paths].toSorted(([a], [b]) => a - b);
  return {
    lo: Uint32Array.from(sorted, ([, path]) => path.lo),
    hi: Uint32Array.from(sorted, ([, path]) => path.hi),
    ordinals: new Map(sorted.map(([number], ordinal) => [number, ordinal])),
  };
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
function addShard(
  pairs: Pairs,
  segment: SegmentReader,
  contributors: Contributors,
  replaced: ReadonlySet<number>,
): void {
  const { path, rows: count } = segment.table(postingContributor);
  const ordinals = Array.from({ length: count }, (_, i) => {
    const number = pathNumber(path.lo(i), path.hi(i));
    return replaced.has(number) ? -1 : contributors.ordinals.get(number)!;
  });
  const keys = segment.table(postingKey);
  const rows = segment.table(posting);
  for (let row = 0; row < keys.rows; row++) {
    const end = row + 1 < keys.rows ? keys.first.at(row + 1) : rows.rows;
    for (let i = keys.first.at(row); i < end; i++) {
      const ordinal = ordinals[rows.contributor.at(i)]!;
      if (ordinal >= 0) pairs.push(keys.key.lo(row), keys.key.hi(row), ordinal);
    }
  }
}

/** The order of the pairs by key, then contributor. Sorts packed doubles natively and repairs the rare ties. */
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
  return pairs.keyLo[a]! - pairs.keyLo[b]! || pairs.contributor[a]! - pairs.contributor[b]!;
}

/** Writes the contributors that a shard uses; returns their rows by ordinal. */
function fillContributors(out: SegmentBuilder, pairs: Pairs, contributors: Contributors): Uint32Array {
  const rows = new Uint32Array(contributors.lo.length);
  for (let i = 0; i < pairs.count; i++) rows[pairs.contributor[i]!] = 1;
  const table = out.table(postingContributor);
  for (let ordinal = 0; ordinal < rows.length; ordinal++) {
    if (rows[ordinal] === 0) continue;
    const row = table.add();
    table.col.path[2 * row] = contributors.lo[ordinal]!;
    table.col.path[2 * row + 1] = contributors.hi[ordinal]!;
    rows[ordinal] = row;
  }
  return rows;
}

/** Fills `out` (of `POSTING_LAYOUT`) with the canonical fold of one shard. */
export function fillShard(out: SegmentBuilder, pairs: Pairs, contributors: Contributors): void {
  out.clear();
  const rowOf = fillContributors(out, pairs, contributors);
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
    rows.col.contributor[row] = rowOf[pairs.contributor[at]!]!;
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
