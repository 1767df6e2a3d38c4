/** Absolute offsets of the rows of one file: what positions and spans say together. Opens only the tables that it is asked for. */
import type { UnitId } from '#core';
import {
  call,
  callSpan,
  codeOf,
  declarationPosition,
  importPosition,
  localSpan,
  OCCURRENCE_SOURCES,
  referenceSpan,
  reference,
  statementPosition,
} from '#facts';
import type { ReaderOf } from './snapshot-reader.ts';
import type { View } from './view.ts';

const REFERENCE = codeOf(OCCURRENCE_SOURCES, 'reference');
const DECLARATION = codeOf(OCCURRENCE_SOURCES, 'declaration');
const LOCAL = codeOf(OCCURRENCE_SOURCES, 'local');

export class UnitPositions {
  readonly #statements: ReaderOf<typeof statementPosition>;
  readonly #references: ReaderOf<typeof reference>;
  readonly #referenceSpans: ReaderOf<typeof referenceSpan>;
  readonly #declarations: ReaderOf<typeof declarationPosition>;
  readonly #locals: ReaderOf<typeof localSpan>;
  readonly #imports: ReaderOf<typeof importPosition>;
  readonly #calls: ReaderOf<typeof call>;
  readonly #callSpans: ReaderOf<typeof callSpan>;

  /** The file must have facts of `ir-build`. */
  constructor(view: View, unit: UnitId) {
    this.#statements = view.table(statementPosition, unit)!;
    this.#references = view.table(reference, unit)!;
    this.#referenceSpans = view.table(referenceSpan, unit)!;
    this.#declarations = view.table(declarationPosition, unit)!;
    this.#locals = view.table(localSpan, unit)!;
    this.#imports = view.table(importPosition, unit)!;
    this.#calls = view.table(call, unit)!;
    this.#callSpans = view.table(callSpan, unit)!;
  }

  /** Offsets from a statement are unsigned and wrap: a name before its statement counts back. */
  reference(row: number): number {
    return (this.#statements.start.at(this.#references.statement.at(row)) + this.#referenceSpans.offset.at(row)) >>> 0;
  }

  /** The start of a declaration's name. */
  declaration(row: number): number {
    return this.#declarations.name.at(row);
  }

  declarationEnd(row: number): number {
    return this.#declarations.end.at(row);
  }

  local(row: number): number {
    return (this.#statements.start.at(this.#locals.statement.at(row)) + this.#locals.offset.at(row)) >>> 0;
  }

  import(row: number): number {
    return this.#imports.name.at(row);
  }

  /** Where a call names its callee, or where the call begins when it has no name. */
  call(row: number): number {
    const callee = this.#calls.callee.at(row);
    if (callee >= 0) return this.reference(callee);
    return (this.#statements.start.at(this.#calls.statement.at(row)) + this.#callSpans.offset.at(row)) >>> 0;
  }

  /** The offset of an occurrence; `source` is a code of `OCCURRENCE_SOURCES`. */
  occurrence(source: number, row: number): number {
    if (source === REFERENCE) return this.reference(row);
    if (source === DECLARATION) return this.declaration(row);
    return source === LOCAL ? this.local(row) : this.import(row);
  }
}
