/**
 * `*`, `+`, `?` and `{}` after an item, greedy or lazy; several in a row repeat the repetition, as in Rust.
 * Never makes more than `MAX_REPEAT` copies of anything.
 */
import type { PatternNode } from './ast.ts';
import { accept, peek, refuse, skipExtended, type Cursor } from './cursor.ts';
import { MAX_DEPTH, MAX_REPEAT } from './limits.ts';

/** Wraps `atom`, which began at offset `at`, in every repetition that follows it. */
export function parseRepeats(cursor: Cursor, atom: PatternNode, at: number): PatternNode {
  let node = atom;
  for (let count = 0; ; count++) {
    skipExtended(cursor);
    const bounds = parseBounds(cursor);
    if (bounds === undefined) return node;
    if (count + cursor.depth > MAX_DEPTH)
      refuse(at, `repetitions are nested deeper than ${MAX_DEPTH}; flatten the pattern`);
    const isLazy = accept(cursor, '?');
    const isGreedy = isLazy === cursor.flags.swapsGreed;
    if (node.kind !== 'empty') node = { kind: 'repeat', body: node, min: bounds[0], max: bounds[1], isGreedy };
  }
}

function parseBounds(cursor: Cursor): readonly [number, number] | undefined {
  if (accept(cursor, '*')) return [0, Infinity];
  if (accept(cursor, '+')) return [1, Infinity];
  if (accept(cursor, '?')) return [0, 1];
  return peek(cursor) === 0x7b ? parseCounts(cursor) : undefined;
}

function parseCounts(cursor: Cursor): readonly [number, number] {
  const at = cursor.at++;
  const min = parseCount(cursor, at);
  let max = min;
  if (accept(cursor, ',')) max = peek(cursor) === 0x7d ? Infinity : parseCount(cursor, at);
  if (!accept(cursor, '}')) refuseCounts(at);
  if (max < min) refuse(at, 'the second number of a repetition is smaller than the first; swap them');
  return [min, max];
}

function parseCount(cursor: Cursor, at: number): number {
  let value = -1;
  for (let c = peek(cursor); c >= 0x30 && c <= 0x39; c = peek(cursor)) {
    value = Math.max(value, 0) * 10 + c - 0x30;
    cursor.at++;
    if (value > MAX_REPEAT)
      refuse(at, `a repetition above ${MAX_REPEAT} is not supported; use a smaller number, * or +`);
  }
  if (value < 0) refuseCounts(at);
  return value;
}

function refuseCounts(at: number): never {
  refuse(at, 'a repetition is {n}, {n,} or {n,m}; escape the brace as \\{ to mean the sign');
}
