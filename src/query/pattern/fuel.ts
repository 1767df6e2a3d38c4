/**
 * Counted work: one unit is a byte passed or a program state handled. The same calls on a fresh matcher always cost the same.
 * A warm matcher pays less, because its automata are built already; results never depend on it.
 */
export interface Fuel {
  /** Units left; searching takes from it and stops when it is used up. */
  left: number;
}

/** How a search ended. `stopped`: the callback asked for no more. */
export type SearchEnd = 'done' | 'stopped' | 'out-of-fuel';
