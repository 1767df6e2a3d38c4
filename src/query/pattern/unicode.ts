/**
 * The Unicode facts of the dialect: `\w`, `\d`, `\s`, the POSIX classes and simple case folding.
 * Tables are fixed at build time and decoded on first use; the running Node's own Unicode data is never asked.
 */
import { contains, setOf, union, type CodePointSet } from './code-point-set.ts';
import { DIGIT_RANGES, FOLD_ROWS, SPACE_RANGES, WORD_RANGES } from './generated/unicode-tables.ts';

const decoded = new Map<string, CodePointSet>();

function rangesOf(words: string): CodePointSet {
  const known = decoded.get(words);
  if (known !== undefined) return known;
  const out: number[] = [];
  let end = 0;
  const parts = words.split(' ');
  for (let i = 0; i < parts.length; i += 2) {
    const lo = end + parseInt(parts[i]!, 36);
    end = lo + parseInt(parts[i + 1]!, 36);
    out.push(lo, end);
  }
  decoded.set(words, out);
  return out;
}

/** `\w`, `\d` or `\s` of Unicode. */
export function perlClass(letter: 'w' | 'd' | 's'): CodePointSet {
  return rangesOf(letter === 'w' ? WORD_RANGES : letter === 'd' ? DIGIT_RANGES : SPACE_RANGES);
}

/** True for a character that `\w` matches. */
export function isWordCodePoint(codePoint: number): boolean {
  return contains(perlClass('w'), codePoint);
}

const POSIX_RANGES: Readonly<Record<string, string>> = {
  alnum: '09AZaz',
  alpha: 'AZaz',
  ascii: '\0\x7f',
  blank: '\t\t  ',
  cntrl: '\0\x1f\x7f\x7f',
  digit: '09',
  graph: '!~',
  lower: 'az',
  print: ' ~',
  punct: '!/:@[`{~',
  space: '\t\r  ',
  upper: 'AZ',
  word: '09AZ__az',
  xdigit: '09AFaf',
};

/** The ASCII set of `[[:name:]]`, or undefined. */
export function posixClass(name: string): CodePointSet | undefined {
  const ends = Object.hasOwn(POSIX_RANGES, name) ? POSIX_RANGES[name] : undefined;
  return ends === undefined ? undefined : setOf(Array.from(ends, (c) => c.charCodeAt(0)));
}

interface FoldTable {
  /** Code points that have an equal one, ascending. */
  readonly keys: Int32Array;
  /** The next code point of the same ring. */
  readonly next: Int32Array;
}

let foldTable: FoldTable | undefined;

function folds(): FoldTable {
  if (foldTable !== undefined) return foldTable;
  const pairs: [number, number][] = [];
  const words = FOLD_ROWS.split(' ');
  let start = 0;
  for (let i = 0; i < words.length; i += 4) {
    const [gap, count, stride, delta] = words.slice(i, i + 4).map((word) => parseInt(word, 36));
    start += gap!;
    for (let k = 0; k < count!; k++) pairs.push([start + k * stride!, start + k * stride! + delta!]);
  }
  pairs.sort((a, b) => a[0] - b[0]);
  foldTable = { keys: Int32Array.from(pairs, (p) => p[0]), next: Int32Array.from(pairs, (p) => p[1]) };
  return foldTable;
}

function lowerBound(keys: Int32Array, value: number): number {
  let lo = 0;
  let hi = keys.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (keys[mid]! < value) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** The set with every code point that differs from a member by case only. */
export function foldCase(set: CodePointSet): CodePointSet {
  const { keys, next } = folds();
  const extra: number[] = [];
  for (let r = 0; r < set.length; r += 2) {
    for (let i = lowerBound(keys, set[r]!); i < keys.length && keys[i]! <= set[r + 1]!; i++) {
      for (let c = next[i]!; c !== keys[i]!; c = next[lowerBound(keys, c)]!) extra.push(c, c);
    }
  }
  return extra.length === 0 ? set : union(set, extra);
}
