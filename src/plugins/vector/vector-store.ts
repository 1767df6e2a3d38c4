/**
 * Vectors in shared memory: one byte for each dimension and a scale, in blocks, a slot for each content. Scores are exact for
 * what is kept; rounding to bytes is the only loss. A slot is the same vector until it is released.
 */
import type { SparseVector, Vector } from './embedder.ts';
import type { VectorRows } from './saved-vectors.ts';

/** Vectors by content. */
export interface Vectors {
  /** Vectors that are kept. */
  readonly size: number;
  readonly bytes: number;
  /** The slot of a content, or -1. */
  slotOf(content: string): number;
  /** Keeps the vector of a content. One that is known stays as it is. */
  add(content: string, vector: Vector): void;
  /** Gives back the slots of all contents that are not among `kept`. */
  keep(kept: ReadonlySet<string>): void;
  /** All that is kept. */
  rows(): VectorRows;
  /** Takes what `rows` gave, into a store that is empty. */
  load(rows: VectorRows): void;
  /** The product of a vector with that of each slot. */
  scores(question: Float32Array): Float32Array;
}

const BLOCK_BYTES = 4 << 20;
const LARGEST = 127;

interface Block {
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

export class VectorStore implements Vectors {
  readonly #dimensions: number;
  readonly #perBlock: number;
  readonly #blocks: Block[] = [];
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  #end = 0;

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#perBlock = Math.max(1, Math.floor(BLOCK_BYTES / dimensions));
  }

  get size(): number {
    return this.#slots.size;
  }

  get bytes(): number {
    return this.#blocks.reduce((sum, { values, scales }) => sum + values.byteLength + scales.byteLength, 0);
  }

  slotOf(content: string): number {
    return this.#slots.get(content) ?? -1;
  }

  add(content: string, given: Vector): void {
    const vector = given instanceof Float32Array ? given : dense(given, this.#dimensions);
    if (this.#slots.has(content)) return;
    const { block, at, from } = this.#place(this.#slotFor(content));
    const { values, scales } = block;
    let largest = 0;
    for (const value of vector) largest = Math.max(largest, Math.abs(value));
    const scale = largest / LARGEST;
    scales[at] = scale;
    for (let i = 0; i < this.#dimensions; i++) values[from + i] = scale === 0 ? 0 : Math.round(vector[i]! / scale);
  }

  keep(kept: ReadonlySet<string>): void {
    for (const [content, slot] of this.#slots) {
      if (kept.has(content)) continue;
      this.#slots.delete(content);
      this.#free.push(slot);
    }
  }

  rows(): VectorRows {
    const values = new Int8Array(this.size * this.#dimensions);
    const scales = new Float32Array(this.size);
    let row = 0;
    for (const slot of this.#slots.values()) {
      const { block, at, from } = this.#place(slot);
      values.set(block.values.subarray(from, from + this.#dimensions), row * this.#dimensions);
      scales[row++] = block.scales[at]!;
    }
    const none = { counts: new Uint32Array(0), dimensions: new Uint16Array(0) };
    return { contents: [...this.#slots.keys()], scales, values, ...none };
  }

  load({ contents, scales, values }: VectorRows): void {
    for (const [row, content] of contents.entries()) {
      const { block, at, from } = this.#place(this.#slotFor(content));
      block.values.set(values.subarray(row * this.#dimensions, (row + 1) * this.#dimensions), from);
      block.scales[at] = scales[row]!;
    }
  }

  scores(question: Float32Array): Float32Array {
    const found = new Float32Array(this.#end);
    const dimensions = Uint32Array.from(question.keys()).filter((i) => question[i] !== 0);
    const weights = Float64Array.from(dimensions, (i) => question[i]!);
    for (const [block, { values, scales }] of this.#blocks.entries()) {
      const first = block * this.#perBlock;
      const count = Math.min(this.#perBlock, this.#end - first);
      for (let at = 0; at < count; at++) {
        const from = at * this.#dimensions;
        let sum = 0;
        for (let i = 0; i < dimensions.length; i++) sum += weights[i]! * values[from + dimensions[i]!]!;
        found[first + at] = sum * scales[at]!;
      }
    }
    return found;
  }

  #slotFor(content: string): number {
    const slot = this.#free.pop() ?? this.#end++;
    this.#slots.set(content, slot);
    if (this.#blocks.length * this.#perBlock <= slot) this.#grow();
    return slot;
  }

  /** The block of a slot, its place in it, and where its values start. */
  #place(slot: number): { readonly block: Block; readonly at: number; readonly from: number } {
    const at = slot % this.#perBlock;
    return { block: this.#blocks[Math.floor(slot / this.#perBlock)]!, at, from: at * this.#dimensions };
  }

  #grow(): void {
    const values = new Int8Array(new SharedArrayBuffer(this.#perBlock * this.#dimensions));
    const scales = new Float32Array(new SharedArrayBuffer(4 * this.#perBlock));
    this.#blocks.push({ values, scales });
  }
}

function dense({ dimensions, values }: SparseVector, length: number): Float32Array {
  const vector = new Float32Array(length);
  for (const [i, dimension] of dimensions.entries()) vector[dimension] = values[i]!;
  return vector;
}
