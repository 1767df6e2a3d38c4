/** Which symbols are there? By name, by a pattern over simple names, by kind; all of them when nothing is asked. */
import { EngineError, type UnitId } from '#core';
import { DECLARATION_KINDS, declaration, local, LOCAL_KINDS, symbol } from '#facts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import { compile, parsePattern } from './pattern/index.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { namedSymbols } from './symbol-names.ts';
import { kindOfPlace, symbolRow, type SymbolPlace, type SymbolRow } from './symbol-place.ts';
import { viewOf, type View } from './view.ts';

export const SYMBOL_KINDS: readonly string[] = [...new Set<string>([...DECLARATION_KINDS, ...LOCAL_KINDS])];

export interface SymbolsQuery extends PageOptions {
  /** The symbols of this name, or whose qualified name ends with it. */
  readonly name?: string;
  /** A search pattern that the simple name must match somewhere. See `docs/search.md` for the dialect. */
  readonly pattern?: string;
  /** A declaration kind, such as `class`. */
  readonly symbolKind?: string;
}

export interface ListedSymbolRow extends SymbolRow {
  readonly origin: string;
  readonly certainty: 'resolved';
}

type IsWanted = (place: SymbolPlace) => boolean;

export function symbols(snapshot: SnapshotReader, query: SymbolsQuery = {}): Answer<ListedSymbolRow> {
  const view = viewOf(snapshot);
  const page = new PageBuilder<ListedSymbolRow>('symbols', snapshot.txnId, query);
  const isWanted = wanted(view, query);
  const byUnit = query.name === undefined ? null : groupByUnit(namedSymbols(view, query.name));
  for (const unit of byUnit === null ? snapshot.units : byUnit.keys()) {
    const path = view.path(unit);
    if (page.skips(0, path)) continue;
    const places = byUnit?.get(unit) ?? placesIn(view, unit);
    if (!addPlaces(page, view, unit, path, places.filter(isWanted))) break;
  }
  return page.finish();
}

function addPlaces(
  page: PageBuilder<ListedSymbolRow>,
  view: View,
  unit: UnitId,
  path: string,
  places: readonly SymbolPlace[],
): boolean {
  if (places.length === 0) return true;
  const positions = view.positions(unit);
  const offsets = new Map(
    places.map((place) => [
      place,
      place.declaration >= 0 ? positions.declaration(place.declaration) : positions.local(place.local),
    ]),
  );
  const ordered = places.toSorted((a, b) => offsets.get(a)! - offsets.get(b)! || a.declaration - b.declaration);
  for (const place of ordered) {
    const mark = { depth: 0, path, offset: offsets.get(place)!, tie: place.declaration + 1 };
    const make = (): ListedSymbolRow => ({
      ...symbolRow(view, place),
      origin: 'symbols/symbol',
      certainty: 'resolved',
    });
    if (!page.add(mark, make)) return false;
  }
  return true;
}

function groupByUnit(places: readonly SymbolPlace[]): Map<UnitId, SymbolPlace[]> {
  const groups = new Map<UnitId, SymbolPlace[]>();
  for (const place of places) {
    const group = groups.get(place.unit);
    if (group === undefined) groups.set(place.unit, [place]);
    else group.push(place);
  }
  return groups;
}

function placesIn(view: View, unit: UnitId): SymbolPlace[] {
  const table = view.table(symbol, unit);
  const places: SymbolPlace[] = [];
  for (let row = 0; row < (table?.rows ?? 0); row++)
    places.push({ unit, declaration: table!.declaration.at(row), local: table!.local.at(row) });
  return places;
}

function wanted(view: View, { symbolKind: kind, pattern }: SymbolsQuery): IsWanted {
  if (kind !== undefined && !SYMBOL_KINDS.includes(kind))
    throw new EngineError(
      'E_QUERY',
      `symbolKind '${kind}' is no kind of symbol; give one of ${SYMBOL_KINDS.join(', ')}`,
    );
  const hasName = pattern === undefined ? null : nameMatcher(pattern);
  return (place) =>
    (kind === undefined || kindOfPlace(view, place) === kind) && (hasName === null || hasName(simpleName(view, place)));
}

function simpleName(view: View, { unit, declaration: row, local: localRow }: SymbolPlace): string {
  return row >= 0 ? view.table(declaration, unit)!.name.at(row) : view.table(local, unit)!.name.at(localRow);
}

/** Work that one pattern may cost over all names. */
const PATTERN_FUEL = 1e9;

/** Matches names in linear time; a name that was seen is not matched again. */
function nameMatcher(pattern: string): (name: string) => boolean {
  const matcher = compile(parsePattern(pattern));
  const fuel = { left: PATTERN_FUEL };
  const known = new Map<string, boolean>();
  const encoder = new TextEncoder();
  return (name) => {
    let isMatch = known.get(name);
    if (isMatch === undefined) {
      const bytes = encoder.encode(name);
      isMatch = false;
      matcher.findAll(bytes, 0, bytes.length, () => !(isMatch = true), fuel);
      if (fuel.left < 0) throw new EngineError('E_QUERY', `pattern '${pattern}' takes too long; give a simpler one`);
      known.set(name, isMatch);
    }
    return isMatch;
  };
}
