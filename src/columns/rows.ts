/** Which rows of a reader belong together: those of a key in a sorted table, those of an owner in a table of lists. */
import type { TableReader } from './reader.ts';
import type { TableSchema } from './schema.ts';
import { lowerBound, type HashKeys } from './sort.ts';

/** The reader type of a schema. */
export type ReaderOf<S> = S extends TableSchema<infer C> ? TableReader<C> : never;

interface Keyed {
  readonly rows: number;
  readonly key: HashKeys;
}

/** The rows of a key in a table sorted by it, from the first to behind the last; null when there is none. */
export function rowsOfKey<R extends Keyed>(
  reader: R,
  lo: number,
  hi: number,
): { readonly reader: R; readonly from: number; readonly to: number } | null {
  const { key, rows } = reader;
  const from = lowerBound(key, rows, lo, hi);
  let to = from;
  while (to < rows && key.lo(to) === lo && key.hi(to) === hi) to++;
  return from === to ? null : { reader, from, to };
}

/**
 * The row behind the last one of an owner, in a table whose rows lie owner by owner: `starts` has the first row of each of
 * the `owners`, and the table `rows` rows.
 */
export function endOf(starts: { at(row: number): number }, owner: number, owners: number, rows: number): number {
  return owner + 1 < owners ? starts.at(owner + 1) : rows;
}
