/** Numbers the distinct symbols of a file in order of first mention: open addressing over hash halves, reused from file to file. */

export class SymbolSlots {
  count = 0;
  /** Low and high half per slot. */
  halves: Uint32Array = new Uint32Array(512);
  #table: Int32Array = new Int32Array(1024);

  /** Forgets all symbols and makes room for `expected` of them. */
  begin(expected: number): void {
    this.count = 0;
    let capacity = 64;
    while (capacity < 2 * expected) capacity *= 2;
    if (this.#table.length < capacity) this.#table = new Int32Array(capacity);
    else if (this.#table.length > 8 * capacity) this.#table = new Int32Array(4 * capacity);
    else this.#table.fill(0);
    if (this.halves.length < 2 * expected) this.halves = new Uint32Array(4 * expected);
  }

  /** The slot of a hash. At most as many distinct hashes as `begin` was told. */
  slotOf(lo: number, hi: number): number {
    const { halves } = this;
    const table = this.#table;
    const mask = table.length - 1;
    for (let at = (lo ^ hi) & mask; ; at = (at + 1) & mask) {
      const slot = table[at]! - 1;
      if (slot < 0) {
        table[at] = ++this.count;
        halves[2 * this.count - 2] = lo;
        halves[2 * this.count - 1] = hi;
        return this.count - 1;
      }
      if (halves[2 * slot] === lo && halves[2 * slot + 1] === hi) return slot;
    }
  }
}
