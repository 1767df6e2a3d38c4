/**
 * Bracket classes: ranges, negation, nesting, `\w` and its like, POSIX names, and the set operators `&&`, `--`, `~~`.
 * The result still holds line ends; the parser takes them out.
 */
import {
  intersect,
  negate,
  NOTHING,
  setOf,
  subtract,
  symmetricDifference,
  union,
  type CodePointSet,
} from './code-point-set.ts';
import { accept, enter, leave, peek, refuse, skipExtended, take, type Cursor } from './cursor.ts';
import { parseEscape } from './parse-escape.ts';
import { foldCase, posixClass } from './unicode.ts';

type SetOperator = (a: CodePointSet, b: CodePointSet) => CodePointSet;

const OPERATORS: Readonly<Record<string, SetOperator>> = {
  '&&': intersect,
  '--': subtract,
  '~~': symmetricDifference,
};

/** Reads the class whose `[` stands at the cursor. */
export function parseClass(cursor: Cursor): CodePointSet {
  const at = cursor.at++;
  enter(cursor, at);
  const isNegated = accept(cursor, '^');
  let operator: SetOperator = union;
  let left: CodePointSet = NOTHING;
  let ranges: number[] = [];
  for (let isFirst = true; ; isFirst = false) {
    skipExtended(cursor);
    if (peek(cursor) < 0) refuse(at, 'a class is not closed; add ] or escape the [');
    if (!isFirst && accept(cursor, ']')) break;
    const next = takeOperator(cursor);
    if (next === undefined) parseItem(cursor, ranges, isFirst);
    else {
      left = operator(left, itemsOf(cursor, ranges));
      operator = next;
      ranges = [];
    }
  }
  leave(cursor);
  const set = operator(left, itemsOf(cursor, ranges));
  return isNegated ? negate(set) : set;
}

function itemsOf(cursor: Cursor, ranges: readonly number[]): CodePointSet {
  const set = setOf(ranges);
  return cursor.flags.ignoreCase ? foldCase(set) : set;
}

function takeOperator(cursor: Cursor): SetOperator | undefined {
  const token = cursor.text.slice(cursor.at, cursor.at + 2);
  if (!Object.hasOwn(OPERATORS, token)) return undefined;
  cursor.at += 2;
  return OPERATORS[token];
}

function parseItem(cursor: Cursor, ranges: number[], isFirst: boolean): void {
  const at = cursor.at;
  if (peek(cursor) === 0x5b) {
    const set = cursor.text.startsWith('[:', at) ? parsePosix(cursor) : parseClass(cursor);
    for (const end of set) ranges.push(end);
    return;
  }
  const low = isFirst && accept(cursor, ']') ? 0x5d : parseMember(cursor);
  if (typeof low !== 'number') {
    for (const end of low) ranges.push(end);
    return;
  }
  if (!startsRange(cursor)) {
    ranges.push(low, low);
    return;
  }
  cursor.at++;
  skipExtended(cursor);
  const high = parseMember(cursor);
  if (typeof high !== 'number')
    refuse(at, 'a range must end in one character; put - at the end of the class to mean itself');
  if (high < low) refuse(at, 'a range must go upwards; swap its ends');
  ranges.push(low, high);
}

/** A `-` is a range sign unless it closes the class or starts the operator `--`. */
function startsRange(cursor: Cursor): boolean {
  skipExtended(cursor);
  if (peek(cursor) !== 0x2d) return false;
  const after = cursor.text[cursor.at + 1];
  return after !== ']' && after !== '-' && after !== undefined;
}

function parseMember(cursor: Cursor): number | CodePointSet {
  if (peek(cursor) !== 0x5c) return take(cursor);
  const at = cursor.at;
  const escape = parseEscape(cursor);
  if (escape.kind === 'look') refuse(at, 'a word boundary cannot stand in a class; move it out of the brackets');
  return escape.kind === 'set' ? escape.set : escape.codePoint;
}

function parsePosix(cursor: Cursor): CodePointSet {
  const at = cursor.at;
  const end = cursor.text.indexOf(':]', at + 2);
  const isNegated = cursor.text[at + 2] === '^';
  const name = end < 0 ? '' : cursor.text.slice(at + (isNegated ? 3 : 2), end);
  const set = posixClass(name);
  // As in Rust, what only looks like a POSIX name is a nested class: `[[:foo]]`.
  if (set === undefined) return parseClass(cursor);
  cursor.at = end + 2;
  return isNegated ? negate(set) : set;
}
