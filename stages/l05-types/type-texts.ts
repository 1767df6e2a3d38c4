/** The distinct types of a file as texts, and the rows of places before their types are known. Both evaluators write them. */
import type { BuilderOf, StringTableBuilder } from '#columns';
import { NONE } from '#core';
import type { callType, typeProblem, typeText } from '#facts';

/** Nothing is known of the place. */
export const NO_TYPE: number = NONE;

export class TextRows {
  readonly #rows = new Map<string, number>();
  readonly #out: BuilderOf<typeof typeText>;
  readonly #strings: StringTableBuilder;

  constructor(out: BuilderOf<typeof typeText>, strings: StringTableBuilder) {
    this.#out = out;
    this.#strings = strings;
  }

  /** The row of a text, or `NO_TYPE` for the empty one. */
  rowOf(text: string): number {
    if (text === '') return NO_TYPE;
    let row = this.#rows.get(text);
    if (row === undefined) {
      row = this.#out.add();
      this.#out.col.text[row] = this.#strings.intern(text);
      this.#rows.set(text, row);
    }
    return row;
  }
}

/** Adds a row without a type for each of `count` places. */
export function addUntyped(out: BuilderOf<typeof callType>, count: number): void {
  for (let i = 0; i < count; i++) {
    const row = out.add();
    // Read behind `add`, which may replace the arrays.
    out.col.type[row] = NO_TYPE;
  }
}

/** Says that the work of a file was over the limit, so that its types are incomplete. */
export function addFuelProblem(out: BuilderOf<typeof typeProblem>, strings: StringTableBuilder): void {
  const row = out.add();
  out.col.code[row] = strings.intern('types-fuel');
  out.col.message[row] = strings.intern('types of this file are incomplete: the work they need is over the limit');
}
