/** store: catalogs of snapshots over shared memory, their postings, and how the next one is made. */
export { Catalog, PAGE_UNITS, segmentAt, segmentBytes, segmentCopy, type CatalogImage } from './catalog.ts';
export { CatalogBuilder } from './catalog-builder.ts';
export { ChangedShards } from './changed-shards.ts';
export { gatherShards, keysOf, type FoldRequest } from './fold.ts';
export { fillShard } from './shard-merge.ts';
export { CatalogSource } from './catalog-source.ts';
export {
  forEachPosting,
  posting,
  postingContributor,
  postingKey,
  POSTING_LAYOUT,
  newShards,
  placeShard,
  placesOf,
  shardAt,
  shardCount,
  shardsIn,
  shardOf,
  type PostingShards,
} from './postings.ts';
export { Snapshot, type SnapshotProblem, type SnapshotRoot } from './snapshot.ts';
export { FILE_CHANGES, TransactionalGraphIndex, type FileChange, type Version } from './transactional-graph-index.ts';
export { IndexDirectory, type LoadedIndex, type SavedParts } from './disk/index-directory.ts';
export { SpillFile } from './disk/spill-file.ts';
export { arenaLength, isSpilled, loadedBytes, type ArenaBytes } from './disk/spilled-arena.ts';
export { MemoryBudget } from './memory-budget.ts';
export { liveBytes, restore, slotIdentities, usedBytes, type Restored, type SlotIdentity } from './restore.ts';
