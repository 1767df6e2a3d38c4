/**
 * Which files may have a term: a bit per file for each of `BUCKETS` classes of terms, laid out by class, so that a query reads
 * one run of memory per term in place of a look into every file (bit-sliced signatures: C. S. Roberts, "Partial-Match Retrieval
 * via the Method of Superimposed Codes", 1979). A file that has the term always has the bit; most that have not, have none.
 */

/** A power of two. A file of the size of most has some hundred terms, so that few files have the bit of a term without it. */
const BUCKETS = 2048;

/** The terms of one file: distinct hashes. */
export interface TermKeys {
  readonly terms: number;
  keyAt(row: number): number;
}

export class TermFiles {
  /** Words of one bucket: a bit per file. */
  readonly #words: number;
  readonly #bits: Int32Array;

  constructor(files: readonly TermKeys[]) {
    this.#words = (files.length + 31) >>> 5;
    this.#bits = new Int32Array(BUCKETS * this.#words);
    for (const [file, keys] of files.entries()) this.#mark(keys, file);
  }

  /** Calls `visit` with each file that may have one of the terms, ascending. */
  forEach(keys: readonly number[], visit: (file: number) => void): void {
    const bits = this.#bits;
    const starts = keys.map((key) => (key & (BUCKETS - 1)) * this.#words);
    for (let word = 0; word < this.#words; word++) {
      let left = 0;
      for (const start of starts) left |= bits[start + word]!;
      for (; left !== 0; left &= left - 1) visit(32 * word + 31 - Math.clz32(left & -left));
    }
  }

  /** False when a file has no term of that hash. */
  mayHave(key: number, file: number): boolean {
    return (this.#bits[(key & (BUCKETS - 1)) * this.#words + (file >>> 5)]! & (1 << (file & 31))) !== 0;
  }

  #mark(keys: TermKeys, file: number): void {
    const bits = this.#bits;
    const words = this.#words;
    const word = file >>> 5;
    const bit = 1 << (file & 31);
    for (let row = 0; row < keys.terms; row++) bits[(keys.keyAt(row) & (BUCKETS - 1)) * words + word]! |= bit;
  }
}
