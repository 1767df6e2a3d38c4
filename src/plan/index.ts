/** plan: the PipelineDAG, derived from declared reads and writes. Pure. */
export { planOf } from './plan-of.ts';
export { PipelineDAG, type PlannedPosting, type PlanStep, type SkippedStage, type TablePlace } from './pipeline-dag.ts';
export { stagesFor } from './stages-for.ts';
