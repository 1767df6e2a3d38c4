/** What is in a file? Its declarations in the order of the source, each with its depth and extent. */
import { declaration } from '#facts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { symbolRow, type SymbolRow } from './symbol-place.ts';
import { viewOf } from './view.ts';

export interface OutlineRow extends SymbolRow {
  /** 0 for what the module declares itself. */
  readonly depth: number;
  /** The last line of the declaration. */
  readonly endLine: number;
  readonly origin: string;
  readonly certainty: 'resolved';
}

export function outline(snapshot: SnapshotReader, path: string, options: PageOptions = {}): Answer<OutlineRow> {
  const view = viewOf(snapshot);
  const unit = view.unitOf(path);
  const page = new PageBuilder<OutlineRow>('outline', snapshot.txnId, options);
  const table = view.table(declaration, unit);
  if (table === null) return page.finish();
  const positions = view.positions(unit);
  const depths = new Int32Array(table.rows).fill(-1);
  const rows: number[] = [];
  for (let row = 1; row < table.rows; row++) {
    // A parent precedes its children.
    depths[row] = depths[table.parent.at(row)]! + 1;
    rows.push(row);
  }
  rows.sort((a, b) => positions.declaration(a) - positions.declaration(b) || a - b);
  for (const row of rows) {
    const mark = { depth: 0, path: view.path(unit), offset: positions.declaration(row), tie: row };
    const make = (): OutlineRow => ({
      ...symbolRow(view, { unit, declaration: row, local: -1 }),
      depth: depths[row]!,
      endLine: 1 + view.lines(unit).lineAt(positions.declarationEnd(row)),
      origin: 'ir-build/declaration',
      certainty: 'resolved',
    });
    if (!page.add(mark, make)) break;
  }
  return page.finish();
}
