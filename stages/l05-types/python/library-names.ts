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

/** A class outside, known or not, and the members that were asked for. */
export interface LibraryClass {
  readonly name: string;
  readonly entry: LibraryEntry | null;
  readonly members: Map<string, LibraryMember>;
}

export interface LibraryFunction {
  readonly entry: LibraryEntry | null;
  /** The class that it is a method of, or null. */
  readonly owner: LibraryEntry | null;
}

export class LibraryNames {
  readonly #library: Library;
  readonly #classes = new Map<string, LibraryClass>();
  readonly #functions = new Map<string, LibraryFunction>();
  #kept = 0;

  constructor(library: Library) {
    this.#library = library;
  }

  entry(name: string): LibraryEntry | null {
    return this.#library.lookup(name);
  }

  class(name: string): LibraryClass {
    let found = this.#classes.get(name);
    if (found === undefined) {
      if (this.#kept >= KEPT) {
        this.#kept = 0;
        this.#classes.clear();
      }
      this.#kept++;
      this.#classes.set(name, (found = { name, entry: this.#library.lookup(name), members: new Map() }));
    }
    return found;
  }

  member(owner: LibraryClass, name: string): LibraryMember {
    let found = owner.members.get(name);
    if (found === undefined) {
      this.#kept++;
      const full = `${owner.name}.${name}`;
      owner.members.set(name, (found = { entry: this.#library.lookup(full), name: full }));
    }
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
