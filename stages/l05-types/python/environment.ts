/** What the parameters of a function are within one call of it, and what the functions around it were called with. */
import type { SymbolRef, Term } from './term.ts';
import type { Type } from './type.ts';

/** What is noted of a term: its type, or the depth at which it is under way, 0 when it no longer is. */
export type Note = Type | number;

export class Environment {
  readonly of: SymbolRef;
  /** By position of the parameter; null where the call does not tell. */
  readonly values: readonly (Type | null)[];
  readonly parent: Environment | null;
  readonly id: number;
  readonly hash: number;
  readonly depth: number;
  /** Notes on open terms: those of the record of the function by their number in it, and those of all others. */
  readonly #own: (Note | undefined)[] = [];
  #others: Map<Term, Note> | null = null;

  constructor(of: SymbolRef, values: readonly (Type | null)[], parent: Environment | null, id: number, hash: number) {
    this.of = of;
    this.values = values;
    this.parent = parent;
    this.id = id;
    this.hash = hash;
    let depth = parent === null ? 0 : parent.depth;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value !== null && value.depth > depth) depth = value.depth;
    }
    this.depth = depth + 1;
  }

  noteOf(term: Term): Note {
    const note = term.home === this.of ? this.#own[term.slot] : this.#others?.get(term);
    return note === undefined ? 0 : note;
  }

  note(term: Term, note: Note): void {
    if (term.home === this.of) this.#own[term.slot] = note;
    else (this.#others ??= new Map()).set(term, note);
  }
}

/** The environments of one evaluator, each once: open addressing by what they are made of. */
export class Environments {
  #slots: (Environment | undefined)[] = Array<Environment | undefined>(64).fill(undefined);
  size = 0;

  of(of: SymbolRef, values: readonly (Type | null)[], parent: Environment | null): Environment {
    let hash = (of.lo ^ (parent === null ? 0 : parent.hash)) | 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      hash = Math.imul(hash ^ (value === null ? 0x2545f491 : value.id), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const mask = this.#slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const found = this.#slots[at];
      if (found === undefined) return this.#add(at, new Environment(of, values, parent, this.size, hash));
      // Several symbols may have one hash.
      if (
        found.hash === hash &&
        found.parent === parent &&
        (found.of === of || (found.of.lo === of.lo && found.of.hi === of.hi)) &&
        areSame(found.values, values)
      )
        return found;
    }
  }

  #add(at: number, made: Environment): Environment {
    this.#slots[at] = made;
    if (2 * ++this.size > this.#slots.length) {
      const before = this.#slots;
      this.#slots = Array<Environment | undefined>(2 * before.length).fill(undefined);
      const mask = this.#slots.length - 1;
      for (const one of before) {
        if (one === undefined) continue;
        let free = one.hash & mask;
        while (this.#slots[free] !== undefined) free = (free + 1) & mask;
        this.#slots[free] = one;
      }
    }
    return made;
  }
}

function areSame(a: readonly (Type | null)[], b: readonly (Type | null)[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
