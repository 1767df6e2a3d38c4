/**
 * What search needs of one file. A snapshot is handed in as the list of its files in byte order of their paths.
 * Pass the same array for the same snapshot: what is derived from it is kept as long as the array lives.
 */
import type { Columns, TableReader, TableSchema } from '#columns';
import type { CHUNK_KINDS } from '#facts';

export interface SearchUnit {
  readonly path: string;
  /** The source as UTF-8; empty for a binary file. */
  readonly text: Uint8Array;
  /** The table of this file, without rows when no stage wrote it. */
  table<C extends Columns>(schema: TableSchema<C>): TableReader<C>;
}

/** A chunk, or a file without chunks, that answers a search by rank. */
export interface ChunkMatch {
  readonly path: string;
  /** First and last line, from 1. */
  readonly line: number;
  readonly endLine: number;
  readonly score: number;
  readonly kind: (typeof CHUNK_KINDS)[number];
}

/** Makes a function that derives something from a list of units once and keeps it while the list lives. */
export function perSnapshot<T>(derive: (units: readonly SearchUnit[]) => T): (units: readonly SearchUnit[]) => T {
  const kept = new WeakMap<readonly SearchUnit[], { readonly value: T }>();
  return (units) => {
    let entry = kept.get(units);
    if (entry === undefined) kept.set(units, (entry = { value: derive(units) }));
    return entry.value;
  };
}
