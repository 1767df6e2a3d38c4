/** Makes the next catalog from one before: pages are copied when first written, everything else is shared. */
import { EngineError, hashPath, type HashCell, type UnitId } from '#core';
import type { SegmentLocation } from '#columns';
import type { ArenaBytes } from './disk/spilled-arena.ts';
import { newPage, PAGE_UNITS, strideOf, UNIT_STATE, type CatalogImage } from './catalog.ts';
import type { PostingShards } from './postings.ts';

export class CatalogBuilder {
  readonly slots: number;
  readonly #base: CatalogImage | null;
  readonly #pages: SharedArrayBuffer[];
  readonly #own = new Set<number>();
  readonly #views = new Map<number, Int32Array>();
  readonly #arenas: (ArenaBytes | null)[];
  readonly #postings: Record<string, PostingShards>;
  readonly #freeUnits: UnitId[] = [];
  #units: number;
  /** Paths of the live units when the set of files changed, else null. */
  #paths: ReadonlyMap<UnitId, string> | null = null;
  /** The directory of these paths once it was made. */
  #directory: SharedArrayBuffer | null = null;

  constructor(slots: number, base: CatalogImage | null) {
    this.slots = slots;
    this.#base = base;
    this.#pages = base === null ? [] : [...base.pages];
    this.#arenas = base === null ? [] : [...base.arenas];
    this.#postings = base === null ? {} : { ...base.postings };
    this.#units = base?.units ?? 0;
  }

  /** Units that were freed by a catalog before and may be used again, lowest last. */
  reuse(units: readonly UnitId[]): void {
    this.#freeUnits.push(...units);
  }

  addUnit(): UnitId {
    const unit = this.#freeUnits.pop() ?? this.#units++;
    if (Math.floor(unit / PAGE_UNITS) === this.#pages.length) {
      this.#own.add(this.#pages.length);
      this.#pages.push(newPage(this.slots));
    }
    this.#write(unit, 0, UNIT_STATE.live);
    // Safe because: the number was just taken for this catalog.
    return unit as UnitId;
  }

  removeUnit(unit: UnitId): void {
    for (let word = 0; word < strideOf(this.slots); word++) this.#write(unit, word, 0);
  }

  /** Where a segment of the next catalog lies, or null. */
  locationOf(unit: UnitId, slot: number): SegmentLocation | null {
    const page =
      this.#views.get(Math.floor(unit / PAGE_UNITS)) ?? new Int32Array(this.#pages[Math.floor(unit / PAGE_UNITS)]!);
    const at = (unit % PAGE_UNITS) * strideOf(this.slots) + 1 + 2 * slot;
    return page[at] === 0 ? null : { arena: page[at]! - 1, offset: 8 * page[at + 1]! };
  }

  setSegment(unit: UnitId, slot: number, arena: number, offset: number): void {
    this.#write(unit, 1 + 2 * slot, arena + 1);
    this.#write(unit, 2 + 2 * slot, offset / 8);
  }

  clearSegment(unit: UnitId, slot: number): void {
    this.#write(unit, 1 + 2 * slot, 0);
    this.#write(unit, 2 + 2 * slot, 0);
  }

  setArena(number: number, bytes: ArenaBytes | null): void {
    while (this.#arenas.length <= number) this.#arenas.push(null);
    this.#arenas[number] = bytes;
  }

  setPostings(name: string, shards: PostingShards): void {
    this.#postings[name] = shards;
  }

  dropPostings(name: string): void {
    delete this.#postings[name];
  }

  /** Gives the new set of files; the directory is made again. `E_HASH_COLLISION` when two paths have one hash. */
  setPaths(paths: ReadonlyMap<UnitId, string>): void {
    this.#paths = paths;
    this.#directory = null;
  }

  /** The catalog as it stands. The builder may go on; later writes copy the pages again. */
  freeze(): CatalogImage {
    this.#directory ??= this.#paths === null ? this.#base!.directory : makeDirectory(this.#paths);
    this.#own.clear();
    this.#views.clear();
    return Object.freeze({
      slots: this.slots,
      units: this.#units,
      pages: Object.freeze([...this.#pages]),
      directory: this.#directory,
      arenas: Object.freeze([...this.#arenas]),
      postings: Object.freeze({ ...this.#postings }),
    });
  }

  #write(unit: number, word: number, value: number): void {
    const page = Math.floor(unit / PAGE_UNITS);
    let view = this.#views.get(page);
    if (view === undefined) {
      if (!this.#own.has(page)) {
        this.#pages[page] = this.#pages[page]!.slice(0);
        this.#own.add(page);
      }
      view = new Int32Array(this.#pages[page]!);
      this.#views.set(page, view);
    }
    view[(unit % PAGE_UNITS) * strideOf(this.slots) + word] = value;
  }
}

function makeDirectory(paths: ReadonlyMap<UnitId, string>): SharedArrayBuffer {
  let capacity = 16;
  while (capacity < 2 * paths.size) capacity *= 2;
  const buffer = new SharedArrayBuffer(16 * capacity);
  const table = new Int32Array(buffer);
  const cell: HashCell = { lo: 0, hi: 0 };
  for (const [unit, path] of paths) {
    hashPath(cell, path);
    let at = cell.lo & (capacity - 1);
    while (table[4 * at + 2] !== 0) {
      if (table[4 * at] === (cell.lo | 0) && table[4 * at + 1] === (cell.hi | 0)) {
        // Safe because: the table holds unit numbers of this map only.
        const other = paths.get((table[4 * at + 2]! - 1) as UnitId);
        throw new EngineError('E_HASH_COLLISION', `the paths ${path} and ${other} have one 64-bit hash`);
      }
      at = (at + 1) & (capacity - 1);
    }
    table[4 * at] = cell.lo;
    table[4 * at + 1] = cell.hi;
    table[4 * at + 2] = unit + 1;
  }
  return buffer;
}
