/** Indexes files given as text, inline, and gives the orchestrator: the way most tests meet the engine. */
import { memoryFileSystem } from '#inputs';
import {
  UnifiedOrchestrator,
  type IndexingStats,
  type PipelineContext,
  type UnifiedOrchestratorConfig,
} from '#orchestrator';

export interface IndexedFiles {
  readonly orchestrator: UnifiedOrchestrator;
  readonly context: PipelineContext;
  readonly stats: IndexingStats;
}

/** The whole plan over files in memory, without workers unless the configuration says so. Close the orchestrator after use. */
export async function indexFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  config: UnifiedOrchestratorConfig = {},
): Promise<IndexedFiles> {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0, ...config });
  const stats = await orchestrator.indexFiles(memoryFileSystem(files), '/memory');
  return { orchestrator, context: orchestrator.getContext(), stats };
}
