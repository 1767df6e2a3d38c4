/**
 * The flat view of a parsed tree and the buffer it is written to. Which tokens get no row is data, here.
 * The buffer is scratch: it is reused by the next parse on the thread and must never be kept by a caller.
 */

/** Flat pre-order view of one parsed tree. Row 0 is the root. Valid only until the next parse on this thread. */
export interface SyntaxTree {
  /** The source. */
  readonly text: string;
  /** Number of rows. The columns are longer than this: they are shared scratch. */
  readonly count: number;
  /** Public symbol id of the node's type, or the grammar's `errorType`. */
  readonly type: Uint16Array;
  /** Field id within the parent, 0 = none. */
  readonly field: Uint16Array;
  /** UTF-16 offsets into `text`. A node that the parser inserted to recover (MISSING) has equal start and end. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** The row after the last descendant. The first child of `i` is `i + 1` if `i + 1 < next[i]`. */
  readonly next: Uint32Array;
  /** Row of the parent, -1 for the root. */
  readonly parent: Int32Array;
  /** Some node is ERROR or MISSING. */
  readonly hasError: boolean;
  /** The parse passed its step limit: the tree is one row of `errorType` over the whole text. */
  readonly truncated: boolean;
}

/** The columns of a `SyntaxTree`. */
export interface RowBuffer {
  type: Uint16Array;
  field: Uint16Array;
  start: Uint32Array;
  end: Uint32Array;
  next: Uint32Array;
  parent: Int32Array;
}

const INITIAL_ROWS = 1 << 14;

export function createRows(capacity: number = INITIAL_ROWS): RowBuffer {
  return {
    type: new Uint16Array(capacity),
    field: new Uint16Array(capacity),
    start: new Uint32Array(capacity),
    end: new Uint32Array(capacity),
    next: new Uint32Array(capacity),
    parent: new Int32Array(capacity),
  };
}

/** Makes room for `count` rows. Old rows are not kept. */
export function reserveRows(rows: RowBuffer, count: number): void {
  if (count <= rows.type.length) return;
  Object.assign(rows, createRows(Math.max(count, rows.type.length * 2)));
}

const DROPPED_TOKENS: ReadonlySet<string> = new Set(['(', ')', '[', ']', '{', '}', ',', ';', ':']);
const QUOTES = '"\'`';

/** True for the anonymous tokens that get no row: brackets, separators and string delimiters. */
export function isDroppedToken(typeName: string): boolean {
  return DROPPED_TOKENS.has(typeName) || QUOTES.includes(typeName.charAt(0));
}
