/** Absolute offsets of the rows of one file: what positions and spans say together. Opens only the tables that it is asked for. */
import type { ReaderOf } from '#columns';
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
import type { View } from './view.ts';

const REFERENCE = codeOf(OCCURRENCE_SOURCES, 'reference');
const DECLARATION = codeOf(OCCURRENCE_SOURCES, 'declaration');
const LOCAL = codeOf(OCCURRENCE_SOURCES, 'local');

export class UnitPositions {
  readonly #view: View;
  readonly #unit: UnitId;
  #statementStarts: ReaderOf<typeof statementPosition>['start'] | undefined;
  #referenceStatements: ReaderOf<typeof reference>['statement'] | undefined;
  #referenceOffsets: ReaderOf<typeof referenceSpan>['offset'] | undefined;
  #declarations: ReaderOf<typeof declarationPosition> | undefined;
  #locals: ReaderOf<typeof localSpan> | undefined;

  /** The file must have facts of `ir-build`. */
  constructor(view: View, unit: UnitId) {
    this.#view = view;
    this.#unit = unit;
  }

  /** Offsets from a statement are unsigned and wrap: a name before its statement counts back. */
  reference(row: number): number {
    const statement = (this.#referenceStatements ??= this.#view.table(reference, this.#unit)!.statement);
    const offset = (this.#referenceOffsets ??= this.#view.table(referenceSpan, this.#unit)!.offset);
    return (this.#statementStart(statement.at(row)) + offset.at(row)) >>> 0;
  }

  /** The start of a declaration's name. */
  declaration(row: number): number {
    return (this.#declarations ??= this.#view.table(declarationPosition, this.#unit)!).name.at(row);
  }

  declarationEnd(row: number): number {
    return (this.#declarations ??= this.#view.table(declarationPosition, this.#unit)!).end.at(row);
  }

  local(row: number): number {
    const { statement, offset } = (this.#locals ??= this.#view.table(localSpan, this.#unit)!);
    return (this.#statementStart(statement.at(row)) + offset.at(row)) >>> 0;
  }

  import(row: number): number {
    return this.#view.table(importPosition, this.#unit)!.name.at(row);
  }

  /** Where a call names its callee, or where the call begins when it has no name. */
  call(row: number): number {
    const { callee, statement } = this.#view.table(call, this.#unit)!;
    if (callee.at(row) >= 0) return this.reference(callee.at(row));
    const { offset } = this.#view.table(callSpan, this.#unit)!;
    return (this.#statementStart(statement.at(row)) + offset.at(row)) >>> 0;
  }

  /** The offset of an occurrence; `source` is a code of `OCCURRENCE_SOURCES`. */
  occurrence(source: number, row: number): number {
    if (source === REFERENCE) return this.reference(row);
    if (source === DECLARATION) return this.declaration(row);
    return source === LOCAL ? this.local(row) : this.import(row);
  }

  #statementStart(row: number): number {
    return (this.#statementStarts ??= this.#view.table(statementPosition, this.#unit)!.start).at(row);
  }
}
