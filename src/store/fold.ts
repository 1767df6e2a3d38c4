/**
 * Folds the contributions of files into the shards of one posting set. One path for a full index and for an update:
 * what the shard held before, less the replaced contributors, plus the keys of the given units.
 */
import type { UnitId } from '#core';
import { type HashColumn, lowerBound, orderByHash, type SegmentReader, type TableReader } from '#columns';
import type { TablePlace } from '#plan';
import { segmentAt, type Catalog } from './catalog.ts';
import { POSTING_LAYOUT, shardAt, shardOf, type PostingShards } from './postings.ts';

/** Pairs that a shard has room for at first. */
const FIRST_PAIRS = 256;

/** The order of two 64-bit hashes: high half first. */
export function compareHashes(aLo: number, aHi: number, bLo: number, bHi: number): number {
  return aHi - bHi || aLo - bLo;
}

/** Distinct path hashes, ascending: low and high half of each. */
export class PathHashes {
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
}

/** Pairs of key and contributor of one shard, in growing typed arrays. */
export class Pairs {
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

/** What is known of a fold before its shards are filled, one by one. */
export interface GatheredShards {
  readonly request: FoldRequest;
  /** The new pairs of each shard to fold, null for those that are not. A contributor is an ordinal of `units`. */
  readonly fresh: readonly (Pairs | null)[];
  readonly units: PathHashes;
  /** The files whose contributions before no longer hold: `units`, and those that are gone. */
  readonly replaced: PathHashes;
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

/** Gathers the new pairs of the shards of a request. What the shards held is read when each is filled. */
export function gatherShards(request: FoldRequest): GatheredShards {
  const { shards, only } = request;
  const isWanted = new Uint8Array(shards).fill(only === null ? 1 : 0);
  for (const shard of only ?? []) isWanted[shard] = 1;
  const contributions = readContributions(request);
  const units = new PathHashes(contributions.paths, contributions.keys.length);
  // Hashes are spread evenly, so that shards get about equal numbers of pairs.
  const rows = contributions.keys.reduce((sum, keys) => sum + (keys === SPILLED ? 0 : (keys?.rows ?? 0)), 0);
  const capacity = Math.max(FIRST_PAIRS, Math.ceil((1.25 * rows) / shards));
  const fresh = Array.from(isWanted, (wanted) => (wanted === 1 ? new Pairs(capacity) : null));
  const from = (isWanted.indexOf(1) * 2 ** 32) / shards;
  const to = ((isWanted.lastIndexOf(1) + 1) * 2 ** 32) / shards;
  // In the order of the contributors, so that the pairs of one key are.
  for (const [contributor, at] of orderByHash(contributions.paths, contributions.keys.length).entries()) {
    const keys = keysAt(request, contributions, at);
    if (keys !== null) addUnit(fresh, keys, contributor, from, to);
  }
  return { request, fresh, units, replaced: replacedPaths(request.removed, contributions) };
}

/** What one shard held, or null. */
export function shardBefore({ catalog, before }: FoldRequest, shard: number): SegmentReader | null {
  const location = before === undefined ? null : shardAt(before, shard);
  const buffer = location === null ? null : catalog.from.arenas[location.arena];
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

/** Adds the distinct keys of a unit, of those whose high half is in `[from, to)`, to their shards. The table is sorted by key. */
function addUnit(
  fresh: readonly (Pairs | null)[],
  reader: TableReader,
  contributor: number,
  from: number,
  to: number,
): void {
  const keys = keysOf(reader);
  let lastLo = -1;
  let lastHi = -1;
  for (let row = from === 0 ? 0 : lowerBound(keys, reader.rows, 0, from); row < reader.rows; row++) {
    const lo = keys.lo(row);
    const hi = keys.hi(row);
    if (hi >= to) return;
    if (lo === lastLo && hi === lastHi) continue;
    lastLo = lo;
    lastHi = hi;
    fresh[shardOf(hi, fresh.length)]?.push(lo, hi, contributor);
  }
}
