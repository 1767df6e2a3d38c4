/** Returns that never arrive: those inside a `try` whose `finally` does not end by itself, as the language has it. */
import type { Term } from './term.ts';

interface OpenTry {
  /** How many returns stand in front of it, and in front of its `finally`; -1 before that. */
  readonly from: number;
  to: number;
  /** True when its `finally` is entered; how many `with` stand in front of that. */
  isLive: boolean;
  withs: number;
}

export class OvertakenReturns {
  readonly #open: OpenTry[] = [];
  #withs = 0;

  try(returns: readonly Term[]): void {
    this.#open.push({ from: returns.length, to: -1, isLive: false, withs: 0 });
  }

  /** Behind a `with` code may run on that seems to have ended: its manager may take an exception. */
  with(): void {
    this.#withs++;
  }

  finally(returns: readonly Term[], isLive: boolean): void {
    const open = this.#open.at(-1);
    if (open !== undefined) Object.assign(open, { to: returns.length, isLive, withs: this.#withs });
  }

  /** The `try` ends: takes away what its `finally` overtook, when that does not run on. */
  end(returns: Term[], isLive: boolean): void {
    const open = this.#open.pop();
    if (open === undefined || open.to < 0 || isLive || !open.isLive || open.withs !== this.#withs) return;
    returns.splice(open.from, open.to - open.from);
  }
}
