/**
 * Writes spilled arenas. A file is appended to until it is full; it has no name from the start, so that whatever ends the
 * process leaves nothing. Its descriptor is closed when nobody has the arena any more: a snapshot in somebody's hands reads it.
 * It must never change a byte that was written.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SpilledArena } from './spilled-arena.ts';

/** An open file of this process, to be closed with the arena that stands for it. */
const closing = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

/** An arena that reads an open file, and closes it when it is let go. */
export function arenaOf(descriptor: number): SpilledArena {
  const arena: SpilledArena = Object.freeze({ descriptor });
  closing.register(arena, descriptor);
  return arena;
}

export class SpillFile {
  readonly arena: SpilledArena;
  /** Bytes that were written. */
  length = 0;

  private constructor(arena: SpilledArena) {
    this.arena = arena;
  }

  /** A new file in a directory. Throws what the file system says. */
  static create(directory: string): SpillFile {
    const path = join(directory, `stratagraph-spill-${process.pid}-${randomBytes(6).toString('hex')}`);
    const descriptor = openSync(path, 'wx+', 0o600);
    try {
      rmSync(path);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    return new SpillFile(arenaOf(descriptor));
  }

  /** Appends bytes and returns where they begin, a multiple of 8. Throws what the file system says; then nothing was added. */
  append(bytes: Uint8Array): number {
    const { descriptor } = this.arena;
    const at = this.length;
    try {
      for (let done = 0; done < bytes.length;)
        done += writeSync(descriptor, bytes, done, bytes.length - done, at + done);
    } catch (error) {
      ftruncateSync(descriptor, at);
      throw error;
    }
    this.length = at + Math.ceil(bytes.length / 8) * 8;
    return at;
  }
}
