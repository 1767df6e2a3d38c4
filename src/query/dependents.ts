/** What can an edit of this file reach? The files that import it, directly or through others, nearest first. */
import type { UnitId } from '#core';
import { importingUnits, importsOf } from './importers.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { compareText, viewOf, type Place, type View } from './view.ts';

export interface DependentRow extends Place {
  /** The file one step nearer that this one imports; line and column are those of that import. */
  readonly via: string;
  /** 1 for a file that imports the one asked for. */
  readonly depth: number;
  readonly origin: string;
  readonly certainty: 'resolved';
}

export interface DependentsOptions extends PageOptions {
  /** Most steps of imports. Default: all. */
  readonly depth?: number;
}

interface Dependent {
  readonly unit: UnitId;
  readonly via: UnitId;
}

export function dependents(
  snapshot: SnapshotReader,
  path: string,
  options: DependentsOptions = {},
): Answer<DependentRow> {
  const view = viewOf(snapshot);
  const start = view.unitOf(path);
  const page = new PageBuilder<DependentRow>('dependents', snapshot.txnId, options);
  const seen = new Set<UnitId>([start]);
  let level: UnitId[] = [start];
  for (let depth = 1; depth <= (options.depth ?? Infinity) && level.length > 0; depth++) {
    const found = importersOf(view, level, seen);
    for (const dependent of found) {
      const mark = { depth, path: view.path(dependent.unit), offset: 0, tie: 0 };
      if (!page.add(mark, () => dependentRow(view, dependent, depth))) return page.finish([view.moduleName(start)]);
    }
    level = found.map(({ unit }) => unit);
  }
  return page.finish([view.moduleName(start)]);
}

/** The files not seen yet that import one of a level, by path; each with the first file of the level that it imports. */
function importersOf(view: View, level: readonly UnitId[], seen: Set<UnitId>): Dependent[] {
  const found: Dependent[] = [];
  for (const via of level) {
    for (const unit of importingUnits(view, via)) {
      if (seen.has(unit)) continue;
      seen.add(unit);
      found.push({ unit, via });
    }
  }
  return found.sort((a, b) => compareText(view.path(a.unit), view.path(b.unit)));
}

function dependentRow(view: View, { unit, via }: Dependent, depth: number): DependentRow {
  const positions = view.positions(unit);
  const offsets = importsOf(view, unit, via).map((row) => positions.import(row));
  const place = view.place(unit, offsets.length === 0 ? 0 : Math.min(...offsets));
  return { ...place, via: view.path(via), depth, origin: 'cross-file/module_edge', certainty: 'resolved' };
}
