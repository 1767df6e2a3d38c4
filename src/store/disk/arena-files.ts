/**
 * Arenas on disk. An arena only grows, so its file is only appended to: what a catalog names lies before what is written
 * after it. Chunks have checksums, and a damaged chunk costs the segments that touch it, nothing else.
 */
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { SavedArena } from './catalog-file.ts';

const CHUNK_BYTES = 1 << 18;

/** Appends the bytes of an arena up to `bytes` to its file; `isSynced` waits until they are on the disk. */
export function appendArena(
  path: string,
  file: string,
  buffer: SharedArrayBuffer,
  { before, bytes, isSynced }: { before: SavedArena | null; bytes: number; isSynced: boolean },
): SavedArena {
  const from = before?.bytes ?? 0;
  const all = new Uint8Array(buffer, 0, bytes);
  const descriptor = openSync(path, before === null ? 'w' : 'r+');
  try {
    for (let at = from; at < bytes;) at += writeSync(descriptor, all, at, bytes - at, at);
    if (isSynced) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  const whole = Math.floor(from / CHUNK_BYTES);
  return { file, bytes, sums: [...(before?.sums.slice(0, whole) ?? []), ...sumsOf(all, whole)] };
}

/** Ranges of an arena that are not what was written. */
export type Damage = readonly (readonly [from: number, to: number])[];

/** Reads an arena. Null when its file is not there. */
export function readArena(path: string, saved: SavedArena): { buffer: SharedArrayBuffer; damage: Damage } | null {
  const buffer = new SharedArrayBuffer(saved.bytes);
  const all = new Uint8Array(buffer);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    for (let at = 0; at < saved.bytes;) {
      const read = readSync(descriptor, all, at, saved.bytes - at, at);
      if (read === 0) break;
      at += read;
    }
  } finally {
    closeSync(descriptor);
  }
  const damage: [number, number][] = [];
  for (const [i, sum] of sumsOf(all, 0).entries())
    if (sum !== saved.sums[i]) damage.push([i * CHUNK_BYTES, Math.min(saved.bytes, (i + 1) * CHUNK_BYTES)]);
  return { buffer, damage };
}

/** Checksums of the chunks from the chunk `first` on. */
function sumsOf(bytes: Uint8Array, first: number): number[] {
  const sums: number[] = [];
  for (let at = first * CHUNK_BYTES; at < bytes.length; at += CHUNK_BYTES)
    sums.push(crc32(bytes.subarray(at, Math.min(bytes.length, at + CHUNK_BYTES))));
  return sums;
}
