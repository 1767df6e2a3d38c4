/**
 * The declarations of a file that get a chunk of their own, as ranges of offsets in the order of the source.
 * A range begins with the comments right above the declaration. It never looks at syntax: only at declared facts.
 */
import { codeOf, DECLARATION_KINDS, FLAG } from '#facts';
import type { comment, declaration, declarationPosition, docstring } from '#facts';
import type { ReaderOf } from '#columns';
import type { LineTable } from './line-table.ts';

/** The tables that an outline is made from. */
export interface OutlineFacts {
  readonly declarations: ReaderOf<typeof declaration>;
  readonly positions: ReaderOf<typeof declarationPosition>;
  readonly docstrings: ReaderOf<typeof docstring>;
  readonly comments: ReaderOf<typeof comment>;
}

const CLASS_LIKE = kindSet(['class', 'interface', 'enum', 'namespace', 'struct', 'trait']);
const FUNCTION_LIKE = kindSet(['function', 'method', 'constructor', 'macro']);
const INTERFACE = codeOf(DECLARATION_KINDS, 'interface');
/** Declarations without a body: they stay in the lines around them. */
const BODILESS = FLAG.overload | FLAG.ambient;

function kindSet(names: readonly (typeof DECLARATION_KINDS)[number][]): Uint8Array {
  const set = new Uint8Array(DECLARATION_KINDS.length);
  for (const name of names) set[codeOf(DECLARATION_KINDS, name)] = 1;
  return set;
}

/** Parallel arrays, one entry per chunked declaration, outer before inner. */
export interface Outline {
  readonly declaration: number[];
  readonly start: number[];
  readonly end: number[];
  readonly isClass: boolean[];
}

/** Lists the chunked declarations of a file by start, outer before inner. */
export function outlineOf(facts: OutlineFacts, text: string, lines: LineTable): Outline {
  const rows: number[] = [];
  for (let row = 1; row < facts.declarations.rows; row++) if (isChunked(facts, row)) rows.push(row);
  const starts = startsOf(facts, text, lines, rows);
  const { end } = facts.positions;
  rows.sort((a, b) => starts[a]! - starts[b]! || end.at(b) - end.at(a) || a - b);
  const { kind } = facts.declarations;
  return {
    declaration: rows,
    start: rows.map((row) => starts[row]!),
    end: rows.map((row) => end.at(row)),
    isClass: rows.map((row) => CLASS_LIKE[kind.at(row)] === 1),
  };
}

function isChunked({ declarations }: OutlineFacts, row: number): boolean {
  const kind = declarations.kind.at(row);
  if (CLASS_LIKE[kind] === 1) return true;
  if (FUNCTION_LIKE[kind] !== 1 || (declarations.flags.at(row) & BODILESS) !== 0) return false;
  const parent = declarations.parent.at(row);
  return parent < 0 || declarations.kind.at(parent) !== INTERFACE;
}

/** Where each declaration starts, by row: its documentation and the comments right above it are part of it. */
function startsOf(facts: OutlineFacts, text: string, lines: LineTable, rows: readonly number[]): Uint32Array {
  const starts = new Uint32Array(facts.declarations.rows);
  for (const row of rows) starts[row] = facts.positions.start.at(row);
  const { docstrings } = facts;
  for (let i = 0; i < docstrings.rows; i++) {
    const row = docstrings.declaration.at(i);
    if (docstrings.start.at(i) < starts[row]!) starts[row] = docstrings.start.at(i);
  }
  const isComment = commentLines(facts, text, lines);
  for (const row of rows) {
    const first = lines.lineAt(starts[row]!);
    // Only the first declaration of a line can have comments above it.
    if (!isSpace(text, lines.starts[first]!, starts[row]!)) continue;
    let line = first;
    while (line > 0 && isComment[line - 1] === 1) line--;
    if (line < first) starts[row] = lines.starts[line]!;
  }
  return starts;
}

/** 1 for each line that a comment has for itself. */
function commentLines({ comments }: OutlineFacts, text: string, lines: LineTable): Uint8Array {
  const isComment = new Uint8Array(lines.count);
  for (let i = 0; i < comments.rows; i++) {
    const start = comments.start.at(i);
    const end = comments.end.at(i);
    const first = lines.lineAt(start);
    const last = lines.lineAt(Math.max(start, end - 1));
    if (isSpace(text, lines.starts[first]!, start) && isSpace(text, end, lines.starts[last + 1] ?? text.length)) {
      isComment.fill(1, first, last + 1);
    }
  }
  return isComment;
}

function isSpace(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) > 32) return false;
  return true;
}
