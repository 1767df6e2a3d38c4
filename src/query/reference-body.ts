/** The body that a reference stands in: references of a body are contiguous, bodies in the order of their first reference. */
import type { UnitId } from '#core';
import { body } from '#facts';
import type { View } from './view.ts';

export function bodyOfReference(view: View, unit: UnitId, row: number): number {
  const { reference: first, rows } = view.table(body, unit)!;
  let from = 0;
  let to = rows;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if (first.at(middle) <= row) from = middle;
    else to = middle;
  }
  return from;
}
