/**
 * An arena whose bytes are in a file instead of in memory. What is asked for is read into a buffer of its own, so that a
 * reader in somebody's hands stays what it is. Plain data: a worker reads with the descriptor of its process.
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

/** Bytes at the start of a segment that say what it is. */
export const HEAD_BYTES = 16;

const scratch = new Uint32Array(HEAD_BYTES >> 2);
const scratchBytes = new Uint8Array(scratch.buffer);
let loaded = 0;

/** Bytes of segments that this thread has read from files so far. */
export function loadedBytes(): number {
  return loaded;
}

export function isSpilled(arena: ArenaBytes): arena is SpilledArena {
  return !(arena instanceof SharedArrayBuffer);
}

/**
 * Fills `into` with bytes of segments, and returns it. A buffer of this thread is the place for them: shared memory is not given
 * back before a full collection. `E_STORAGE` when the file cannot be read.
 */
export function load<T extends Uint8Array>(arena: SpilledArena, at: number, into: T): T {
  readInto(arena, into, at, into.length);
  loaded += into.length;
  return into;
}

/** A word of the head of the segment at an offset. */
export function headWord(arena: ArenaBytes, offset: number, word: number): number {
  if (!isSpilled(arena)) return new Uint32Array(arena, offset, word + 1)[word]!;
  readInto(arena, scratchBytes, offset, HEAD_BYTES);
  return scratch[word]!;
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
