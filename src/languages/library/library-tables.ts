/**
 * What a standard library declares: modules, classes, functions and variables by dotted name, with their types as text.
 * Rows are numbers; text is made only when it is asked for. It must never hold an object per entry, nor read a file.
 */
import { EngineError } from '#core';
import { ENTRY_KINDS, type EntryKind } from './codes.ts';
import { KIND_BITS, LIBRARY_COLUMNS, LIBRARY_HEADER, LIBRARY_MAGIC } from './layout.ts';

/** Aliases of aliases are followed so far. */
const ALIAS_STEPS = 8;

type ColumnName = (typeof LIBRARY_COLUMNS)[number];

export class LibraryTables {
  readonly entries: number;
  readonly #columns: Readonly<Record<ColumnName, Int32Array>>;
  /** Slot `row + 1`: the first of the members of `row`; slot 0: the first module. */
  readonly #members: Int32Array;
  readonly #starts: Int32Array;
  readonly #text: Buffer;

  /** `bytes` as `libraryBytes` makes them, at the start of their buffer. `E_LIBRARY` when they are something else. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const [magic, entries, strings, text] = new Int32Array(bytes.buffer, 0, LIBRARY_HEADER);
    const words = LIBRARY_HEADER + LIBRARY_COLUMNS.length * entries! + strings! + 1;
    if (magic !== LIBRARY_MAGIC || bytes.length !== words * 4 + text!) {
      throw new EngineError('E_LIBRARY', 'the tables of a standard library are not of this version');
    }
    this.entries = entries!;
    const column = (at: number): Int32Array =>
      new Int32Array(bytes.buffer, (LIBRARY_HEADER + at * this.entries) * 4, this.entries);
    const columns = LIBRARY_COLUMNS.map((name, at) => [name, column(at)] as const);
    // Safe because: the entries are those of LIBRARY_COLUMNS, each once.
    this.#columns = Object.fromEntries(columns) as Record<ColumnName, Int32Array>;
    this.#starts = new Int32Array(bytes.buffer, (words - strings! - 1) * 4, strings! + 1);
    this.#text = Buffer.from(bytes.buffer, words * 4);
    this.#members = firstMembers(this.#columns.owner);
  }

  /** The row of the module `name` ('' for the names that need no import in JavaScript), or -1. */
  module(name: string): number {
    const id = this.#stringId(name);
    return id < 0 ? -1 : this.#search(id, 0, this.modules);
  }

  /** The first row of the own member `name` of `owner`, its first overload; or -1. Aliases are not followed. */
  member(owner: number, name: string): number {
    const id = owner < 0 ? -1 : this.#stringId(name);
    return id < 0 ? -1 : this.#search(id, this.#members[owner + 1]!, this.#members[owner + 2]!);
  }

  /** The first row of what a dotted name (`os.path.join`, `builtins.str.split`) names, behind its aliases; or -1. */
  find(dotted: string): number {
    return this.#find(dotted, ALIAS_STEPS);
  }

  /** What `row` stands for when it is an alias, else `row` itself; -1 for an alias of nothing. */
  follow(row: number): number {
    return row >= 0 && this.kind(row) === 'alias' ? this.#find(this.type(row), ALIAS_STEPS) : row;
  }

  /** How many rows from `row` on, which is the first, have its owner and name: overloads, or a type and a value in one. */
  overloads(row: number): number {
    const { name, owner } = this.#columns;
    let end = row + 1;
    while (end < this.entries && name[end] === name[row] && owner[end] === owner[row]) end++;
    return end - row;
  }

  /** The rows of the members of `row`: from the first up to, without it, the second. */
  members(row: number): readonly [number, number] {
    return [this.#members[row + 1]!, this.#members[row + 2]!];
  }

  /** The rows of all modules: from 0 up to, without it, this. */
  get modules(): number {
    return this.#members[1]!;
  }

  kind(row: number): EntryKind {
    return ENTRY_KINDS[this.#columns.flags[row]! & ((1 << KIND_BITS) - 1)]!;
  }

  /** Bits of `ENTRY_FLAG`. */
  flags(row: number): number {
    return this.#columns.flags[row]! >> KIND_BITS;
  }

  owner(row: number): number {
    return this.#columns.owner[row]!;
  }

  name(row: number): string {
    return this.#string(this.#columns.name[row]!);
  }

  /** The name with those of its owners. */
  path(row: number): string {
    const owner = this.owner(row);
    const above = owner < 0 ? '' : this.path(owner);
    return above === '' ? this.name(row) : `${above}.${this.name(row)}`;
  }

  /** The return type of a function, the type of a variable, the metaclass of a class, the target of an alias; '' if unknown. */
  type(row: number): string {
    return this.#string(this.#columns.type[row]!);
  }

  /** The parameters of a function as its language writes them, without the brackets. */
  parameters(row: number): string {
    return this.#string(this.#columns.parameters[row]!);
  }

  /** Type parameters of a function, class or type alias, as the language writes them, without the brackets. */
  generics(row: number): string {
    return this.#string(this.#columns.generics[row]!);
  }

  /** The bases of a class as types, with commas between. */
  bases(row: number): string {
    return this.#string(this.#columns.bases[row]!);
  }

  #find(dotted: string, steps: number): number {
    for (let cut = dotted.length; cut > 0; cut = dotted.lastIndexOf('.', cut - 1)) {
      let row = this.module(dotted.slice(0, cut));
      if (row < 0) continue;
      for (const name of cut === dotted.length ? [] : dotted.slice(cut + 1).split('.')) {
        row = this.member(this.#step(row, steps), name);
        if (row < 0) break;
      }
      if (row >= 0) return this.#step(row, steps);
    }
    return -1;
  }

  #step(row: number, steps: number): number {
    if (row < 0 || this.kind(row) !== 'alias') return row;
    return steps === 0 ? -1 : this.#find(this.type(row), steps - 1);
  }

  /** The first row in the range whose name has this id. Names ascend with their ids. */
  #search(id: number, from: number, to: number): number {
    const names = this.#columns.name;
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (names[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return low < to && names[low] === id ? low : -1;
  }

  #stringId(text: string): number {
    let low = 0;
    let high = this.#starts.length - 2;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = this.#compare(middle, text);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  #compare(id: number, text: string): number {
    const start = this.#starts[id]!;
    const length = this.#starts[id + 1]! - start;
    const shared = Math.min(length, text.length);
    for (let i = 0; i < shared; i++) {
      const order = this.#text[start + i]! - text.charCodeAt(i);
      if (order !== 0) return order;
    }
    return length - text.length;
  }

  #string(id: number): string {
    return this.#text.toString('latin1', this.#starts[id], this.#starts[id + 1]);
  }
}

/** Owner -1 is slot 0: `firsts[owner + 1]` is the first row after the last of the owners before. */
function firstMembers(owners: Int32Array): Int32Array {
  const firsts = new Int32Array(owners.length + 2);
  for (const owner of owners) firsts[owner + 1]!++;
  let end = 0;
  for (let slot = 0; slot < firsts.length; slot++) {
    const count = firsts[slot]!;
    firsts[slot] = end;
    end += count;
  }
  return firsts;
}
