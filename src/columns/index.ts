/** columns: tables in shared memory. Schema -> builder -> frozen segment -> reader; arenas, string tables, digests. */
export { ARENA_BYTES, arenaSize, ArenaWriter, type SegmentLocation } from './arena.ts';
export { BlockBuilder, StringTableBuilder, TableBuilder, type BuilderColumns, type BuilderOf } from './builder.ts';
export { digestHex, digestInto, digestOf } from './digest.ts';
export { BLOCK_ENTRY_BYTES, DIGEST_BYTES, FORMAT_VERSION, PARTIAL_FLAG, SEGMENT_HEADER_BYTES } from './layout.ts';
export {
  BlobColumn,
  HashColumn,
  IntColumn,
  isPartialSegment,
  RefColumn,
  SegmentLayout,
  SegmentReader,
  StringColumn,
  StringTable,
  type NamedTable,
  type TableReader,
} from './reader.ts';
export { endOf, rowsOfKey, type ReaderOf } from './rows.ts';
export { SegmentBuilder } from './segment-builder.ts';
export { lowerBound, orderByHash, sortByHash } from './sort.ts';
export { blocksOf, table, type ColumnKind, type Columns, type TableKind, type TableSchema } from './schema.ts';
