/** Where is it used? Every occurrence of the symbols that a target means: definitions, reads, writes, calls, imports. */
import type { ReaderOf } from '#columns';
import { EngineError, hashHex, type UnitId } from '#core';
import {
  body,
  CERTAINTY,
  codeOf,
  declaration,
  local,
  occurrence,
  OCCURRENCE_ROLES,
  OCCURRENCE_SOURCES,
  reference,
  REFERENCE_SCOPES,
} from '#facts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import { bodyOfReference } from './reference-body.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import type { Certainty, Subject } from './symbol-at.ts';
import { occurrencesOf, placeOfBody, qualifiedName } from './symbol-place.ts';
import type { SourceLines } from './source-lines.ts';
import { resolveFew, subjectNames, type Target } from './target.ts';
import { viewOf, type Place, type View } from './view.ts';

const DEFINITION = codeOf(OCCURRENCE_ROLES, 'definition');
const REFERENCE = codeOf(OCCURRENCE_SOURCES, 'reference');
const DECLARATION = codeOf(OCCURRENCE_SOURCES, 'declaration');
const LOCAL = codeOf(OCCURRENCE_SOURCES, 'local');
const TO_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const TO_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
/** Occurrences of one file that are ordered at once, and ranks at one offset: parts of a packed double beside the offset. */
const PACKED_ROWS = 0x100000;
const RANKS = 4;
/** Behind all rows of a table. */
const LAST_ROW = 0x7fffffff;

export type OccurrenceRole = (typeof OCCURRENCE_ROLES)[number];

export interface ReferencesOptions extends PageOptions {
  /** Only occurrences of these roles. Default: all, definitions included. */
  readonly roles?: readonly OccurrenceRole[];
}

export interface ReferenceRow extends Place {
  readonly role: OccurrenceRole;
  /** Descriptor hash of the symbol that occurs. */
  readonly symbol: string;
  /** Qualified name of the function, class or module whose code holds the occurrence. */
  readonly within: string;
  readonly origin: string;
  readonly certainty: Certainty;
}

export function references(
  snapshot: SnapshotReader,
  target: Target,
  options: ReferencesOptions = {},
): Answer<ReferenceRow> {
  const view = viewOf(snapshot);
  const subjects = resolveFew(view, target);
  const page = new PageBuilder<ReferenceRow>('references', snapshot.txnId, options);
  const roles = roleMask(options.roles);
  for (const unit of unitsOfSubjects(view, subjects)) {
    const path = view.path(unit);
    if (page.skips(0, path)) continue;
    if (!addUnit(page, new UnitOccurrences(view, unit, subjects, roles), path)) break;
  }
  return page.finish(subjectNames(view, subjects));
}

/** Files in which any of the subjects occurs, by path. */
export function unitsOfSubjects(view: View, subjects: readonly Subject[]): UnitId[] {
  if (subjects.length === 1) return view.unitsOf('occurrence', subjects[0]!.lo, subjects[0]!.hi);
  const units = new Set<UnitId>();
  for (const { lo, hi } of subjects) view.snapshot.posting('occurrence', lo, hi, (unit) => units.add(unit));
  return view.sortUnits([...units]);
}

function roleMask(roles: readonly OccurrenceRole[] | undefined): number {
  if (roles === undefined) return -1;
  let mask = 0;
  for (const role of roles) {
    const code = OCCURRENCE_ROLES.indexOf(role);
    if (code < 0)
      throw new EngineError('E_QUERY', `roles: '${role}' is no role; give some of ${OCCURRENCE_ROLES.join(', ')}`);
    mask |= 1 << code;
  }
  return mask;
}

function addUnit(page: PageBuilder<ReferenceRow>, found: UnitOccurrences, path: string): boolean {
  const { order } = found;
  let last = -1;
  let index = 0;
  const make = (): ReferenceRow => found.row(index, last);
  for (let i = 0; i < order.length; i++) {
    const ranked = Math.floor(order[i]! / PACKED_ROWS);
    const offset = Math.floor(ranked / RANKS);
    // A declaration that is also an assignment occurs once, as what sorts first: the definition.
    if (offset === last) continue;
    last = offset;
    // A remainder of doubles is a call: the product is exact.
    index = order[i]! - ranked * PACKED_ROWS;
    if (!found.isWanted(index)) continue;
    if (!page.add({ depth: 0, path, offset, tie: 0 }, make)) return false;
  }
  return true;
}

/** The occurrences of some symbols in one file, in the order of their positions. */
class UnitOccurrences {
  readonly #view: View;
  readonly #unit: UnitId;
  readonly #table: ReaderOf<typeof occurrence>;
  readonly #rows: number[] = [];
  readonly #subjects: Subject[] = [];
  readonly #path: string;
  readonly #lines: SourceLines;
  readonly #roles: number;
  #references: ReaderOf<typeof reference> | undefined;
  #lastSubject: Subject | null = null;
  #lastHex = '';
  /** Offset, rank and index into the rows, packed, ascending. */
  readonly order: Float64Array;
  #lastBody = -1;
  #lastName = '';
  /** References of the last body that was looked for: most follow each other in one. */
  #bodyFrom = 0;
  #bodyTo = 0;
  #bodyOfLast = 0;

  constructor(view: View, unit: UnitId, subjects: readonly Subject[], roles: number) {
    this.#view = view;
    this.#unit = unit;
    this.#table = view.table(occurrence, unit)!;
    this.#path = view.path(unit);
    this.#lines = view.lines(unit);
    this.#roles = roles;
    // Definitions are always looked at: they stand for the assignment at the same place.
    const looked = roles | (1 << DEFINITION);
    const { role } = this.#table;
    for (const subject of subjects) {
      const [from, to] = occurrencesOf(view, unit, subject.lo, subject.hi);
      for (let row = from; row < to && this.#rows.length < PACKED_ROWS; row++) {
        if (((looked >> role.at(row)) & 1) === 0) continue;
        this.#rows.push(row);
        this.#subjects.push(subject);
      }
    }
    this.order = this.#sort();
  }

  isWanted(index: number): boolean {
    return ((this.#roles >> this.#table.role.at(this.#rows[index]!)) & 1) === 1;
  }

  row(index: number, offset: number): ReferenceRow {
    const row = this.#rows[index]!;
    const { role, source, at, certainty } = this.#table;
    const from = source.at(row);
    const subject = this.#subjects[index]!;
    const line = this.#lines.lineAt(offset);
    return {
      path: this.#path,
      line: line + 1,
      column: offset - this.#lines.startOf(line) + 1,
      text: this.#lines.textOf(line),
      role: OCCURRENCE_ROLES[role.at(row)]!,
      symbol: this.#hexOf(subject),
      within: this.#within(from, at.at(row)),
      origin: this.#origin(from, at.at(row), subject.lo, subject.hi),
      certainty: CERTAINTY[certainty.at(row)]!,
    };
  }

  #hexOf(subject: Subject): string {
    if (subject !== this.#lastSubject) {
      this.#lastSubject = subject;
      this.#lastHex = hashHex(subject.lo, subject.hi);
    }
    return this.#lastHex;
  }

  /** Sorts by offset; at one offset definitions first, then resolved before candidate, then by row. */
  #sort(): Float64Array {
    const positions = this.#view.positions(this.#unit);
    const { role, source, at, certainty } = this.#table;
    const packed = new Float64Array(this.#rows.length);
    for (let i = 0; i < packed.length; i++) {
      const row = this.#rows[i]!;
      const rank = (role.at(row) === DEFINITION ? 0 : 2) + certainty.at(row);
      packed[i] = (positions.occurrence(source.at(row), at.at(row)) * RANKS + rank) * PACKED_ROWS + i;
    }
    return packed.sort();
  }

  #within(source: number, row: number): string {
    if (source === REFERENCE) return this.#nameOfBody(this.#bodyOf(row));
    if (source === LOCAL) return this.#nameOfBody(this.#view.table(local, this.#unit)!.body.at(row));
    if (source !== DECLARATION) return this.#view.moduleName(this.#unit);
    const parent = this.#view.table(declaration, this.#unit)!.parent.at(row);
    return qualifiedName(this.#view, { unit: this.#unit, declaration: Math.max(parent, 0), local: -1 });
  }

  #bodyOf(reference: number): number {
    if (reference < this.#bodyFrom || reference >= this.#bodyTo) {
      const found = bodyOfReference(this.#view, this.#unit, reference);
      const { reference: first, rows } = this.#view.table(body, this.#unit)!;
      this.#bodyOfLast = found;
      this.#bodyFrom = first.at(found);
      this.#bodyTo = found + 1 < rows ? first.at(found + 1) : LAST_ROW;
    }
    return this.#bodyOfLast;
  }

  #nameOfBody(row: number): string {
    if (row !== this.#lastBody) {
      this.#lastBody = row;
      this.#lastName = qualifiedName(this.#view, placeOfBody(this.#view, this.#unit, row));
    }
    return this.#lastName;
  }

  #origin(source: number, row: number, lo: number, hi: number): string {
    if (source === DECLARATION) return 'ir-build/declaration';
    if (source === LOCAL) return 'ir-build/local';
    if (source !== REFERENCE) return 'cross-file/import_target';
    const { scope, target } = (this.#references ??= this.#view.table(reference, this.#unit)!);
    const bound = scope.at(row);
    if (bound !== TO_LOCAL && bound !== TO_DECLARATION) return 'cross-file/reference_target';
    const { hash } =
      bound === TO_LOCAL ? this.#view.table(local, this.#unit)! : this.#view.table(declaration, this.#unit)!;
    const isOwn = hash.lo(target.at(row)) === lo && hash.hi(target.at(row)) === hi;
    return isOwn ? 'ir-build/reference' : 'cross-file/reference_target';
  }
}
