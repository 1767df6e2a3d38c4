/** Cuts units into tasks by bytes of source, largest tasks first so that the last ones to end are small. */
import type { UnitId } from '#core';

export interface Batch {
  readonly units: readonly UnitId[];
  readonly bytes: number;
}

export interface CutOptions {
  readonly bytesOf: (unit: UnitId) => number;
  /** Bytes of the largest task; a file larger than that is one. */
  readonly most: number;
  /** Bytes that are not worth a task of their own. */
  readonly least: number;
  /** Tasks that run at once. */
  readonly width: number;
}

/** Of what is left, a task is this part per worker: so much can a worker end later than the others. */
const PARTS = 2;

/** Batches in the order of the units, each a part of what is left (C. D. Polychronopoulos and D. J. Kuck, 1987), then sorted by size. */
export function cutBatches(units: readonly UnitId[], { bytesOf, most, least, width }: CutOptions): Batch[] {
  const sizes = units.map(bytesOf);
  let left = sizes.reduce((sum, size) => sum + size, 0);
  const batches: Batch[] = [];
  let current: UnitId[] = [];
  let bytes = 0;
  let limit = 0;
  for (const [i, unit] of units.entries()) {
    const size = sizes[i]!;
    if (current.length > 0 && bytes + size > limit) {
      batches.push({ units: current, bytes });
      current = [];
      bytes = 0;
    }
    if (current.length === 0) limit = Math.min(most, Math.max(least, left / (PARTS * width)));
    current.push(unit);
    bytes += size;
    left -= size;
  }
  if (current.length > 0) batches.push({ units: current, bytes });
  return batches.toSorted((a, b) => b.bytes - a.bytes);
}
