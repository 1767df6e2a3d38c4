/**
 * Code point sets as UTF-8 byte range sequences: each sequence of 1 to 4 ranges stands for all byte strings between.
 * The range splitting is the one of Ken Thompson's grep as told in Russ Cox, "Regular Expression Matching in the Wild".
 * Surrogates have no encoding and drop out.
 */
import type { CodePointSet } from './code-point-set.ts';

/** `[lo0, hi0, lo1, hi1, ...]`, first byte first. */
export type ByteSequence = readonly number[];

/** Spans of code points of one encoded length, without surrogates. */
const SPANS: readonly (readonly [number, number])[] = [
  [0, 0x7f],
  [0x80, 0x7ff],
  [0x800, 0xd7ff],
  [0xe000, 0xffff],
  [0x10000, 0x10ffff],
];

export function utf8Sequences(set: CodePointSet): ByteSequence[] {
  const out: ByteSequence[] = [];
  for (let i = 0; i < set.length; i += 2) {
    for (const [first, last] of SPANS) {
      const lo = Math.max(set[i]!, first);
      const hi = Math.min(set[i + 1]!, last);
      if (lo <= hi) splitRange(lo, hi, out);
    }
  }
  return out;
}

/** Cuts until every byte but the leading differing one runs over its whole 80-BF. */
function splitRange(lo: number, hi: number, out: ByteSequence[]): void {
  const last = hi > 0x7f ? 18 : 0;
  for (let shift = 6; shift <= last; shift += 6) {
    const mask = (1 << shift) - 1;
    if ((lo & ~mask) === (hi & ~mask)) continue;
    if ((lo & mask) !== 0) {
      splitRange(lo, lo | mask, out);
      splitRange((lo | mask) + 1, hi, out);
      return;
    }
    if ((hi & mask) !== mask) {
      splitRange(lo, (hi & ~mask) - 1, out);
      splitRange(hi & ~mask, hi, out);
      return;
    }
  }
  const low = encodeUtf8(lo);
  const high = encodeUtf8(hi);
  out.push(low.flatMap((byte, i) => [byte, high[i]!]));
}

/** The UTF-8 bytes of one code point. */
export function encodeUtf8(c: number): number[] {
  if (c < 0x80) return [c];
  if (c < 0x800) return [0xc0 | (c >> 6), 0x80 | (c & 63)];
  if (c < 0x10000) return [0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)];
  return [0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)];
}
