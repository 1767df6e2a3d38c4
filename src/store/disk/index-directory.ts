/**
 * A directory that holds a saved index: arenas in files that only grow, and one catalog file that is replaced. What a
 * catalog names is on the disk before the catalog is, so a process that is killed at any point leaves the index of its last
 * save. Readers need no lock.
 *
 *     catalog             the newest catalog
 *     arena-<epoch>-<n>   the bytes of an arena
 *     writer-<epoch>      the process that writes
 *     beside-<name>       what others keep with the index, such as vectors
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { EngineError } from '#core';
import { appendArena, readArena, type Damage } from './arena-files.ts';
import { decodeCatalog, encodeCatalog, type SavedArena, type SavedCatalog, type SavedHead } from './catalog-file.ts';
import type { CatalogImage } from '../catalog.ts';
import type { ArenaBytes } from './spilled-arena.ts';
import { WriterLock } from './writer-lock.ts';

const CATALOG = 'catalog';
/** A reader may meet a catalog whose arenas are just being replaced; then there is a newer one. */
const READ_TRIES = 3;

export interface LoadedIndex extends SavedCatalog {
  readonly arenas: readonly (ArenaBytes | null)[];
  /** Damaged ranges per arena; an arena that is missing is damaged as a whole. */
  readonly damage: ReadonlyMap<number, Damage>;
}

/** What a save writes of a snapshot. */
export type SavedParts = Omit<SavedHead, 'epoch' | 'arenas'>;

export class IndexDirectory {
  readonly path: string;
  readonly #lock: WriterLock | null;
  /** Arena files that this writer made: none gets the name of an earlier one. */
  #made = 0;
  /** What is on disk of each arena, by its bytes: numbers of arenas are of one process, bytes are the arenas themselves. */
  #saved = new Map<ArenaBytes, SavedArena>();

  private constructor(path: string, lock: WriterLock | null) {
    this.path = path;
    this.#lock = lock;
  }

  /** Opens a directory, made when it is not there. Errors: `E_LOCKED`, `E_STORAGE`. */
  static open(path: string, isReadOnly: boolean): IndexDirectory {
    return onDisk(path, () => {
      if (!isReadOnly) mkdirSync(path, { recursive: true });
      return new IndexDirectory(path, isReadOnly ? null : WriterLock.take(path));
    });
  }

  /** Slugs of the stages that the index in a directory has; none without an index that can be used. `E_STORAGE`. */
  static stagesIn(path: string): string[] {
    const bytes = onDisk(path, () => readIfThere(join(path, CATALOG)));
    const catalog = bytes === null ? null : decodeCatalog(bytes);
    if (catalog === null || 'fault' in catalog) return [];
    return [...new Set(catalog.head.slots.slice(1).map(({ name }) => name.split('.')[0]!))];
  }

  get isReadOnly(): boolean {
    return this.#lock === null;
  }

  /**
   * The saved index, null when there is none. `inPlace` says of how many bytes more there is no memory for: an arena of so
   * many stays in its file. `E_STORAGE` when its catalog cannot be used.
   */
  load(inPlace: (bytes: number) => boolean): LoadedIndex | null {
    return onDisk(this.path, () => {
      for (let tries = READ_TRIES; ; tries--) {
        const bytes = readIfThere(join(this.path, CATALOG));
        if (bytes === null) return null;
        const catalog = decodeCatalog(bytes);
        if ('fault' in catalog)
          throw new EngineError(
            'E_STORAGE',
            `the catalog in ${this.path} ${catalog.fault}; delete the directory and index again`,
          );
        const loaded = this.#readArenas(catalog, inPlace);
        if (tries === 1 || !loaded.isOutdated || bytes.equals(readIfThere(join(this.path, CATALOG)) ?? bytes))
          return loaded;
      }
    });
  }

  /**
   * Writes a catalog and the bytes of its arenas that are not on disk yet. A complete one is on the disk when this ends; what
   * is under way is only given to the system, for its checksums tell when it did not arrive. Errors: `E_STORAGE`.
   */
  save(catalog: CatalogImage, used: readonly number[], parts: SavedParts): void {
    const lock = this.#lock;
    if (lock === null) throw new EngineError('E_STORAGE', `${this.path} was opened to read only`);
    onDisk(this.path, () => {
      const arenas = catalog.arenas.map((held, arena) => {
        const bytes = used[arena] ?? 0;
        if (held === null || bytes === 0) return null;
        const before = this.#saved.get(held) ?? null;
        if (before !== null && before.bytes >= bytes) return before;
        const file = before?.file ?? `arena-${lock.epoch}-${this.#made++}`;
        return appendArena(join(this.path, file), file, held, { before, bytes, isSynced: parts.isComplete });
      });
      writeSafely(
        this.path,
        CATALOG,
        [encodeCatalog({ ...parts, epoch: lock.epoch, arenas }, catalog)],
        parts.isComplete,
      );
      this.#saved = new Map(arenas.flatMap((saved, i) => (saved === null ? [] : [[catalog.arenas[i]!, saved]])));
      this.#sweep(new Set(arenas.map((saved) => saved?.file)));
    });
  }

  /** What `writeBeside` wrote under a name, or null when there is nothing or it is damaged. `E_STORAGE`. */
  readBeside(name: string): Uint8Array | null {
    const bytes = onDisk(this.path, () => readIfThere(join(this.path, besideName(name))));
    const isWhole = bytes !== null && bytes.length >= 4 && crc32(bytes.subarray(4)) === bytes.readUInt32LE(0);
    return isWhole ? bytes.subarray(4) : null;
  }

  /** Keeps bytes beside the catalog under a name, with their checksum. Errors: `E_STORAGE`. */
  writeBeside(name: string, parts: readonly Uint8Array[]): void {
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(parts.reduce((so, part) => crc32(part, so), 0));
    onDisk(this.path, () => writeSafely(this.path, besideName(name), [sum, ...parts], false));
  }

  close(): void {
    this.#lock?.release();
  }

  #readArenas(
    catalog: SavedCatalog,
    inPlace: (bytes: number) => boolean,
  ): LoadedIndex & { readonly isOutdated: boolean } {
    const damage = new Map<number, Damage>();
    let isOutdated = false;
    const arenas = catalog.head.arenas.map((saved, arena) => {
      if (saved === null) return null;
      const read = readArena(join(this.path, saved.file), saved, inPlace(saved.bytes));
      if (read === null) {
        isOutdated = true;
        damage.set(arena, [[0, saved.bytes]]);
        return new SharedArrayBuffer(saved.bytes);
      }
      if (read.damage.length > 0) damage.set(arena, read.damage);
      // A damaged file is not appended to: its arena is written again under another name.
      else this.#saved.set(read.arena, saved);
      return read.arena;
    });
    return { ...catalog, arenas, damage, isOutdated };
  }

  /** Removes files of arenas that the catalog does not name. */
  #sweep(named: ReadonlySet<string | undefined>): void {
    for (const name of readdirSync(this.path))
      if (name.startsWith('arena-') && !named.has(name)) rmSync(join(this.path, name), { force: true });
  }
}

/** A name may be anything; that of its file has no separators. */
function besideName(name: string): string {
  return `beside-${encodeURIComponent(name)}`;
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Replaces a file so that it is the old or the new one, whatever happens. */
function writeSafely(directory: string, name: string, parts: readonly Uint8Array[], isSynced: boolean): void {
  const temporary = join(directory, `${name}.new`);
  const descriptor = openSync(temporary, 'w');
  try {
    for (const part of parts) for (let at = 0; at < part.length;) at += writeSync(descriptor, part, at);
    if (isSynced) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, join(directory, name));
  if (!isSynced) return;
  const folder = openSync(directory, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Turns errors of the disk into ones that say where and what to do. */
function onDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new EngineError('E_STORAGE', `the index in ${path} cannot be read or written: ${message}`);
  }
}
