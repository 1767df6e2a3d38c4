/** The definitions of one body while they are found, and what each merge merges. Reused from body to body. */
import { type Ints, roomFor } from '#stage';

export class Definitions {
  count = 0;
  kind: Ints = new Int32Array(64);
  variable: Ints = new Int32Array(64);
  block: Ints = new Int32Array(64);
  operation: Ints = new Int32Array(64);
  value: Ints = new Int32Array(64);
  previous: Ints = new Int32Array(64);
  /** Of a merge: its first operand, one per edge into its block. */
  operand: Ints = new Int32Array(64);
  operands = 0;
  /** The definition that an operand is, -1 for none. */
  merged: Ints = new Int32Array(64);

  clear(): void {
    this.count = 0;
    this.operands = 0;
  }

  add(kind: number, variable: number, block: number, operation: number, value: number, previous: number): number {
    const row = this.count++;
    if (row === this.kind.length) this.#grow(row + 1);
    this.kind[row] = kind;
    this.variable[row] = variable;
    this.block[row] = block;
    this.operation[row] = operation;
    this.value[row] = value;
    this.previous[row] = previous;
    this.operand[row] = -1;
    return row;
  }

  /** Gives a merge room for its operands. */
  addOperands(merge: number, edges: number): void {
    const first = this.operands;
    this.operands += edges;
    this.merged = roomFor(this.merged, this.operands);
    this.merged.fill(-1, first, this.operands);
    this.operand[merge] = first;
  }

  #grow(length: number): void {
    this.kind = roomFor(this.kind, length);
    this.variable = roomFor(this.variable, length);
    this.block = roomFor(this.block, length);
    this.operation = roomFor(this.operation, length);
    this.value = roomFor(this.value, length);
    this.previous = roomFor(this.previous, length);
    this.operand = roomFor(this.operand, length);
  }
}
