/** Who imports it? The imports of a file or of symbols: of a file by the reverse module graph, of a symbol by its occurrences. */
import { hashPath, type HashCell, type UnitId } from '#core';
import { codeOf, importTable, importTarget, occurrence, OCCURRENCE_SOURCES } from '#facts';
import { importRow, type ImportRow } from './import-rows.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { unitsOfSubjects } from './references.ts';
import { occurrencesOf } from './symbol-place.ts';
import { resolveFew, subjectNames, type Target } from './target.ts';
import { viewOf, type View } from './view.ts';

const FROM_IMPORT = codeOf(OCCURRENCE_SOURCES, 'import');

/** A file as a whole, not a name in it. */
export interface FileTarget {
  readonly path: string;
}

export function importers(
  snapshot: SnapshotReader,
  target: FileTarget | Target,
  options: PageOptions = {},
): Answer<ImportRow> {
  const view = viewOf(snapshot);
  const page = new PageBuilder<ImportRow>('importers', snapshot.txnId, options);
  if ('path' in target && !('line' in target)) {
    const imported = view.unitOf(target.path);
    addRows(page, view, importingUnits(view, imported), (unit) => importsOf(view, unit, imported));
    return page.finish([view.moduleName(imported)]);
  }
  const subjects = resolveFew(view, target);
  addRows(page, view, unitsOfSubjects(view, subjects), (unit) => {
    const rows = new Set<number>();
    for (const { lo, hi } of subjects) addImportOccurrences(rows, view, unit, lo, hi);
    return [...rows];
  });
  return page.finish(subjectNames(view, subjects));
}

/** The files that import a file, by path. */
export function importingUnits(view: View, imported: UnitId): UnitId[] {
  const cell: HashCell = { lo: 0, hi: 0 };
  hashPath(cell, view.path(imported));
  return view.unitsOf('importer', cell.lo, cell.hi);
}

/** The import rows of `unit` that mean `imported` or what it declares; else those that name it, for it only passes on. */
export function importsOf(view: View, unit: UnitId, imported: UnitId): number[] {
  const targets = view.table(importTarget, unit);
  const table = view.table(importTable, unit);
  if (targets === null || table === null) return [];
  const cell: HashCell = { lo: 0, hi: 0 };
  hashPath(cell, view.path(imported));
  const all = Array.from({ length: targets.rows }, (_, row) => row);
  const exact = all.filter((row) => targets.path.lo(row) === cell.lo && targets.path.hi(row) === cell.hi);
  if (exact.length > 0) return exact;
  const names = moduleNames(view.path(imported));
  const named = all.filter((row) => names.has(lastName(table.module.at(row))));
  return named.length > 0 ? named : all.slice(0, 1);
}

/** Names by which an import may call the module in a file: its own without extension, and that of its folder. */
function moduleNames(path: string): ReadonlySet<string> {
  const parts = path.split('/');
  const name = parts.pop()!;
  const stem = name.includes('.') ? name.slice(0, name.indexOf('.')) : name;
  return new Set([name, stem, parts.pop() ?? '']);
}

function lastName(module: string): string {
  return module.slice(1 + Math.max(module.lastIndexOf('.'), module.lastIndexOf('/')));
}

function addImportOccurrences(rows: Set<number>, view: View, unit: UnitId, lo: number, hi: number): void {
  const [from, to] = occurrencesOf(view, unit, lo, hi);
  if (from === to) return;
  const { source, at } = view.table(occurrence, unit)!;
  for (let row = from; row < to; row++) if (source.at(row) === FROM_IMPORT) rows.add(at.at(row));
}

function addRows(
  page: PageBuilder<ImportRow>,
  view: View,
  units: readonly UnitId[],
  rowsOf: (unit: UnitId) => readonly number[],
): void {
  for (const unit of units) {
    const path = view.path(unit);
    if (page.skips(0, path) || view.table(importTable, unit) === null) continue;
    const positions = view.positions(unit);
    const rows = rowsOf(unit).map((row) => ({ row, offset: positions.import(row) }));
    rows.sort((a, b) => a.offset - b.offset || a.row - b.row);
    for (const { row, offset } of rows) {
      if (!page.add({ depth: 0, path, offset, tie: row }, () => importRow(view, unit, row))) return;
    }
  }
}
