/**
 * Pages of answers. Rows come in the fixed order (depth, path, offset, tie); a cursor is the mark of the last row given,
 * so a page costs what it shows, and a cursor stays valid on a later snapshot.
 */
import { EngineError } from '#core';

const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 100_000;
/** Characters of JSON that count as one token of a language model. */
const TOKEN_CHARACTERS = 4;

export interface PageOptions {
  /** Most rows of the answer. */
  readonly limit?: number;
  /** The `cursor` of the page before. */
  readonly cursor?: string;
  /** Most tokens of the rows as JSON, estimated. One row is always given. */
  readonly maxTokens?: number;
}

/** The answer to a question: its rows in a fixed order, and a cursor when there are more. */
export interface Answer<Row> {
  readonly kind: string;
  /** The snapshot that answered. */
  readonly snapshot: number;
  /** Qualified names of the symbols that the question was about; empty when it named none that is known. */
  readonly subjects?: readonly string[];
  readonly rows: readonly Row[];
  readonly cursor?: string;
  /** True when there are more rows than these. */
  readonly truncated: boolean;
}

/** Where a row stands in the order of its answer. */
export interface Mark {
  readonly depth: number;
  readonly path: string;
  readonly offset: number;
  /** Orders rows of one place. */
  readonly tie: number;
}

function isAfter(a: Mark, b: Mark): boolean {
  if (a.depth !== b.depth) return a.depth > b.depth;
  if (a.path !== b.path) return a.path > b.path;
  return a.offset !== b.offset ? a.offset > b.offset : a.tie > b.tie;
}

function encode(kind: string, mark: Mark): string {
  return Buffer.from(JSON.stringify([kind, mark.depth, mark.path, mark.offset, mark.tie])).toString('base64url');
}

function decode(kind: string, cursor: string): Mark {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts[0] === kind) {
      const [, depth, path, offset, tie]: unknown[] = parts;
      if (
        typeof depth === 'number' &&
        typeof path === 'string' &&
        typeof offset === 'number' &&
        typeof tie === 'number'
      )
        return { depth, path, offset, tie };
    }
  } catch {
    // Falls through to the one error below.
  }
  throw new EngineError(
    'E_QUERY',
    `cursor '${cursor}' is not of an answer to '${kind}'; pass the cursor of its last page`,
  );
}

export class PageBuilder<Row> {
  readonly #kind: string;
  readonly #snapshot: number;
  readonly #limit: number;
  readonly #after: Mark | null;
  readonly #rows: Row[] = [];
  #tokens: number;
  #last: Mark | null = null;
  #isTruncated = false;

  constructor(kind: string, snapshot: number, options: PageOptions) {
    this.#kind = kind;
    this.#snapshot = snapshot;
    this.#limit = options.limit ?? DEFAULT_LIMIT;
    this.#after = options.cursor === undefined ? null : decode(kind, options.cursor);
    this.#tokens = options.maxTokens ?? Infinity;
  }

  /** True when all rows of this path come before the page. */
  skips(depth: number, path: string): boolean {
    const after = this.#after;
    return after !== null && (depth < after.depth || (depth === after.depth && path < after.path));
  }

  /** True when the row of this mark comes before the page. */
  isBefore(mark: Mark): boolean {
    return this.#after !== null && !isAfter(mark, this.#after);
  }

  /** Takes the next row of the order; false when the page is full and the question may stop. */
  add(mark: Mark, row: () => Row): boolean {
    if (this.isBefore(mark)) return true;
    if (this.#rows.length >= this.#limit) return this.#stop();
    const made = row();
    if (this.#tokens !== Infinity) {
      this.#tokens -= Math.ceil(JSON.stringify(made).length / TOKEN_CHARACTERS);
      if (this.#tokens < 0 && this.#rows.length > 0) return this.#stop();
    }
    this.#rows.push(made);
    this.#last = mark;
    return true;
  }

  /** Says that the question itself gave up before all rows were found. */
  giveUp(): void {
    this.#isTruncated = true;
  }

  finish(subjects?: readonly string[]): Answer<Row> {
    const isCut = this.#isTruncated && this.#last !== null;
    return {
      kind: this.#kind,
      snapshot: this.#snapshot,
      ...(subjects === undefined ? {} : { subjects }),
      rows: this.#rows,
      ...(isCut && this.#isFull ? { cursor: encode(this.#kind, this.#last!) } : {}),
      truncated: this.#isTruncated,
    };
  }

  #isFull = false;

  #stop(): false {
    this.#isTruncated = true;
    this.#isFull = true;
    return false;
  }
}
