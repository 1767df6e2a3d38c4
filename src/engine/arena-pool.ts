/**
 * The arenas of an engine: numbered for the catalog, leased to one task at a time, counted by live bytes.
 * An arena without live bytes leaves the catalog; snapshots that still hold it keep it alive.
 */
import { ARENA_BYTES, arenaSize } from '#columns';
import type { ArenaLease } from '#pool';

/** An arena with less free space than this is not leased again. */
const LEAST_FREE_BYTES = 64 << 10;

export interface ArenaStats {
  readonly arenas: number;
  readonly liveBytes: number;
  readonly usedBytes: number;
  readonly heldBytes: number;
}

export class ArenaPool {
  readonly #buffers: (SharedArrayBuffer | null)[] = [];
  readonly #live: number[] = [];
  /** Bytes of each arena that were ever written. */
  readonly #used: number[] = [];
  #free: ArenaLease[] = [];
  /** Bytes of the arenas that the next tasks get: bulk for an index, commit for an update. */
  arenaBytes: number = ARENA_BYTES.bulk;

  /** An arena with room for at least `bytes`, or a new one. */
  lease(bytes = LEAST_FREE_BYTES): ArenaLease {
    const at = this.#free.findLastIndex((lease) => lease.buffer.byteLength - lease.offset >= bytes);
    return at >= 0 ? this.#free.splice(at, 1)[0]! : this.leaseNew(bytes);
  }

  /** A new arena with room for at least `bytes`. */
  leaseNew(bytes: number): ArenaLease {
    const buffer = new SharedArrayBuffer(arenaSize(this.arenaBytes, bytes));
    return { arena: this.#add(buffer), buffer, offset: 0 };
  }

  /** Takes a lease back with the first free byte, and the arenas that the task made. Returns the numbers of the made ones. */
  release(lease: ArenaLease, made: readonly SharedArrayBuffer[], used: readonly number[]): number[] {
    this.#giveBack({ ...lease, offset: used[0] ?? lease.offset });
    return made.map((buffer, i) => {
      const arena = this.#add(buffer);
      this.#giveBack({ arena, buffer, offset: used[i + 1] ?? buffer.byteLength });
      return arena;
    });
  }

  /** Takes full arenas under the numbers that a catalog gives them. Before the first lease only. */
  adopt(buffers: readonly (SharedArrayBuffer | null)[]): void {
    for (const buffer of buffers) {
      this.#buffers.push(buffer);
      this.#live.push(0);
      this.#used.push(buffer?.byteLength ?? 0);
    }
  }

  /** Counts bytes of live segments in an arena up or down. */
  count(arena: number, bytes: number): void {
    this.#live[arena]! += bytes;
  }

  /** Bytes of an arena that were ever written; the rest costs nothing. */
  used(arena: number): number {
    return this.#used[arena] ?? 0;
  }

  buffer(arena: number): SharedArrayBuffer | null {
    return this.#buffers[arena] ?? null;
  }

  /** Drops arenas without live bytes that no task holds, and says which. */
  sweep(): number[] {
    const dropped: number[] = [];
    for (const [arena, live] of this.#live.entries()) {
      if (live > 0 || this.#buffers[arena] === null) continue;
      this.#buffers[arena] = null;
      dropped.push(arena);
    }
    this.#free = this.#free.filter((lease) => this.#buffers[lease.arena] !== null);
    return dropped;
  }

  /** Over all arenas: bytes of live segments, bytes that were ever written, and bytes reserved. */
  stats(): ArenaStats {
    const held = [...this.#buffers.keys()].filter((arena) => this.#buffers[arena] !== null);
    const sum = (of: (arena: number) => number): number => held.reduce((total, arena) => total + of(arena), 0);
    return {
      arenas: held.length,
      liveBytes: this.#live.reduce((total, bytes) => total + bytes, 0),
      usedBytes: sum((arena) => this.used(arena)),
      heldBytes: sum((arena) => this.#buffers[arena]!.byteLength),
    };
  }

  #add(buffer: SharedArrayBuffer): number {
    this.#buffers.push(buffer);
    this.#live.push(0);
    this.#used.push(0);
    return this.#buffers.length - 1;
  }

  #giveBack(lease: ArenaLease): void {
    this.#used[lease.arena] = Math.max(this.#used[lease.arena] ?? 0, lease.offset);
    if (lease.buffer.byteLength - lease.offset >= LEAST_FREE_BYTES) this.#free.push(lease);
  }
}
