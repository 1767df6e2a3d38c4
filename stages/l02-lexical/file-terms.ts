/**
 * Gives the terms of one file to its documents: the leaf chunks, or the file itself when there are no chunks.
 * A term belongs to the leaf that holds its line.
 */
import type { TableReader } from '#columns';
import type { chunk, TermSink } from '#facts';
import type { TermCounter } from './term-counter.ts';

export class FileTerms implements TermSink {
  readonly #counter: TermCounter;
  /** Number of terms by chunk row. */
  readonly #lengths: Uint32Array;
  /** The rows of the leaves, and the line that each ends before. */
  readonly #rows: number[] = [];
  readonly #ends: number[] = [];
  #line = 0;
  #next = 0;
  #document = 0;

  constructor(counter: TermCounter, chunks: TableReader<(typeof chunk)['columns']>, lengths: Uint32Array) {
    this.#counter = counter;
    this.#lengths = lengths;
    for (let row = 0; row < chunks.rows; row++) {
      if (chunks.leaf.at(row) === 0) continue;
      this.#rows.push(row);
      this.#ends.push(chunks.line.at(row) + chunks.lines.at(row));
    }
    this.#document = this.#rows[0] ?? 0;
  }

  term(hash: number): void {
    this.#counter.add(hash, this.#document);
    this.#lengths[this.#document]!++;
  }

  endLine(): void {
    this.#line++;
    if (this.#next + 1 >= this.#rows.length || this.#line < this.#ends[this.#next]!) return;
    this.#document = this.#rows[++this.#next]!;
  }
}
