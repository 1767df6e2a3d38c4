/**
 * Postings: the reverse index of a snapshot, from a key to the files that have rows of it. One mechanism for symbols,
 * names, occurrences, calls, importers and traces. A shard holds the keys of one range of the high half; it is folded from
 * the contributions of the files, and an edit folds only the shards in which the keys of its file changed.
 */
import { endOf, lowerBound, SegmentLayout, type SegmentLocation, SegmentReader, table } from '#columns';

/** Files that contribute to a shard, by path hash, ascending. */
export const postingContributor = table('posting_contributor', 'plain', 'posting', { path: 'hash' });
/** Distinct keys, ascending (high half first); `first` is the first row of each in `posting`. */
export const postingKey = table('posting_key', 'plain', 'posting', { key: 'hash', first: 'int' });
/** Contributor ordinals per key, ascending. */
export const posting = table('posting', 'plain', 'posting', { contributor: 'int' });

export const POSTING_LAYOUT: SegmentLayout = new SegmentLayout([postingContributor, postingKey, posting]);

/**
 * Where the shards of one posting set lie, a power of two of them: per shard arena + 1, 0 for one without keys, and byte
 * offset / 8, as in the pages of a catalog. Shared, so that posting it copies a reference.
 */
export type PostingShards = Int32Array<SharedArrayBuffer>;

/** Shards without keys, or, given others, those. */
export function newShards(count: number, like?: PostingShards): PostingShards {
  const shards = new Int32Array(new SharedArrayBuffer(8 * count));
  if (like !== undefined) shards.set(like);
  return shards;
}

export function shardsIn(shards: PostingShards): number {
  return shards.length / 2;
}

export function shardAt(shards: PostingShards, shard: number): SegmentLocation | null {
  const arena = shards[2 * shard]! - 1;
  return arena < 0 ? null : { arena, offset: 8 * shards[2 * shard + 1]! };
}

/** Where each shard of a set lies, in their order. */
export function placesOf(shards: PostingShards): (SegmentLocation | null)[] {
  return Array.from({ length: shardsIn(shards) }, (_, shard) => shardAt(shards, shard));
}

export function placeShard(shards: PostingShards, shard: number, at: SegmentLocation | null): void {
  shards[2 * shard] = at === null ? 0 : at.arena + 1;
  shards[2 * shard + 1] = at === null ? 0 : at.offset / 8;
}

/** Shards for a repository of this many files: 1 below 512, then about one per 128 files. */
export function shardCount(files: number): number {
  let count = 1;
  while (files >= 512 && count * 128 < files) count *= 2;
  return count;
}

/** The shard of a key among `count`. */
export function shardOf(hi: number, count: number): number {
  return count === 1 ? 0 : hi >>> (32 - Math.log2(count));
}

/** Calls `visit` with the path hash of each file that has rows of the key, in path-hash order. */
export function forEachPosting(
  segment: SegmentReader,
  lo: number,
  hi: number,
  visit: (lo: number, hi: number) => void,
): void {
  const keys = segment.table(postingKey);
  const row = lowerBound(keys.key, keys.rows, lo, hi);
  if (row === keys.rows || keys.key.lo(row) !== lo || keys.key.hi(row) !== hi) return;
  const postings = segment.table(posting);
  const end = endOf(keys.first, row, keys.rows, postings.rows);
  const { path } = segment.table(postingContributor);
  for (let i = keys.first.at(row); i < end; i++) {
    const contributor = postings.contributor.at(i);
    visit(path.lo(contributor), path.hi(contributor));
  }
}
