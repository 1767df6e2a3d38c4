/**
 * `ByHash`: values by 64 bits that are a hash already, in two halves. A `Map` would make a number of them, which it boxes and
 * hashes again. Open addressing; nothing is ever taken out.
 */

const LEAST = 64;

export class ByHash<T> {
  #halves: Int32Array;
  #values: (T | undefined)[];
  #size = 0;

  /** With room for a number of values. */
  constructor(room = 0) {
    let slots = LEAST;
    while (slots < 2 * room) slots *= 2;
    this.#halves = new Int32Array(2 * slots);
    this.#values = Array<T | undefined>(slots).fill(undefined);
  }

  get(lo: number, hi: number): T | undefined {
    return this.#values[slotOf(this.#halves, this.#values, lo | 0, hi | 0)];
  }

  /** Puts a value in the place of the one before it. */
  set(lo: number, hi: number, value: T): void {
    const slot = slotOf(this.#halves, this.#values, lo | 0, hi | 0);
    const isNew = this.#values[slot] === undefined;
    this.#halves[2 * slot] = lo;
    this.#halves[2 * slot + 1] = hi;
    this.#values[slot] = value;
    if (isNew && 2 * ++this.#size > this.#values.length) this.#grow();
  }

  #grow(): void {
    const halves = this.#halves;
    const values = this.#values;
    this.#halves = new Int32Array(2 * halves.length);
    this.#values = Array<T | undefined>(2 * values.length).fill(undefined);
    for (let at = 0; at < values.length; at++) {
      if (values[at] === undefined) continue;
      const slot = slotOf(this.#halves, this.#values, halves[2 * at]!, halves[2 * at + 1]!);
      this.#halves[2 * slot] = halves[2 * at]!;
      this.#halves[2 * slot + 1] = halves[2 * at + 1]!;
      this.#values[slot] = values[at];
    }
  }
}

/** The slot of a key, or the free one where it would be. */
function slotOf<T>(halves: Int32Array, values: readonly (T | undefined)[], lo: number, hi: number): number {
  const mask = values.length - 1;
  let slot = (lo ^ (hi >>> 7)) & mask;
  while (values[slot] !== undefined && (halves[2 * slot] !== lo || halves[2 * slot + 1] !== hi))
    slot = (slot + 1) & mask;
  return slot;
}
