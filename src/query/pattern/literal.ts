/**
 * What the text must hold, read off a pattern: the whole pattern when it is one text, or its best required part.
 * "Required" is exact: no line without that part can match.
 */
import { singleCodePoint, type PatternNode } from './ast.ts';
import { byteFrequency } from './byte-frequency.ts';
import type { CodePointSet } from './code-point-set.ts';
import { MAX_FOLDED_BYTES } from './folded-finder.ts';
import { encodeUtf8 } from './utf8-sequences.ts';

/** Copies of a repeated part that are spelled out. */
const MAX_COPIES = 8;
/** A part expected more often than this in a thousand bytes is not worth looking for. */
const MAX_USEFUL_FREQUENCY = 12;

interface Runs {
  /** The bytes that stand side by side up to here. */
  current: number[];
  best: number[];
  /** What stands before the first part that is no fixed text. */
  first: number[] | undefined;
  /** The bytes of a class that is one text, or undefined. */
  readonly bytesOf: (node: PatternNode) => readonly number[] | undefined;
}

/** A text that every match holds. */
export interface Required {
  /** Of a text in either case, letters are small. */
  readonly bytes: Uint8Array;
  /** True when every match begins with it. */
  readonly isFirst: boolean;
}

/** What a text in either case must be, as far as ASCII goes. */
export interface FoldedLiteral extends Required {
  /** False when letters outside ASCII may stand for some of these: then it holds for ASCII texts alone. */
  readonly isForAll: boolean;
}

/** The bytes of a pattern that is one text, or undefined. */
export function wholeLiteral(node: PatternNode): Uint8Array | undefined {
  const parts = node.kind === 'concat' ? node.parts : [node];
  const bytes: number[] = [];
  for (const part of parts) {
    const inner = part.kind === 'concat' ? wholeLiteral(part) : charBytes(part);
    if (inner === undefined) return undefined;
    for (const byte of inner) bytes.push(byte);
  }
  return bytes.length > 0 ? Uint8Array.from(bytes) : undefined;
}

/** The rarest text that every match holds; undefined when there is none worth looking for. */
export function requiredLiteral(node: PatternNode): Required | undefined {
  const { best, first } = runsOf(node, charBytes);
  if (expected(best, byteFrequency) > MAX_USEFUL_FREQUENCY) return undefined;
  return { bytes: Uint8Array.from(best), isFirst: best === first };
}

/** A pattern that is one short text in either case, or undefined. Every letter of it has both. */
export function wholeFolded(node: PatternNode): FoldedLiteral | undefined {
  const bytes: number[] = [];
  let isForAll = true;
  for (const part of node.kind === 'concat' ? node.parts : [node]) {
    const byte = part.kind === 'class' ? foldedByte(part.set, true) : -1;
    if (byte < 0 || bytes.length === MAX_FOLDED_BYTES) return undefined;
    bytes.push(byte);
    isForAll &&= isAscii(part);
  }
  return bytes.length > 0 ? { bytes: Uint8Array.from(bytes), isFirst: true, isForAll } : undefined;
}

/** The rarest text in either case that every match holds, or undefined when there is none worth looking for. */
export function requiredFolded(node: PatternNode): FoldedLiteral | undefined {
  const runs = runsOf(node, foldedBytes);
  const best = runs.best.slice(0, MAX_FOLDED_BYTES);
  if (expected(best, foldedFrequency) > MAX_USEFUL_FREQUENCY) return undefined;
  // Only k and s have equals outside ASCII.
  const isForAll = !best.some((byte) => byte === SMALL_K || byte === SMALL_S);
  return { bytes: Uint8Array.from(best), isFirst: runs.best === runs.first, isForAll };
}

const SMALL_K = 0x6b;
const SMALL_S = 0x73;

function isAscii(node: PatternNode): boolean {
  return node.kind === 'class' && node.set.at(-1)! < 0x80;
}

/** The small letter or other ASCII byte that a class stands for, or -1. `isBoth`: a letter must have both cases. */
function foldedByte(set: CodePointSet, isBoth: boolean): number {
  let byte = -1;
  let members = 0;
  for (let i = 0; i < set.length && set[i]! < 0x80; i += 2) {
    for (let c = set[i]!; c <= set[i + 1]! && c < 0x80; c++) {
      const folded = c >= 0x41 && c <= 0x5a ? c + 0x20 : c;
      if (members++ > 0 && folded !== byte) return -1;
      byte = folded;
    }
  }
  const isLetter = byte >= 0x61 && byte <= 0x7a;
  // What else a class has outside ASCII is an equal of its letter, or the class is no text.
  if (set.at(-1)! >= 0x80 && !(members === 2 && (byte === SMALL_K || byte === SMALL_S) && set.length <= 6)) return -1;
  return isBoth && isLetter && members < 2 ? -1 : byte;
}

function foldedBytes(node: PatternNode): readonly number[] | undefined {
  const byte = node.kind === 'class' ? foldedByte(node.set, false) : -1;
  return byte < 0 ? undefined : [byte];
}

function foldedFrequency(byte: number): number {
  const capital = byte >= 0x61 && byte <= 0x7a ? byteFrequency(byte - 0x20) : 0;
  return byteFrequency(byte) + capital;
}

function runsOf(node: PatternNode, bytesOf: Runs['bytesOf']): Runs {
  const runs: Runs = { current: [], best: [], first: undefined, bytesOf };
  collect(node, runs);
  endRun(runs);
  return runs;
}

function charBytes(node: PatternNode): number[] | undefined {
  const codePoint = singleCodePoint(node);
  return codePoint < 0 ? undefined : encodeUtf8(codePoint);
}

function collect(node: PatternNode, runs: Runs): void {
  switch (node.kind) {
    case 'empty':
    case 'look':
      return;
    case 'class': {
      const bytes = runs.bytesOf(node);
      if (bytes === undefined) endRun(runs);
      else runs.current.push(...bytes);
      return;
    }
    case 'concat':
      for (const part of node.parts) collect(part, runs);
      return;
    case 'alternate':
      endRun(runs);
      return;
    case 'repeat':
      for (let i = 0; i < Math.min(node.min, MAX_COPIES); i++) collect(node.body, runs);
      if (node.min !== node.max || node.min > MAX_COPIES) endRun(runs);
  }
}

function endRun(runs: Runs): void {
  runs.first ??= runs.current;
  if (expected(runs.current, byteFrequency) < expected(runs.best, byteFrequency)) runs.best = runs.current;
  runs.current = [];
}

/** A rough count of hits in a thousand bytes: letters of a word are far from independent, so a length counts a little. */
function expected(bytes: readonly number[], frequency: (byte: number) => number): number {
  let rarest = Infinity;
  for (const byte of bytes) rarest = Math.min(rarest, frequency(byte));
  return rarest / 3 ** (bytes.length - 1);
}
