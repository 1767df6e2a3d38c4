/**
 * Mutable side of tables: builders grow typed arrays, are reused from unit to unit, and are written once by `freeze.ts`.
 *
 *     const row = tables.decorator.add();
 *     tables.decorator.col.name[row] = strings.intern('property');
 *
 * `col` must be read again after `add()`, which may replace the arrays.
 */
import type { Columns, TableSchema } from './schema.ts';

/** Interns the strings of one block; ids are ordinals of first use. */
export class StringTableBuilder {
  readonly #ids = new Map<string, number>();
  readonly texts: string[] = [];

  intern(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.texts.length;
    this.#ids.set(text, id);
    this.texts.push(text);
    return id;
  }

  clear(): void {
    this.#ids.clear();
    this.texts.length = 0;
  }
}

type BuilderColumn<K> = K extends 'blob' ? (Uint8Array | undefined)[] : Uint32Array;
type AnyColumns = Record<string, Uint32Array | (Uint8Array | undefined)[]>;
/** Column arrays by name. A `hash` column holds two entries per row: low half, high half. */
export type BuilderColumns<C extends Columns> = { [K in keyof C]: BuilderColumn<C[K]> };

export class TableBuilder<C extends Columns = Columns> {
  readonly schema: TableSchema<C>;
  col: BuilderColumns<C>;
  rows = 0;
  #capacity = 64;

  constructor(schema: TableSchema<C>) {
    this.schema = schema;
    const col: AnyColumns = {};
    for (const name of schema.columnNames) {
      const kind = schema.columns[name];
      col[name] = kind === 'blob' ? [] : new Uint32Array(kind === 'hash' ? 2 * this.#capacity : this.#capacity);
    }
    // Safe because: the loop above made one array of the right kind for each column.
    this.col = col as BuilderColumns<C>;
  }

  /** A new row, every column of it 0 (a `ref` column: row 0; set -1 for none). */
  add(): number {
    const row = this.rows++;
    if (row === this.#capacity) this.#grow();
    return row;
  }

  clear(): void {
    const columns: AnyColumns = this.col;
    for (const name of this.schema.columnNames) {
      const column = columns[name]!;
      if (Array.isArray(column)) column.length = 0;
      else column.fill(0, 0, this.schema.columns[name] === 'hash' ? 2 * this.rows : this.rows);
    }
    this.rows = 0;
  }

  #grow(): void {
    this.#capacity *= 2;
    const columns: AnyColumns = this.col;
    const col: AnyColumns = {};
    for (const name of this.schema.columnNames) {
      const column = columns[name]!;
      if (Array.isArray(column)) {
        col[name] = column;
        continue;
      }
      const wider = new Uint32Array(2 * column.length);
      wider.set(column);
      col[name] = wider;
    }
    // Safe because: the loop above made one array of the right kind for each column.
    this.col = col as BuilderColumns<C>;
  }
}

/** The builders of one block: its tables and their common strings. */
export class BlockBuilder {
  readonly name: string;
  readonly strings: StringTableBuilder = new StringTableBuilder();
  readonly tables: readonly TableBuilder[];
  /** Digest of the block without rows and strings, once it was needed. */
  emptyDigest: Uint8Array | null = null;

  constructor(name: string, schemas: readonly TableSchema[]) {
    this.name = name;
    this.tables = schemas.map((schema) => new TableBuilder(schema));
  }

  clear(): void {
    this.strings.clear();
    for (const builder of this.tables) builder.clear();
  }
}

/** The builder type of a schema. */
export type BuilderOf<S> = S extends TableSchema<infer C> ? TableBuilder<C> : never;
