/** engine: the loop that derives what changed and publishes snapshots. */
export { ChangeSet, type ChangeOp, type ReadText, type TextEdit } from './changes.ts';
export { Engine, type Derived, type EngineOptions, type IndexRequest, type Seed, type WaveReport } from './engine.ts';
