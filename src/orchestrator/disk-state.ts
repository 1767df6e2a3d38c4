/**
 * What was last seen of each file on disk, beside what is committed. A file is *apart* when an agent committed a text that
 * the disk does not have: then the text last seen is kept, to merge what the disk gets later. Plain data: it is saved with
 * the index.
 */
import type { DiscoveredFile } from '#inputs';

/** Time and size of a file when it was last read. */
export interface Seen {
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** As JSON: files as [path, bytes, time], files apart as [path, text seen or null], paths written that no listing had. */
export interface SavedDiskState {
  readonly seen: readonly (readonly [path: string, bytes: number, mtimeMs: number])[];
  readonly apart: readonly (readonly [path: string, text: string | null])[];
  readonly written?: readonly string[];
}

/** The agent that what changed on disk is attributed to. */
export const WORKTREE = 'worktree';

export class DiskState {
  readonly #seen: Map<string, Seen>;
  readonly #apart: Map<string, string | null>;
  /** Files that were written back and are in no listing so far, such as excluded ones: that they are not listed says nothing. */
  readonly #written: Set<string>;

  constructor(saved: SavedDiskState = { seen: [], apart: [] }) {
    this.#seen = new Map(saved.seen.map(([path, bytes, mtimeMs]) => [path, { bytes, mtimeMs }]));
    this.#apart = new Map(saved.apart);
    this.#written = new Set(saved.written);
  }

  /** The state of a directory that was just indexed. */
  static of(files: readonly DiscoveredFile[]): DiskState {
    return new DiskState({ seen: files.map(({ path, bytes, mtimeMs }) => [path, bytes, mtimeMs]), apart: [] });
  }

  copy(): DiskState {
    const copy = new DiskState();
    for (const [path, seen] of this.#seen) copy.#seen.set(path, seen);
    for (const [path, text] of this.#apart) copy.#apart.set(path, text);
    for (const path of this.#written) copy.#written.add(path);
    return copy;
  }

  /** What was last seen of a file, or null. */
  seen(path: string): Seen | null {
    return this.#seen.get(path) ?? null;
  }

  toJSON(): SavedDiskState {
    return {
      seen: Array.from(this.#seen, ([path, { bytes, mtimeMs }]) => [path, bytes, mtimeMs]),
      apart: [...this.#apart],
      written: [...this.#written],
    };
  }

  /** Files of a listing that are new or not as they were last seen, and files that it lacks. */
  changed(files: readonly DiscoveredFile[]): { read: string[]; gone: string[] } {
    const listed = new Set(files.map((file) => file.path));
    const read = files.filter(({ path, bytes, mtimeMs }) => {
      const seen = this.#seen.get(path);
      return seen?.bytes !== bytes || seen.mtimeMs !== mtimeMs;
    });
    return { read: read.map((file) => file.path), gone: [...this.#seen.keys()].filter((path) => !listed.has(path)) };
  }

  /** Takes a listing. What was written and is not in it stays seen. */
  see(files: readonly DiscoveredFile[]): void {
    for (const path of this.#seen.keys()) if (!this.#written.has(path)) this.#seen.delete(path);
    for (const { path, bytes, mtimeMs } of files) {
      this.#seen.set(path, { bytes, mtimeMs });
      this.#written.delete(path);
    }
  }

  /** Notes a file that was written, or removed for null. */
  seeWritten(path: string, seen: Seen | null): void {
    if (seen === null) this.forget(path);
    else {
      if (!this.#seen.has(path)) this.#written.add(path);
      this.#seen.set(path, seen);
    }
  }

  /** Notes that a file is no longer there. */
  forget(path: string): void {
    this.#seen.delete(path);
    this.#written.delete(path);
  }

  /** True for a file that was written and is in no listing so far. */
  isWritten(path: string): boolean {
    return this.#written.has(path);
  }

  /** Paths of the files apart. */
  get apart(): readonly string[] {
    return [...this.#apart.keys()];
  }

  isApart(path: string): boolean {
    return this.#apart.has(path);
  }

  /** The text last seen of a file apart; null when the disk had none. */
  textSeen(path: string): string | null {
    return this.#apart.get(path) ?? null;
  }

  /** Notes that a text was committed that is not on disk. `before`: the text of the snapshot before. */
  commit(path: string, before: string | null, after: string | null): void {
    const seen = this.#apart.has(path) ? this.#apart.get(path)! : before;
    if (seen === after) this.#apart.delete(path);
    else this.#apart.set(path, seen);
  }

  /** Notes that the disk has this text; the file is apart when another one is committed. */
  meet(path: string, seen: string | null, committed: string | null): void {
    if (seen === committed) this.#apart.delete(path);
    else this.#apart.set(path, seen);
  }
}
