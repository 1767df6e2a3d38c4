/**
 * The names below stars: a depth-first walk over the files that stars lead to, each visited once, so cycles end. A file that
 * lists its names stands for all of them itself: who asks it goes on from there.
 */
import type { HashCell } from '#core';
import { type BuilderOf, type ReaderOf, sortByHash, type StringTableBuilder } from '#columns';
import { codeOf, STAR_SOURCES, type publicName, type starName, type starSource, nameKey, pathHash } from '#facts';
import type { Fuel } from '#stage';

const STAR = codeOf(STAR_SOURCES, 'star');
const LIST = codeOf(STAR_SOURCES, 'list');
const LISTED = codeOf(STAR_SOURCES, 'listed');
const OUTSIDE = codeOf(STAR_SOURCES, 'outside');

type Names = ReaderOf<typeof publicName>;
type Sources = ReaderOf<typeof starSource>;

export class StarNames {
  readonly #namesOf: (path: string) => Names | null;
  readonly #sourcesOf: (path: string) => Sources | null;
  readonly #fuel: Fuel;
  readonly #visited = new Set<string>();
  /** 53 bits of the hashes of the names found, which are kept side by side. */
  readonly #seen = new Set<number>();
  readonly #lo: number[] = [];
  readonly #hi: number[] = [];
  readonly #home: string[] = [];
  /** Modules outside whose star may have more names. */
  readonly outside = new Set<string>();

  constructor(namesOf: (path: string) => Names | null, sourcesOf: (path: string) => Sources | null, fuel: Fuel) {
    this.#namesOf = namesOf;
    this.#sourcesOf = sourcesOf;
    this.#fuel = fuel;
  }

  /** Adds the names that '*' takes from the file at `path`, those of its stars included. A name that is known stays. */
  take(path: string): void {
    if (this.#visited.has(path)) return;
    this.#visited.add(path);
    const sources = this.#sourcesOf(path);
    this.#add(path, path);
    if (sources === null) return;
    if (isListed(sources)) {
      this.#takeLists(sources, path, new Set([path]));
      return;
    }
    for (let row = sources.rows - 1; row >= 0; row--) {
      if (sources.kind.at(row) === STAR) this.take(sources.file.at(row));
      else if (sources.kind.at(row) === OUTSIDE) this.outside.add(sources.name.at(row));
    }
  }

  /** Adds the names of the lists that a list is made of; `home` is the file that has them all. */
  #takeLists(sources: Sources, home: string, open: Set<string>): void {
    for (let row = 0; row < sources.rows; row++) {
      if (sources.kind.at(row) !== LIST) continue;
      const file = sources.file.at(row);
      if (open.has(file)) continue;
      open.add(file);
      const inner = this.#sourcesOf(file);
      if (inner === null || !isListed(inner)) continue;
      this.#add(file, home);
      this.#takeLists(inner, home, open);
    }
  }

  #add(path: string, home: string): void {
    const names = this.#namesOf(path);
    for (let row = 0; names !== null && row < names.rows && this.#fuel.burn(1); row++) {
      const lo = names.key.lo(row);
      const hi = names.key.hi(row);
      const key = hi * 0x200000 + (lo & 0x1fffff);
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      this.#lo.push(lo);
      this.#hi.push(hi);
      this.#home.push(home);
    }
  }

  /** Writes what was found, for the file at `own`, which needs no star for its own names. */
  write(own: string, out: BuilderOf<typeof starName>, strings: StringTableBuilder): void {
    const cell: HashCell = { lo: 0, hi: 0 };
    const none = strings.intern('');
    for (let i = 0; i < this.#home.length; i++) {
      const home = this.#home[i]!;
      if (home === own) continue;
      const row = out.add();
      pathHash(cell, home);
      out.col.key[2 * row] = this.#lo[i]!;
      out.col.key[2 * row + 1] = this.#hi[i]!;
      out.col.path[2 * row] = cell.lo;
      out.col.path[2 * row + 1] = cell.hi;
      out.col.file[row] = strings.intern(home);
      out.col.outside[row] = none;
    }
    nameKey(cell, '*');
    for (const name of this.outside) {
      const row = out.add();
      out.col.key[2 * row] = cell.lo;
      out.col.key[2 * row + 1] = cell.hi;
      out.col.file[row] = none;
      out.col.outside[row] = strings.intern(name);
    }
    sortByHash(out, 'key');
  }
}

function isListed(sources: Sources): boolean {
  for (let row = 0; row < sources.rows; row++) if (sources.kind.at(row) === LISTED) return true;
  return false;
}
