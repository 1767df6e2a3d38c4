/** pool: workers and the tasks they run. The only room that imports piscina and worker_threads. */
export { Gate } from './gate.ts';
export { fillInput, INPUT_LAYOUT, INPUT_TABLES } from './input-segment.ts';
export { messageBytes } from './message-bytes.ts';
export { openPool, type Pool } from './pool.ts';
export {
  COUNTERS,
  SEGMENT_STATE,
  SEGMENT_WORDS,
  type ArenaLease,
  type ChainResult,
  type ChainTask,
  type CustomStage,
  type FoldResult,
  type FoldTask,
  type UnitFailure,
  type WorkerSetup,
} from './task.ts';
