/**
 * The symbols of one file as one numbered list: declarations by row, then locals by row. Each knows its name, its descriptor
 * hash and the symbol around it, so that every kind of name (qualified, SCIP) is built the same way. Reads facts only.
 */
import type { ReaderOf } from '#columns';
import type { UnitId } from '#core';
import { body, codeOf, declaration, DECLARATION_KINDS, file, local, LOCAL_KINDS, suffixOf } from '#facts';
import type { View } from '../view.ts';

const NAMED_LOCALS: ReadonlySet<number> = new Set([codeOf(LOCAL_KINDS, 'function'), codeOf(LOCAL_KINDS, 'class')]);
const SUFFIXES = DECLARATION_KINDS.map((kind) => suffixOf(kind));

interface FileTables {
  readonly declarations: ReaderOf<typeof declaration>;
  readonly locals: ReaderOf<typeof local>;
  readonly bodies: ReaderOf<typeof body>;
}

export class FileSymbols {
  readonly unit: UnitId;
  readonly path: string;
  readonly language: string;
  /** Qualified name of the module. */
  readonly module: string;
  /** Number of declarations: symbols from here on are locals. */
  readonly declared: number;
  readonly count: number;
  readonly declarations: ReaderOf<typeof declaration>;
  readonly locals: ReaderOf<typeof local>;
  readonly bodies: ReaderOf<typeof body>;
  #ordinals: Uint32Array | null = null;
  #first: Uint32Array | null = null;

  /** Null when the file was not lowered. */
  static open(view: View, unit: UnitId): FileSymbols | null {
    const declarations = view.table(declaration, unit);
    const locals = view.table(local, unit);
    const bodies = view.table(body, unit);
    if (declarations === null || locals === null || bodies === null || declarations.rows === 0) return null;
    return new FileSymbols(view, unit, { declarations, locals, bodies });
  }

  private constructor(view: View, unit: UnitId, tables: FileTables) {
    this.unit = unit;
    this.path = view.path(unit);
    this.language = view.table(file, unit)!.language.at(0);
    this.module = view.moduleName(unit);
    this.declarations = tables.declarations;
    this.locals = tables.locals;
    this.bodies = tables.bodies;
    this.declared = tables.declarations.rows;
    this.count = tables.declarations.rows + tables.locals.rows;
  }

  name(symbol: number): string {
    return symbol < this.declared ? this.declarations.name.at(symbol) : this.locals.name.at(symbol - this.declared);
  }

  lo(symbol: number): number {
    return symbol < this.declared ? this.declarations.hash.lo(symbol) : this.locals.hash.lo(symbol - this.declared);
  }

  hi(symbol: number): number {
    return symbol < this.declared ? this.declarations.hash.hi(symbol) : this.locals.hash.hi(symbol - this.declared);
  }

  kind(symbol: number): string {
    if (symbol < this.declared) return DECLARATION_KINDS[this.declarations.kind.at(symbol)]!;
    return LOCAL_KINDS[this.locals.kind.at(symbol - this.declared)]!;
  }

  /** The symbol around a symbol; -1 for the module. */
  parent(symbol: number): number {
    if (symbol < this.declared) return this.declarations.parent.at(symbol);
    return this.ofBody(this.locals.body.at(symbol - this.declared));
  }

  /** The symbol whose code a body is. Lambdas and comprehensions belong to the symbol around them. */
  ofBody(row: number): number {
    for (let at = row; at >= 0; at = this.bodies.parent.at(at)) {
      const declared = this.bodies.declaration.at(at);
      if (declared >= 0) return declared;
      const owner = this.bodies.owner.at(at);
      if (owner >= 0) return this.declared + owner;
    }
    return 0;
  }

  /** True for what counts as a definition of the file: declarations, and nested functions and classes. */
  isNamed(symbol: number): boolean {
    return symbol < this.declared || NAMED_LOCALS.has(this.locals.kind.at(symbol - this.declared));
  }

  /** Which of the symbols of equal parent, name and kind class it is, from 0. Merged declarations count once. */
  ordinal(symbol: number): number {
    this.#number();
    return this.#ordinals![symbol]!;
  }

  /** The first row of the symbol: itself unless it is merged with an earlier one. */
  first(symbol: number): number {
    this.#number();
    return this.#first![symbol]!;
  }

  #number(): void {
    if (this.#ordinals !== null) return;
    const ordinals = new Uint32Array(this.count);
    const firsts = new Uint32Array(this.count);
    const siblings = new Map<string, number[]>();
    for (let symbol = 0; symbol < this.count; symbol++) {
      const suffix = symbol < this.declared ? SUFFIXES[this.declarations.kind.at(symbol)]! : '%';
      // What is around a symbol has been numbered before it.
      const parent = this.parent(symbol);
      const key = `${parent < 0 ? parent : firsts[parent]!}${suffix}${this.name(symbol)}`;
      let group = siblings.get(key);
      if (group === undefined) siblings.set(key, (group = []));
      let ordinal = group.findIndex(
        (other) => this.lo(other) === this.lo(symbol) && this.hi(other) === this.hi(symbol),
      );
      if (ordinal < 0) ordinal = group.push(symbol) - 1;
      ordinals[symbol] = ordinal;
      firsts[symbol] = group[ordinal]!;
    }
    this.#ordinals = ordinals;
    this.#first = firsts;
  }
}
