/** The stages that must run so that some tables are written: their writers, and what those require in turn. Pure. */
import type { StageDescriptor } from '#stage';

/** Slugs of the stages that write `tables` and of all that they read or look up, optional reads left out. */
export function stagesFor(stages: readonly StageDescriptor[], tables: readonly string[]): Set<string> {
  const writers = new Map<string, StageDescriptor>();
  for (const stage of stages)
    for (const step of stage.steps) for (const { name } of step.writes) writers.set(name, stage);
  const found = new Set<string>();
  const waiting = [...tables];
  for (let table = waiting.pop(); table !== undefined; table = waiting.pop()) {
    const stage = writers.get(table);
    if (stage === undefined || found.has(stage.id)) continue;
    found.add(stage.id);
    for (const step of stage.steps) for (const { name } of [...step.reads, ...(step.lookups ?? [])]) waiting.push(name);
  }
  return found;
}
