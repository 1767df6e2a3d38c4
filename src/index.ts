/**
 * Stratagraph: an in-memory, multi-layer code index.
 *
 *     import { indexRepository } from 'stratagraph';
 *     const { context } = await indexRepository('path/to/repository');
 */
export { EngineError, isEngineError, type ErrorCode, type ErrorKind } from '#core';
export { table, type ColumnKind, type Columns, type TableReader, type TableSchema } from '#columns';
export type { ChangeOp, TextEdit } from '#engine';
export * as facts from '#facts';
export type { IndexEvent, ProgressEvent } from '#observe';
export {
  getContext,
  indexRepository,
  PipelineContext,
  StageControl,
  UnifiedOrchestrator,
  type IndexedRepository,
  type IndexingStats,
  type IndexOptions,
  type MemoryHealth,
  type OpenResult,
  type OrchestratorHealth,
  type RefreshResult,
  type StageReport,
  type StageSwitches,
  type UnifiedOrchestratorConfig,
  type UpdateResult,
} from '#orchestrator';
export type { Watch } from '#inputs';
export {
  EmbeddedEmbedder,
  EmbeddingServer,
  VectorIndex,
  type Consistency,
  type Embedder,
  type EmbeddingServerOptions,
  type IndexDelta,
  type IndexPlugin,
  type IndexType,
  type PluginHealth,
  type PluginState,
  type PluginStrategy,
  type SparseVector,
  type TermWeight,
  type Vector,
} from '#plugins';
export type {
  Answer,
  BlockRow,
  CallRow,
  ChunkRow,
  ConstantRow,
  DefinitionRow,
  DependenceRow,
  DependentRow,
  DominatorRow,
  ImportRow,
  ListedSymbolRow,
  MatchRow,
  OutlineRow,
  Query,
  QueryResult,
  RankedRow,
  ReachingRow,
  ReferenceRow,
  SearchMode,
  SearchOptions,
  SliceQuery,
  SliceRow,
  Target,
  TypedRow,
  TypeRow,
  UseRow,
  VersionRow,
} from '#query';
export {
  AgentSession,
  ChangeAnalyzer,
  type CommitResult,
  type Conflict,
  type DeclarationChange,
  type Delta,
  type Impact,
  type Isolation,
  type SessionOptions,
} from '#session';
export type { KernelContext, StageDescriptor, StageExecutor } from '#stage';
export { TransactionalGraphIndex, type FileChange, type Snapshot } from '#store';
