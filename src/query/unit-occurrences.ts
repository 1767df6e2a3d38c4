/**
 * The occurrences of one file: the rows of a symbol, where each stands, and what an answer says of it. Made once per open
 * file, with the columns that it reads, so that a further question touches few objects. Never holds what was asked.
 */
import { endOf, lowerBound, type ReaderOf } from '#columns';
import type { UnitId } from '#core';
import {
  body,
  CERTAINTY,
  codeOf,
  declaration,
  local,
  occurrence,
  OCCURRENCE_ROLES,
  OCCURRENCE_SOURCES,
  occurrenceSymbol,
  reference,
  REFERENCE_SCOPES,
} from '#facts';
import { bodyOfReference } from './reference-body.ts';
import type { Certainty } from './symbol-at.ts';
import { placeOfBody, qualifiedName } from './symbol-place.ts';
import type { UnitPositions } from './unit-positions.ts';
import type { View } from './view.ts';

const DEFINITION = codeOf(OCCURRENCE_ROLES, 'definition');
const REFERENCE = codeOf(OCCURRENCE_SOURCES, 'reference');
const DECLARATION = codeOf(OCCURRENCE_SOURCES, 'declaration');
const LOCAL = codeOf(OCCURRENCE_SOURCES, 'local');
const TO_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const TO_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
/** Ranks at one offset. */
export const RANKS = 4;
/** Behind all rows of a table. */
const LAST_ROW = 0x7fffffff;

export type OccurrenceRole = (typeof OCCURRENCE_ROLES)[number];

type OccurrenceColumns = ReaderOf<typeof occurrence>;

export class UnitOccurrences {
  readonly #view: View;
  readonly #unit: UnitId;
  readonly #positions: UnitPositions;
  readonly #keys: ReaderOf<typeof occurrenceSymbol>['key'];
  readonly #firsts: ReaderOf<typeof occurrenceSymbol>['first'];
  readonly #symbols: number;
  readonly #rows: number;
  readonly #role: OccurrenceColumns['role'];
  readonly #source: OccurrenceColumns['source'];
  readonly #at: OccurrenceColumns['at'];
  readonly #certainty: OccurrenceColumns['certainty'];
  #scope: ReaderOf<typeof reference>['scope'] | undefined;
  #target: ReaderOf<typeof reference>['target'] | undefined;
  /** References of the body that was looked for last, and its name: most follow each other in one. */
  #bodyFrom = 0;
  #bodyTo = 0;
  #bodyName = '';

  constructor(view: View, unit: UnitId) {
    this.#view = view;
    this.#unit = unit;
    this.#positions = view.positions(unit);
    const symbols = view.table(occurrenceSymbol, unit)!;
    this.#keys = symbols.key;
    this.#firsts = symbols.first;
    this.#symbols = symbols.rows;
    const { rows, role, source, at, certainty } = view.table(occurrence, unit)!;
    this.#rows = rows;
    this.#role = role;
    this.#source = source;
    this.#at = at;
    this.#certainty = certainty;
  }

  /** The place of a symbol among those of the file, or -1. */
  symbol(lo: number, hi: number): number {
    const row = lowerBound(this.#keys, this.#symbols, lo, hi);
    return row < this.#symbols && this.#keys.lo(row) === lo && this.#keys.hi(row) === hi ? row : -1;
  }

  /** The first row of a symbol. */
  first(symbol: number): number {
    return this.#firsts.at(symbol);
  }

  /** Behind the last row of a symbol. */
  end(symbol: number): number {
    return endOf(this.#firsts, symbol, this.#symbols, this.#rows);
  }

  roleCode(row: number): number {
    return this.#role.at(row);
  }

  role(row: number): OccurrenceRole {
    return OCCURRENCE_ROLES[this.#role.at(row)]!;
  }

  certainty(row: number): Certainty {
    return CERTAINTY[this.#certainty.at(row)]!;
  }

  offset(row: number): number {
    return this.#positions.occurrence(this.#source.at(row), this.#at.at(row));
  }

  /** Below `RANKS`: at one offset definitions come first, then resolved before candidate. */
  rank(row: number): number {
    return (this.#role.at(row) === DEFINITION ? 0 : 2) + this.#certainty.at(row);
  }

  /** Qualified name of the function, class or module whose code holds the occurrence. */
  within(row: number): string {
    const source = this.#source.at(row);
    const at = this.#at.at(row);
    if (source === REFERENCE) return this.#nameAround(at);
    if (source === LOCAL) return this.#nameOfBody(this.#view.table(local, this.#unit)!.body.at(at));
    if (source !== DECLARATION) return this.#view.moduleName(this.#unit);
    const parent = this.#view.table(declaration, this.#unit)!.parent.at(at);
    return qualifiedName(this.#view, { unit: this.#unit, declaration: Math.max(parent, 0), local: -1 });
  }

  /** The table that says so, of an occurrence of the symbol with this hash. */
  origin(row: number, lo: number, hi: number): string {
    const source = this.#source.at(row);
    if (source === DECLARATION) return 'ir-build/declaration';
    if (source === LOCAL) return 'ir-build/local';
    if (source !== REFERENCE) return 'cross-file/import_target';
    const at = this.#at.at(row);
    this.#scope ??= this.#view.table(reference, this.#unit)!.scope;
    const bound = this.#scope.at(at);
    if (bound !== TO_LOCAL && bound !== TO_DECLARATION) return 'cross-file/reference_target';
    this.#target ??= this.#view.table(reference, this.#unit)!.target;
    const target = this.#target.at(at);
    const { hash } =
      bound === TO_LOCAL ? this.#view.table(local, this.#unit)! : this.#view.table(declaration, this.#unit)!;
    return hash.lo(target) === lo && hash.hi(target) === hi ? 'ir-build/reference' : 'cross-file/reference_target';
  }

  /** The name of the body that a reference stands in. */
  #nameAround(at: number): string {
    if (at < this.#bodyFrom || at >= this.#bodyTo) {
      const found = bodyOfReference(this.#view, this.#unit, at);
      const { reference: first, rows } = this.#view.table(body, this.#unit)!;
      this.#bodyFrom = first.at(found);
      this.#bodyTo = endOf(first, found, rows, LAST_ROW);
      this.#bodyName = this.#nameOfBody(found);
    }
    return this.#bodyName;
  }

  #nameOfBody(row: number): string {
    return qualifiedName(this.#view, placeOfBody(this.#view, this.#unit, row));
  }
}
