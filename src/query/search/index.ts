/**
 * search: text search over the files of a snapshot, by literal, by pattern and by rank.
 * Knows the tables of the `lexical` and `chunking` stages; never reads a disk.
 */
export type { TextMatch, TextMatches } from './text-matches.ts';
export {
  searchLiteral,
  searchPattern,
  type TextCursor,
  type TextSearchOptions,
  type TextSearchResult,
} from './text-search.ts';
export { BestDocuments } from './best-documents.ts';
export { fuseRanks } from './rank-fusion.ts';
export { searchRanked, termWeightsOf, type RankedMatch } from './ranked-search.ts';
export type { ChunkMatch, SearchUnit } from './unit.ts';
