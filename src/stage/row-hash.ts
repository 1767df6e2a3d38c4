/** The hash of a row's content with strings resolved, so that it does not depend on ordinals. */
import { hashText, mixHash, type HashCell } from '#core';
import { HashColumn, IntColumn, StringColumn, type Columns, type TableReader, type TableSchema } from '#columns';

const scratch: HashCell = { lo: 0, hi: 0 };

/** Mixes the content of `row` into `out`. Look-up tables have no `ref` and no `blob` columns. */
export function mixRow<C extends Columns>(
  out: HashCell,
  schema: TableSchema<C>,
  reader: TableReader<C>,
  row: number,
): void {
  for (const name of schema.columnNames) {
    const column: unknown = reader[name];
    if (column instanceof IntColumn) mixHash(out, column.at(row), 1);
    else if (column instanceof HashColumn) mixHash(out, column.lo(row), column.hi(row));
    else if (column instanceof StringColumn) {
      hashText(scratch, column.at(row));
      mixHash(out, scratch.lo, scratch.hi);
    }
  }
}

/** The hash of rows `[from, to)`; (0, 0) for none. */
export function hashRows<C extends Columns>(
  out: HashCell,
  schema: TableSchema<C>,
  reader: TableReader<C>,
  from: number,
  to: number,
): void {
  out.lo = from === to ? 0 : 1;
  out.hi = 0;
  for (let row = from; row < to; row++) mixRow(out, schema, reader, row);
}
