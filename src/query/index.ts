/**
 * query: questions over a snapshot, one per file, synchronous and in a fixed order, and `query` for all of them as data.
 *
 *     definition(snapshot, { path: 'shop/cart.py', line: 12, column: 9 });
 *     callers(snapshot, { symbol: 'shop.cart.Cart.add' }, { limit: 20 });
 */
export type { CallEnd, CallRow } from './call-rows.ts';
export type { DepthOptions } from './call-depth.ts';
export { callees } from './callees.ts';
export { callers } from './callers.ts';
export { cfg, type BlockRow } from './cfg.ts';
export { callGraph, type CallGraph, type CallGraphUnit } from './callgraph.ts';
export { chunks, type ChunkRow } from './chunks.ts';
export { constantAt, type ConstantRow } from './constant-at.ts';
export { definition, type DefinitionRow } from './definition.ts';
export { definitionsReaching, type ReachingRow } from './definitions-reaching.ts';
export type { VariableTarget } from './flow-target.ts';
export type { KnownConstant, KnownRange } from './known-values.ts';
export { dependences, type DependenceRow } from './dependences.ts';
export { dependents, type DependentRow, type DependentsOptions } from './dependents.ts';
export { dominators, type DominatorRow } from './dominators.ts';
export {
  EXPORT_FORMATS,
  exportSnapshot,
  type DrawOptions,
  type ExportFormat,
  type ExportOrigin,
} from './export/index.ts';
export { importers, type FileTarget } from './importers.ts';
export { imports } from './imports.ts';
export type { ImportMeaning, ImportRow } from './import-rows.ts';
export { GRAPH_KINDS } from './graph/sources.ts';
export { tablesOfExport, tablesOfQuery } from './needs.ts';
export { outline, type OutlineRow } from './outline.ts';
export type { Answer, PageOptions } from './page.ts';
export { path } from './path.ts';
export { query, type Answerer, type Query, type QueryResult } from './query.ts';
export { references, type ReferenceRow, type ReferencesOptions } from './references.ts';
export type { OccurrenceRole } from './unit-occurrences.ts';
export {
  chunkAnswer,
  isVectorSearch,
  rankedMatches,
  search,
  SEARCH_MODES,
  searchMembers,
  searchQuestion,
  termWeights,
  type MatchRow,
  type RankedRow,
  type SearchMode,
  type SearchOptions,
  type SearchRow,
} from './search-question.ts';
export {
  BestDocuments,
  fuseRanks,
  searchLiteral,
  searchPattern,
  searchRanked,
  type ChunkMatch,
  type SearchUnit,
  type TextCursor,
} from './search/index.ts';
export { SLICE_DIRECTIONS, slice, type SliceDirection, type SliceQuery, type SliceRow } from './slice.ts';
export type { SnapshotReader } from './snapshot-reader.ts';
export type { Certainty } from './symbol-at.ts';
export { typeAt, type TypeRow } from './type-at.ts';
export { typesOf, type TypedRow } from './types-of.ts';
export { ssa, type VersionRow } from './ssa.ts';
export { uses, type UseRow } from './uses.ts';
export { qualifiedNameOf } from './symbol-names.ts';
export type { SymbolRow } from './symbol-place.ts';
export { symbols, type ListedSymbolRow, type SymbolsQuery } from './symbols.ts';
export type { NameTarget, PositionTarget, SymbolTarget, Target } from './target.ts';
export { unresolvedCalls, type UnresolvedCall } from './unresolved-calls.ts';
export type { Place } from './view.ts';
