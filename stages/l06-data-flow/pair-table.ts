/** A hash table from two numbers to one, cleared in one step. Open addressing, at most half full. */

export class PairTable {
  #capacity = 1024;
  #a = new Int32Array(this.#capacity);
  #b = new Int32Array(this.#capacity);
  #value = new Int32Array(this.#capacity);
  #stamp = new Int32Array(this.#capacity);
  #now = 1;
  #count = 0;

  clear(): void {
    this.#now++;
    this.#count = 0;
  }

  /** The value of a pair, or -1. */
  get(a: number, b: number): number {
    const slot = this.#slot(a, b);
    return this.#stamp[slot] === this.#now ? this.#value[slot]! : -1;
  }

  set(a: number, b: number, value: number): void {
    if (2 * this.#count >= this.#capacity) this.#grow();
    const slot = this.#slot(a, b);
    if (this.#stamp[slot] !== this.#now) this.#count++;
    this.#a[slot] = a;
    this.#b[slot] = b;
    this.#value[slot] = value;
    this.#stamp[slot] = this.#now;
  }

  #slot(a: number, b: number): number {
    const mask = this.#capacity - 1;
    let at = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b)) >>> 0;
    at = (at ^ (at >>> 15)) & mask;
    while (this.#stamp[at] === this.#now && (this.#a[at] !== a || this.#b[at] !== b)) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const a = this.#a;
    const b = this.#b;
    const value = this.#value;
    const stamp = this.#stamp;
    const now = this.#now;
    this.#capacity *= 2;
    this.#a = new Int32Array(this.#capacity);
    this.#b = new Int32Array(this.#capacity);
    this.#value = new Int32Array(this.#capacity);
    this.#stamp = new Int32Array(this.#capacity);
    this.#now = 1;
    this.#count = 0;
    for (let i = 0; i < stamp.length; i++) if (stamp[i] === now) this.set(a[i]!, b[i]!, value[i]!);
  }
}
