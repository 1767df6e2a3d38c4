/**
 * The states of a lazy automaton: each is a list of program states with flags, interned, and a row of transitions.
 * A state is named by the offset of its row. When the cells run out the whole table is cleared, never a part of it.
 */
import { MAX_LIST_CELLS, MAX_TABLE_CELLS } from './limits.ts';
import type { Frontier } from './stepper.ts';

/** Rows 0 and 1 stay unused, so that offsets and their negatives differ from every special transition. */
const FIRST_ROW = 2;

export class StateTable {
  /** Transitions by row offset + byte class. */
  cells: Int32Array;
  readonly stride: number;
  readonly #maxRows: number;
  #rowCount = FIRST_ROW;
  #lists: Int32Array = new Int32Array(256);
  #listEnd = 0;
  #listStart: Int32Array = new Int32Array(16);
  #flags: Uint8Array = new Uint8Array(16);
  #buckets: Int32Array = new Int32Array(64);

  constructor(stride: number) {
    this.stride = stride;
    this.#maxRows = Math.max(64, Math.floor(MAX_TABLE_CELLS / stride));
    this.cells = new Int32Array(16 * stride);
  }

  get lists(): Int32Array {
    return this.#lists;
  }

  listStart(row: number): number {
    return this.#listStart[row]!;
  }

  listEnd(row: number): number {
    return row + 1 < this.#rowCount ? this.#listStart[row + 1]! : this.#listEnd;
  }

  flags(row: number): number {
    return this.#flags[row]!;
  }

  /** True when one more state of `size` ids would exceed the limits. */
  isFull(size: number): boolean {
    if (this.#rowCount === FIRST_ROW) return false;
    return this.#rowCount >= this.#maxRows || this.#listEnd + size > MAX_LIST_CELLS;
  }

  clear(): void {
    this.cells.fill(0, 0, this.#rowCount * this.stride);
    this.#buckets.fill(0);
    this.#rowCount = FIRST_ROW;
    this.#listEnd = 0;
  }

  /** The offset of the state with this list and flags, added when new. Ask `isFull` first. */
  intern(frontier: Frontier, flags: number): number {
    const mask = this.#buckets.length - 1;
    let bucket = hashList(frontier, flags) & mask;
    for (let row = this.#buckets[bucket]!; row !== 0; row = this.#buckets[bucket]!) {
      if (this.#isSame(row, frontier, flags)) return row * this.stride;
      bucket = (bucket + 1) & mask;
    }
    const row = this.#append(frontier, flags);
    this.#buckets[bucket] = row;
    if (this.#rowCount * 2 > this.#buckets.length) this.#rehash();
    return row * this.stride;
  }

  #isSame(row: number, frontier: Frontier, flags: number): boolean {
    const start = this.#listStart[row]!;
    if (this.#flags[row] !== flags || this.listEnd(row) - start !== frontier.size) return false;
    for (let i = 0; i < frontier.size; i++) if (this.#lists[start + i] !== frontier.ids[i]) return false;
    return true;
  }

  #append(frontier: Frontier, flags: number): number {
    const row = this.#rowCount++;
    if (row >= this.#listStart.length) {
      this.#listStart = widen(this.#listStart, row + 1);
      const flags = new Uint8Array(this.#listStart.length);
      flags.set(this.#flags);
      this.#flags = flags;
    }
    if (this.#rowCount * this.stride > this.cells.length) this.cells = widen(this.cells, this.#rowCount * this.stride);
    const end = this.#listEnd + frontier.size;
    if (end > this.#lists.length) this.#lists = widen(this.#lists, end);
    for (let i = 0; i < frontier.size; i++) this.#lists[this.#listEnd + i] = frontier.ids[i]!;
    this.#listStart[row] = this.#listEnd;
    this.#flags[row] = flags;
    this.#listEnd = end;
    return row;
  }

  #rehash(): void {
    const buckets = new Int32Array(this.#buckets.length * 2);
    const mask = buckets.length - 1;
    for (let row = FIRST_ROW; row < this.#rowCount; row++) {
      let bucket = hashCells(this.#lists, this.#listStart[row]!, this.listEnd(row), this.#flags[row]!) & mask;
      while (buckets[bucket] !== 0) bucket = (bucket + 1) & mask;
      buckets[bucket] = row;
    }
    this.#buckets = buckets;
  }
}

function widen(cells: Int32Array, needed: number): Int32Array {
  const wider = new Int32Array(Math.max(needed, cells.length * 2));
  wider.set(cells);
  return wider;
}

function hashList(frontier: Frontier, flags: number): number {
  return hashCells(frontier.ids, 0, frontier.size, flags);
}

function hashCells(ids: Int32Array, from: number, to: number, flags: number): number {
  let hash = flags ^ 0x811c9dc5;
  for (let i = from; i < to; i++) {
    hash = Math.imul(hash ^ ids[i]!, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}
