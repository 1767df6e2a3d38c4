/**
 * Frozen side of tables: views over the bytes of a segment. Readers never write, and cost nothing until a column is used.
 *
 *     const { name, parent } = reader.table(declaration);
 *     name.at(row); // the text
 *     parent.at(row); // a row, or -1
 */
import { EngineError } from '#core';
import { viewsOf, wordsOf, type ArenaViews } from './arena.ts';
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

/** What a width leaves of a word. */
const MASKS = [0xff, 0xffff, 0xffffffff];

/**
 * Numbers of 1, 2 or 4 bytes, read out of the words of the whole arena. One kind of view and no test of the width: a column
 * costs no view of its own, and code that reads columns is the same for all widths. `row` is never outside the column.
 */
class Numbers {
  readonly #words: Uint32Array;
  /** In bytes, from the start of the arena. */
  readonly #from: number;
  readonly #width: number;
  readonly #mask: number;
  constructor(words: Uint32Array, from: number, width: number) {
    this.#words = words;
    this.#from = from;
    this.#width = width;
    this.#mask = MASKS[width]!;
  }
  protected number(row: number): number {
    const at = this.#from + (row << this.#width);
    return ((this.#words[at >>> 2]! >>> ((at & 3) << 3)) & this.#mask) >>> 0;
  }
}

/** An `int` column. */
export class IntColumn extends Numbers {
  at(row: number): number {
    return this.number(row);
  }
}

/** A `ref` column: the row it points to, or -1. */
export class RefColumn extends Numbers {
  at(row: number): number {
    return this.number(row) - 1;
  }
}

/** A `hash` column: 64 bits as two unsigned halves. */
export class HashColumn {
  readonly #words: Uint32Array;
  readonly #from: number;
  constructor(words: Uint32Array, from: number) {
    this.#words = words;
    this.#from = from;
  }
  lo(row: number): number {
    return this.#words[this.#from + 2 * row]!;
  }
  hi(row: number): number {
    return this.#words[this.#from + 2 * row + 1]!;
  }
}

/** A `string` column: the id within the block, or the text. */
export class StringColumn extends Numbers {
  readonly strings: StringTable;
  constructor(words: Uint32Array, from: number, width: number, strings: StringTable) {
    super(words, from, width);
    this.strings = strings;
  }
  id(row: number): number {
    return this.number(row);
  }
  at(row: number): string {
    return this.strings.at(this.number(row));
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
  readonly #words: Uint32Array;
  /** Of the arena: the word of the first end, and the byte of the first text. */
  readonly #ends: number;
  readonly #from: number;
  readonly #bytes: Buffer;
  readonly #texts: (string | undefined)[];

  constructor(arena: ArenaViews, ends: number, from: number, count: number) {
    this.count = count;
    this.#words = arena.words;
    this.#bytes = arena.bytes;
    this.#ends = ends;
    this.#from = from;
    this.#texts = [];
  }

  at(id: number): string {
    let text = this.#texts[id];
    if (text === undefined) {
      const start = id === 0 ? 0 : this.#words[this.#ends + id - 1]!;
      text = this.#bytes.toString('utf8', this.#from + start, this.#from + this.#words[this.#ends + id]!);
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
  readonly #arena: ArenaViews;
  readonly #base: number;
  /** Readers by ordinal of the table, and strings by block, made when asked for. */
  #tables: (object | undefined)[] | null = null;
  #strings: (StringTable | undefined)[] | null = null;

  constructor(layout: SegmentLayout, buffer: ArrayBufferLike, offset: number) {
    this.layout = layout;
    this.buffer = buffer;
    this.offset = offset;
    this.#arena = viewsOf(buffer);
    this.#words = this.#arena.words;
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

  /** @internal */
  get arena(): ArenaViews {
    return this.#arena;
  }

  #readStrings(base: number): StringTable {
    const at = this.offset + base;
    const ends = (at + this.word((base >> 2) + 1)) >>> 2;
    return new StringTable(this.#arena, ends, at + this.word((base >> 2) + 2), this.word(base >> 2));
  }
}

function openColumn(segment: SegmentReader, place: Place, ordinal: number, kind: ColumnKind, rows: number): object {
  const base = segment.blockBase(place.block);
  const word = segment.word((base >> 2) + place.word + 1 + ordinal);
  const at = segment.offset + base + (word >>> 2);
  const { words } = segment.arena;
  const width = word & 3;
  if (kind === 'int') return new IntColumn(words, at, width);
  if (kind === 'ref') return new RefColumn(words, at, width);
  if (kind === 'string') return new StringColumn(words, at, width, segment.strings(place.block));
  if (kind === 'hash') return new HashColumn(words, at >>> 2);
  const ends = new Uint32Array(segment.buffer, at, rows);
  return new BlobColumn(ends, new Uint8Array(segment.buffer, at + 4 * rows, rows === 0 ? 0 : ends[rows - 1]!));
}

/** One class per schema, for all layouts: code that reads a table in one index is the same, and as fast, in the next. */
const READER_CLASSES = new WeakMap<TableSchema, Place['readerClass']>();

function readerClass(schema: TableSchema): Place['readerClass'] {
  let known = READER_CLASSES.get(schema);
  if (known === undefined) READER_CLASSES.set(schema, (known = makeReaderClass(schema)));
  return known;
}

/** A class with one lazy getter per column, so that all readers of a schema share one shape. */
function makeReaderClass(schema: TableSchema): Place['readerClass'] {
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
