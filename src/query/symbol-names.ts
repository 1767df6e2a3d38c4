/** Finds symbols by name. A qualified name is looked up by its module; any other name by its last segment and what ends with it. */
import { lowerBound } from '#columns';
import type { HashCell, UnitId } from '#core';
import { symbol, symbolName, nameKey } from '#facts';
import { qualifiedName, type SymbolPlace } from './symbol-place.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { viewOf, type View } from './view.ts';

const SEPARATORS = ['.', '/'] as const;

/** The symbols with exactly this qualified name, or the module of this path. */
export function qualifiedSymbols(view: View, name: string): SymbolPlace[] {
  const unit = view.snapshot.unit(name);
  // A file on which the stage failed has no symbols.
  if (unit !== -1) return view.table(symbol, unit) === null ? [] : [{ unit, declaration: 0, local: -1 }];
  const found: SymbolPlace[] = [];
  // The longest module first: a package may declare a name that a module below it has too.
  for (let end = name.length; end > 0 && found.length === 0; end = name.lastIndexOf('.', end - 1)) {
    const module = name.slice(0, end);
    for (const candidate of filesNamed(view, module)) {
      if (view.moduleName(candidate) !== module) continue;
      if (end === name.length) found.push({ unit: candidate, declaration: 0, local: -1 });
      else addNamed(found, view, candidate, lastSegment(name), (qualified) => qualified === name);
    }
  }
  return found;
}

/** The symbols whose qualified name is `name` or ends with it behind a separator, by path. */
export function namedSymbols(view: View, name: string): SymbolPlace[] {
  const found: SymbolPlace[] = [];
  for (const unit of unitsOfName(view, name)) {
    addNamed(found, view, unit, lastSegment(name), (qualified) => endsWithName(qualified, name));
    if (endsWithName(view.path(unit), name)) found.push({ unit, declaration: 0, local: -1 });
  }
  return found;
}

/** Files that declare the last segment of a name and, when it has several, the one before; and files of that name. */
function unitsOfName(view: View, name: string): UnitId[] {
  const last = lastSegment(name);
  const named = filesNamed(view, last);
  if (last === name) return named;
  const outer = new Set(filesNamed(view, lastSegment(name.slice(0, -last.length - 1))));
  const units = named.filter((unit) => outer.has(unit));
  const modules = filesNamed(view, name.slice(1 + name.lastIndexOf('/')));
  return view.sortUnits([...new Set([...units, ...modules])]);
}

function filesNamed(view: View, name: string): UnitId[] {
  const cell: HashCell = { lo: 0, hi: 0 };
  nameKey(cell, name);
  return view.unitsOf('name', cell.lo, cell.hi);
}

function lastSegment(name: string): string {
  return name.slice(1 + Math.max(...SEPARATORS.map((separator) => name.lastIndexOf(separator))));
}

function endsWithName(qualified: string, name: string): boolean {
  if (!qualified.endsWith(name)) return false;
  const before = qualified[qualified.length - name.length - 1];
  return before === undefined || before === '.' || before === '/';
}

function addNamed(
  found: SymbolPlace[],
  view: View,
  unit: UnitId,
  last: string,
  isWanted: (qualified: string) => boolean,
): void {
  const names = view.table(symbolName, unit);
  if (names === null) return;
  const symbols = view.table(symbol, unit)!;
  const cell = { lo: 0, hi: 0 };
  nameKey(cell, last);
  const { key, rows } = names;
  for (let row = lowerBound(key, rows, cell.lo, cell.hi); row < rows; row++) {
    if (key.lo(row) !== cell.lo || key.hi(row) !== cell.hi) break;
    const at = names.symbol.at(row);
    const place = { unit, declaration: symbols.declaration.at(at), local: symbols.local.at(at) };
    if (isWanted(qualifiedName(view, place))) found.push(place);
  }
}

/** The qualified name of a declaration of a file that is in the snapshot. */
export function qualifiedNameOf(snapshot: SnapshotReader, path: string, row: number): string {
  const view = viewOf(snapshot);
  return qualifiedName(view, { unit: view.unitOf(path), declaration: row, local: -1 });
}
