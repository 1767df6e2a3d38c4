/**
 * Finds matches on one line by stepping the program itself, with no table: slower, but it can look at whole characters.
 * Used for lines with characters outside ASCII under a pattern with word boundaries.
 */
import { looksAt } from './characters.ts';
import type { Fuel } from './fuel.ts';
import type { Program } from './program.ts';
import { NO_FUEL, NO_MATCH } from './scan-forward.ts';
import { Frontier, Stepper } from './stepper.ts';

export class LineStepper {
  readonly #stepper: Stepper;
  readonly #isReverse: boolean;
  #spare: Frontier;

  constructor(program: Program) {
    this.#stepper = new Stepper(program);
    this.#spare = new Frontier(program.size);
    this.#isReverse = program.isReverse;
  }

  /**
   * Steps from `from` towards `to` on one line. A forward program gives the end of the leftmost match, a reverse one
   * (then `to <= from`) the leftmost start of a match that ends at `from`.
   */
  run(bytes: Uint8Array, from: number, to: number, fuel: Fuel): number {
    const stepper = this.#stepper;
    const direction = this.#isReverse ? -1 : 1;
    let found = NO_MATCH;
    stepper.begin(!this.#isReverse);
    for (let at = from; ; at += direction) {
      const list = stepper.target;
      if (list.size === 0 && !list.isSearching) return found;
      stepper.target = this.#spare;
      this.#spare = list;
      const byte = at === to ? -1 : bytes[this.#isReverse ? at - 1 : at]!;
      const looks = looksAt(bytes, at, this.#isReverse);
      if (stepper.step(list.ids, 0, list.size, list.hasLook, list.isSearching, looks, byte)) found = at;
      fuel.left -= stepper.takeWork();
      if (fuel.left < 0) return NO_FUEL;
      if (at === to) return found;
    }
  }
}
