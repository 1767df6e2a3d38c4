/**
 * Gives the terms of one file to its documents: the leaf chunks, or the file itself when there are no chunks.
 * A term belongs to the leaf that holds its line. A name that a leaf declares counts more than other words (after
 * Robertson, Zaragoza and Taylor, "Simple BM25 Extension to Multiple Weighted Fields", 2004), and the name of what it
 * stands in counts a little.
 */
import type { TableReader } from '#columns';
import { CHUNK_KINDS, codeOf, scanTerms, type chunk, type declaration, type TermSink } from '#facts';
import type { TermCounter } from './term-counter.ts';

const HEADER = codeOf(CHUNK_KINDS, 'header');
/** How often the terms of a declared name are counted, beside where they stand. */
const NAME_WEIGHT = 3;
const PARENT_NAME_WEIGHT = 1;

type Chunks = TableReader<(typeof chunk)['columns']>;
type Declarations = TableReader<(typeof declaration)['columns']>;

const encoder = new TextEncoder();

/** Terms that wait to be counted, all of one document: reading and counting are compiled apart. Scratch of this thread. */
const FOUND = 1024;
const found = new Uint32Array(FOUND);

export class FileTerms implements TermSink {
  readonly #counter: TermCounter;
  readonly #chunks: Chunks;
  readonly #declarations: Declarations;
  /** Number of terms by chunk row. */
  readonly #lengths: Uint32Array;
  /** The rows of the leaves, in the order of their lines. */
  readonly #leaves: number[] = [];
  /** Names are read, whose line ends, if any, are none of the file's. */
  #isName = false;
  #line = 0;
  #end = Infinity;
  #next = 0;
  #document = 0;
  #count = 0;

  constructor(counter: TermCounter, chunks: Chunks, declarations: Declarations, lengths: Uint32Array) {
    this.#counter = counter;
    this.#chunks = chunks;
    this.#declarations = declarations;
    this.#lengths = lengths;
    for (let row = 0; row < chunks.rows; row++) if (chunks.leaf.at(row) === 1) this.#leaves.push(row);
    this.#beginNext();
  }

  term(hash: number): void {
    if (this.#count === FOUND) this.end();
    found[this.#count++] = hash;
  }

  endLine(): void {
    if (!this.#isName && ++this.#line >= this.#end) this.#beginNext();
  }

  /** Counts the terms found since the last time. */
  end(): void {
    this.#counter.addAll(found, this.#count, this.#document);
    this.#lengths[this.#document]! += this.#count;
    this.#count = 0;
  }

  /** Goes on to the next leaf and counts the names that it declares or stands in. The last leaf has no end. */
  #beginNext(): void {
    if (this.#next === this.#leaves.length) return;
    this.end();
    const row = this.#leaves[this.#next++]!;
    const chunks = this.#chunks;
    this.#document = row;
    this.#end = this.#next === this.#leaves.length ? Infinity : chunks.line.at(row) + chunks.lines.at(row);
    this.#addName(chunks.declaration.at(row), NAME_WEIGHT);
    const parent = chunks.parent.at(row);
    if (parent < 0) return;
    const isHeader = chunks.kind.at(row) === HEADER;
    this.#addName(chunks.declaration.at(parent), isHeader ? NAME_WEIGHT : PARENT_NAME_WEIGHT);
  }

  /** Row 0 is the module, whose name is no word of the source. */
  #addName(row: number, weight: number): void {
    if (row <= 0) return;
    const name = encoder.encode(this.#declarations.name.at(row));
    this.#isName = true;
    for (let i = 0; i < weight; i++) scanTerms(name, this);
    this.#isName = false;
  }
}
