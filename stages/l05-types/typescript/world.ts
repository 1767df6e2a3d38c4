/**
 * What the evaluator of TypeScript asks of facts: declarations of this file and of others by their hashes, and the library.
 * Every look at another file goes through the look-ups of the kernel. It must never read a table of another file otherwise.
 */
import type { ReaderOf } from '#columns';
import {
  codeOf,
  DECLARATION_KINDS,
  type declaredType,
  type exportTable,
  FLAG,
  type inferredType,
  type member,
  memberKey,
  nameKey,
} from '#facts';
import type { HashCell } from '#core';
import type { Sym } from './model.ts';

/** Kinds of declarations that are values, as `declared` has them. */
const VALUES: ReadonlySet<number> = new Set(
  (['class', 'enum', 'function', 'variable', 'constant', 'namespace'] as const).map(
    (name) => 1 + codeOf(DECLARATION_KINDS, name),
  ),
);

/** One declaration as the surface has it. Names in its types carry their symbols. */
export interface Declared {
  readonly kind: number;
  readonly flags: number;
  readonly name: string;
  readonly type: string;
  readonly generics: string;
  readonly parameters: string;
  readonly bases: string;
}

/** Look-ups by key in one file: its own tables, or those of another. */
export interface WorldSource {
  declared(
    path: HashCell,
    key: HashCell,
  ): { readonly reader: ReaderOf<typeof declaredType>; readonly from: number; readonly to: number } | null;
  inferred(
    path: HashCell,
    key: HashCell,
  ): { readonly reader: ReaderOf<typeof inferredType>; readonly from: number; readonly to: number } | null;
  members(
    path: HashCell,
    key: HashCell,
  ): { readonly reader: ReaderOf<typeof member>; readonly from: number; readonly to: number } | null;
  exports(
    path: HashCell,
    key: HashCell,
  ): { readonly reader: ReaderOf<typeof exportTable>; readonly from: number; readonly to: number } | null;
}

export interface MemberRow {
  readonly kind: number;
  readonly flags: number;
  readonly target: Sym;
}

export class World {
  readonly #source: WorldSource;
  readonly #declared = new Map<string, readonly Declared[]>();
  readonly #members = new Map<string, readonly MemberRow[]>();
  readonly #cell: HashCell = { lo: 0, hi: 0 };

  constructor(source: WorldSource) {
    this.#source = source;
  }

  declared(of: Sym): readonly Declared[] {
    let known = this.#declared.get(of.key);
    if (known === undefined) {
      known = this.#read(of);
      this.#declared.set(of.key, known);
    }
    return known;
  }

  /** The type that was inferred for a declaration without one, in the spelling of the surface; '' for none. */
  inferred(of: Sym): string {
    const rows = of.row >= 0 ? null : this.#source.inferred(of.path, of.hash);
    return rows === null ? '' : rows.reader.type.at(rows.from);
  }

  /** The own members of that name of a class, an enum, a namespace or an object type. */
  members(of: Sym, name: string): readonly MemberRow[] {
    const key = `${of.key}.${name}`;
    let known = this.#members.get(key);
    if (known === undefined) {
      known = this.#readMembers(of, name);
      this.#members.set(key, known);
    }
    return known;
  }

  /** The value that a module declares and exports under a name, or null. */
  exported(path: HashCell, name: string): Sym | null {
    nameKey(this.#cell, name);
    const rows = this.#source.exports(path, { ...this.#cell });
    if (rows === null) return null;
    for (let row = rows.from; row < rows.to; row++) {
      if (!VALUES.has(rows.reader.declared.at(row))) continue;
      const { target } = rows.reader;
      return symbolOf(name, path, { lo: target.lo(row), hi: target.hi(row) });
    }
    return null;
  }

  #read(of: Sym): Declared[] {
    const rows = of.row >= 0 ? null : this.#source.declared(of.path, of.hash);
    if (rows === null) return [];
    const { reader } = rows;
    return Array.from({ length: rows.to - rows.from }, (_, at) => ({
      kind: reader.kind.at(rows.from + at),
      flags: reader.flags.at(rows.from + at),
      name: reader.name.at(rows.from + at),
      type: reader.type.at(rows.from + at),
      generics: reader.generics.at(rows.from + at),
      parameters: reader.parameters.at(rows.from + at),
      bases: reader.bases.at(rows.from + at),
    }));
  }

  #readMembers(of: Sym, name: string): MemberRow[] {
    memberKey(this.#cell, of.hash.lo, of.hash.hi, name);
    const rows = of.row >= 0 ? null : this.#source.members(of.path, { ...this.#cell });
    if (rows === null) return [];
    const { reader } = rows;
    // A getter and its setter are declared under one name, and are one symbol.
    let setter = 0;
    for (let row = rows.from; row < rows.to; row++) setter |= reader.flags.at(row) & FLAG.setter;
    return Array.from({ length: rows.to - rows.from }, (_, at) => {
      const row = rows.from + at;
      const flags = reader.flags.at(row);
      const hash = { lo: reader.target.lo(row), hi: reader.target.hi(row) };
      return {
        kind: reader.kind.at(row),
        flags: (flags & FLAG.getter) === 0 ? flags : flags | setter,
        target: symbolOf(name, of.path, hash),
      };
    });
  }
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** A symbol of the repository. */
export function symbolOf(name: string, path: HashCell, hash: HashCell): Sym {
  return { key: `@${hex(path.lo)}${hex(path.hi)}${hex(hash.lo)}${hex(hash.hi)}`, name, row: -1, path, hash };
}

const NOWHERE: HashCell = { lo: 0, hi: 0 };

/** A row of the library. */
export function librarySymbol(name: string, row: number): Sym {
  return { key: `#${row}`, name, row, path: NOWHERE, hash: NOWHERE };
}

/** A name as the surface writes it, `Cart@...`, or null for a plain one. */
export function writtenSymbol(text: string): Sym | null {
  const at = text.indexOf('@');
  if (at < 0) return null;
  const part = (from: number): number => Number.parseInt(text.slice(at + 1 + from, at + 9 + from), 16);
  return symbolOf(text.slice(0, at), { lo: part(0), hi: part(8) }, { lo: part(16), hi: part(24) });
}
