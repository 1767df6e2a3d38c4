/** Turns the batches of an index into progress events: files and bytes done, and an estimate of the rest. */
import type { UnitId } from '#core';
import type { IndexEvent } from '#observe';
import type { PipelineDAG } from '#plan';
import type { OnBatch } from './wave.ts';

/** Reports each batch to `onEvent`. The estimate assumes that the levels to come cost as much per byte as those done. */
export function progressOf(
  bytes: ReadonlyMap<UnitId, number>,
  plan: PipelineDAG,
  onEvent: ((event: IndexEvent) => void) | undefined,
): OnBatch {
  if (onEvent === undefined) return () => undefined;
  const started = performance.now();
  const levels = plan.levels.length;
  const totalBytes = levels * [...bytes.values()].reduce((sum, size) => sum + size, 0);
  const totalFiles = levels * bytes.size;
  let doneBytes = 0;
  let doneFiles = 0;
  return (batch, level) => {
    doneBytes += batch.bytes;
    doneFiles += batch.units.length;
    const remainingMs = ((performance.now() - started) * (totalBytes - doneBytes)) / doneBytes;
    onEvent({
      kind: 'progress',
      progress: {
        phase: 'derive',
        files: Math.floor(doneFiles / levels),
        totalFiles: totalFiles / levels,
        bytes: Math.floor(doneBytes / levels),
        totalBytes: totalBytes / levels,
        stages: (plan.levels[level] ?? []).map((step) => plan.nameOf(step)),
        remainingMs: Number.isFinite(remainingMs) ? remainingMs : null,
      },
    });
  };
}
