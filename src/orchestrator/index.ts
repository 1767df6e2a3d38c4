/** orchestrator: the public face. Wiring only. */
export type { UnifiedOrchestratorConfig } from './config.ts';
export { PipelineContext } from './pipeline-context.ts';
export { savedStages, type OpenResult } from './storage.ts';
export { StageControl, STAGE_SLUGS, switchOf, type StageSlug, type StageSwitches } from './stage-control.ts';
export type { MemoryHealth } from './memory.ts';
export type { IndexingStats, StageReport } from './stats.ts';
export type { IndexOptions, OrchestratorHealth, RefreshResult, UpdateResult } from './results.ts';
export { UnifiedOrchestrator } from './unified-orchestrator.ts';
export { getContext, indexRepository, type IndexedRepository } from './two-line-door.ts';
