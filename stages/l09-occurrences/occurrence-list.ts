/** Occurrences as they are met, in growing typed arrays, and their counting sort by symbol. Reused from file to file. */
import { orderByHash, type BuilderOf } from '#columns';
import type { occurrence, occurrenceSymbol } from '#facts';
import { SymbolSlots } from './symbol-slots.ts';

const ROLE_BITS = 8;
const SOURCE_BITS = 4;

export class OccurrenceList {
  readonly symbols: SymbolSlots = new SymbolSlots();
  count = 0;
  #slots = new Uint32Array(1024);
  /** Role, source and certainty of each in one word. */
  #words = new Uint32Array(1024);
  #at = new Uint32Array(1024);
  #next = new Uint32Array(512);

  /** Forgets all and makes room for `rows` occurrences of as many symbols. */
  begin(rows: number): void {
    this.count = 0;
    this.symbols.begin(rows);
    if (this.#slots.length >= rows) return;
    this.#slots = new Uint32Array(2 * rows);
    this.#words = new Uint32Array(2 * rows);
    this.#at = new Uint32Array(2 * rows);
  }

  push(slot: number, role: number, source: number, at: number, certainty: number): void {
    const row = this.count++;
    this.#slots[row] = slot;
    this.#words[row] = role | (source << ROLE_BITS) | (certainty << (ROLE_BITS + SOURCE_BITS));
    this.#at[row] = at;
  }

  /** Writes all, grouped by symbol in the order of the hashes, within a symbol as they were pushed. */
  write(symbols: BuilderOf<typeof occurrenceSymbol>, rows: BuilderOf<typeof occurrence>): void {
    const next = this.#writeSymbols(symbols);
    rows.addRows(this.count);
    const { role, source, at, certainty } = rows.col;
    for (let i = 0; i < this.count; i++) {
      const row = next[this.#slots[i]!]!++;
      const word = this.#words[i]!;
      role[row] = word & ((1 << ROLE_BITS) - 1);
      source[row] = (word >>> ROLE_BITS) & ((1 << SOURCE_BITS) - 1);
      certainty[row] = word >>> (ROLE_BITS + SOURCE_BITS);
      at[row] = this.#at[i]!;
    }
  }

  /** Writes the symbols in order; returns the first row of each slot. */
  #writeSymbols(symbols: BuilderOf<typeof occurrenceSymbol>): Uint32Array {
    const { count, halves } = this.symbols;
    if (this.#next.length < count) this.#next = new Uint32Array(2 * count);
    const next = this.#next.fill(0, 0, count);
    for (let i = 0; i < this.count; i++) next[this.#slots[i]!]!++;
    symbols.addRows(count);
    const { key, first } = symbols.col;
    const order = orderByHash(halves, count);
    let start = 0;
    for (let i = 0; i < count; i++) {
      const slot = order[i]!;
      key[2 * i] = halves[2 * slot]!;
      key[2 * i + 1] = halves[2 * slot + 1]!;
      first[i] = start;
      start += next[slot]!;
      next[slot] = first[i]!;
    }
    return next;
  }
}
