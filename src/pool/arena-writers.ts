/** The arenas of one task: the leased one, and others made when it is full. */
import { arenaSize, ArenaWriter, type SegmentBuilder } from '#columns';
import type { ArenaLease } from './task.ts';

export class ArenaWriters {
  readonly made: ArenaWriter[] = [];
  readonly #lease: ArenaWriter;
  readonly #arenaBytes: number;
  #current: ArenaWriter;
  /** Ordinal among `made` of the arena last written to, -1 for the lease. */
  ordinal = -1;

  constructor(lease: ArenaLease, arenaBytes: number) {
    this.#lease = new ArenaWriter(lease.buffer, lease.offset);
    this.#arenaBytes = arenaBytes;
    this.#current = this.#lease;
  }

  /** Freezes the builders and returns the offset; `ordinal` and `buffer` say in which arena. */
  freeze(out: SegmentBuilder, key: Uint8Array, isPartial = false): number {
    return out.freeze((bytes) => this.#withRoom(bytes + 8), key, isPartial);
  }

  #withRoom(bytes: number): ArenaWriter {
    if (this.#current.free < bytes) {
      this.#current = new ArenaWriter(new SharedArrayBuffer(arenaSize(this.#arenaBytes, bytes)));
      this.ordinal = this.made.length;
      this.made.push(this.#current);
    }
    return this.#current;
  }

  get buffer(): SharedArrayBuffer {
    return this.#current.buffer;
  }

  get arenas(): SharedArrayBuffer[] {
    return this.made.map((arena) => arena.buffer);
  }

  get used(): number[] {
    return [this.#lease.offset, ...this.made.map((arena) => arena.offset)];
  }
}
