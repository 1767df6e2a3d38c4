/** engine: the loop that derives what changed and publishes snapshots. */
export { ChangeSet, type ChangeOp, type ReadText, type TextEdit } from './changes.ts';
export type { Derived, IndexRequest, Seed, WaveReport } from './derived.ts';
export { Engine, type EngineOptions } from './engine.ts';
