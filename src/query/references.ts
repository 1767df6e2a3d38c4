/** Where is it used? Every occurrence of the symbols that a target means: definitions, reads, writes, calls, imports. */
import { EngineError, hashHex, type UnitId } from '#core';
import { codeOf, OCCURRENCE_ROLES } from '#facts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import type { Certainty, Subject } from './symbol-at.ts';
import { resolveFew, subjectNames, type Target } from './target.ts';
import { RANKS, type OccurrenceRole, type UnitOccurrences } from './unit-occurrences.ts';
import { viewOf, type Place, type View } from './view.ts';

const DEFINITION = codeOf(OCCURRENCE_ROLES, 'definition');
/** Occurrences of one file that are ordered at once: part of a packed double beside the offset and the rank. */
const PACKED_ROWS = 0x100000;

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
  const hexes = subjects.map(({ lo, hi }) => hashHex(lo, hi));
  for (const unit of unitsOfSubjects(view, subjects)) {
    if (page.skips(0, view.path(unit))) continue;
    if (!addUnit(page, view, unit, subjects, hexes, roles)) break;
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

/** What the subjects of a question are in one file. */
interface Found {
  readonly rows: number[];
  /** The number of the subject of each row. */
  readonly subjects: number[];
  /** Offset, rank and index into the rows, packed, ascending. */
  readonly order: Float64Array;
}

/** Adds the occurrences of a file by position; false when the page is full. `hexes`: the hashes of the subjects as text. */
function addUnit(
  page: PageBuilder<ReferenceRow>,
  view: View,
  unit: UnitId,
  subjects: readonly Subject[],
  hexes: readonly string[],
  roles: number,
): boolean {
  const occurrences = view.occurrences(unit);
  if (occurrences === null) return true;
  const { rows, subjects: subjectOf, order } = findRows(occurrences, subjects, roles);
  const lines = view.lines(unit);
  const path = view.path(unit);
  let last = -1;
  let index = 0;
  const make = (): ReferenceRow => {
    const row = rows[index]!;
    const { lo, hi } = subjects[subjectOf[index]!]!;
    const line = lines.lineAt(last);
    return {
      path,
      line: line + 1,
      column: last - lines.startOf(line) + 1,
      text: lines.textOf(line),
      role: occurrences.role(row),
      symbol: hexes[subjectOf[index]!]!,
      within: occurrences.within(row),
      origin: occurrences.origin(row, lo, hi),
      certainty: occurrences.certainty(row),
    };
  };
  for (let i = 0; i < order.length; i++) {
    const ranked = Math.floor(order[i]! / PACKED_ROWS);
    const offset = Math.floor(ranked / RANKS);
    // A declaration that is also an assignment occurs once, as what sorts first: the definition.
    if (offset === last) continue;
    last = offset;
    // A remainder of doubles is a call: the product is exact.
    index = order[i]! - ranked * PACKED_ROWS;
    if (((roles >> occurrences.roleCode(rows[index]!)) & 1) === 0) continue;
    if (!page.add({ depth: 0, path, offset, tie: 0 }, make)) return false;
  }
  return true;
}

/** The rows of the subjects in the order of their places; at one place by rank, then by subject and row. */
function findRows(occurrences: UnitOccurrences, subjects: readonly Subject[], roles: number): Found {
  const rows: number[] = [];
  const subjectOf: number[] = [];
  // Definitions are always looked at: they stand for the assignment at the same place.
  const looked = roles | (1 << DEFINITION);
  for (const [number, { lo, hi }] of subjects.entries()) {
    const symbol = occurrences.symbol(lo, hi);
    const end = symbol < 0 ? 0 : occurrences.end(symbol);
    for (let row = symbol < 0 ? 0 : occurrences.first(symbol); row < end && rows.length < PACKED_ROWS; row++) {
      if (((looked >> occurrences.roleCode(row)) & 1) === 0) continue;
      rows.push(row);
      subjectOf.push(number);
    }
  }
  return { rows, subjects: subjectOf, order: orderOf(occurrences, rows) };
}

function orderOf(occurrences: UnitOccurrences, rows: readonly number[]): Float64Array {
  const packed = new Float64Array(rows.length);
  let isSorted = true;
  for (let i = 0; i < packed.length; i++) {
    const row = rows[i]!;
    packed[i] = (occurrences.offset(row) * RANKS + occurrences.rank(row)) * PACKED_ROWS + i;
    if (i > 0 && packed[i]! < packed[i - 1]!) isSorted = false;
  }
  // The native sort is a call that most files do not need.
  return isSorted ? packed : packed.sort();
}
