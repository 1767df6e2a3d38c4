/** engine: the loop that derives what changed and publishes snapshots. */
export type { ChangeOp, TextEdit } from './changes.ts';
export { Engine, type EngineOptions, type IndexRequest, type WaveReport } from './engine.ts';
