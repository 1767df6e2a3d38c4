/**
 * Sets of code points as sorted inclusive ranges `[lo, hi, lo, hi, ...]` that neither touch nor overlap.
 * Sets are values: no function here changes its arguments.
 */
export type CodePointSet = readonly number[];

export const LAST_CODE_POINT = 0x10ffff;
export const NOTHING: CodePointSet = [];

/** Sorts and merges any list of ranges. */
export function setOf(ranges: readonly number[]): CodePointSet {
  if (ranges.length <= 2) return ranges;
  const order: number[] = [];
  for (let i = 0; i < ranges.length; i += 2) order.push(i);
  order.sort((a, b) => ranges[a]! - ranges[b]!);
  const out: number[] = [];
  for (const i of order) {
    const lo = ranges[i]!;
    const hi = ranges[i + 1]!;
    const last = out.length - 1;
    if (last >= 0 && lo <= out[last]! + 1) out[last] = Math.max(out[last]!, hi);
    else out.push(lo, hi);
  }
  return out;
}

export function union(a: CodePointSet, b: CodePointSet): CodePointSet {
  return setOf([...a, ...b]);
}

export function negate(set: CodePointSet): CodePointSet {
  const out: number[] = [];
  let next = 0;
  for (let i = 0; i < set.length; i += 2) {
    if (set[i]! > next) out.push(next, set[i]! - 1);
    next = set[i + 1]! + 1;
  }
  if (next <= LAST_CODE_POINT) out.push(next, LAST_CODE_POINT);
  return out;
}

export function intersect(a: CodePointSet, b: CodePointSet): CodePointSet {
  return negate(union(negate(a), negate(b)));
}

export function subtract(a: CodePointSet, b: CodePointSet): CodePointSet {
  return intersect(a, negate(b));
}

export function symmetricDifference(a: CodePointSet, b: CodePointSet): CodePointSet {
  return subtract(union(a, b), intersect(a, b));
}

export function contains(set: CodePointSet, codePoint: number): boolean {
  let lo = 0;
  let hi = set.length / 2;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (set[2 * mid + 1]! < codePoint) lo = mid + 1;
    else hi = mid;
  }
  return 2 * lo < set.length && set[2 * lo]! <= codePoint;
}

/** Number of code points in the set. */
export function sizeOf(set: CodePointSet): number {
  let n = 0;
  for (let i = 0; i < set.length; i += 2) n += set[i + 1]! - set[i]! + 1;
  return n;
}
