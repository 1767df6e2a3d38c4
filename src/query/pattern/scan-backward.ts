/**
 * The loop that carries bytes backwards through the reverse automaton, from where a match ends to where it begins.
 * Runs only over bytes that the forward scan has just passed.
 */
import type { Fuel } from './fuel.ts';
import { DEAD, QUIT, UNKNOWN, type LazyDfa } from './lazy-dfa.ts';
import { NEEDS_LINE, NO_MATCH } from './scan-forward.ts';

/** The leftmost start at `from` or later of a match that ends at `end`. */
export function scanBackward(dfa: LazyDfa, bytes: Uint8Array, from: number, end: number, fuel: Fuel): number {
  const { classOf } = dfa.classes;
  const endClass = dfa.classes.count - 1;
  let state = dfa.start(end === bytes.length ? -1 : bytes[end]!);
  if (state === QUIT) return NEEDS_LINE;
  let start = NO_MATCH;
  let i = end;
  for (; ; i--) {
    // The byte before `from` belongs to no match, but looks at `from` must see it.
    const byteClass = i === 0 ? endClass : classOf[bytes[i - 1]!]!;
    let next = dfa.table.cells[state + byteClass]!;
    if (next === UNKNOWN) next = dfa.step(state, byteClass);
    if (next === QUIT) return NEEDS_LINE;
    if (next < QUIT) start = i;
    if (next === DEAD || i === from) break;
    state = Math.abs(next);
  }
  fuel.left -= end - i + dfa.stepper.takeWork();
  return start;
}
