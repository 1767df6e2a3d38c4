/** Symbols as rows of a file: where a hash is declared, how it is called, which symbol a body belongs to. */
import { lowerBound } from '#columns';
import { hashHex, type UnitId } from '#core';
import {
  body,
  codeOf,
  declaration,
  DECLARATION_KINDS,
  local,
  LOCAL_KINDS,
  occurrence,
  OCCURRENCE_ROLES,
  OCCURRENCE_SOURCES,
  parameterName,
  symbol,
} from '#facts';
import type { Place, View } from './view.ts';

const DEFINITION = codeOf(OCCURRENCE_ROLES, 'definition');
const FROM_LOCAL = codeOf(OCCURRENCE_SOURCES, 'local');

/** One declaration of a symbol. Exactly one of the two rows is set, the other is -1. */
export interface SymbolPlace {
  readonly unit: UnitId;
  readonly declaration: number;
  readonly local: number;
}

/** A symbol in an answer. `symbol`: its descriptor hash as 16 hexadecimal digits. `name`: its qualified name. */
export interface SymbolRow extends Place {
  readonly symbol: string;
  readonly name: string;
  readonly kind: string;
}

/** The declarations of a symbol, by path, then by row. */
export function placesOf(view: View, lo: number, hi: number): SymbolPlace[] {
  const places: SymbolPlace[] = [];
  for (const unit of view.unitsOf('symbol', lo, hi)) addDeclared(places, view, unit, lo, hi);
  if (places.length > 0) return places;
  // A local occurs in its own file alone, but arguments anywhere can name a parameter.
  const units = view.unitsOf('occurrence', lo, hi);
  const owner = units.length === 1 ? units[0] : units.find((unit) => hasParameter(view, unit, lo, hi));
  if (owner !== undefined) addLocal(places, view, owner, lo, hi);
  return places;
}

function addDeclared(places: SymbolPlace[], view: View, unit: UnitId, lo: number, hi: number): void {
  const table = view.table(symbol, unit);
  if (table === null) return;
  const { key, rows, declaration: declarationRef, local: localRef } = table;
  for (let row = lowerBound(key, rows, lo, hi); row < rows && key.lo(row) === lo && key.hi(row) === hi; row++) {
    places.push({ unit, declaration: declarationRef.at(row), local: localRef.at(row) });
  }
}

function hasParameter(view: View, unit: UnitId, lo: number, hi: number): boolean {
  const table = view.table(parameterName, unit);
  if (table === null) return false;
  const row = lowerBound(table.key, table.rows, lo, hi);
  return row < table.rows && table.key.lo(row) === lo && table.key.hi(row) === hi;
}

/** Variables and parameters have no row in the directory, but an occurrence that defines them. */
function addLocal(places: SymbolPlace[], view: View, unit: UnitId, lo: number, hi: number): void {
  const [from, to] = occurrencesOf(view, unit, lo, hi);
  if (from === to) return;
  const { role, source, at } = view.table(occurrence, unit)!;
  for (let row = from; row < to; row++) {
    if (role.at(row) === DEFINITION && source.at(row) === FROM_LOCAL)
      places.push({ unit, declaration: -1, local: at.at(row) });
  }
}

/** The rows of a symbol in `occurrence` of a file; empty when it does not occur there. */
export function occurrencesOf(view: View, unit: UnitId, lo: number, hi: number): [from: number, to: number] {
  const occurrences = view.occurrences(unit);
  const symbol = occurrences?.symbol(lo, hi) ?? -1;
  return symbol < 0 ? [0, 0] : [occurrences!.first(symbol), occurrences!.end(symbol)];
}

export function hashOfPlace(view: View, { unit, declaration: row, local: localRow }: SymbolPlace): [number, number] {
  const { hash } = row >= 0 ? view.table(declaration, unit)! : view.table(local, unit)!;
  const at = row >= 0 ? row : localRow;
  return [hash.lo(at), hash.hi(at)];
}

/** Qualified name: the module, then the names from the outside in. */
export function qualifiedName(view: View, { unit, declaration: row, local: localRow }: SymbolPlace): string {
  return row >= 0 ? declarationName(view, unit, row) : localName(view, unit, localRow);
}

function declarationName(view: View, unit: UnitId, row: number): string {
  const { name, parent } = view.table(declaration, unit)!;
  if (row === 0) return view.moduleName(unit);
  let text = name.at(row);
  for (let outer = parent.at(row); outer > 0; outer = parent.at(outer)) text = `${name.at(outer)}.${text}`;
  return `${view.moduleName(unit)}.${text}`;
}

function localName(view: View, unit: UnitId, row: number): string {
  const { name, body: bodyOf } = view.table(local, unit)!;
  return `${qualifiedName(view, placeOfBody(view, unit, bodyOf.at(row)))}.${name.at(row)}`;
}

/** The nearest body that has a name, from this one outwards: lambdas and comprehensions belong to the function around them. */
export function namedBody(view: View, unit: UnitId, row: number): number {
  const { declaration: declarationRef, owner, parent } = view.table(body, unit)!;
  let at = row;
  while (declarationRef.at(at) < 0 && owner.at(at) < 0 && parent.at(at) >= 0) at = parent.at(at);
  return at;
}

/** The symbol whose code a body is. */
export function placeOfBody(view: View, unit: UnitId, row: number): SymbolPlace {
  const { declaration: declarationRef, owner } = view.table(body, unit)!;
  const at = namedBody(view, unit, row);
  const declared = declarationRef.at(at);
  if (declared >= 0) return { unit, declaration: declared, local: -1 };
  const local = owner.at(at);
  return local >= 0 ? { unit, declaration: -1, local } : { unit, declaration: 0, local: -1 };
}

/** The offset of the name where the symbol is declared. A module is declared at the start of its file. */
export function offsetOfPlace(view: View, { unit, declaration: row, local: localRow }: SymbolPlace): number {
  const positions = view.positions(unit);
  return row >= 0 ? positions.declaration(row) : positions.local(localRow);
}

export function kindOfPlace(view: View, { unit, declaration: row, local: localRow }: SymbolPlace): string {
  return row >= 0
    ? DECLARATION_KINDS[view.table(declaration, unit)!.kind.at(row)]!
    : LOCAL_KINDS[view.table(local, unit)!.kind.at(localRow)]!;
}

export function symbolRow(view: View, place: SymbolPlace): SymbolRow {
  const [lo, hi] = hashOfPlace(view, place);
  return {
    symbol: hashHex(lo, hi),
    name: qualifiedName(view, place),
    kind: kindOfPlace(view, place),
    ...view.place(place.unit, offsetOfPlace(view, place)),
  };
}
