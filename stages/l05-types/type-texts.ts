/** The distinct types of a file as texts, and the rows of places before their types are known. Both evaluators write them. */
import type { BuilderOf, StringTableBuilder } from '#columns';
import { NONE } from '#core';
import type { callType, typeText } from '#facts';

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
