/**
 * Vectors of which most dimensions are 0, in shared memory: the others as a number of two bytes and a value of one, row by row,
 * and a scale for each row. Rounding to bytes is the only loss. Rows that went are squeezed out when they are the larger part.
 */
import type { SparseVector, Vector } from './embedder.ts';
import type { VectorRows } from './saved-vectors.ts';
import type { Vectors } from './vector-store.ts';

const LARGEST = 127;
const FIRST_CELLS = 1 << 16;

export class SparseStore implements Vectors {
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  #cells: Cells = cellsFor(FIRST_CELLS);
  #used = 0;
  #dead = 0;
  /** By slot: where its row starts, how long it is, and its scale. */
  #from: number[] = [];
  #count: number[] = [];
  #scale: number[] = [];

  get size(): number {
    return this.#slots.size;
  }

  get bytes(): number {
    return this.#cells.dimensions.byteLength + this.#cells.values.byteLength;
  }

  slotOf(content: string): number {
    return this.#slots.get(content) ?? -1;
  }

  add(content: string, vector: Vector): void {
    if (this.#slots.has(content)) return;
    const slot = this.#free.pop() ?? this.#from.length;
    this.#slots.set(content, slot);
    const { dimensions, values } = vector instanceof Float32Array ? sparse(vector) : vector;
    const count = values.length;
    let largest = 0;
    for (const value of values) largest = Math.max(largest, Math.abs(value));
    if (this.#used + count > this.#cells.values.length) this.#move(2 * (this.#used - this.#dead + count));
    this.#from[slot] = this.#used;
    this.#count[slot] = count;
    // As it is saved.
    this.#scale[slot] = Math.fround(largest / LARGEST);
    this.#cells.dimensions.set(dimensions, this.#used);
    for (let i = 0; i < count; i++)
      this.#cells.values[this.#used++] = largest === 0 ? 0 : Math.round((values[i]! * LARGEST) / largest);
  }

  keep(kept: ReadonlySet<string>): void {
    for (const [content, slot] of this.#slots) {
      if (kept.has(content)) continue;
      this.#slots.delete(content);
      this.#free.push(slot);
      this.#dead += this.#count[slot]!;
      this.#count[slot] = 0;
    }
    if (this.#dead > this.#used / 2) this.#move(Math.max(FIRST_CELLS, 2 * (this.#used - this.#dead)));
  }

  rows(): VectorRows {
    // Without gaps the cells lie in the order of the slots.
    this.#move(this.#used - this.#dead);
    const slots = [...this.#slots.values()];
    return {
      contents: [...this.#slots.keys()],
      scales: Float32Array.from(slots, (slot) => this.#scale[slot]!),
      counts: Uint32Array.from(slots, (slot) => this.#count[slot]!),
      dimensions: this.#cells.dimensions.subarray(0, this.#used),
      values: this.#cells.values.subarray(0, this.#used),
    };
  }

  load({ contents, scales, counts, dimensions, values }: VectorRows): void {
    this.#cells = cellsFor(Math.max(FIRST_CELLS, values.length));
    this.#cells.dimensions.set(dimensions);
    this.#cells.values.set(values);
    for (const [slot, content] of contents.entries()) {
      this.#slots.set(content, slot);
      this.#from[slot] = this.#used;
      this.#scale[slot] = scales[slot]!;
      this.#used += this.#count[slot] = counts[slot]!;
    }
  }

  scores(question: Float32Array): Float32Array {
    const found = new Float32Array(this.#from.length);
    const { dimensions, values } = this.#cells;
    for (let slot = 0; slot < found.length; slot++) {
      const from = this.#from[slot]!;
      const to = from + this.#count[slot]!;
      let sum = 0;
      for (let at = from; at < to; at++) sum += question[dimensions[at]!]! * values[at]!;
      found[slot] = sum * this.#scale[slot]!;
    }
    return found;
  }

  /** Moves the rows that are kept to cells of their own. */
  #move(length: number): void {
    const before = this.#cells;
    const after = cellsFor(Math.max(FIRST_CELLS, length));
    let used = 0;
    for (const slot of this.#slots.values()) {
      const from = this.#from[slot];
      if (from === undefined) continue;
      const to = from + this.#count[slot]!;
      after.dimensions.set(before.dimensions.subarray(from, to), used);
      after.values.set(before.values.subarray(from, to), used);
      this.#from[slot] = used;
      used += to - from;
    }
    this.#cells = after;
    this.#used = used;
    this.#dead = 0;
  }
}

interface Cells {
  readonly dimensions: Uint16Array;
  readonly values: Int8Array;
}

function cellsFor(length: number): Cells {
  return {
    dimensions: new Uint16Array(new SharedArrayBuffer(2 * length)),
    values: new Int8Array(new SharedArrayBuffer(length)),
  };
}

function sparse(vector: Float32Array): SparseVector {
  const dimensions = Uint16Array.from(vector.keys()).filter((i) => vector[i] !== 0);
  return { dimensions, values: Float32Array.from(dimensions, (i) => vector[i]!) };
}
