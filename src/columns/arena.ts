/**
 * Arenas: fixed `SharedArrayBuffer`s out of which segments are cut, one writer at a time.
 * Never one buffer per file: posting many buffers is superlinear, and length-tracking views are 60 times slower.
 */
import { EngineError } from '#core';
import { align8 } from './layout.ts';

/** Bytes of an arena that must hold at least `bytes`. */
export function arenaSize(least: number, bytes: number): number {
  return Math.max(least, align8(bytes));
}

/** Bytes of an arena by use: a large index, a commit, an index of a few files, whose arenas would be empty otherwise. */
export const ARENA_BYTES = { bulk: 64 << 20, commit: 4 << 20, small: 256 << 10 } as const;

/** Where a segment lies: the arena's number in its catalog and a byte offset. */
export interface SegmentLocation {
  readonly arena: number;
  readonly offset: number;
}

/** Views of a whole arena. */
export interface ArenaViews {
  readonly words: Uint32Array;
  readonly bytes: Buffer;
}

const views = new WeakMap<ArrayBufferLike, ArenaViews>();

/** The views of an arena: made once per arena and thread, for readers are many. */
export function viewsOf(buffer: ArrayBufferLike): ArenaViews {
  let found = views.get(buffer);
  if (found === undefined) {
    found = { words: new Uint32Array(buffer, 0, buffer.byteLength >> 2), bytes: Buffer.from(buffer) };
    views.set(buffer, found);
  }
  return found;
}

/** The words of an arena. */
export function wordsOf(buffer: ArrayBufferLike): Uint32Array {
  return viewsOf(buffer).words;
}

/** A bump pointer over one arena. Only one task holds an arena at a time, so there is no lock. */
export class ArenaWriter {
  readonly buffer: SharedArrayBuffer;
  /** Views of the whole arena, by width. */
  readonly bytes: Uint8Array;
  readonly halves: Uint16Array;
  readonly words: Uint32Array;
  offset: number;

  constructor(buffer: SharedArrayBuffer, offset = 0) {
    this.buffer = buffer;
    this.bytes = new Uint8Array(buffer);
    this.halves = new Uint16Array(buffer);
    this.words = new Uint32Array(buffer);
    this.offset = offset;
  }

  get free(): number {
    return this.buffer.byteLength - this.offset;
  }

  /** Takes `bytes` bytes and returns their offset, a multiple of 8. The caller has checked `free`. */
  take(bytes: number): number {
    const offset = this.offset;
    const end = offset + align8(bytes);
    if (end > this.buffer.byteLength) {
      throw new EngineError(
        'E_TABLE_SCHEMA',
        `an arena of ${this.buffer.byteLength} bytes cannot hold ${bytes} more at ${offset}`,
      );
    }
    this.offset = end;
    return offset;
  }
}
