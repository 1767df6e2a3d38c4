/**
 * The loop that carries bytes through the searching automaton to where the leftmost match ends.
 * Per byte one table read and no allocation; every byte passed and every state built is counted as fuel.
 */
import type { Fuel } from './fuel.ts';
import { IdleSkip, NEVER } from './idle-skip.ts';
import { DEAD, QUIT, UNKNOWN, type LazyDfa } from './lazy-dfa.ts';

/** Results that are not a position. */
export const NO_MATCH = -1;
/** The automaton cannot read on: the line at `ForwardScan.at` needs the line stepper. */
export const NEEDS_LINE = -2;
export const NO_FUEL = -3;

export class ForwardScan {
  /** Where the last run stopped, when it gave NEEDS_LINE. */
  at = 0;
  readonly #dfa: LazyDfa;
  readonly #idle: IdleSkip;

  constructor(dfa: LazyDfa) {
    this.#dfa = dfa;
    this.#idle = new IdleSkip(dfa);
  }

  /**
   * The end of the leftmost match that begins at `from` or later; `to` must be the end of a line or of the text.
   * With `isEarliest`, the end of any match at all, as soon as one is certain.
   */
  run(bytes: Uint8Array, from: number, to: number, fuel: Fuel, isEarliest: boolean): number {
    this.#idle.prepare(to - from);
    const state = this.#dfa.start(from === 0 ? -1 : bytes[from - 1]!);
    this.at = from;
    if (state === QUIT) return NEEDS_LINE;
    const end = this.#loop(state, bytes, from, to, fuel, isEarliest);
    fuel.left -= this.at - from + this.#dfa.stepper.takeWork();
    return end;
  }

  #loop(start: number, bytes: Uint8Array, from: number, to: number, fuel: Fuel, isEarliest: boolean): number {
    const dfa = this.#dfa;
    const idle = this.#idle;
    const { classOf } = dfa.classes;
    const limit = Math.min(to, from + Math.max(fuel.left, 0));
    const lastFour = limit - 4;
    let cells = dfa.table.cells;
    let idleState = idle.state();
    let state = start;
    let lastEnd = NO_MATCH;
    let i = from;
    for (;;) {
      if (state === idleState) i = idle.skip(bytes, i, limit);
      // Four bytes a round; a special transition leaves the round with `state` and `i` just before it.
      while (i <= lastFour) {
        const a = cells[state + classOf[bytes[i]!]!]!;
        if (a <= UNKNOWN) break;
        const b = cells[a + classOf[bytes[i + 1]!]!]!;
        if (b <= UNKNOWN) {
          state = a;
          i++;
          break;
        }
        const c = cells[b + classOf[bytes[i + 2]!]!]!;
        if (c <= UNKNOWN) {
          state = b;
          i += 2;
          break;
        }
        const d = cells[c + classOf[bytes[i + 3]!]!]!;
        if (d <= UNKNOWN) {
          state = c;
          i += 3;
          break;
        }
        state = d;
        i += 4;
        if (state === idleState) i = idle.skip(bytes, i, limit);
      }
      if (i >= limit) break;
      const byteClass = classOf[bytes[i]!]!;
      let next = cells[state + byteClass]!;
      if (next === UNKNOWN) {
        next = dfa.step(state, byteClass);
        fuel.left -= dfa.stepper.takeWork();
        this.at = i;
        if (fuel.left < i - from) return NO_FUEL;
        cells = dfa.table.cells;
        if (idleState !== NEVER) idleState = idle.state();
      }
      if (next === DEAD || next === QUIT) {
        this.at = i;
        return next === DEAD ? lastEnd : NEEDS_LINE;
      }
      // Inside a long match every transition says "a match ended before this byte".
      while (next < QUIT) {
        lastEnd = i++;
        state = -next;
        if (isEarliest || i >= limit) break;
        next = cells[state + classOf[bytes[i]!]!]!;
      }
      if (isEarliest && lastEnd !== NO_MATCH) {
        this.at = i;
        return lastEnd;
      }
      if (next > UNKNOWN) {
        state = next;
        i++;
      }
    }
    this.at = i;
    if (limit < to) return NO_FUEL;
    const endClass = dfa.classes.count - 1;
    const last = cells[state + endClass]!;
    return (last === UNKNOWN ? dfa.step(state, endClass) : last) < QUIT ? to : lastEnd;
  }
}
