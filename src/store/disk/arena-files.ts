/**
 * Arenas on disk. An arena only grows, so its file is only appended to: what a catalog names lies before what is written
 * after it. Chunks have checksums, and a damaged chunk costs the segments that touch it, nothing else.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { SavedArena } from './catalog-file.ts';
import { arenaOf } from './spill-file.ts';
import { isSpilled, readInto, type ArenaBytes } from './spilled-arena.ts';

const CHUNK_BYTES = 1 << 18;

/** A chunk of an arena that is not in memory. Scratch of this thread. */
const scratch = new Uint8Array(CHUNK_BYTES);

/** Appends the bytes of an arena up to `bytes` to its file; `isSynced` waits until they are on the disk. */
export function appendArena(
  path: string,
  file: string,
  arena: ArenaBytes,
  { before, bytes, isSynced }: { before: SavedArena | null; bytes: number; isSynced: boolean },
): SavedArena {
  const from = before?.bytes ?? 0;
  const whole = Math.floor(from / CHUNK_BYTES);
  const sums = before?.sums.slice(0, whole) ?? [];
  const descriptor = openSync(path, before === null ? 'w' : 'r+');
  try {
    for (let at = whole * CHUNK_BYTES; at < bytes; at += CHUNK_BYTES) {
      const chunk = chunkAt(arena, at, Math.min(bytes, at + CHUNK_BYTES));
      sums.push(crc32(chunk));
      for (let done = Math.max(0, from - at); done < chunk.length;)
        done += writeSync(descriptor, chunk, done, chunk.length - done, at + done);
    }
    if (isSynced) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return { file, bytes, sums };
}

/** Ranges of an arena that are not what was written. */
export type Damage = readonly (readonly [from: number, to: number])[];

export interface ReadArena {
  readonly arena: ArenaBytes;
  readonly damage: Damage;
}

/** Reads an arena into memory, or, `inPlace`, only checks it: its segments are read from the file. Null without its file. */
export function readArena(path: string, saved: SavedArena, inPlace: boolean): ReadArena | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return null;
  }
  if (inPlace) {
    const arena = arenaOf(descriptor);
    return { arena, damage: damageOf(arena, saved) };
  }
  try {
    const arena = new SharedArrayBuffer(saved.bytes);
    readInto({ descriptor }, new Uint8Array(arena), 0, 0);
    return { arena, damage: damageOf(arena, saved) };
  } finally {
    closeSync(descriptor);
  }
}

function damageOf(arena: ArenaBytes, { bytes, sums }: SavedArena): Damage {
  const damage: [number, number][] = [];
  for (let at = 0; at < bytes; at += CHUNK_BYTES) {
    const end = Math.min(bytes, at + CHUNK_BYTES);
    if (crc32(chunkAt(arena, at, end)) !== sums[at / CHUNK_BYTES]) damage.push([at, end]);
  }
  return damage;
}

/** Bytes `[from, to)` of an arena; of a file that is shorter those that it has. */
function chunkAt(arena: ArenaBytes, from: number, to: number): Uint8Array {
  if (!isSpilled(arena)) return new Uint8Array(arena, from, to - from);
  return scratch.subarray(0, readInto(arena, scratch.subarray(0, to - from), from, 0));
}
