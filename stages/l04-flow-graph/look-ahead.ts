/**
 * What a bracket must know about its own end when it begins: the parts of a `try`, the last guard of a case, whether another
 * case follows. One pass over the rest of a body, made when its first `try` or `switch` comes.
 */
import { HAS_EXCEPT, HAS_FINALLY, HAS_GROUP } from './brackets.ts';
import { grownInt } from './edge-lists.ts';
import {
  AT_BLOCK,
  AT_CASE,
  AT_END,
  AT_EXCEPT,
  AT_FINALLY,
  AT_GUARD,
  AT_IF,
  AT_LOOP,
  AT_SWITCH,
  AT_TRY,
  AT_WITH,
} from './flow-codes.ts';
import type { Operations } from './operations.ts';

/** Bit of the note of a `case`: another case follows. Above it: the last guard + 1, or 0 for none. */
const HAS_LATER = 1;

export class LookAhead {
  #notes = new Int32Array(256);
  #open = new Int32Array(32);
  /** The open case or except by frame. */
  #arm = new Int32Array(32);
  #isMade = false;

  clear(): void {
    this.#isMade = false;
  }

  /** `HAS_` bits of the `try` at an operation. */
  partsOf(operations: Operations, op: number): number {
    this.#make(operations, op);
    return this.#notes[op]!;
  }

  /** Looks at the brackets of a body before its first `switch` is read. */
  prepare(operations: Operations, op: number): void {
    this.#make(operations, op);
  }

  /** The last guard of a case or except, or -1. */
  lastGuard(arm: number): number {
    return (this.#notes[arm]! >> 1) - 1;
  }

  hasLaterCase(arm: number): boolean {
    return (this.#notes[arm]! & HAS_LATER) !== 0;
  }

  #make(operations: Operations, from: number): void {
    if (this.#isMade) return;
    this.#isMade = true;
    const { count } = operations;
    while (this.#notes.length < count) this.#notes = new Int32Array(2 * this.#notes.length);
    this.#notes.fill(0, from, count);
    let depth = 0;
    for (let op = from; op < count; op++) {
      const step = operations.step(op);
      if (step < AT_IF) continue;
      if (isOpening(step)) {
        if (depth === this.#open.length) {
          this.#open = grownInt(this.#open);
          this.#arm = grownInt(this.#arm);
        }
        this.#open[depth] = op;
        this.#arm[depth++] = -1;
      } else if (step === AT_END) {
        // The pass begins within brackets, whose ends come too.
        if (depth > 0) depth--;
      } else if (depth > 0) this.#note(operations, step, op, depth - 1);
    }
  }

  #note(operations: Operations, step: number, op: number, frame: number): void {
    const notes = this.#notes;
    const arm = this.#arm[frame]!;
    if (step === AT_GUARD) {
      if (arm >= 0) notes[arm] = ((op + 1) << 1) | (notes[arm]! & HAS_LATER);
    } else if (step === AT_CASE) {
      if (arm >= 0) notes[arm]! |= HAS_LATER;
      this.#arm[frame] = op;
    } else if (step === AT_EXCEPT) {
      notes[this.#open[frame]!]! |= HAS_EXCEPT | (operations.aux(op) === 1 ? HAS_GROUP : 0);
      this.#arm[frame] = op;
    } else if (step === AT_FINALLY) notes[this.#open[frame]!]! |= HAS_FINALLY;
  }
}

function isOpening(step: number): boolean {
  return (
    step === AT_IF || step === AT_LOOP || step === AT_TRY || step === AT_WITH || step === AT_SWITCH || step === AT_BLOCK
  );
}
