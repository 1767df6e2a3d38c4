/**
 * Mutable side of tables: builders grow typed arrays, are reused from unit to unit, and are written once by `freeze.ts`.
 *
 *     const row = tables.decorator.add();
 *     tables.decorator.col.name[row] = strings.intern('property');
 *
 * `col` must be read again after `add()`, which may replace the arrays.
 */
import type { ColumnKind, Columns, TableSchema } from './schema.ts';

const encoder = new TextEncoder();
const FIRST_STRING_BYTES = 4096;
const FIRST_ROWS = 64;

/** Interns the strings of one block; ids are ordinals of first use. A string is encoded when it is first seen. */
export class StringTableBuilder {
  readonly #ids = new Map<string, number>();
  /** The first `count` are those of this unit: to shorten an array, and to let it grow again, costs more than what is kept. */
  readonly texts: string[] = [];
  count = 0;
  /** UTF-8 of all texts, one after the other, and where each ends. Longer than what is used. */
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_STRING_BYTES);
  ends: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_STRING_BYTES >> 3);
  byteLength = 0;

  intern(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.count++;
    this.#ids.set(text, id);
    this.texts[id] = text;
    this.#append(text, id);
    return id;
  }

  clear(): void {
    if (this.count === 0) return;
    this.#ids.clear();
    this.count = 0;
    this.byteLength = 0;
  }

  #append(text: string, id: number): void {
    // A UTF-16 unit takes at most three bytes.
    if (this.byteLength + 3 * text.length > this.bytes.length) this.#growBytes(3 * text.length);
    if (id === this.ends.length) this.#growEnds();
    const { bytes } = this;
    const from = this.byteLength;
    let i = 0;
    for (; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c > 0x7f) break;
      bytes[from + i] = c;
    }
    this.byteLength = from + (i === text.length ? i : encoder.encodeInto(text, bytes.subarray(from)).written);
    this.ends[id] = this.byteLength;
  }

  #growBytes(least: number): void {
    const wider = new Uint8Array(Math.max(2 * this.bytes.length, this.byteLength + least));
    wider.set(this.bytes);
    this.bytes = wider;
  }

  #growEnds(): void {
    const wider = new Uint32Array(2 * this.ends.length);
    wider.set(this.ends);
    this.ends = wider;
  }
}

type BuilderColumn<K> = K extends 'blob' ? (Uint8Array | undefined)[] : Uint32Array;
type AnyColumn = Uint32Array | (Uint8Array | undefined)[];
type AnyColumns = Record<string, AnyColumn>;
/** Column arrays by name. A `hash` column holds two entries per row: low half, high half. */
export type BuilderColumns<C extends Columns> = { [K in keyof C]: BuilderColumn<C[K]> };

export class TableBuilder<C extends Columns = Columns> {
  readonly schema: TableSchema<C>;
  col: BuilderColumns<C>;
  /** The arrays of `col` and their kinds in the order of `schema.columnNames`, for code that serves all tables. */
  readonly arrays: AnyColumn[];
  readonly kinds: readonly ColumnKind[];
  rows = 0;
  #capacity = FIRST_ROWS;

  constructor(schema: TableSchema<C>) {
    this.schema = schema;
    this.kinds = schema.columnNames.map((name) => schema.columns[name]!);
    this.arrays = this.kinds.map((kind) =>
      kind === 'blob' ? [] : new Uint32Array(kind === 'hash' ? 2 * FIRST_ROWS : FIRST_ROWS),
    );
    this.col = this.#named();
  }

  /** A new row, every column of it 0 (a `ref` column: row 0; set -1 for none). */
  add(): number {
    const row = this.rows++;
    if (row === this.#capacity) this.#grow();
    return row;
  }

  /** `count` new rows at once; returns the first. */
  addRows(count: number): number {
    const first = this.rows;
    this.rows += count;
    if (this.rows > this.#capacity) this.#grow();
    return first;
  }

  clear(): void {
    const { arrays, kinds, rows } = this;
    if (rows === 0) return;
    for (let i = 0; i < arrays.length; i++) {
      const column = arrays[i]!;
      if (Array.isArray(column)) column.fill(undefined, 0, rows);
      else clearNumbers(column, kinds[i] === 'hash' ? 2 * rows : rows);
    }
    this.rows = 0;
  }

  #grow(): void {
    while (this.#capacity < this.rows) this.#capacity *= 2;
    for (const [i, column] of this.arrays.entries()) {
      if (Array.isArray(column)) continue;
      const wider = new Uint32Array(this.kinds[i] === 'hash' ? 2 * this.#capacity : this.#capacity);
      wider.set(column);
      this.arrays[i] = wider;
    }
    this.col = this.#named();
  }

  #named(): BuilderColumns<C> {
    const col: AnyColumns = {};
    for (const [i, name] of this.schema.columnNames.entries()) col[name] = this.arrays[i]!;
    // Safe because: `arrays` has one array of the right kind for each column.
    return col as BuilderColumns<C>;
  }
}

/** Most tables of most files have few rows, for which a loop is faster than a call. */
function clearNumbers(column: Uint32Array, length: number): void {
  if (length > 64) column.fill(0, 0, length);
  else for (let i = 0; i < length; i++) column[i] = 0;
}

/** The builders of one block: its tables and their common strings. */
export class BlockBuilder {
  readonly name: string;
  readonly strings: StringTableBuilder = new StringTableBuilder();
  readonly tables: readonly TableBuilder[];
  readonly columnCount: number;
  /** Digest of the block without rows and strings, once it was needed. */
  emptyDigest: Uint8Array | null = null;

  constructor(name: string, schemas: readonly TableSchema[]) {
    this.name = name;
    this.tables = schemas.map((schema) => new TableBuilder(schema));
    this.columnCount = schemas.reduce((sum, schema) => sum + schema.columnNames.length, 0);
  }

  clear(): void {
    this.strings.clear();
    for (const builder of this.tables) builder.clear();
  }
}

/** The builder type of a schema. */
export type BuilderOf<S> = S extends TableSchema<infer C> ? TableBuilder<C> : never;
