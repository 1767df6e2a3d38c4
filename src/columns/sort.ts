/** Orders the rows of a builder by a `hash` column (high half first), for tables that are looked up by key. */
import type { TableBuilder } from './builder.ts';
import type { Columns } from './schema.ts';

/** Sorts the rows of `builder` by its hash column `key`, ties in the order of insertion. */
export function sortByHash<C extends Columns>(builder: TableBuilder<C>, key: keyof C & string): void {
  const rows = builder.rows;
  const column: Uint32Array | (Uint8Array | undefined)[] = builder.col[key];
  if (Array.isArray(column)) return;
  const order = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) order[i] = i;
  order.sort((a, b) => column[2 * a + 1]! - column[2 * b + 1]! || column[2 * a]! - column[2 * b]! || a - b);
  for (const name of builder.schema.columnNames) permute(builder, name, order);
}

function permute<C extends Columns>(builder: TableBuilder<C>, name: string, order: Uint32Array): void {
  const columns: Record<string, Uint32Array | (Uint8Array | undefined)[]> = builder.col;
  const column = columns[name]!;
  if (Array.isArray(column)) {
    const before = column.slice();
    for (let i = 0; i < order.length; i++) column[i] = before[order[i]!];
    return;
  }
  const stride = builder.schema.columns[name] === 'hash' ? 2 : 1;
  const before = column.slice(0, stride * order.length);
  for (let i = 0; i < order.length; i++) {
    for (let part = 0; part < stride; part++) column[stride * i + part] = before[stride * order[i]! + part]!;
  }
}

interface HashKeys {
  lo(row: number): number;
  hi(row: number): number;
}

/** First row of a sorted hash column whose key is not below (lo, hi). Binary search. */
export function lowerBound(keys: HashKeys, rows: number, lo: number, hi: number): number {
  let from = 0;
  let to = rows;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const high = keys.hi(middle);
    if (high < hi || (high === hi && keys.lo(middle) < lo)) from = middle + 1;
    else to = middle;
  }
  return from;
}
