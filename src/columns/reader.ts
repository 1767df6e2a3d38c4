/**
 * Frozen side of tables: views over the bytes of a segment. Readers never write, and cost nothing until a column is used.
 *
 *     const { name, parent } = reader.table(declaration);
 *     name.at(row); // the text
 *     parent.at(row); // a row, or -1
 */
import { EngineError } from '#core';
import { wordsOf } from './arena.ts';
import { digestHex } from './digest.ts';
import {
  BLOCK_ENTRY_BYTES,
  DIGEST_BYTES,
  FORMAT_VERSION,
  KEY_OFFSET,
  MAGIC,
  PARTIAL_FLAG,
  SEGMENT_HEADER_BYTES,
} from './layout.ts';
import { blocksOf, type ColumnKind, type Columns, type TableSchema } from './schema.ts';

/** What a look-up needs of a schema, whatever its columns. */
export type NamedTable = Pick<TableSchema, 'name'>;

type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** An `int` column. */
export class IntColumn {
  readonly #values: Numbers;
  constructor(values: Numbers) {
    this.#values = values;
  }
  at(row: number): number {
    return this.#values[row]!;
  }
}

/** A `ref` column: the row it points to, or -1. */
export class RefColumn {
  readonly #values: Numbers;
  constructor(values: Numbers) {
    this.#values = values;
  }
  at(row: number): number {
    return this.#values[row]! - 1;
  }
}

/** A `hash` column: 64 bits as two unsigned halves. */
export class HashColumn {
  readonly #halves: Uint32Array;
  constructor(halves: Uint32Array) {
    this.#halves = halves;
  }
  lo(row: number): number {
    return this.#halves[2 * row]!;
  }
  hi(row: number): number {
    return this.#halves[2 * row + 1]!;
  }
}

/** A `string` column: the id within the block, or the text. */
export class StringColumn {
  readonly #ids: Numbers;
  readonly strings: StringTable;
  constructor(ids: Numbers, strings: StringTable) {
    this.#ids = ids;
    this.strings = strings;
  }
  id(row: number): number {
    return this.#ids[row]!;
  }
  at(row: number): string {
    return this.strings.at(this.#ids[row]!);
  }
}

/** A `blob` column: a view of the bytes of one row. */
export class BlobColumn {
  readonly #ends: Uint32Array;
  readonly #bytes: Uint8Array;
  constructor(ends: Uint32Array, bytes: Uint8Array) {
    this.#ends = ends;
    this.#bytes = bytes;
  }
  at(row: number): Uint8Array {
    return this.#bytes.subarray(row === 0 ? 0 : this.#ends[row - 1]!, this.#ends[row]);
  }
}

/** The strings of one block, decoded when asked for and then kept. */
export class StringTable {
  readonly count: number;
  readonly #ends: Uint32Array;
  readonly #bytes: Buffer;
  readonly #texts: (string | undefined)[];

  constructor(ends: Uint32Array, bytes: Buffer) {
    this.count = ends.length;
    this.#ends = ends;
    this.#bytes = bytes;
    this.#texts = [];
  }

  at(id: number): string {
    let text = this.#texts[id];
    if (text === undefined) {
      text = this.#bytes.toString('utf8', id === 0 ? 0 : this.#ends[id - 1]!, this.#ends[id]);
      this.#texts[id] = text;
    }
    return text;
  }

  /** The id of a text, or -1. Linear in the number of strings of the block. */
  find(text: string): number {
    for (let id = 0; id < this.count; id++) if (this.at(id) === text) return id;
    return -1;
  }
}

interface ColumnReaders {
  int: IntColumn;
  ref: RefColumn;
  string: StringColumn;
  hash: HashColumn;
  blob: BlobColumn;
}
/** The columns of a table as readers, and its number of rows. */
export type TableReader<C extends Columns = Columns> = { readonly rows: number } & {
  readonly [K in keyof C]: ColumnReaders[C[K]];
};

/** Where a schema lies among the writes of its step. */
interface Place {
  readonly ordinal: number;
  readonly block: number;
  /** The word of the row count within the block. */
  readonly word: number;
  readonly readerClass: new (segment: SegmentReader, place: Place) => object;
}

/** The layout that a list of written tables implies. Made once per step. */
export class SegmentLayout {
  readonly tables: readonly TableSchema[];
  readonly blocks: readonly (readonly [string, readonly TableSchema[]])[];
  readonly #places = new Map<string, Place>();

  constructor(tables: readonly TableSchema[]) {
    this.tables = tables;
    this.blocks = [...blocksOf(tables)];
    for (const [block, [, members]] of this.blocks.entries()) {
      let word = 3;
      for (const schema of members) {
        this.#places.set(schema.name, { ordinal: this.#places.size, block, word, readerClass: readerClass(schema) });
        word += 1 + schema.columnNames.length;
      }
    }
  }

  has(schema: NamedTable): boolean {
    return this.#places.has(schema.name);
  }

  place(schema: NamedTable): Place {
    const place = this.#places.get(schema.name);
    if (place === undefined) throw new EngineError('E_TABLE_SCHEMA', `table ${schema.name} is not in this segment`);
    return place;
  }

  blockOf(schema: NamedTable): number {
    return this.place(schema).block;
  }
}

/** True when the kernel that wrote the segment at an offset ran out of fuel. */
export function isPartialSegment(buffer: SharedArrayBuffer, offset: number): boolean {
  return (wordsOf(buffer)[(offset >> 2) + 3]! & PARTIAL_FLAG) !== 0;
}

/** One frozen segment: its header, and a reader for each of its tables. */
export class SegmentReader {
  readonly layout: SegmentLayout;
  readonly buffer: ArrayBufferLike;
  readonly offset: number;
  /** Words of the whole arena: a reader makes no view of its own. */
  readonly #words: Uint32Array;
  readonly #base: number;
  /** Readers by ordinal of the table, and strings by block, made when asked for. */
  #tables: (object | undefined)[] | null = null;
  #strings: (StringTable | undefined)[] | null = null;

  constructor(layout: SegmentLayout, buffer: ArrayBufferLike, offset: number) {
    this.layout = layout;
    this.buffer = buffer;
    this.offset = offset;
    this.#words = wordsOf(buffer);
    this.#base = offset >> 2;
    if (this.#words[this.#base] !== (MAGIC ^ FORMAT_VERSION) >>> 0) {
      throw new EngineError('E_TABLE_SCHEMA', `no segment of format ${FORMAT_VERSION} at byte ${offset}`);
    }
  }

  get byteLength(): number {
    return this.word(1);
  }

  get key(): Uint8Array {
    return new Uint8Array(this.buffer, this.offset + KEY_OFFSET, DIGEST_BYTES);
  }

  /** The digest of the block that holds `schema`, as a view of 16 bytes. */
  digest(schema: NamedTable): Uint8Array {
    return this.blockDigest(this.layout.blockOf(schema));
  }

  blockDigest(block: number): Uint8Array {
    const at = this.offset + SEGMENT_HEADER_BYTES + BLOCK_ENTRY_BYTES * block + 8;
    return new Uint8Array(this.buffer, at, DIGEST_BYTES);
  }

  /** Copies the four words of a block's digest to `into` at `at`. */
  copyDigest(block: number, into: Uint32Array, at: number): void {
    const from = this.#base + ((SEGMENT_HEADER_BYTES + BLOCK_ENTRY_BYTES * block + 8) >> 2);
    for (let i = 0; i < DIGEST_BYTES >> 2; i++) into[at + i] = this.#words[from + i]!;
  }

  blockDigestHex(block: number): string {
    return digestHex(this.blockDigest(block));
  }

  /** Bytes of a block, header and strings included. */
  blockBytes(block: number): number {
    return this.word(((SEGMENT_HEADER_BYTES + BLOCK_ENTRY_BYTES * block) >> 2) + 1);
  }

  rows(schema: NamedTable): number {
    const place = this.layout.place(schema);
    return this.word((this.blockBase(place.block) >> 2) + place.word);
  }

  table<C extends Columns>(schema: TableSchema<C>): TableReader<C> {
    const place = this.layout.place(schema);
    const tables = (this.#tables ??= []);
    let reader = tables[place.ordinal];
    if (reader === undefined) {
      reader = new place.readerClass(this, place);
      tables[place.ordinal] = reader;
    }
    // Safe because: the class was generated from this schema.
    return reader as TableReader<C>;
  }

  /** @internal Offset of a block within the segment. */
  blockBase(block: number): number {
    return this.word((SEGMENT_HEADER_BYTES + BLOCK_ENTRY_BYTES * block) >> 2);
  }

  /** @internal */
  word(at: number): number {
    return this.#words[this.#base + at]!;
  }

  /** @internal */
  strings(block: number): StringTable {
    const strings = (this.#strings ??= []);
    return (strings[block] ??= this.#readStrings(this.blockBase(block)));
  }

  #readStrings(base: number): StringTable {
    const count = this.word(base >> 2);
    const at = this.offset + base;
    const ends = new Uint32Array(this.buffer, at + this.word((base >> 2) + 1), count);
    const bytes = count === 0 ? 0 : ends[count - 1]!;
    return new StringTable(ends, Buffer.from(this.buffer, at + this.word((base >> 2) + 2), bytes));
  }
}

function openColumn(segment: SegmentReader, place: Place, ordinal: number, kind: ColumnKind, rows: number): object {
  const base = segment.blockBase(place.block);
  const word = segment.word((base >> 2) + place.word + 1 + ordinal);
  const at = segment.offset + base + (word >>> 2);
  if (kind === 'hash') return new HashColumn(new Uint32Array(segment.buffer, at, 2 * rows));
  if (kind === 'blob') {
    const ends = new Uint32Array(segment.buffer, at, rows);
    return new BlobColumn(ends, new Uint8Array(segment.buffer, at + 4 * rows, rows === 0 ? 0 : ends[rows - 1]!));
  }
  const width = word & 3;
  const values =
    width === 0
      ? new Uint8Array(segment.buffer, at, rows)
      : width === 1
        ? new Uint16Array(segment.buffer, at, rows)
        : new Uint32Array(segment.buffer, at, rows);
  if (kind === 'string') return new StringColumn(values, segment.strings(place.block));
  return kind === 'ref' ? new RefColumn(values) : new IntColumn(values);
}

/** A class with one lazy getter per column, so that all readers of a schema share one shape. */
function readerClass(schema: TableSchema): new (segment: SegmentReader, place: Place) => object {
  const made = class {
    readonly rows: number;
    readonly segment: SegmentReader;
    readonly place: Place;
    readonly columns: (object | undefined)[] = [];
    constructor(segment: SegmentReader, place: Place) {
      this.segment = segment;
      this.place = place;
      this.rows = segment.word((segment.blockBase(place.block) >> 2) + place.word);
    }
  };
  for (const [ordinal, name] of schema.columnNames.entries()) {
    const kind = schema.columns[name]!;
    Object.defineProperty(made.prototype, name, {
      get(this: InstanceType<typeof made>) {
        return (this.columns[ordinal] ??= openColumn(this.segment, this.place, ordinal, kind, this.rows));
      },
    });
  }
  return made;
}
