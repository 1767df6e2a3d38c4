/**
 * What a library says under the names that types ask for, found once per thread: members by class and name, functions with the
 * class that holds them. It knows no file and makes no type.
 */
import type { Library, LibraryEntry } from '#facts';

/** Answers kept before all are forgotten. */
const KEPT = 16_384;

export interface LibraryMember {
  readonly entry: LibraryEntry | null;
  /** Its full name. */
  readonly name: string;
}

export interface LibraryFunction {
  readonly entry: LibraryEntry | null;
  /** The class that it is a method of, or null. */
  readonly owner: LibraryEntry | null;
}

export class LibraryNames {
  readonly #library: Library;
  readonly #members = new Map<string, Map<string, LibraryMember>>();
  readonly #functions = new Map<string, LibraryFunction>();
  #kept = 0;

  constructor(library: Library) {
    this.#library = library;
  }

  entry(name: string): LibraryEntry | null {
    return this.#library.lookup(name);
  }

  member(owner: string, name: string): LibraryMember {
    let names = this.#members.get(owner);
    const known = names?.get(name);
    if (known !== undefined) return known;
    if (this.#kept++ === KEPT) {
      this.#kept = 0;
      this.#members.clear();
      names = undefined;
    }
    if (names === undefined) this.#members.set(owner, (names = new Map()));
    const full = `${owner}.${name}`;
    const found = { entry: this.#library.lookup(full), name: full };
    names.set(name, found);
    return found;
  }

  function(name: string): LibraryFunction {
    let found = this.#functions.get(name);
    if (found === undefined) {
      const owner = this.#library.lookup(name.slice(0, name.lastIndexOf('.')));
      found = { entry: this.#library.lookup(name), owner: owner?.kind === 'class' ? owner : null };
      if (this.#functions.size === KEPT) this.#functions.clear();
      this.#functions.set(name, found);
    }
    return found;
  }
}

const all = new WeakMap<Library, LibraryNames>();

/** The names of a library, one object per thread. */
export function namesOf(library: Library): LibraryNames {
  let names = all.get(library);
  if (names === undefined) all.set(library, (names = new LibraryNames(library)));
  return names;
}
