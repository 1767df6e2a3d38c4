/** What does a file import? Its import rows in the order of the source, with what each of them means. */
import { importTable } from '#facts';
import { importRow, type ImportRow } from './import-rows.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { viewOf } from './view.ts';

export function imports(snapshot: SnapshotReader, path: string, options: PageOptions = {}): Answer<ImportRow> {
  const view = viewOf(snapshot);
  const unit = view.unitOf(path);
  const page = new PageBuilder<ImportRow>('imports', snapshot.txnId, options);
  const table = view.table(importTable, unit);
  if (table === null) return page.finish();
  const positions = view.positions(unit);
  const rows = Array.from({ length: table.rows }, (_, row) => ({ row, offset: positions.import(row) }));
  rows.sort((a, b) => a.offset - b.offset || a.row - b.row);
  for (const { row, offset } of rows) {
    const mark = { depth: 0, path: view.path(unit), offset, tie: row };
    if (!page.add(mark, () => importRow(view, unit, row))) break;
  }
  return page.finish();
}
