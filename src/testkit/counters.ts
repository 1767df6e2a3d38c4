/** What ran in an update, per stage: `cross-file 3` means that three units of it ran. For counters in tests. */
import type { UpdateResult } from '#orchestrator';

/** Units run by stage slug; stages that ran nothing are left out. */
export function unitsRun(result: UpdateResult): Record<string, number> {
  return Object.fromEntries(result.stages.filter((stage) => stage.units > 0).map((stage) => [stage.slug, stage.units]));
}
