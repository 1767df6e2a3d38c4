/**
 * Merges the new pairs of a shard into what it held, which is in order: only the new ones are sorted. The bytes are those of a
 * fold of all contributors anew.
 */
import type { BuilderOf, SegmentBuilder, SegmentReader } from '#columns';
import { compareHashes, shardBefore, type GatheredShards, type Pairs } from './fold.ts';
import { posting, postingContributor, postingKey } from './postings.ts';

/** The order of the pairs by key, then contributor. Sorts packed doubles natively and repairs the rare ties. */
function orderPairs(pairs: Pairs): Uint32Array {
  const { count, keyHi } = pairs;
  const packed = new Float64Array(count);
  for (let i = 0; i < count; i++) packed[i] = keyHi[i]! * 0x200000 + i;
  packed.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = packed[i]! - Math.floor(packed[i]! / 0x200000) * 0x200000;
  for (let from = 0; from < count;) {
    const to = endOfTies(pairs, order, from);
    if (!isOrdered(pairs, order, from, to)) order.subarray(from, to).sort((a, b) => comparePairs(pairs, a, b));
    from = to;
  }
  return order;
}

/** End of the pairs whose keys have the high half of the one at `from`. */
function endOfTies({ count, keyHi }: Pairs, order: Uint32Array, from: number): number {
  const high = keyHi[order[from]!];
  let to = from + 1;
  while (to < count && keyHi[order[to]!] === high) to++;
  return to;
}

function isOrdered(pairs: Pairs, order: Uint32Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (comparePairs(pairs, order[i - 1]!, order[i]!) > 0) return false;
  return true;
}

function comparePairs(pairs: Pairs, a: number, b: number): number {
  return pairs.keyLo[a]! - pairs.keyLo[b]! || pairs.contributor[a]! - pairs.contributor[b]!;
}

/** Rows of the contributors of a shard: of the new ones by ordinal, and of those before by row, -1 for one that is replaced. */
interface ContributorRows {
  readonly fresh: Uint32Array;
  readonly before: Int32Array;
}

/** Writes the contributors that a shard has from now on, by path hash. Those that had pairs before and stay still have them. */
function fillContributors(
  out: SegmentBuilder,
  { units, replaced }: GatheredShards,
  pairs: Pairs,
  before: SegmentReader | null,
): ContributorRows {
  const fresh = new Uint32Array(units.count);
  for (let i = 0; i < pairs.count; i++) fresh[pairs.contributor[i]!] = 1;
  const old = before?.table(postingContributor) ?? null;
  const rows = { fresh, before: new Int32Array(old?.rows ?? 0) };
  const table = out.table(postingContributor);
  const add = (lo: number, hi: number): number => {
    const row = table.add();
    table.col.path[2 * row] = lo;
    table.col.path[2 * row + 1] = hi;
    return row;
  };
  let unit = 0;
  const addUnitsBelow = (lo: number, hi: number): void => {
    for (; unit < units.count && compareHashes(units.lo(unit), units.hi(unit), lo, hi) < 0; unit++)
      if (fresh[unit] === 1) fresh[unit] = add(units.lo(unit), units.hi(unit));
  };
  for (let i = 0, at = 0; old !== null && i < old.rows; i++) {
    const lo = old.path.lo(i);
    const hi = old.path.hi(i);
    while (at < replaced.count && compareHashes(replaced.lo(at), replaced.hi(at), lo, hi) < 0) at++;
    const isReplaced = at < replaced.count && replaced.lo(at) === lo && replaced.hi(at) === hi;
    addUnitsBelow(lo, hi);
    rows.before[i] = isReplaced ? -1 : add(lo, hi);
  }
  addUnitsBelow(Infinity, Infinity);
  return rows;
}

/**
 * Fills `out` (of `POSTING_LAYOUT`) with the canonical fold of one shard: what it held, which is in order, and the new pairs
 * merged into it.
 */
export function fillShard(out: SegmentBuilder, gathered: GatheredShards, shard: number): void {
  out.clear();
  const pairs = gathered.fresh[shard]!;
  const before = shardBefore(gathered.request, shard);
  const rowOf = fillContributors(out, gathered, pairs, before);
  const merge = new ShardMerge(out, pairs, rowOf.fresh);
  if (before !== null) merge.addShard(before, rowOf.before);
  merge.addRest();
}

/** Merges the new pairs of a shard with its pairs before. */
class ShardMerge {
  readonly #keys: BuilderOf<typeof postingKey>;
  readonly #rows: BuilderOf<typeof posting>;
  readonly #pairs: Pairs;
  readonly #order: Uint32Array;
  readonly #rowOf: Uint32Array;
  /** The next of the new pairs. */
  #next = 0;

  constructor(out: SegmentBuilder, pairs: Pairs, rowOf: Uint32Array) {
    this.#keys = out.table(postingKey);
    this.#rows = out.table(posting);
    this.#pairs = pairs;
    this.#order = orderPairs(pairs);
    this.#rowOf = rowOf;
  }

  /** Adds what the shard held, less the contributors that are replaced, and the new pairs of keys up to its last one. */
  addShard(before: SegmentReader, rowOf: Int32Array): void {
    const { key, first, rows: count } = before.table(postingKey);
    const { contributor, rows } = before.table(posting);
    for (let row = 0; row < count; row++) {
      const lo = key.lo(row);
      const hi = key.hi(row);
      this.#addBelow(lo, hi);
      const from = this.#rows.rows;
      const end = row + 1 < count ? first.at(row + 1) : rows;
      for (let i = first.at(row); i < end; i++) {
        const kept = rowOf[contributor.at(i)]!;
        if (kept < 0) continue;
        this.#addFresh(lo, hi, kept);
        this.#addRow(kept);
      }
      this.#addFresh(lo, hi, Infinity);
      if (this.#rows.rows > from) this.#addKey(lo, hi, from);
    }
  }

  /** Adds the new pairs that are left. */
  addRest(): void {
    this.#addBelow(Infinity, Infinity);
  }

  /** Adds the new pairs of keys below one. */
  #addBelow(lo: number, hi: number): void {
    const { count, keyLo, keyHi } = this.#pairs;
    while (this.#next < count) {
      const at = this.#order[this.#next]!;
      const ownLo = keyLo[at]!;
      const ownHi = keyHi[at]!;
      if (compareHashes(ownLo, ownHi, lo, hi) >= 0) return;
      this.#addKey(ownLo, ownHi, this.#rows.rows);
      this.#addFresh(ownLo, ownHi, Infinity);
    }
  }

  /** Adds the new pairs of a key whose contributors come before a row. */
  #addFresh(lo: number, hi: number, below: number): void {
    const { count, keyLo, keyHi, contributor } = this.#pairs;
    for (; this.#next < count; this.#next++) {
      const at = this.#order[this.#next]!;
      if (keyLo[at] !== lo || keyHi[at] !== hi) return;
      const row = this.#rowOf[contributor[at]!]!;
      if (row > below) return;
      this.#addRow(row);
    }
  }

  #addRow(contributor: number): void {
    const row = this.#rows.add();
    this.#rows.col.contributor[row] = contributor;
  }

  #addKey(lo: number, hi: number, first: number): void {
    const row = this.#keys.add();
    this.#keys.col.key[2 * row] = lo;
    this.#keys.col.key[2 * row + 1] = hi;
    this.#keys.col.first[row] = first;
  }
}
