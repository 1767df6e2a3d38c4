/** The two-line door: one function that indexes, one that gives the last context. Holds the only state of the module. */
import { EngineError } from '#core';
import type { UnifiedOrchestratorConfig } from './config.ts';
import type { PipelineContext } from './pipeline-context.ts';
import type { IndexingStats } from './stats.ts';
import type { IndexOptions } from './results.ts';
import { UnifiedOrchestrator } from './unified-orchestrator.ts';

export interface IndexedRepository {
  readonly orchestrator: UnifiedOrchestrator;
  readonly context: PipelineContext;
  readonly stats: IndexingStats;
}

let last: UnifiedOrchestrator | null = null;

/**
 * Indexes a directory with an orchestrator of its own. Close it when done, or let the script end.
 * Errors: those of `UnifiedOrchestrator.indexRepository`.
 */
export async function indexRepository(
  root: string,
  options: UnifiedOrchestratorConfig & IndexOptions = {},
): Promise<IndexedRepository> {
  const { name, signal, onEvent, ...config } = options;
  const orchestrator = new UnifiedOrchestrator(config);
  try {
    const stats = await orchestrator.indexRepository(root, {
      ...(name !== undefined && { name }),
      ...(signal !== undefined && { signal }),
      ...(onEvent !== undefined && { onEvent }),
    });
    last = orchestrator;
    return { orchestrator, context: orchestrator.getContext(), stats };
  } catch (error) {
    await orchestrator.close();
    throw error;
  }
}

/** The context of the last `indexRepository` of this module. `E_NO_INDEX` before the first. */
export function getContext(): PipelineContext {
  if (last === null) throw new EngineError('E_NO_INDEX', 'nothing is indexed yet; call indexRepository(root) first');
  return last.getContext();
}
