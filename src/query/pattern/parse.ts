/**
 * `parsePattern`: text to checked pattern, by recursive descent over a documented subset of Rust's regex dialect.
 * It never touches `RegExp`, and nothing it accepts can fail later: sizes are counted here.
 */
import { concatOf, type Pattern, type PatternNode } from './ast.ts';
import { negate, setOf, subtract, type CodePointSet } from './code-point-set.ts';
import { accept, enter, leave, peek, refuse, skipExtended, take, type Cursor, type PatternFlags } from './cursor.ts';
import { MAX_PATTERN_LENGTH, MAX_PROGRAM } from './limits.ts';
import { parseClass } from './parse-class.ts';
import { parseEscape } from './parse-escape.ts';
import { parseFlags, skipGroupHead } from './parse-group.ts';
import { parseRepeats } from './parse-repeat.ts';
import { programSize } from './program-size.ts';
import { foldCase } from './unicode.ts';

export interface PatternOptions {
  /** Letters match both cases, by Unicode simple case folding. */
  readonly ignoreCase?: boolean;
  /** Every character stands for itself. */
  readonly literal?: boolean;
}

const LINE_END: CodePointSet = [0x0a, 0x0a];
const NOT_LINE_END: CodePointSet = negate(LINE_END);

/** Parses a search pattern, or throws `E_PATTERN` with the offset, the reason and the way out. */
export function parsePattern(text: string, options: PatternOptions = {}): Pattern {
  if (text.length > MAX_PATTERN_LENGTH) {
    refuse(MAX_PATTERN_LENGTH, `the pattern has ${text.length} characters; write at most ${MAX_PATTERN_LENGTH}`);
  }
  const flags: PatternFlags = { ignoreCase: options.ignoreCase === true, isExtended: false, swapsGreed: false };
  const cursor: Cursor = { text, at: 0, depth: 0, flags };
  const root = options.literal === true ? parseLiteral(cursor) : parseAlternation(cursor);
  if (cursor.at < text.length) refuse(cursor.at, 'a ) has no (; escape it as \\) or open a group');
  const size = programSize(root);
  if (size > MAX_PROGRAM) {
    refuse(
      0,
      `the pattern compiles to ${size} states, more than ${MAX_PROGRAM}; use smaller repetitions or ASCII classes`,
    );
  }
  return { text, root };
}

function parseLiteral(cursor: Cursor): PatternNode {
  const parts: PatternNode[] = [];
  while (peek(cursor) >= 0) parts.push(charNode(cursor, take(cursor), cursor.at - 1));
  return concatOf(parts);
}

function parseAlternation(cursor: Cursor): PatternNode {
  const parts = [parseSequence(cursor)];
  while (accept(cursor, '|')) parts.push(parseSequence(cursor));
  return parts.length === 1 ? parts[0]! : { kind: 'alternate', parts };
}

function parseSequence(cursor: Cursor): PatternNode {
  const parts: PatternNode[] = [];
  for (;;) {
    skipExtended(cursor);
    const c = peek(cursor);
    if (c < 0 || c === 0x7c || c === 0x29) return concatOf(parts);
    const at = cursor.at;
    const atom = parseAtom(cursor);
    if (atom === undefined) continue;
    parts.push(parseRepeats(cursor, atom, at));
  }
}

/** One item, or undefined for a flag setting such as `(?i)`. */
function parseAtom(cursor: Cursor): PatternNode | undefined {
  const at = cursor.at;
  switch (cursor.text[at]) {
    case '(':
      return parseGroup(cursor);
    case '[':
      return classNode(parseClass(cursor), at);
    case '\\':
      return parseEscapedAtom(cursor);
    case '.':
      cursor.at++;
      return { kind: 'class', set: NOT_LINE_END };
    case '^':
      cursor.at++;
      return { kind: 'look', look: 'line-start' };
    case '$':
      cursor.at++;
      return { kind: 'look', look: 'line-end' };
    case '*':
    case '+':
    case '?':
    case '{':
      return refuse(
        at,
        `there is nothing before ${cursor.text[at]} to repeat; escape it as \\${cursor.text[at]} to mean the sign`,
      );
    default:
      return charNode(cursor, take(cursor), at);
  }
}

function parseEscapedAtom(cursor: Cursor): PatternNode {
  const at = cursor.at;
  const escape = parseEscape(cursor);
  if (escape.kind === 'look') return escape;
  return escape.kind === 'set' ? classNode(escape.set, at) : charNode(cursor, escape.codePoint, at);
}

function parseGroup(cursor: Cursor): PatternNode | undefined {
  const at = cursor.at++;
  enter(cursor, at);
  const outer = cursor.flags;
  if (skipGroupHead(cursor, at) && parseFlags(cursor, at)) {
    leave(cursor);
    return undefined;
  }
  const body = parseAlternation(cursor);
  if (!accept(cursor, ')')) refuse(at, 'a group is not closed; add ) or escape the ( as \\(');
  cursor.flags = outer;
  leave(cursor);
  return body;
}

function charNode(cursor: Cursor, codePoint: number, at: number): PatternNode {
  if (codePoint === 0x0a)
    refuse(at, 'a line end cannot be matched, because a match stays inside one line; use $ for the end of a line');
  const set: CodePointSet = [codePoint, codePoint];
  return { kind: 'class', set: cursor.flags.ignoreCase ? foldCase(set) : set };
}

/** As in ripgrep, a class loses its line end; one that holds nothing else is refused. */
function classNode(set: CodePointSet, at: number): PatternNode {
  if (set.length === 2 && set[0] === 0x0a && set[1] === 0x0a) {
    refuse(at, 'the class holds only a line end, and a match stays inside one line; use $ for the end of a line');
  }
  return { kind: 'class', set: subtract(setOf(set), LINE_END) };
}
