/** How often each feature of one text occurs: a hash table of open addresses that is used again for the next text. */

const BITS = 17;
const CELLS = 1 << BITS;
/** Further features of one text are left out. */
const MAX_FEATURES = CELLS >> 1;

export class FeatureCounts {
  readonly #keys = new Uint32Array(CELLS);
  readonly #counts = new Float32Array(CELLS);
  readonly #cells = new Uint32Array(MAX_FEATURES);
  #length = 0;

  add(feature: number, by: number): void {
    let cell = feature >>> (32 - BITS);
    while (this.#counts[cell] !== 0 && this.#keys[cell] !== feature) cell = (cell + 1) & (CELLS - 1);
    if (this.#counts[cell] === 0) {
      if (this.#length === MAX_FEATURES) return;
      this.#keys[cell] = feature;
      this.#cells[this.#length++] = cell;
    }
    this.#counts[cell]! += by;
  }

  /** Gives every feature in the order of its first occurrence, and forgets them. */
  drain(visit: (feature: number, count: number) => void): void {
    for (let i = 0; i < this.#length; i++) {
      const cell = this.#cells[i]!;
      visit(this.#keys[cell]!, this.#counts[cell]!);
      this.#counts[cell] = 0;
    }
    this.#length = 0;
  }
}
