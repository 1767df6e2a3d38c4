/**
 * A segment of a spilled arena: its head is in memory, each block is read when one of its tables is asked for. A look-up needs
 * the interface of another file and never its bodies, which are most of its bytes.
 */
import { BLOCK_ENTRY_BYTES, SEGMENT_HEADER_BYTES, SegmentReader } from '#columns';
import type { Columns, NamedTable, SegmentLayout, TableReader, TableSchema } from '#columns';
import { load, type SpilledArena } from './disk/spilled-arena.ts';

function headBytes(layout: SegmentLayout): number {
  return SEGMENT_HEADER_BYTES + BLOCK_ENTRY_BYTES * layout.blocks.length;
}

/** Counts bytes that were read, for whoever keeps the readers. */
export interface Meter {
  bytes: number;
  /** Where blocks are read to, one after the other, by whoever is done with each before the next; made larger when needed. */
  room?: Uint32Array<ArrayBuffer>;
}

export class SpilledSegment extends SegmentReader {
  readonly #arena: SpilledArena;
  readonly #at: number;
  readonly #meter: Meter | undefined;
  /** Readers of one block each. */
  readonly #blocks: (SegmentReader | undefined)[] = [];

  constructor(layout: SegmentLayout, arena: SpilledArena, at: number, meter?: Meter) {
    super(layout, load(arena, at, new Uint8Array(headBytes(layout))).buffer, 0);
    this.#arena = arena;
    this.#at = at;
    this.#meter = meter;
    this.#count(headBytes(layout));
  }

  override rows(schema: NamedTable): number {
    return this.#block(this.layout.blockOf(schema)).rows(schema);
  }

  override table<C extends Columns>(schema: TableSchema<C>): TableReader<C> {
    return this.#block(this.layout.blockOf(schema)).table(schema);
  }

  #room(words: number): Uint32Array<ArrayBuffer> {
    const room = this.#meter?.room;
    if (room === undefined) return new Uint32Array(words);
    return room.length >= words ? room : (this.#meter!.room = new Uint32Array(2 * words));
  }

  #count(bytes: number): void {
    if (this.#meter !== undefined) this.#meter.bytes += bytes;
  }

  #block(block: number): SegmentReader {
    return (this.#blocks[block] ??= this.#load(block));
  }

  /** The head and one block as a segment: its head says where that block is now. Nothing else is asked of it. */
  #load(block: number): SegmentReader {
    const head = headBytes(this.layout);
    const length = this.blockBytes(block);
    const words = this.#room((head + length) >> 2);
    words.set(new Uint32Array(this.buffer, 0, head >> 2));
    load(this.#arena, this.#at + this.blockBase(block), new Uint8Array(words.buffer, head, length));
    this.#count(head + length);
    words[(SEGMENT_HEADER_BYTES + BLOCK_ENTRY_BYTES * block) >> 2] = head;
    return new SegmentReader(this.layout, words.buffer, 0);
  }
}
