/**
 * Writes `src/query/pattern/generated/unicode-tables.ts` from the Unicode data of the running Node:
 * `node --conditions=stratagraph-source src/dev/generate-unicode-tables.ts`. Run it on purpose, to move to a newer Unicode.
 * It never runs as part of the library: the tables are fixed, so that every Node gives the same matches.
 */
import { writeFileSync } from 'node:fs';

const LAST = 0x10ffff;
const isSurrogate = (c: number): boolean => c >= 0xd800 && c <= 0xdfff;

/** Sorted inclusive ranges as base-36 text: gap to the end of the last range, then length - 1. */
function encodeRanges(member: RegExp): string {
  const words: string[] = [];
  let end = 0;
  for (let c = 0; c <= LAST; c++) {
    if (isSurrogate(c) || !member.test(String.fromCodePoint(c))) continue;
    const lo = c;
    while (c < LAST && !isSurrogate(c + 1) && member.test(String.fromCodePoint(c + 1))) c++;
    words.push((lo - end).toString(36), (c - lo).toString(36));
    end = c;
  }
  return words.join(' ');
}

/** Groups of code points that simple case folding makes equal (the `iu` comparison of ECMAScript is defined as it). */
function foldOrbits(): number[][] {
  const bySpelling = new Map<string, number[]>();
  for (let c = 0; c <= LAST; c++) {
    if (isSurrogate(c)) continue;
    const text = String.fromCodePoint(c);
    const lower = text.toLowerCase();
    const upper = text.toUpperCase();
    if (lower === text && upper === text) continue;
    for (const key of new Set([lower, upper, upper.toLowerCase(), lower.toUpperCase()])) {
      const group = bySpelling.get(key);
      if (group === undefined) bySpelling.set(key, [c]);
      else group.push(c);
    }
  }
  const orbitOf = new Map<number, Set<number>>();
  for (const group of bySpelling.values()) {
    for (const a of group) for (const b of group) if (a < b && equalFolded(a, b)) join(orbitOf, a, b);
  }
  return [...new Set(orbitOf.values())].map((orbit) => [...orbit].sort((a, b) => a - b));
}

function equalFolded(a: number, b: number): boolean {
  return new RegExp(`^\\u{${a.toString(16)}}$`, 'iu').test(String.fromCodePoint(b));
}

function join(orbitOf: Map<number, Set<number>>, a: number, b: number): void {
  const orbit = orbitOf.get(a) ?? orbitOf.get(b) ?? new Set<number>();
  for (const c of [a, b, ...(orbitOf.get(a) ?? []), ...(orbitOf.get(b) ?? [])]) {
    orbit.add(c);
    orbitOf.set(c, orbit);
  }
}

/** Rows `gap count stride delta` in base 36: code points whose next one in the orbit is `delta` away. */
function encodeOrbits(orbits: number[][]): string {
  const next = new Map<number, number>();
  for (const orbit of orbits) orbit.forEach((c, i) => next.set(c, orbit[(i + 1) % orbit.length]!));
  const words: string[] = [];
  let last = 0;
  const keys = [...next.keys()].sort((a, b) => a - b);
  const done = new Set<number>();
  for (const c of keys) {
    if (done.has(c)) continue;
    const delta = next.get(c)! - c;
    const run = (stride: number): number => {
      let n = 1;
      for (let k = c + stride; !done.has(k) && next.get(k) === k + delta; k += stride) n++;
      return n;
    };
    const stride = run(1) >= run(2) ? 1 : 2;
    const count = run(stride);
    for (let k = 0; k < count; k++) done.add(c + k * stride);
    words.push((c - last).toString(36), count.toString(36), String(stride), delta.toString(36));
    last = c;
  }
  return words.join(' ');
}

const text = `/**
 * Made by src/dev/generate-unicode-tables.ts from Unicode ${process.versions['unicode']}; never edited by hand.
 * Base-36 words: for ranges, the gap from the end of the last range and the length less one;
 * for case folding, rows of gap, count, stride and the distance to the next equal code point.
 */
export const WORD_RANGES =
  '${encodeRanges(/[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u)}';
export const DIGIT_RANGES =
  '${encodeRanges(/\p{Nd}/u)}';
export const SPACE_RANGES =
  '${encodeRanges(/\p{White_Space}/u)}';
export const FOLD_ROWS =
  '${encodeOrbits(foldOrbits())}';
`;
writeFileSync(new URL('../query/pattern/generated/unicode-tables.ts', import.meta.url), text);
