/**
 * Look-ups of other units, by path and key, each recorded in the trace of the unit that asks.
 * The trace is the only record of dependency: what a kernel did not ask here, it must not know.
 */
import { hashPath, mixHash, type HashCell } from '#core';
import {
  lowerBound,
  sortByHash,
  type Columns,
  type SegmentBuilder,
  type TableReader,
  type TableSchema,
} from '#columns';
import { hashRows } from './row-hash.ts';
import { trace } from './trace.ts';

/** Where look-ups find the tables of other units. Implemented over a catalog by the store. */
export interface UnitSource {
  /** The reader of `schema` in the unit whose path has this hash, or null when there is no such unit or segment. */
  tableAt<C extends Columns>(schema: TableSchema<C>, pathLo: number, pathHi: number): TableReader<C> | null;
  /** Calls `visit` with the path hash of each unit that has rows of a key of `schema`, whose posting set is looked up. */
  forEachUnitOf(
    schema: TableSchema,
    keyLo: number,
    keyHi: number,
    visit: (pathLo: number, pathHi: number) => void,
  ): void;
}

/** Rows `[from, to)` of a table of another unit. */
export interface Rows<C extends Columns> {
  readonly reader: TableReader<C>;
  readonly from: number;
  readonly to: number;
}

/** Key under which a trace and a change meet: the unit's path hash and the row key. */
export function traceKey(
  out: HashCell,
  source: number,
  pathLo: number,
  pathHi: number,
  keyLo: number,
  keyHi: number,
): void {
  out.lo = pathLo;
  out.hi = pathHi;
  mixHash(out, keyLo, keyHi);
  mixHash(out, source, pathLo);
}

export class Lookup {
  readonly #source: UnitSource;
  readonly #tables: readonly TableSchema[];
  readonly #seen = new Map<number, number>();
  readonly #cell: HashCell = { lo: 0, hi: 0 };
  readonly #value: HashCell = { lo: 0, hi: 0 };
  #out: SegmentBuilder | null = null;

  constructor(source: UnitSource, tables: readonly TableSchema[]) {
    this.#source = source;
    this.#tables = tables;
  }

  /** Begins recording into the trace table of `out`. */
  begin(out: SegmentBuilder): void {
    this.#out = out;
    this.#seen.clear();
  }

  /** Ends the recording: puts the trace in the order of its keys. */
  end(): void {
    if (this.#out !== null) sortByHash(this.#out.table(trace), 'key');
    this.#out = null;
  }

  /** The whole of a small table of another unit, or null. Traced as one answer. */
  whole<C extends Columns>(schema: TableSchema<C>, path: string): TableReader<C> | null {
    const cell = this.#cell;
    hashPath(cell, path);
    const lo = cell.lo;
    const hi = cell.hi;
    const reader = this.#source.tableAt(schema, lo, hi);
    if (reader === null) this.#record(schema, lo, hi, 0, 0, 0, 0);
    else {
      hashRows(this.#value, schema, reader, 0, reader.rows);
      this.#record(schema, lo, hi, 0, 0, this.#value.lo, this.#value.hi);
    }
    return reader;
  }

  /** The rows of `key` in a table sorted by its column `key`, of the unit with this path hash; null for none. */
  rows<C extends Columns & { key: 'hash' }>(
    schema: TableSchema<C>,
    pathLo: number,
    pathHi: number,
    keyLo: number,
    keyHi: number,
  ): Rows<C> | null {
    const found = this.#find(schema, pathLo, pathHi, keyLo, keyHi);
    if (found === null || found.from === found.to) {
      this.#record(schema, pathLo, pathHi, keyLo, keyHi, 0, 0);
      return null;
    }
    hashRows(this.#value, schema, found.reader, found.from, found.to);
    this.#record(schema, pathLo, pathHi, keyLo, keyHi, this.#value.lo, this.#value.hi);
    return found;
  }

  /** The rows of `key` in every file that has some, in path-hash order. Traced as one answer about the whole repository. */
  anywhere<C extends Columns & { key: 'hash' }>(schema: TableSchema<C>, keyLo: number, keyHi: number): Rows<C>[] {
    const found: Rows<C>[] = [];
    this.#source.forEachUnitOf(schema, keyLo, keyHi, (pathLo, pathHi) => {
      const rows = this.#find(schema, pathLo, pathHi, keyLo, keyHi);
      if (rows !== null && rows.from < rows.to) found.push(rows);
    });
    const sum: HashCell = { lo: found.length, hi: 0 };
    for (const { reader, from, to } of found) {
      hashRows(this.#value, schema, reader, from, to);
      mixHash(sum, this.#value.lo, this.#value.hi);
    }
    this.#record(schema, 0, 0, keyLo, keyHi, sum.lo, sum.hi);
    return found;
  }

  #find<C extends Columns & { key: 'hash' }>(
    schema: TableSchema<C>,
    pathLo: number,
    pathHi: number,
    keyLo: number,
    keyHi: number,
  ): Rows<C> | null {
    const reader = this.#source.tableAt(schema, pathLo, pathHi);
    if (reader === null) return null;
    const keys = reader['key'];
    const from = lowerBound(keys, reader.rows, keyLo, keyHi);
    let to = from;
    while (to < reader.rows && keys.lo(to) === keyLo && keys.hi(to) === keyHi) to++;
    return { reader, from, to };
  }

  #record(
    schema: TableSchema,
    pathLo: number,
    pathHi: number,
    keyLo: number,
    keyHi: number,
    lo: number,
    hi: number,
  ): void {
    const out = this.#out;
    if (out === null) return;
    const source = this.#tables.indexOf(schema);
    traceKey(this.#cell, source, pathLo, pathHi, keyLo, keyHi);
    // 53 bits of the key tell questions of one unit apart.
    const seen = this.#cell.hi * 0x200000 + (this.#cell.lo & 0x1fffff);
    if (this.#seen.has(seen)) return;
    const builder = out.table(trace);
    const row = builder.add();
    this.#seen.set(seen, row);
    const col = builder.col;
    col.key[2 * row] = this.#cell.lo;
    col.key[2 * row + 1] = this.#cell.hi;
    col.value[row] = (lo ^ hi) >>> 0;
  }
}
