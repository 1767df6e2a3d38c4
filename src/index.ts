/**
 * Stratagraph: an in-memory, multi-layer code index.
 *
 *     import { indexRepository } from 'stratagraph';
 *     const { context } = await indexRepository('path/to/repository');
 */
export { EngineError, isEngineError, type ErrorCode } from '#core';
export {
  UnifiedOrchestrator,
  PipelineContext,
  StageControl,
  type IndexingStats,
  type UnifiedOrchestratorConfig,
} from '#orchestrator';
