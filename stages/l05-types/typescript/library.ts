/** Types of the built-ins: names of the environment and of the modules of Node to rows of the library, and rows to types. */
import type { LibraryTables } from '#languages';
import { NONE, type Signature, type Sym, type Type } from './model.ts';
import { NO_SCOPE, TypeReader, type Scope } from './reader.ts';
import { readParameters, readReturned } from './syntax.ts';
import { librarySymbol, writtenSymbol, type World } from './world.ts';

/** Bit of the flags of the library. */
export const OPTIONAL = 64;
/** Types whose members are members of their argument. */
const VIEWS: ReadonlySet<string> = new Set(['Partial', 'Required', 'Readonly', 'Pick', 'Omit']);

export abstract class LibraryTypes extends TypeReader {
  readonly world: World;
  protected readonly library: LibraryTables;
  protected readonly symbols: Map<string, Sym> = new Map();

  constructor(world: World, library: LibraryTables) {
    super();
    this.world = world;
    this.library = library;
  }

  /** The symbol of a name of a type as the surface writes it: of the repository, or of the library. */
  typeSymbol(name: string): Sym | null {
    const written = writtenSymbol(name);
    if (written !== null) return this.intern(written);
    const row = this.libraryRows(name).find((one) => {
      const form = this.library.kind(one);
      return form === 'class' || form === 'type';
    });
    return row === undefined ? null : this.intern(librarySymbol(this.library.name(row), row));
  }

  /** A symbol of the library by its name, for what the language itself gives: `Array`, `Promise`, `RegExp`. */
  builtin(name: string, items: readonly Type[]): Type {
    if (items.some((item) => item.kind === 'none')) return NONE;
    const of = this.typeSymbol(name);
    return of === null ? NONE : { kind: 'instance', of, items };
  }

  /** The type that `Partial<T>` and its like show the members of, or null. */
  viewed({ of, items }: Type & { kind: 'instance' }): Type | null {
    const isView = of.row >= 0 && this.library.kind(of.row) === 'type' && VIEWS.has(of.name);
    return isView ? (items[0] ?? null) : null;
  }

  /** The name of a row of the library as another file can read it. */
  libraryName(row: number): string {
    const names: string[] = [];
    let at = row;
    for (; this.library.owner(at) >= 0; at = this.library.owner(at)) names.unshift(this.library.name(at));
    const module = this.library.name(at);
    return module === '' ? names.join('.') : `import("${module}").${names.join('.')}`;
  }

  override array(item: Type, isReadonly = false): Type {
    return this.builtin(isReadonly ? 'ReadonlyArray' : 'Array', [item]);
  }

  protected libraryRows(name: string): number[] {
    const imported = /^import\("([^"]*)"\)\.?(.*)$/.exec(name);
    const path = imported === null ? name : imported[2]!;
    let rows = [this.library.module(imported === null ? '' : imported[1]!.replace(/^node:/, ''))];
    if (path === '') return rows.filter((row) => row >= 0);
    for (const part of path.split('.')) rows = rows.flatMap((row) => this.libraryMembers(row, part));
    return rows;
  }

  protected libraryMembers(owner: number, name: string): number[] {
    const first = owner < 0 ? -1 : this.library.member(owner, name);
    if (first < 0) return [];
    const followed = this.library.follow(first);
    if (followed < 0) return [];
    return Array.from({ length: this.library.overloads(followed) }, (_, at) => followed + at);
  }

  protected intern(of: Sym): Sym {
    let known = this.symbols.get(of.key);
    if (known === undefined) {
      const name = of.row >= 0 ? of.name : (this.world.declared(of)[0]?.name ?? of.name);
      known = name === of.name ? of : { ...of, name };
      this.symbols.set(of.key, known);
    }
    return known;
  }

  symbol(of: Sym): Sym {
    return this.intern(of);
  }

  protected librarySignature(row: number, outer: Scope, isConstructor: boolean): Signature {
    const { generics, scope } = this.generics(this.library.generics(row), outer);
    const returned = readReturned(this.library.type(row));
    return {
      generics,
      parameters: this.parameters(readParameters(this.library.parameters(row)) ?? [], scope),
      ...this.predicated(returned?.returns ?? null, returned?.predicate ?? '', scope),
      isConstructor,
    };
  }

  /** The value of a global name or of a name of a module outside, NONE when it is not known. */
  outside(name: string): Type {
    return this.libraryValue(this.libraryRows(name));
  }

  protected libraryValue(rows: readonly number[]): Type {
    const [first] = rows;
    if (first === undefined) return NONE;
    const of = (row: number): Sym => this.intern(librarySymbol(this.library.name(row), row));
    const variable = rows.find((row) => this.library.kind(row) === 'variable');
    if (variable !== undefined) return this.read(this.library.type(variable), NO_SCOPE);
    const functions = rows.filter((row) => this.library.kind(row) === 'function');
    if (functions.length > 0) {
      return { kind: 'function', signatures: functions.map((row) => this.librarySignature(row, NO_SCOPE, false)) };
    }
    const named = rows.find((row) => this.library.kind(row) === 'class');
    if (named !== undefined) return { kind: 'value', of: of(named), what: 'class' };
    return this.library.kind(first) === 'module' ? this.libraryModule(of(first)) : NONE;
  }

  /** A module that is one value as a whole (`export =`) is that value. */
  protected libraryModule(of: Sym): Type {
    const whole = this.libraryMembers(of.row, 'export=');
    return whole.length > 0 ? this.libraryValue(whole) : { kind: 'value', of, what: 'module' };
  }

  /** The names of what a type of the library asks for itself. */
  requiredMembers(of: Sym): string[] {
    const [from, to] = this.library.members(of.row);
    const rows = Array.from({ length: to - from }, (_, at) => from + at);
    return rows.filter((row) => (this.library.flags(row) & OPTIONAL) === 0).map((row) => this.library.name(row));
  }

  /** The names of the own members of a class of the library. */
  libraryMemberNames(of: Sym): string[] {
    const [from, to] = this.library.members(of.row);
    return Array.from({ length: to - from }, (_, at) => this.library.name(from + at));
  }
}
