/**
 * An arena whose bytes are in a file instead of in memory. Segments are read one at a time, each into a buffer of its own, so
 * that a reader in somebody's hands stays what it is. Plain data: a worker reads with the descriptor of its process.
 * It must never write: what is in the file never changes, it only grows.
 */
import { fstatSync, readSync } from 'node:fs';
import { EngineError } from '#core';

export interface SpilledArena {
  /** An open file of this process. It has no name, so it is gone with the last descriptor. */
  readonly descriptor: number;
}

/** The bytes of an arena: in memory, or in a file. */
export type ArenaBytes = SharedArrayBuffer | SpilledArena;

/** What is read of a segment before its length is known: most segments are smaller. */
const FIRST_BYTES = 16 << 10;
/** Bytes at the start of a segment that say what it is. */
const HEAD_BYTES = 16;

const scratch = new Uint8Array(FIRST_BYTES);
const scratchWords = new Uint32Array(scratch.buffer);
let loaded = 0;

/** Bytes of segments that this thread has read from files so far. */
export function loadedBytes(): number {
  return loaded;
}

export function isSpilled(arena: ArenaBytes): arena is SpilledArena {
  return !(arena instanceof SharedArrayBuffer);
}

/** The segment at an offset, in a buffer of its own. `E_STORAGE` when the file cannot be read. */
export function loadSegment(arena: SpilledArena, offset: number): SharedArrayBuffer {
  const first = readInto(arena, scratch, offset, HEAD_BYTES);
  const bytes = scratchWords[1]!;
  const buffer = new SharedArrayBuffer(bytes);
  const all = new Uint8Array(buffer);
  all.set(scratch.subarray(0, Math.min(first, bytes)));
  if (bytes > first) readInto(arena, all.subarray(first), offset + first, bytes - first);
  loaded += bytes;
  return buffer;
}

/** A word of the head of the segment at an offset. */
export function headWord(arena: ArenaBytes, offset: number, word: number): number {
  if (!isSpilled(arena)) return new Uint32Array(arena, offset, word + 1)[word]!;
  readInto(arena, scratch.subarray(0, HEAD_BYTES), offset, HEAD_BYTES);
  return scratchWords[word]!;
}

/** Bytes of an arena: those reserved in memory, or those of its file. */
export function arenaLength(arena: ArenaBytes): number {
  return isSpilled(arena) ? fstatSync(arena.descriptor).size : arena.byteLength;
}

/** Fills `into` from a position and returns how many bytes there were, at least `least`. */
export function readInto({ descriptor }: SpilledArena, into: Uint8Array, at: number, least: number): number {
  let read = 0;
  while (read < into.length) {
    const count = readSync(descriptor, into, read, into.length - read, at + read);
    if (count === 0) break;
    read += count;
  }
  if (read >= least) return read;
  throw new EngineError(
    'E_STORAGE',
    `a file of spilled segments ends at byte ${at + read}; ${least - read} are missing`,
  );
}
