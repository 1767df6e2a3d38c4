/**
 * Calls with a known callee, from both sides: the sites that call a symbol, and the sites in the code of a symbol. What runs
 * without a call being written, such as a getter, has the name nearest to it as its site.
 */
import { type ReaderOf, rowsOfKey } from '#columns';
import type { UnitId } from '#core';
import {
  body,
  callEdgeName,
  callEdgeTyped,
  CERTAINTY,
  codeOf,
  occurrence,
  OCCURRENCE_ROLES,
  OCCURRENCE_SOURCES,
  reference,
} from '#facts';
import { bodyOfReference } from './reference-body.ts';
import type { Certainty } from './symbol-at.ts';
import { namedBody, occurrencesOf, placeOfBody, type SymbolPlace } from './symbol-place.ts';
import type { View } from './view.ts';

const ROLE_CALL = codeOf(OCCURRENCE_ROLES, 'call');
const FROM_REFERENCE = codeOf(OCCURRENCE_SOURCES, 'reference');

/** One call in the code of `caller`. */
export interface CallSite {
  readonly unit: UnitId;
  readonly path: string;
  readonly offset: number;
  /** Orders sites of one offset: the row of the edge, written calls first. */
  readonly tie: number;
  readonly caller: SymbolPlace;
  readonly calleeLo: number;
  readonly calleeHi: number;
  readonly origin: string;
  readonly certainty: Certainty;
  /** No call is written: a member is read or assigned, an operator or `with` or `for` runs a method. */
  readonly isImplicit: boolean;
}

/** Calls `visit` with the calls of a symbol by path and position until it gives false. Files that `skips` names are not read. */
export function forEachCaller(
  view: View,
  lo: number,
  hi: number,
  skips: (path: string) => boolean,
  visit: (site: CallSite) => boolean,
): void {
  const units = new Set([...view.unitsOf('call', lo, hi), ...view.unitsOf('call-typed', lo, hi)]);
  for (const unit of view.sortUnits([...units])) {
    const path = view.path(unit);
    if (skips(path)) continue;
    for (const site of edgesTo(view, unit, lo, hi)) if (!visit(site)) return;
  }
}

/** Calls of a class by its name. Their edges lead to the constructor that runs, which may be one of a base. */
export function forEachInstantiation(
  view: View,
  lo: number,
  hi: number,
  skips: (path: string) => boolean,
  visit: (site: CallSite) => boolean,
): void {
  for (const unit of view.unitsOf('occurrence', lo, hi)) {
    const path = view.path(unit);
    if (skips(path)) continue;
    for (const site of instantiations(view, unit, lo, hi)) if (!visit(site)) return;
  }
}

/** The calls in the code of a symbol by position; those in its lambdas and comprehensions count as its own. */
export function callsIn(view: View, place: SymbolPlace): CallSite[] {
  const { unit } = place;
  const bodies = view.table(body, unit);
  if (bodies === null) return [];
  const isOwn = new Uint8Array(bodies.rows);
  for (let row = 0; row < bodies.rows; row++) {
    const named = namedBody(view, unit, row);
    const owner = place.declaration >= 0 ? bodies.declaration.at(named) : bodies.owner.at(named);
    isOwn[row] = owner === (place.declaration >= 0 ? place.declaration : place.local) ? 1 : 0;
  }
  return sitesOf(view, unit, ({ rows }) => [0, rows], isOwn);
}

function edgesTo(view: View, unit: UnitId, lo: number, hi: number): CallSite[] {
  const rowsOf = (edges: Pick<Edges, 'key' | 'rows'>): [from: number, to: number] => {
    const found = rowsOfKey(edges, lo, hi);
    return found === null ? [0, 0] : [found.from, found.to];
  };
  return sitesOf(view, unit, rowsOf, null);
}

type Edges = ReaderOf<typeof callEdgeTyped>;

/** The view `call_edge` as sites: what types tell of a call, else what names tell. */
function sitesOf(
  view: View,
  unit: UnitId,
  rowsOf: (edges: Pick<Edges, 'key' | 'rows'>) => readonly [from: number, to: number],
  isWanted: Uint8Array | null,
): CallSite[] {
  const sites: CallSite[] = [];
  const typed = view.table(callEdgeTyped, unit);
  const named = view.table(callEdgeName, unit);
  const told = new Set<number>();
  for (let row = 0; typed !== null && row < typed.rows; row++) told.add(typed.call.at(row));
  if (typed !== null)
    addSites(sites, view, unit, { edges: typed, origin: 'types/call_edge_typed' }, rowsOf(typed), isWanted, NOTHING);
  if (named !== null)
    addSites(sites, view, unit, { edges: named, origin: 'cross-file/call_edge_name' }, rowsOf(named), isWanted, told);
  return sites.sort((a, b) => a.offset - b.offset || a.tie - b.tie);
}

const NOTHING: ReadonlySet<number> = new Set();
/** Above every row of a table of edges. */
const BEHIND_WRITTEN = 0x40000000;

function addSites(
  sites: CallSite[],
  view: View,
  unit: UnitId,
  { edges, origin }: { readonly edges: Edges | ReaderOf<typeof callEdgeName>; readonly origin: string },
  [from, to]: readonly [from: number, to: number],
  isWanted: Uint8Array | null,
  told: ReadonlySet<number>,
): void {
  const path = view.path(unit);
  const positions = view.positions(unit);
  const { key, call, caller, certainty } = edges;
  const nearest = 'reference' in edges ? edges.reference : null;
  for (let row = from; row < to; row++) {
    const written = call.at(row);
    const named = written < 0 ? (nearest?.at(row) ?? -1) : -1;
    // Without a name near it there is no place to show.
    if (written < 0 ? named < 0 : told.has(written)) continue;
    if (isWanted !== null && isWanted[caller.at(row)] === 0) continue;
    sites.push({
      unit,
      path,
      offset: written < 0 ? positions.reference(named) : positions.call(written),
      isImplicit: written < 0,
      tie: written < 0 ? BEHIND_WRITTEN + row : row,
      caller: placeOfBody(view, unit, caller.at(row)),
      calleeLo: key.lo(row),
      calleeHi: key.hi(row),
      origin,
      certainty: CERTAINTY[certainty.at(row)]!,
    });
  }
}

function instantiations(view: View, unit: UnitId, lo: number, hi: number): CallSite[] {
  const [from, to] = occurrencesOf(view, unit, lo, hi);
  if (from === to || view.table(reference, unit) === null) return [];
  const path = view.path(unit);
  const positions = view.positions(unit);
  const { role, source, at, certainty } = view.table(occurrence, unit)!;
  const sites: CallSite[] = [];
  for (let row = from; row < to; row++) {
    if (role.at(row) !== ROLE_CALL || source.at(row) !== FROM_REFERENCE) continue;
    sites.push({
      unit,
      path,
      offset: positions.reference(at.at(row)),
      tie: row,
      caller: placeOfBody(view, unit, bodyOfReference(view, unit, at.at(row))),
      calleeLo: lo,
      calleeHi: hi,
      origin: 'occurrences/occurrence',
      isImplicit: false,
      certainty: CERTAINTY[certainty.at(row)]!,
    });
  }
  return sites.sort((a, b) => a.offset - b.offset || a.tie - b.tie);
}
