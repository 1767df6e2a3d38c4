/**
 * Counts the terms of one file per document, and writes them sorted by key. Arrays are reused from file to file.
 * It must be given documents in ascending order.
 */
import type { BuilderOf } from '#columns';
import type { term, termPosting } from '#facts';

const FIRST_SLOTS = 1 << 12;
/** A table that a huge file has made larger than this is not kept. */
const KEPT_SLOTS = 1 << 16;

export class TermCounter {
  /** Terms of the file by slot of the hash table: row + 1 of the arrays below, or 0. */
  #slots = new Int32Array(FIRST_SLOTS);
  #terms = 0;
  #key = new Uint32Array(FIRST_SLOTS / 2);
  #documents = new Uint32Array(FIRST_SLOTS / 2);
  /** The last posting of each term + 1, or 0, and each posting's term, document and count. */
  #last = new Uint32Array(FIRST_SLOTS / 2);
  #postings = 0;
  #postingTerm = new Uint32Array(FIRST_SLOTS);
  #postingDocument = new Uint32Array(FIRST_SLOTS);
  #postingCount = new Uint32Array(FIRST_SLOTS);

  clear(): void {
    if (this.#slots.length > KEPT_SLOTS) {
      this.#slots = new Int32Array(FIRST_SLOTS);
      this.#resizeTerms(FIRST_SLOTS / 2, false);
      this.#resizePostings(FIRST_SLOTS, false);
    } else this.#slots.fill(0);
    this.#terms = 0;
    this.#postings = 0;
  }

  /** Counts one occurrence each of the first `count` terms in a document. */
  addAll(keys: Uint32Array, count: number, document: number): void {
    for (let i = 0; i < count; i++) this.#add(keys[i]!, document);
  }

  #add(key: number, document: number): void {
    const row = this.#rowOf(key);
    const last = this.#last[row]! - 1;
    if (last >= 0 && this.#postingDocument[last] === document) {
      this.#postingCount[last]!++;
      return;
    }
    if (this.#postings === this.#postingTerm.length) this.#resizePostings(2 * this.#postings, true);
    const posting = this.#postings++;
    this.#postingTerm[posting] = row;
    this.#postingDocument[posting] = document;
    this.#postingCount[posting] = 1;
    this.#last[row] = posting + 1;
    this.#documents[row]!++;
  }

  /** Writes the terms by ascending key, and their postings by term and document. */
  write(terms: BuilderOf<typeof term>, postings: BuilderOf<typeof termPosting>): void {
    terms.addRows(this.#terms);
    postings.addRows(this.#postings);
    const { key, first } = terms.col;
    key.set(this.#key.subarray(0, this.#terms));
    key.subarray(0, this.#terms).sort();
    // From here on `documents` holds where the next posting of a term goes.
    let next = 0;
    for (let i = 0; i < this.#terms; i++) {
      const row = this.#rowOf(key[i]!);
      first[i] = next;
      next += this.#documents[row]!;
      this.#documents[row] = first[i]!;
    }
    const { chunk, count } = postings.col;
    for (let i = 0; i < this.#postings; i++) {
      const at = this.#documents[this.#postingTerm[i]!]!++;
      chunk[at] = this.#postingDocument[i]!;
      count[at] = this.#postingCount[i]!;
    }
  }

  /** The row of a term, made when it is new. */
  #rowOf(key: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = key & mask;
    for (;;) {
      const row = slots[slot]! - 1;
      if (row < 0) break;
      if (this.#key[row] === key) return row;
      slot = (slot + 1) & mask;
    }
    return this.#addTerm(key, slot);
  }

  #addTerm(key: number, slot: number): number {
    const row = this.#terms++;
    this.#slots[slot] = row + 1;
    this.#key[row] = key;
    this.#documents[row] = 0;
    this.#last[row] = 0;
    if (2 * this.#terms === this.#slots.length) this.#growTerms();
    return row;
  }

  #growTerms(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    this.#resizeTerms(this.#slots.length / 2, true);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.#terms; row++) {
      let slot = this.#key[row]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }

  #resizeTerms(length: number, isKept: boolean): void {
    this.#key = resized(this.#key, length, isKept);
    this.#documents = resized(this.#documents, length, isKept);
    this.#last = resized(this.#last, length, isKept);
  }

  #resizePostings(length: number, isKept: boolean): void {
    this.#postingTerm = resized(this.#postingTerm, length, isKept);
    this.#postingDocument = resized(this.#postingDocument, length, isKept);
    this.#postingCount = resized(this.#postingCount, length, isKept);
  }
}

function resized(values: Uint32Array, length: number, isKept: boolean): Uint32Array<ArrayBuffer> {
  const other = new Uint32Array(length);
  if (isKept) other.set(values);
  return other;
}
