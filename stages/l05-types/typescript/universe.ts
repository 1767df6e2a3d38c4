/**
 * What types mean: names to symbols, aliases to what they stand for, members through bases, calls to signatures.
 * Made and dropped within one kernel call. It must never walk a body: what is inferred it asks `Inference`.
 */
import { codeOf, DECLARATION_KINDS, FLAG } from '#facts';
import type { LibraryTables } from '#languages';
import {
  ANY,
  filter,
  intersection,
  literal,
  NONE,
  nonNull,
  NUMBER,
  PRIMITIVES,
  STRING,
  substitute,
  substituteSignature,
  UNDEFINED,
  union,
  type Parameter,
  type Signature,
  type Sym,
  type Type,
} from './model.ts';
import { readParameters, readReturned, readType, type TypeNode } from './syntax.ts';
import { isAssignable } from './assignability.ts';
import { bind, MemberMemo, withFallbacks } from './generics.ts';
import { ClassTypes, type ClassFacts } from './classes.ts';
import { OPTIONAL } from './library.ts';
import { isSideless } from './member-rows.ts';
import { MAX_DEPTH, MAX_WORK, NO_SCOPE, optional, type Scope } from './reader.ts';
import { librarySymbol, writtenSymbol, type Declared, type World } from './world.ts';

const kind = (name: (typeof DECLARATION_KINDS)[number]): number => codeOf(DECLARATION_KINDS, name);
const CLASS = kind('class');
const INTERFACE = kind('interface');
const ENUM = kind('enum');
const ENUM_MEMBER = kind('enum_member');
const ALIAS = kind('type_alias');
const FUNCTION = kind('function');
const METHOD = kind('method');
const CONSTRUCTOR = kind('constructor');
const NAMESPACE = kind('namespace');

const COMMON: ReadonlySet<string> = new Set(['toString', 'hasOwnProperty', 'valueOf']);

/** How a class is made that is not known. */
const ANY_ARGUMENTS: Signature = {
  generics: [],
  parameters: [{ name: 'args', type: ANY, isOptional: false, isRest: true }],
  returns: () => NONE,
  predicate: '',
  isConstructor: true,
};

/** Types of declarations without a written one: NONE when it is not known, or not known yet. */
export interface Inference {
  typeOf(of: Sym): Type;
}

export class Universe extends ClassTypes {
  readonly #inference: Inference;
  readonly #values = new Map<string, Type>();
  readonly #open = new Set<string>();
  readonly #found = new MemberMemo();

  constructor(world: World, library: LibraryTables, inference: Inference) {
    super(world, library);
    this.#inference = inference;
  }

  /** True when the work of this file is over its limit: what came later is not known. */
  get isExhausted(): boolean {
    return this.work > MAX_WORK;
  }

  protected override typeOfName(name: string): Type {
    const of = writtenSymbol(name);
    if (of !== null) return this.value(this.intern(of));
    if (name === 'globalThis') {
      return { kind: 'value', what: 'module', of: librarySymbol(name, this.library.module('')) };
    }
    const rows = this.libraryRows(name);
    return rows.length === 0 ? NONE : this.libraryValue(rows);
  }

  protected override keys(type: Type): Type {
    if (type.kind === 'record' && type.index === null) return names([...type.members.keys()]);
    if (type.kind !== 'instance' || type.of.row < 0 || this.library.kind(type.of.row) !== 'class') return NONE;
    return names(this.libraryMemberNames(type.of));
  }

  // ---- names --------------------------------------------------------------------------------------------------------

  protected override named(name: string, items: readonly TypeNode[], scope: Scope): Type {
    const parameter = scope.names.get(name);
    if (parameter !== undefined) return parameter;
    const known = PRIMITIVES.get(name);
    if (known !== undefined) return known;
    if (name === 'this') return scope.self ?? NONE;
    if (name === 'true' || name === 'false') return literal('boolean', name, false);
    const of = this.typeSymbol(name);
    return of === null
      ? NONE
      : this.instance(
          of,
          items.map((item) => this.resolve(item, scope)),
        );
  }

  // ---- classes, interfaces, aliases ---------------------------------------------------------------------------------

  /** The type that a symbol names, with type arguments. Aliases of compound types keep their name. */
  instance(of: Sym, given: readonly Type[]): Type {
    if (given.some((item) => item.kind === 'none')) return NONE;
    if (of.row >= 0 && this.library.kind(of.row) === 'type') return this.#libraryAlias(of, given);
    const facts = this.facts(of);
    if (facts === null) return NONE;
    const items = withFallbacks(facts.generics, given);
    if (items === null) return NONE;
    if (facts.kind === ENUM_MEMBER) return NONE;
    if (facts.kind !== ALIAS) return { kind: 'instance', of, items };
    const text = this.world.declared(of).find((row) => row.kind === ALIAS)!.type;
    if (text === '' || isUnnamed(text)) return { kind: 'instance', of, items };
    return this.#alias(of, text, facts, items);
  }

  #alias(of: Sym, text: string, facts: ClassFacts, items: readonly Type[]): Type {
    if (this.#open.has(of.key) || this.depth > MAX_DEPTH) return NONE;
    this.#open.add(of.key);
    this.depth++;
    const node = readType(text);
    const type = node === null ? NONE : substitute(this.resolve(node, facts.scope), bind(facts.generics, items));
    this.depth--;
    this.#open.delete(of.key);
    // A name without arguments is another name for the same.
    if (node?.kind === 'name' && node.items.length === 0) return type;
    const isCompound =
      (type.kind === 'instance' && node?.kind === 'name') ||
      type.kind === 'union' ||
      type.kind === 'intersection' ||
      type.kind === 'function' ||
      type.kind === 'record' ||
      node?.kind === 'array' ||
      node?.kind === 'tuple';
    if (!isCompound || type.kind === 'none' || type.kind === 'value') return type;
    if (!('items' in type || 'members' in type || 'signatures' in type)) return type;
    return { ...type, alias: { of, items } };
  }

  #libraryAlias(of: Sym, items: readonly Type[]): Type {
    const [first, second] = items;
    if (first === undefined) {
      // What it is, the compiler has in itself.
      if (of.name === 'BuiltinIteratorReturn') return UNDEFINED;
      const type = this.read(this.library.type(of.row), NO_SCOPE);
      return type.kind === 'union' ? { ...type, alias: { of, items: [] } } : type;
    }
    switch (of.name) {
      case 'Partial':
      case 'Required':
      case 'Readonly':
      case 'Pick':
      case 'Omit':
      case 'Record':
        return { kind: 'instance', of, items };
      case 'NonNullable':
        return nonNull(first);
      case 'Awaited':
        return this.awaited(first);
      case 'Exclude':
        return second === undefined ? NONE : filter(first, (part) => this.isAssignable(part, second) !== true);
      case 'Extract':
        return second === undefined ? NONE : filter(first, (part) => this.isAssignable(part, second) === true);
      case 'ReturnType':
        return this.signatures(first).at(-1)?.returns() ?? NONE;
      case 'InstanceType':
        return this.constructors(first).at(-1)?.returns() ?? NONE;
      default: {
        const { generics, scope } = this.generics(this.library.generics(of.row), NO_SCOPE);
        const bound = withFallbacks(generics, items);
        return bound === null ? NONE : substitute(this.read(this.library.type(of.row), scope), bind(generics, bound));
      }
    }
  }

  /** The type of a member, NONE when it is not known that there is one. */
  member(type: Type, name: string): Type {
    if (this.depth > MAX_DEPTH || this.work > MAX_WORK) return NONE;
    return this.#found.of(type, name, () => {
      this.depth++;
      this.work++;
      const found = this.#member(type, name);
      this.depth--;
      return found ?? NONE;
    });
  }

  #member(type: Type, name: string): Type | null {
    switch (type.kind) {
      case 'none':
        return NONE;
      case 'primitive':
        return type === ANY ? NONE : this.#primitiveMember(type.name, name);
      case 'literal':
        return this.#primitiveMember(type.base, name);
      case 'member':
        return null;
      case 'instance':
        return this.#instanceMember(type, name, type);
      case 'value':
        return this.#valueMember(type, name);
      case 'function':
        return this.#libraryMember('Function', [], name);
      case 'record': {
        const own = type.members.get(name);
        return own !== undefined ? own.type : (type.index ?? this.#libraryMember('Object', [], name));
      }
      case 'tuple':
        return this.#tupleMember(type, name);
      case 'union':
        return union(type.items.map((item) => this.member(item, name)));
      case 'intersection':
        return merged(type.items.map((item) => this.#member(item, name)));
      case 'deferred':
        return NONE;
      case 'parameter':
        if (type.constraint === null) return null;
        return type.constraint.kind === 'instance'
          ? this.#instanceMember(type.constraint, name, type)
          : this.#member(type.constraint, name);
    }
  }

  #primitiveMember(primitive: string, name: string): Type | null {
    const wrapper = { string: 'String', number: 'Number', boolean: 'Boolean', bigint: 'BigInt', symbol: 'Symbol' }[
      primitive
    ];
    return wrapper === undefined ? null : this.#libraryMember(wrapper, [], name);
  }

  #libraryMember(owner: string, items: readonly Type[], name: string): Type | null {
    const type = this.builtin(owner, items);
    return type.kind === 'instance' ? this.#instanceMember(type, name, type) : null;
  }

  #tupleMember(type: Type & { kind: 'tuple' }, name: string): Type | null {
    if (/^\d+$/.test(name)) return type.items[Number(name)]?.type ?? null;
    if (name === 'length')
      return type.items.some((item) => item.isOptional || item.isRest)
        ? NUMBER
        : literal('number', String(type.items.length), false);
    const array = this.array(union(type.items.map((item) => item.type)), type.isReadonly);
    return array.kind === 'instance' ? this.#instanceMember(array, name, array) : null;
  }

  #instanceMember(type: Type & { kind: 'instance' }, name: string, self: Type): Type | null {
    const mapped = type.of.row >= 0 ? this.#mappedMember(type, name) : undefined;
    if (mapped !== undefined) return mapped;
    const facts = this.facts(type.of);
    if (facts === null || this.depth > MAX_DEPTH) return NONE;
    const own = this.#ownMember(facts, name);
    if (own !== null) {
      const bound = new Map(bind(facts.generics, type.items));
      if (facts.scope.self !== null) bound.set(facts.scope.self, self);
      return substitute(own, bound);
    }
    for (const base of this.bases(type)) {
      if (base.kind === 'none') return NONE;
      this.depth++;
      const found = base.kind === 'instance' ? this.#instanceMember(base, name, self) : this.#member(base, name);
      this.depth--;
      if (found !== null) return found;
    }
    const index = this.#indexMember(facts, name);
    if (index !== null) return substitute(index, bind(facts.generics, type.items));
    return COMMON.has(name) && type.of.name !== 'Object' ? this.#libraryMember('Object', [], name) : null;
  }

  /** Members of `Partial<T>` and its like; undefined for other types. */
  #mappedMember(type: Type & { kind: 'instance' }, name: string): Type | null | undefined {
    const [first, second] = type.items;
    if (first === undefined || this.library.kind(type.of.row) !== 'type') return undefined;
    switch (type.of.name) {
      case 'Partial':
        return optional(this.member(first, name));
      case 'Required':
        return filter(this.member(first, name), (part) => part !== UNDEFINED);
      case 'Readonly':
      case 'Pick':
      case 'Omit':
        return this.#member(first, name);
      case 'Record':
        return second ?? NONE;
      default:
        return NONE;
    }
  }

  #ownMember(facts: ClassFacts, name: string): Type | null {
    const known = facts.members.get(name);
    if (known !== undefined) return known;
    const type = facts.of.row >= 0 ? this.#libraryOwn(facts, name) : this.#declaredMember(facts.of, name, false);
    // What is not known yet may be known when it is asked again.
    if (type !== null && type.kind !== 'none') facts.members.set(name, type);
    return type;
  }

  #declaredMember(of: Sym, name: string, isStatic: boolean): Type | null {
    const row = this.world
      .members(of, name)
      .find((one) => isSideless(one.kind) || ((one.flags & FLAG.static) !== 0) === isStatic);
    if (row === undefined) return null;
    if (!this.#around.has(row.target.key)) this.#around.set(row.target.key, this.facts(of)?.scope ?? NO_SCOPE);
    const type = this.value(row.target);
    const isOptional = (row.flags & FLAG.optional) !== 0;
    return isOptional ? optional(type) : type;
  }

  /** What an index signature gives for a name, '' for any index. One for numbers says nothing of names. */
  #indexMember(facts: ClassFacts, name: string): Type | null {
    const isName = name !== '' && !/^\d+$/.test(name);
    if (facts.of.row >= 0) {
      const [row] = this.libraryMembers(facts.of.row, '[]');
      if (row === undefined || (isName && this.library.parameters(row).endsWith(': number'))) return null;
      return this.read(this.library.type(row), facts.scope);
    }
    const text = this.world.declared(facts.of).find((row) => isUnnamed(row.type))?.type;
    if (text === undefined || (isName && /^\{ (readonly )?\[\w+: number\]/.test(text))) return null;
    const type = this.read(text, facts.scope);
    return type.kind === 'record' ? type.index : null;
  }

  #libraryOwn(facts: ClassFacts, name: string): Type | null {
    const rows = this.libraryMembers(facts.of.row, name);
    const [first] = rows;
    if (first === undefined) return null;
    if (this.library.kind(first) === 'variable') {
      const type = this.read(this.library.type(first), facts.scope);
      return (this.library.flags(first) & OPTIONAL) === 0 ? type : optional(type);
    }
    return {
      kind: 'function',
      signatures: rows.map((row) => this.librarySignature(row, facts.scope, name === 'new')),
    };
  }

  #valueMember(type: Type & { kind: 'value' }, name: string): Type | null {
    if (type.what === 'symbol') return this.#libraryMember('Symbol', [], name);
    if (type.what === 'module') {
      if (type.of.row >= 0) return this.libraryValue(this.libraryMembers(type.of.row, name));
      const exported = this.world.exported(type.of.path, name);
      return exported === null ? NONE : this.value(this.intern(exported));
    }
    if (type.of.row >= 0) return this.#libraryStatic(type.of, name);
    const [member] = this.world.members(type.of, name);
    if (type.what === 'enum') {
      return member === undefined ? null : { kind: 'member', of: type.of, name, isFresh: true };
    }
    if (name === 'prototype') return this.instance(type.of, []);
    const own = this.#declaredMember(type.of, name, true);
    if (own !== null || type.what !== 'class') return own;
    const facts = this.facts(type.of);
    for (const base of facts?.bases() ?? []) {
      if (base.kind !== 'instance') return NONE;
      const found = this.#valueMember({ kind: 'value', of: base.of, what: 'class' }, name);
      if (found !== null) return found;
    }
    return this.#libraryMember('Function', [], name);
  }

  #libraryStatic(of: Sym, name: string): Type | null {
    const rows = this.libraryMembers(of.row, name).filter((row) => (this.library.flags(row) & 4) !== 0);
    return rows.length === 0 ? NONE : this.libraryValue(rows);
  }

  // ---- values -------------------------------------------------------------------------------------------------------

  /** The type of the value that a symbol of the repository names. */
  value(given: Sym): Type {
    const of = this.intern(given);
    let type = this.#values.get(of.key);
    if (type !== undefined) return type;
    if (this.#open.has(of.key)) return NONE;
    this.#open.add(of.key);
    type = this.#value(of);
    this.#open.delete(of.key);
    if (type.kind !== 'none') this.#values.set(of.key, type);
    return type;
  }

  #value(of: Sym): Type {
    const rows = this.world.declared(of);
    const main = rows.find((row) => row.kind !== NAMESPACE && row.kind !== INTERFACE && row.kind !== ALIAS) ?? rows[0];
    if (main === undefined) return NONE;
    if (main.kind === CLASS) return { kind: 'value', of, what: 'class' };
    if (main.kind === ENUM) return { kind: 'value', of, what: 'enum' };
    if (main.kind === NAMESPACE) return { kind: 'value', of, what: 'namespace' };
    if (main.kind === ENUM_MEMBER) return NONE;
    if (main.kind === INTERFACE || main.kind === ALIAS) {
      // One name for a type and a value: the value is another declaration.
      const other = this.world.exported(of.path, of.name);
      return other === null || other.key === of.key ? NONE : this.value(other);
    }
    if (main.kind === FUNCTION || main.kind === METHOD || main.kind === CONSTRUCTOR) return this.#callable(of, rows);
    const typed = rows.find((row) => row.type !== '');
    return typed === undefined ? this.#inference.typeOf(of) : this.read(typed.type, this.scopeAround(of));
  }

  /** The scope of the class that has a member; set by the evaluator for its own file, by member look-ups for others. */
  scopeAround(of: Sym): Scope {
    return this.#around.get(of.key) ?? NO_SCOPE;
  }
  readonly #around = new Map<string, Scope>();

  #callable(of: Sym, rows: readonly Declared[]): Type {
    const functions = rows.filter((row) => row.kind === FUNCTION || row.kind === METHOD || row.kind === CONSTRUCTOR);
    const overloads = functions.filter((row) => (row.flags & FLAG.overload) !== 0);
    const outer = this.scopeAround(of);
    const shown = overloads.length > 0 ? overloads : functions;
    return { kind: 'function', signatures: shown.map((row) => this.#declaredSignature(of, row, outer)) };
  }

  #declaredSignature(of: Sym, row: Declared, outer: Scope): Signature {
    const { generics, scope } = this.generics(row.generics, outer);
    const returned = row.type === '' ? null : readReturned(row.type);
    const isInferred = row.type === '' && row.kind !== CONSTRUCTOR;
    return {
      generics,
      parameters: this.parameters(readParameters(row.parameters) ?? [], scope),
      ...this.predicated(returned?.returns ?? null, returned?.predicate ?? '', scope),
      ...(isInferred ? { returns: () => this.#inference.typeOf(of) } : {}),
      isConstructor: row.kind === CONSTRUCTOR,
    };
  }

  /** Parameters of one of the declarations of a function, as its body sees them. */
  ownParameters(of: Sym, scope: Scope, at: number): readonly Parameter[] | null {
    const text = this.world.declared(of)[at]?.parameters;
    return text === undefined ? null : this.parameters(readParameters(text) ?? [], scope);
  }

  signatures(type: Type): readonly Signature[] {
    if (type.kind === 'function') return type.signatures.filter((one) => !one.isConstructor);
    if (type.kind === 'instance') {
      const called = type.of.row >= 0 ? this.#instanceMember(type, '()', type) : this.#unnamed(type);
      return called !== null && called.kind === 'function' ? called.signatures.filter((one) => !one.isConstructor) : [];
    }
    return [];
  }

  #unnamed(type: Type & { kind: 'instance' }): Type | null {
    const facts = this.facts(type.of);
    const text = this.world.declared(type.of).find((row) => isUnnamed(row.type))?.type;
    if (facts === null || text === undefined) return null;
    return substitute(this.read(text, facts.scope), bind(facts.generics, type.items));
  }

  /** How `new` makes a value of a class. */
  constructors(type: Type): readonly Signature[] {
    if (type.kind === 'function') return type.signatures.filter((one) => one.isConstructor);
    if (type.kind === 'instance' && type.of.row >= 0) {
      const made = this.#instanceMember(type, 'new', type);
      return made !== null && made.kind === 'function' ? made.signatures : [];
    }
    return type.kind === 'value' && type.what === 'class' ? this.#classConstructors(type.of, 0) : [];
  }

  #classConstructors(of: Sym, depth: number): readonly Signature[] {
    const facts = this.facts(of);
    if (facts === null || depth > MAX_DEPTH) return [];
    const made: Type = { kind: 'instance', of, items: facts.generics };
    const from = (signature: Signature): Signature => ({ ...signature, generics: facts.generics, returns: () => made });
    if (of.row >= 0) {
      const rows = this.libraryMembers(of.row, 'new');
      if (rows.length > 0) return rows.map((row) => from(this.librarySignature(row, facts.scope, true)));
    } else {
      const [row] = this.world.members(of, 'constructor').filter((one) => one.kind === CONSTRUCTOR);
      if (row !== undefined) {
        this.#around.set(row.target.key, facts.scope);
        const type = this.#callable(row.target, this.world.declared(row.target));
        return type.kind === 'function' ? type.signatures.map(from) : [];
      }
    }
    const [base] = facts.bases();
    if (base === undefined)
      return [from({ generics: [], parameters: [], returns: () => made, predicate: '', isConstructor: true })];
    if (base.kind !== 'instance') return [from(ANY_ARGUMENTS)];
    const above = this.facts(base.of);
    const bound = bind(above?.generics ?? [], base.items);
    return this.#classConstructors(base.of, depth + 1).map((one) => from(substituteSignature(one, bound)));
  }

  /** What an index with a number gives. */
  element(type: Type): Type {
    if (type.kind === 'tuple') return union(type.items.map((item) => item.type));
    if (type.kind === 'instance') return this.#indexOf(type) ?? NONE;
    if (type.kind === 'record') return type.index ?? NONE;
    if (type.kind === 'union') return union(type.items.map((item) => this.element(item)));
    return type === STRING || (type.kind === 'literal' && type.base === 'string') ? STRING : NONE;
  }

  #indexOf(type: Type & { kind: 'instance' }): Type | null {
    if (type.of.row >= 0 && this.library.kind(type.of.row) === 'type') return this.#mappedMember(type, '[]') ?? null;
    const facts = this.facts(type.of);
    if (facts === null || this.depth > MAX_DEPTH) return null;
    const own = this.#indexMember(facts, '');
    if (own !== null) return substitute(own, bind(facts.generics, type.items));
    for (const base of this.bases(type)) {
      this.depth++;
      const found = base.kind === 'instance' ? this.#indexOf(base) : null;
      this.depth--;
      if (found !== null) return found;
    }
    return null;
  }

  /** True and false when it is sure; null when it is not. */
  isAssignable(from: Type, to: Type, depth = 0): boolean | null {
    return isAssignable(this, from, to, depth);
  }
}

function names(list: readonly string[]): Type {
  return union(list.map((name) => literal('string', name, false)));
}

function merged(found: readonly (Type | null)[]): Type | null {
  const known = found.filter((one) => one !== null);
  return known.length === 0 ? null : intersection(known);
}

function isUnnamed(text: string): boolean {
  return text.startsWith('{ ') && text.endsWith('; }');
}
