/**
 * The arenas of an engine: numbered for the catalog, leased to one task at a time, counted by live bytes.
 * An arena without live bytes leaves the catalog; snapshots that still hold it keep it alive.
 * While a memory budget is spent, tasks write into buffers that have no number: what they wrote is appended to a file, which
 * is an arena too, and the buffer goes to the next task.
 */
import { ARENA_BYTES, arenaSize } from '#columns';
import type { ArenaLease } from '#pool';
import { arenaLength, isSpilled, SpillFile, type ArenaBytes, type MemoryBudget } from '#store';

/** An arena with less free space than this is not leased again. */
const LEAST_FREE_BYTES = 64 << 10;
/** The number of a buffer whose bytes go to a file. */
const STAGED = -1;
const STAGE_BYTES = ARENA_BYTES.commit;
/** A file that has as much is not appended to any more. */
const FILE_BYTES = 16 << 20;
/** Buffers that are kept for the next tasks: one that runs and one that waits. */
const MOST_STAGES = 2;

export interface ArenaStats {
  readonly arenas: number;
  readonly liveBytes: number;
  readonly usedBytes: number;
  readonly heldBytes: number;
  /** Those of `usedBytes` that are in files. */
  readonly spilledBytes: number;
}

/** Where what was written from the start of a buffer on lies now. Nowhere (-1) when nothing was written. */
export interface ArenaPlace {
  readonly arena: number;
  readonly base: number;
}

/** Where segments go that memory has no room for. */
export interface SpillOptions {
  readonly budget: MemoryBudget;
  /** The directory of the next file. */
  readonly directory: () => string;
}

export class ArenaPool {
  readonly #buffers: (ArenaBytes | null)[] = [];
  readonly #live: number[] = [];
  /** Bytes of each arena that were ever written. */
  readonly #used: number[] = [];
  readonly #spill: SpillOptions | null;
  #free: ArenaLease[] = [];
  #stages: SharedArrayBuffer[] = [];
  /** The file that is appended to, and its number. */
  #file: { readonly arena: number; readonly file: SpillFile } | null = null;
  /** Bytes of the arenas that the next tasks get: bulk for an index, commit for an update. */
  arenaBytes: number = ARENA_BYTES.bulk;
  /** Why nothing goes to files any more; null when that works. */
  fault: string | null = null;
  /** Bytes that were ever written to files. */
  writtenBytes = 0;

  constructor(spill: SpillOptions | null = null) {
    this.#spill = spill;
  }

  /** An arena with room for at least `bytes`, or a new one. */
  lease(bytes = LEAST_FREE_BYTES): ArenaLease {
    if (this.#isOverBudget()) return this.#stage(bytes);
    const at = this.#free.findLastIndex((lease) => lease.buffer.byteLength - lease.offset >= bytes);
    return at >= 0 ? this.#free.splice(at, 1)[0]! : this.#new(bytes);
  }

  /** A new arena with room for at least `bytes`. */
  leaseNew(bytes: number): ArenaLease {
    return this.#isOverBudget() ? this.#stage(bytes) : this.#new(bytes);
  }

  /** What goes to files from now on goes to another one than before. */
  seal(): void {
    this.#file = null;
  }

  /** Bytes of an arena that a task makes when its lease is full. */
  madeBytes(lease: ArenaLease): number {
    return lease.arena === STAGED ? STAGE_BYTES : this.arenaBytes;
  }

  /**
   * Takes a lease back with the first free byte, and the arenas that the task made. Without a first free byte the task was
   * lost. Returns where the bytes of each lie now.
   */
  release(lease: ArenaLease, made: readonly SharedArrayBuffer[], used: readonly number[]): ArenaPlace[] {
    if (lease.arena === STAGED)
      return [lease.buffer, ...made].map((buffer, i) => this.#unstage(buffer, used[i] ?? 0, used.length > 0));
    this.#giveBack({ ...lease, offset: used[0] ?? lease.offset });
    const places = made.map((buffer, i) => this.#keep(buffer, used[i + 1] ?? buffer.byteLength));
    return [{ arena: lease.arena, base: 0 }, ...places];
  }

  /** Takes full arenas under the numbers that a catalog gives them. Before the first lease only. */
  adopt(arenas: readonly (ArenaBytes | null)[]): void {
    for (const arena of arenas) {
      this.#buffers.push(arena);
      this.#live.push(0);
      this.#used.push(arena === null ? 0 : arenaLength(arena));
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

  bytes(arena: number): ArenaBytes | null {
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
    if (this.#file !== null && this.#buffers[this.#file.arena] === null) this.#file = null;
    return dropped;
  }

  /** Over all arenas: bytes of live segments, bytes that were ever written, and bytes reserved. */
  stats(): ArenaStats {
    const held = [...this.#buffers.keys()].filter((arena) => this.#buffers[arena] !== null);
    const sum = (of: (arena: number) => number): number => held.reduce((total, arena) => total + of(arena), 0);
    const inMemory = (arena: number): number => {
      const bytes = this.#buffers[arena]!;
      return isSpilled(bytes) ? 0 : bytes.byteLength;
    };
    return {
      arenas: held.length,
      liveBytes: this.#live.reduce((total, bytes) => total + bytes, 0),
      usedBytes: sum((arena) => this.used(arena)),
      heldBytes: sum(inMemory) + this.#stages.reduce((total, stage) => total + stage.byteLength, 0),
      spilledBytes: sum((arena) => (isSpilled(this.#buffers[arena]!) ? this.used(arena) : 0)),
    };
  }

  #isOverBudget(): boolean {
    return this.#spill !== null && this.fault === null && this.#spill.budget.isSpentBy(0);
  }

  #new(bytes: number): ArenaLease {
    const buffer = new SharedArrayBuffer(arenaSize(this.arenaBytes, bytes));
    return { arena: this.#add(buffer), buffer, offset: 0 };
  }

  #stage(bytes: number): ArenaLease {
    const kept = bytes <= STAGE_BYTES ? this.#stages.pop() : undefined;
    return { arena: STAGED, buffer: kept ?? new SharedArrayBuffer(arenaSize(STAGE_BYTES, bytes)), offset: 0 };
  }

  /** Appends what was written to a buffer to the file. When that fails the buffer is an arena, and all goes on in memory. */
  #unstage(buffer: SharedArrayBuffer, used: number, isUnused: boolean): ArenaPlace {
    let place: ArenaPlace = { arena: STAGED, base: 0 };
    if (used > 0) {
      try {
        place = this.#append(new Uint8Array(buffer, 0, used));
      } catch (error) {
        this.fault = error instanceof Error ? error.message : String(error);
        return this.#keep(buffer, used);
      }
    }
    // The worker of a lost task may still write.
    if (isUnused && buffer.byteLength === STAGE_BYTES && this.#stages.length < MOST_STAGES) this.#stages.push(buffer);
    return place;
  }

  #append(bytes: Uint8Array): ArenaPlace {
    if (this.#file === null || this.#file.file.length >= FILE_BYTES) {
      const file = SpillFile.create(this.#spill!.directory());
      this.#file = { arena: this.#add(file.arena), file };
    }
    const { arena, file } = this.#file;
    const base = file.append(bytes);
    this.#used[arena] = file.length;
    this.writtenBytes += bytes.length;
    return { arena, base };
  }

  #keep(buffer: SharedArrayBuffer, used: number): ArenaPlace {
    const arena = this.#add(buffer);
    this.#giveBack({ arena, buffer, offset: used });
    return { arena, base: 0 };
  }

  #add(bytes: ArenaBytes): number {
    this.#buffers.push(bytes);
    this.#live.push(0);
    this.#used.push(0);
    return this.#buffers.length - 1;
  }

  #giveBack(lease: ArenaLease): void {
    this.#used[lease.arena] = Math.max(this.#used[lease.arena] ?? 0, lease.offset);
    if (lease.buffer.byteLength - lease.offset >= LEAST_FREE_BYTES) this.#free.push(lease);
  }
}
