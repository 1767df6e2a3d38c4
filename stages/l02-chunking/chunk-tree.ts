/**
 * Writes the chunk tree of one file: opens and closes containers, and gives every line to exactly one leaf.
 * Rows are in the order of the source, parents first. It never recurses: a file may nest as deep as it likes.
 */
import { mixHash, type HashCell } from '#core';
import { chunk, CHUNK_KINDS, codeOf } from '#facts';
import type { BuilderOf } from '#columns';
import type { LineTable } from './line-table.ts';

const FILE = codeOf(CHUNK_KINDS, 'file');
const CLASS = codeOf(CHUNK_KINDS, 'class');
const FUNCTION = codeOf(CHUNK_KINDS, 'function');
const HEADER = codeOf(CHUNK_KINDS, 'header');
const BLOCK = codeOf(CHUNK_KINDS, 'block');
const CHARACTERS_PER_TOKEN = 4;

/** A file or class while its members are read. */
interface Container {
  readonly row: number;
  readonly start: number;
  readonly end: number;
  /** Offset behind the declaration: what starts before it lies inside. */
  readonly endOffset: number;
  /** The first line that no leaf has yet. */
  from: number;
  /** The first line that a member may begin on: a class keeps its first line. */
  floor: number;
  hasMembers: boolean;
  /** What blocks are named by: the container, then the last member before them. */
  anchorLo: number;
  anchorHi: number;
  isBehindMember: boolean;
  ordinal: number;
}

/** A declaration to chunk: its row, its descriptor hash and its extent in offsets. */
export interface Declared {
  row: number;
  lo: number;
  hi: number;
  start: number;
  end: number;
}

const cell: HashCell = { lo: 0, hi: 0 };

export class ChunkTree {
  readonly #out: BuilderOf<typeof chunk>;
  readonly #lines: LineTable;
  readonly #maxTokens: number;
  readonly #open: Container[] = [];

  /** Begins with the chunk of the file, row 0, whose descriptor hash is (lo, hi). */
  constructor(
    out: BuilderOf<typeof chunk>,
    lines: LineTable,
    maxTokens: number,
    declaration: number,
    lo: number,
    hi: number,
  ) {
    this.#out = out;
    this.#lines = lines;
    this.#maxTokens = maxTokens;
    const module: Declared = { row: declaration, lo, hi, start: 0, end: Infinity };
    this.#openContainer(module, FILE, 0, lines.count, 0);
  }

  /** Adds the next declaration in source order. One whose lines all belong to others already gets no chunk. */
  add(declared: Declared, isClass: boolean): void {
    while (declared.start >= this.#top().endOffset) this.#close();
    const top = this.#top();
    let start = Math.max(this.#lines.lineAt(declared.start), top.floor);
    const last = this.#lines.lineAt(Math.max(declared.start, declared.end - 1));
    const end = Math.min(this.#lines.nextLoud[last + 1] ?? top.end, top.end);
    if (start >= end) return;
    if (top.from >= top.floor && this.#lines.nextLoud[top.from]! >= start) start = top.from;
    if (top.from < start) this.#fill(top, start, !top.hasMembers);
    top.hasMembers = true;
    top.from = top.floor = end;
    top.anchorLo = declared.lo;
    top.anchorHi = declared.hi;
    top.isBehindMember = true;
    top.ordinal = 0;
    if (isClass) this.#openContainer(declared, CLASS, start, end, start + 1);
    else {
      this.#openContainer(declared, FUNCTION, start, end, end);
      this.#close();
    }
  }

  /** Closes every container; the tree is complete. */
  finish(): void {
    while (this.#open.length > 0) this.#close();
  }

  #top(): Container {
    return this.#open[this.#open.length - 1]!;
  }

  #openContainer(declared: Declared, kind: number, start: number, end: number, floor: number): void {
    const parent = this.#open.length === 0 ? -1 : this.#top().row;
    const row = this.#write(kind, parent, declared.row, start, end, declared.lo, declared.hi, 0);
    this.#open.push({
      row,
      start,
      end,
      endOffset: declared.end,
      from: start,
      floor,
      hasMembers: false,
      anchorLo: declared.lo,
      anchorHi: declared.hi,
      isBehindMember: false,
      ordinal: 0,
    });
  }

  /** Gives the lines that are left to the container itself when it is small and has no members, else to blocks. */
  #close(): void {
    const container = this.#open.pop()!;
    const isLeaf = !container.hasMembers && this.#out.col.tokens[container.row]! <= this.#maxTokens;
    if (isLeaf || container.start === container.end) this.#out.col.leaf[container.row] = 1;
    else if (container.from < container.end) this.#fill(container, container.end, false);
  }

  /** Writes leaves for the lines up to `to`: a header first where one is due, blocks for all others. */
  #fill(container: Container, to: number, hasHeader: boolean): void {
    let kind = hasHeader ? HEADER : BLOCK;
    while (container.from < to) {
      const end = this.#pieceEnd(container.from, to);
      const ordinal = 2 * container.ordinal++ + (container.isBehindMember ? 1 : 0);
      const { row, from, anchorLo, anchorHi } = container;
      const leaf = this.#write(kind, row, -1, from, end, anchorLo, anchorHi, ordinal);
      this.#out.col.leaf[leaf] = 1;
      container.from = end;
      kind = BLOCK;
    }
  }

  /** The end of the leaf that starts at `from`: all lines that fit, cut at a blank line in its later half if there is one. */
  #pieceEnd(from: number, to: number): number {
    const { starts } = this.#lines;
    const limit = starts[from]! + CHARACTERS_PER_TOKEN * this.#maxTokens;
    if (starts[to]! <= limit) return to;
    let end = from + 1;
    while (end < to && starts[end + 1]! <= limit) end++;
    const middle = from + ((end - from + 1) >> 1);
    for (let line = end; line > middle; line--) {
      if (this.#lines.isBlank(line - 1) && !this.#lines.isBlank(line)) return line;
    }
    return end;
  }

  #write(
    kind: number,
    parent: number,
    declaration: number,
    from: number,
    to: number,
    lo: number,
    hi: number,
    ordinal: number,
  ): number {
    const row = this.#out.add();
    const { col } = this.#out;
    const { starts } = this.#lines;
    cell.lo = lo;
    cell.hi = hi;
    mixHash(cell, kind, ordinal);
    col.id[2 * row] = cell.lo;
    col.id[2 * row + 1] = cell.hi;
    col.kind[row] = kind;
    col.parent[row] = parent;
    col.declaration[row] = declaration;
    col.line[row] = from;
    col.lines[row] = to - from;
    col.tokens[row] = Math.ceil((starts[to]! - starts[from]!) / CHARACTERS_PER_TOKEN);
    this.#lines.contentHash(cell, from, to);
    col.content[2 * row] = cell.lo;
    col.content[2 * row + 1] = cell.hi;
    return row;
  }
}
