/**
 * The catalog of a snapshot: for each unit and slot, where its segment lies. It is columns in shared memory itself: pages of
 * units, copied when written, so that a commit shares all but the pages it touched and a worker reads the same bytes.
 *
 *     page       PAGE_UNITS x stride words; per unit: state, then per slot arena + 1 and byte offset / 8
 *     directory  open addressing by path hash: low half, high half, unit + 1
 */
import { hashPath, type HashCell, type UnitId } from '#core';
import { isPartialSegment, PARTIAL_FLAG, SegmentReader, type SegmentLayout } from '#columns';
import { headWord, isSpilled, load, type ArenaBytes } from './disk/spilled-arena.ts';
import type { PostingShards } from './postings.ts';
import { SpilledSegment, type Meter } from './spilled-segment.ts';

export const PAGE_UNITS = 256;
const UNIT_WORDS = 1;
const SLOT_WORDS = 2;

/** `free`: no file. `live`: a file. */
export const UNIT_STATE = { free: 0, live: 1 } as const;

/** Words of the head of a segment. */
const HEAD = { bytes: 1, flags: 3 } as const;

/** What a worker needs to read a snapshot. Plain data with shared buffers: posting it copies references only. */
export interface CatalogImage {
  readonly slots: number;
  readonly units: number;
  readonly pages: readonly SharedArrayBuffer[];
  readonly directory: SharedArrayBuffer;
  /** Arenas by number; a hole is an arena that no live segment needs. */
  readonly arenas: readonly (ArenaBytes | null)[];
  readonly postings: Readonly<Record<string, PostingShards>>;
}

/** The segment at an offset of an arena. `meter` counts what is read of a spilled one. */
export function segmentAt(layout: SegmentLayout, arena: ArenaBytes, offset: number, meter?: Meter): SegmentReader {
  return isSpilled(arena) ? new SpilledSegment(layout, arena, offset, meter) : new SegmentReader(layout, arena, offset);
}

/** Bytes of the segment at an offset of an arena, as it says itself. */
export function segmentBytes(arena: ArenaBytes, offset: number): number {
  return headWord(arena, offset, HEAD.bytes);
}

/** The bytes of a segment, to be copied. */
export function segmentCopy(arena: ArenaBytes, offset: number, bytes: number): Uint8Array {
  return isSpilled(arena) ? load(arena, offset, new Uint8Array(bytes)) : new Uint8Array(arena, offset, bytes);
}

export function strideOf(slots: number): number {
  return UNIT_WORDS + SLOT_WORDS * slots;
}

export function newPage(slots: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * PAGE_UNITS * strideOf(slots));
}

/** Read side of a catalog, on any thread. */
export class Catalog {
  readonly from: CatalogImage;
  readonly #pages: Int32Array[];
  readonly #directory: Int32Array;
  readonly #stride: number;
  readonly #cell: HashCell = { lo: 0, hi: 0 };

  constructor(from: CatalogImage) {
    this.from = from;
    this.#pages = from.pages.map((page) => new Int32Array(page));
    this.#directory = new Int32Array(from.directory);
    this.#stride = strideOf(from.slots);
  }

  isLive(unit: UnitId): boolean {
    return this.#word(unit, 0) === UNIT_STATE.live;
  }

  /** Arena number of a segment, or -1 when the unit has none in this slot. */
  arena(unit: UnitId, slot: number): number {
    return this.#word(unit, UNIT_WORDS + SLOT_WORDS * slot) - 1;
  }

  offset(unit: UnitId, slot: number): number {
    return 8 * this.#word(unit, UNIT_WORDS + SLOT_WORDS * slot + 1);
  }

  /** The segment of a unit in a slot, or null. A fresh reader: callers that read often keep it. */
  segment(unit: UnitId, slot: number, layout: SegmentLayout, meter?: Meter): SegmentReader | null {
    const arena = this.#arenaOf(unit, slot);
    return arena === null ? null : segmentAt(layout, arena, this.offset(unit, slot), meter);
  }

  /** Bytes of the segment of a unit in a slot; 0 when there is none. Makes no reader. */
  bytes(unit: UnitId, slot: number): number {
    const arena = this.#arenaOf(unit, slot);
    return arena === null ? 0 : segmentBytes(arena, this.offset(unit, slot));
  }

  /** True when the segment of a unit in a slot is not in memory: each reader of it has a copy. */
  isSpilled(unit: UnitId, slot: number): boolean {
    const arena = this.#arenaOf(unit, slot);
    return arena !== null && isSpilled(arena);
  }

  /** True when the kernel that wrote the segment of a slot ran out of fuel. Makes no reader: it is asked of all segments. */
  isPartial(unit: UnitId, slot: number): boolean {
    const arena = this.#arenaOf(unit, slot);
    if (arena === null) return false;
    const offset = this.offset(unit, slot);
    return isSpilled(arena)
      ? (headWord(arena, offset, HEAD.flags) & PARTIAL_FLAG) !== 0
      : isPartialSegment(arena, offset);
  }

  /** The unit of a path hash, or -1. */
  unitAt(lo: number, hi: number): UnitId | -1 {
    const table = this.#directory;
    const mask = table.length / 4 - 1;
    for (let at = lo & mask; ; at = (at + 1) & mask) {
      const unit = table[4 * at + 2]!;
      if (unit === 0) return -1;
      // Safe because: the directory holds unit numbers of this catalog only.
      if (table[4 * at] === (lo | 0) && table[4 * at + 1] === (hi | 0)) return (unit - 1) as UnitId;
    }
  }

  unitOf(path: string): UnitId | -1 {
    hashPath(this.#cell, path);
    return this.unitAt(this.#cell.lo, this.#cell.hi);
  }

  /** The path hash of each unit, low and high half, from the directory. */
  pathHashes(): Uint32Array {
    const hashes = new Uint32Array(2 * this.from.units);
    const table = this.#directory;
    for (let at = 0; at < table.length; at += 4) {
      const unit = table[at + 2]! - 1;
      if (unit < 0) continue;
      hashes[2 * unit] = table[at]!;
      hashes[2 * unit + 1] = table[at + 1]!;
    }
    return hashes;
  }

  /** Units without a file, highest first, so that the lowest is taken first from the end. */
  freeUnits(): UnitId[] {
    const free: UnitId[] = [];
    // Safe because: the loop runs over the unit numbers of this catalog.
    for (let unit = this.from.units - 1; unit >= 0; unit--) if (!this.isLive(unit as UnitId)) free.push(unit as UnitId);
    return free;
  }

  /** All units with a file, in unit order. */
  *liveUnits(): Generator<UnitId> {
    for (let unit = 0; unit < this.from.units; unit++) {
      // Safe because: the loop runs over the unit numbers of this catalog.
      if (this.isLive(unit as UnitId)) yield unit as UnitId;
    }
  }

  #arenaOf(unit: UnitId, slot: number): ArenaBytes | null {
    const arena = this.arena(unit, slot);
    return arena < 0 ? null : (this.from.arenas[arena] ?? null);
  }

  #word(unit: UnitId, word: number): number {
    return this.#pages[(unit / PAGE_UNITS) | 0]![(unit % PAGE_UNITS) * this.#stride + word]!;
  }
}
