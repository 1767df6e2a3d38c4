/** Cuts units into tasks by bytes of source, largest tasks first so that the last one to end is small. */
import type { UnitId } from '#core';

export interface Batch {
  readonly units: readonly UnitId[];
  readonly bytes: number;
}

/** Batches of about `batchBytes`, in the order of the units, then sorted by size. A file larger than that is one batch. */
export function cutBatches(units: readonly UnitId[], bytesOf: (unit: UnitId) => number, batchBytes: number): Batch[] {
  const batches: Batch[] = [];
  let current: UnitId[] = [];
  let bytes = 0;
  for (const unit of units) {
    const size = bytesOf(unit);
    if (current.length > 0 && bytes + size > batchBytes) {
      batches.push({ units: current, bytes });
      current = [];
      bytes = 0;
    }
    current.push(unit);
    bytes += size;
  }
  if (current.length > 0) batches.push({ units: current, bytes });
  return batches.toSorted((a, b) => b.bytes - a.bytes);
}
