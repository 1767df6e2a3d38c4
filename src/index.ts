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
  type OrchestratorHealth,
  type StageReport,
  type StageSwitches,
  type UnifiedOrchestratorConfig,
  type UpdateResult,
} from '#orchestrator';
export type { Answer, Query, QueryResult, Target } from '#query';
export type { KernelContext, StageDescriptor, StageExecutor } from '#stage';
export type { Snapshot } from '#store';
