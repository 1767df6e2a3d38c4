/**
 * `Type`: what a value is, as far as it is known. Types are interned within one kernel call, so equal types are one object
 * and a union is a set. A type that nests too deep or has too many alternatives becomes the unknown type, never a wrong one.
 */
import type { Environment } from './environment.ts';
import type { LibraryClass } from './library-names.ts';
import type { Member } from './members.ts';
import type { FunctionRecord, SymbolRef } from './term.ts';

export const UNKNOWN_TYPE = 0;
/** No value at all: of code that does not end, and of a value that depends on nothing but itself. */
export const NEVER = 1;
export const NONE = 2;
/** `name`: the dotted class of the literal; `text`: its text. */
export const LITERAL_TYPE = 3;
/** `of`: the class; `items`: its type arguments; `environment`: what it was made with, of an object that stands for a function. */
export const INSTANCE_TYPE = 4;
/** `of`: the class itself, as a value. */
export const CLASS_TYPE = 5;
/** `record`; `items[0]`: what it is bound to; `environment`: what it was made in. */
export const FUNCTION_TYPE = 6;
/** `name`: dotted name of a function outside; `items[0]`: what it is bound to. */
export const OUTSIDE_FUNCTION = 7;
/** `symbol` and `name` (its path), or `name` alone: a module outside. */
export const MODULE_TYPE = 8;
/** `items`: its elements. */
export const TUPLE_TYPE = 9;
/** A dictionary whose entries are known: `keys` and `items`. */
export const RECORD_TYPE = 10;
/** A list whose elements are known. */
export const LIST_TYPE = 11;
/** `items`: parameters, then the result. */
export const CALLABLE_TYPE = 12;
/** `name`; `items[0]`: its bound, if it has one. */
export const VARIABLE_TYPE = 13;
export const UNION_TYPE = 14;
/** `items`: the function that a property, class method or static method holds, and of a property those that set and delete
 * it, or never; `name` tells which; `of`: the class of the repository that inherits it, if one does. */
export const DESCRIPTOR_TYPE = 15;
/** `of`: the class around; `items[0]`: the object. */
export const SUPER_TYPE = 16;
/** A class outside of which nothing but its name is known, as an instance of it: `name`. */
export const OUTSIDE_VALUE = 17;
/** A callable with some of its arguments: `items`: it, the positional ones, those by name; `keys`: their names. */
export const PARTIAL_TYPE = 18;

/** Most alternatives of a union, and how deep types nest. */
const MAX_WIDTH = 8;
const MAX_DEPTH = 4;
/** Most elements of a container that are kept apart. */
export const MAX_ELEMENTS = 16;

/** A class: a symbol of the repository, or a dotted name outside. One object per class. */
export interface ClassRef {
  readonly symbol: SymbolRef | null;
  /** Qualified name with its module. */
  readonly name: string;
  readonly id: number;
  /** An object of it, and itself as a value, without type arguments; null until made. */
  instance: Type | null;
  value: Type | null;
  /** True for a builtin class; null until that was asked for. */
  isBuiltin: boolean | null;
  /** Of a class outside: what the library says of its members; null until that was asked for. */
  outside: LibraryClass | null;
}

export class Type {
  readonly tag: number;
  readonly id: number;
  readonly name: string;
  readonly text: string;
  readonly of: ClassRef | null;
  readonly items: readonly Type[];
  readonly keys: readonly string[] | null;
  readonly symbol: SymbolRef | null;
  readonly record: FunctionRecord | null;
  readonly environment: Environment | null;
  /** True when it is a type variable, or one of its parts is. */
  readonly hasVariable: boolean;
  /** Levels of types below this one. */
  readonly depth: number;
  /** Members that were asked for. */
  members: Map<string, Member | null> | null = null;
  /** It without values and known elements, once that was asked for. */
  wide: Type | null = null;
  /** Its name, once that was asked for. */
  label: string | null = null;
  /** Its row among the types of the file, or `NOT_WRITTEN`. */
  row: number = NOT_WRITTEN;
  /** It alone, as a list of alternatives, once that was asked for. */
  alone: readonly Type[] | null = null;
  /** Under which a table keeps it; 0 for what it keeps elsewhere. */
  readonly hash: number;

  constructor(tag: number, id: number, parts: TypeParts, hash: number) {
    this.hash = hash;
    this.tag = tag;
    this.id = id;
    this.name = parts.name ?? '';
    this.text = parts.text ?? '';
    this.of = parts.of ?? null;
    this.items = parts.items ?? NO_TYPES;
    this.keys = parts.keys ?? null;
    this.symbol = parts.symbol ?? null;
    this.record = parts.record ?? null;
    this.environment = parts.environment ?? null;
    let depth = this.environment === null ? 0 : this.environment.depth;
    let hasVariable = tag === VARIABLE_TYPE;
    for (let i = 0; i < this.items.length; i++) {
      const item = this.items[i]!;
      if (item.depth > depth) depth = item.depth;
      if (item.hasVariable) hasVariable = true;
    }
    this.hasVariable = hasVariable;
    this.depth = tag === UNION_TYPE ? depth : depth + 1;
  }
}

interface TypeParts {
  readonly name?: string;
  readonly text?: string;
  readonly of?: ClassRef | null;
  readonly items?: readonly Type[];
  readonly keys?: readonly string[];
  readonly symbol?: SymbolRef;
  readonly record?: FunctionRecord;
  readonly environment?: Environment | null;
}

export const NOT_WRITTEN = -1;
const NO_TYPES: readonly Type[] = [];
/** Most members of a union in the making that are searched one by one. */
const MAX_SEARCHED = 32;

/** The types of one kernel call. */
export class TypeTable {
  /** Types of a name alone, by what they are and their name. */
  readonly #named = new Map<string, Type>();
  /** All types that are made of others: open addressing by their hash. */
  #made: (Type | undefined)[] = Array<Type | undefined>(256).fill(undefined);
  #filled = 0;
  readonly #literals = new Map<string, Map<string, Type>>();
  readonly #classes = new Map<string, ClassRef>();
  readonly #classOf = new Map<SymbolRef, ClassRef>();
  #count = 0;
  readonly unknown: Type;
  readonly never: Type;
  readonly none: Type;

  constructor() {
    this.unknown = this.#add(UNKNOWN_TYPE, {}, 0);
    this.never = this.#add(NEVER, {}, 0);
    this.none = this.#add(NONE, {}, 0);
  }

  classOf(symbol: SymbolRef, name: string): ClassRef {
    let found = this.#classOf.get(symbol);
    if (found === undefined) {
      // Several symbols may have one hash.
      const key = `${symbol.hi}:${symbol.lo}`;
      found = this.#classes.get(key);
      if (found === undefined) this.#classes.set(key, (found = newClass(symbol, name, this.#classes.size)));
      this.#classOf.set(symbol, found);
    }
    return found;
  }

  outsideClass(name: string): ClassRef {
    let found = this.#classes.get(name);
    if (found === undefined) this.#classes.set(name, (found = newClass(null, name, this.#classes.size)));
    return found;
  }

  literal(name: string, text: string): Type {
    let texts = this.#literals.get(name);
    if (texts === undefined) this.#literals.set(name, (texts = new Map()));
    let type = texts.get(text);
    if (type === undefined) texts.set(text, (type = this.#add(LITERAL_TYPE, { name, text }, 0)));
    return type;
  }

  instance(of: ClassRef, items: readonly Type[] = NO_TYPES): Type {
    if (items.length === 0) return (of.instance ??= this.#add(INSTANCE_TYPE, { of }, 0));
    return this.#bounded(INSTANCE_TYPE, { of, items }) ?? this.instance(of);
  }

  /** An object with the arguments that it was made with. */
  made(of: ClassRef, environment: Environment): Type {
    if (environment.depth >= MAX_DEPTH) return this.instance(of);
    return this.#one(INSTANCE_TYPE, { of, environment });
  }

  classType(of: ClassRef, items: readonly Type[] = NO_TYPES): Type {
    if (items.length === 0) return (of.value ??= this.#add(CLASS_TYPE, { of }, 0));
    return this.#bounded(CLASS_TYPE, { of, items }) ?? this.classType(of);
  }

  functionType(record: FunctionRecord, bound: Type | null, environment: Environment | null): Type {
    const kept = environment !== null && environment.depth < MAX_DEPTH ? environment : null;
    const receiver = bound === null || bound.depth > MAX_DEPTH ? null : bound;
    // One record per symbol and kernel call, or one per body where several share a symbol.
    const parts = { record, items: receiver === null ? NO_TYPES : [receiver], environment: kept };
    return this.#one(FUNCTION_TYPE, parts);
  }

  outsideFunction(name: string, bound: Type | null): Type {
    const plain = this.#ofName('o', OUTSIDE_FUNCTION, name);
    return bound === null ? plain : this.#one(OUTSIDE_FUNCTION, { name: plain.name, items: [bound] }, plain.id);
  }

  outsideValue(name: string): Type {
    return this.#ofName('x', OUTSIDE_VALUE, name);
  }

  module(symbol: SymbolRef | null, name: string): Type {
    if (symbol === null) return this.#ofName('m', MODULE_TYPE, name);
    const key = `M${symbol.hi}:${symbol.lo}`;
    let type = this.#named.get(key);
    if (type === undefined) this.#named.set(key, (type = this.#add(MODULE_TYPE, { symbol, name }, 0)));
    return type;
  }

  tuple(items: readonly Type[]): Type {
    if (items.length > MAX_ELEMENTS) return this.instance(this.outsideClass('builtins.tuple'), [this.union(items)]);
    return this.#bounded(TUPLE_TYPE, { items }) ?? this.instance(this.outsideClass('builtins.tuple'));
  }

  /** A list of known elements. */
  list(items: readonly Type[]): Type {
    const of = this.outsideClass('builtins.list');
    if (items.length > MAX_ELEMENTS) return this.instance(of, [this.widened(this.union(items))]);
    return this.#bounded(LIST_TYPE, { of, items }) ?? this.instance(of);
  }

  /** A dictionary of known entries; the key of each is `class=text`. */
  record(keys: readonly string[], items: readonly Type[]): Type {
    const of = this.outsideClass('builtins.dict');
    if (items.length > MAX_ELEMENTS) return this.instance(of, [this.keysOf(keys), this.widened(this.union(items))]);
    return this.#bounded(RECORD_TYPE, { of, keys, items }) ?? this.instance(of);
  }

  /** The type of the keys of a record. */
  keysOf(keys: readonly string[]): Type {
    return this.union(keys.map((key) => this.instance(this.outsideClass(key.slice(0, key.indexOf('='))))));
  }

  callable(items: readonly Type[]): Type {
    return this.#bounded(CALLABLE_TYPE, { items }) ?? this.unknown;
  }

  /** A type variable, with what it is a kind of. */
  variable(name: string, bound: Type | null = null): Type {
    const plain = this.#ofName('v', VARIABLE_TYPE, name);
    if (bound === null || bound.depth >= MAX_DEPTH) return plain;
    return this.#one(VARIABLE_TYPE, { name, items: [bound] }, plain.id);
  }

  descriptor(name: string, items: readonly Type[], of: ClassRef | null = null): Type {
    return this.#one(DESCRIPTOR_TYPE, { name, items, of });
  }

  partial(keys: readonly string[], items: readonly Type[]): Type {
    return this.#bounded(PARTIAL_TYPE, { keys, items }) ?? this.unknown;
  }

  superOf(of: ClassRef, object: Type): Type {
    return this.#one(SUPER_TYPE, { of, items: [object] });
  }

  /** The union of types: what is never is left out; with something unknown, or too wide, all is unknown. */
  union(types: readonly Type[]): Type {
    if (types.length === 1) return types[0]!;
    if (types.length === 2 && types[0] === types[1]) return types[0]!;
    let members: Type[] = [];
    if (types.length > MAX_SEARCHED) members = flat(types);
    else
      for (const type of types) {
        if (type.tag === UNION_TYPE) for (const item of type.items) add(members, item);
        else if (type.tag !== NEVER && type.tag !== UNKNOWN_TYPE) add(members, type);
      }
    return types.includes(this.unknown) ? this.partly(members) : this.#united(members);
  }

  #united(all: Type[]): Type {
    if (all.length === 0) return this.never;
    if (all.length === 1) return all[0]!;
    let kept = this.#merged(all);
    if (kept.length === 1) return kept[0]!;
    if (kept.length > MAX_WIDTH) {
      kept = [];
      for (const member of all) {
        const wide = this.widened(member);
        if (kept.length <= MAX_WIDTH) add(kept, wide);
      }
      if (kept.length > MAX_WIDTH) return this.unknown;
      if (kept.length === 1) return kept[0]!;
    }
    // Few, and mostly in order.
    for (let i = 1; i < kept.length; i++) {
      const member = kept[i]!;
      let at = i;
      for (; at > 0 && kept[at - 1]!.id > member.id; at--) kept[at] = kept[at - 1]!;
      kept[at] = member;
    }
    return this.#one(UNION_TYPE, { items: kept });
  }

  /** Alternatives without those that others hold: a literal beside its class, an empty container beside another, several lists. */
  #merged(all: Type[]): Type[] {
    let lists = 0;
    let isSpecial = false;
    for (const type of all) {
      if (type.tag === LIST_TYPE && type.items.length > 0) lists++;
      const { tag } = type;
      isSpecial ||= tag === LITERAL_TYPE || tag === LIST_TYPE || tag === RECORD_TYPE || tag === DESCRIPTOR_TYPE;
    }
    if (!isSpecial) return all;
    const kept: Type[] = [];
    const set = all.length > MAX_SEARCHED ? new Set(all) : null;
    for (const type of all) {
      if (type.tag === LITERAL_TYPE) {
        const wide = this.widened(type);
        if (set === null ? all.includes(wide) : set.has(wide)) continue;
      }
      const isEmpty = (type.tag === LIST_TYPE || type.tag === RECORD_TYPE) && type.items.length === 0;
      if (type.tag === DESCRIPTOR_TYPE && all.some((other) => other !== type && isPartOf(type, other))) continue;
      if (isEmpty && all.some((other) => other !== type && other.of === type.of && other.tag !== CLASS_TYPE)) continue;
      if (type.tag === LIST_TYPE && lists >= 2) continue;
      if (set === null) add(kept, type);
      else kept.push(type);
    }
    if (lists < 2) return kept;
    const items = all.flatMap((type) => (type.tag === LIST_TYPE ? type.items : []));
    add(kept, this.instance(this.outsideClass('builtins.list'), [this.widened(this.union(items))]));
    return kept;
  }

  /** A union of which some members are not known: those that are, and the unknown one. */
  partly(members: Type[]): Type {
    if (members.length === 0 || members.length >= MAX_WIDTH) return this.unknown;
    return this.#united([...members, this.unknown]);
  }

  /** A type without the values of literals and the elements of lists and dictionaries. */
  widened(type: Type): Type {
    return (type.wide ??= this.#widened(type));
  }

  #widened(type: Type): Type {
    switch (type.tag) {
      case LITERAL_TYPE:
        return this.instance(this.outsideClass(type.name));
      case LIST_TYPE:
        return this.instance(type.of!, [this.widened(this.union(type.items))]);
      case RECORD_TYPE:
        return this.instance(type.of!, [this.keysOf(type.keys!), this.widened(this.union(type.items))]);
      case TUPLE_TYPE:
        return type.items.some((item) => this.widened(item) !== item)
          ? this.tuple(type.items.map((item) => this.widened(item)))
          : type;
      case UNION_TYPE:
        return type.items.some((item) => this.widened(item) !== item)
          ? this.union(type.items.map((item) => this.widened(item)))
          : type;
      default:
        return type;
    }
  }

  #bounded(tag: number, parts: TypeParts & { readonly items: readonly Type[] }): Type | null {
    const { items } = parts;
    for (let i = 0; i < items.length; i++) if (items[i]!.depth >= MAX_DEPTH) return null;
    return this.#one(tag, parts);
  }

  /** A type of a name alone; `sign` tells its kind. */
  #ofName(sign: string, tag: number, name: string): Type {
    const key = sign + name;
    let type = this.#named.get(key);
    if (type === undefined) this.#named.set(key, (type = this.#add(tag, { name }, 0)));
    return type;
  }

  /** The one type of these parts; `seed` tells apart what has a name. */
  #one(tag: number, parts: TypeParts, seed = 0): Type {
    const hash = hashOf(tag, parts, seed);
    const mask = this.#made.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const type = this.#made[at];
      if (type === undefined) return this.#keep(at, this.#add(tag, parts, hash));
      if (type.hash === hash && type.tag === tag && isMadeOf(type, parts)) return type;
    }
  }

  #keep(at: number, type: Type): Type {
    this.#made[at] = type;
    if (2 * ++this.#filled > this.#made.length) {
      const before = this.#made;
      this.#made = Array<Type | undefined>(2 * before.length).fill(undefined);
      const mask = this.#made.length - 1;
      for (const one of before) {
        if (one === undefined) continue;
        let free = one.hash & mask;
        while (this.#made[free] !== undefined) free = (free + 1) & mask;
        this.#made[free] = one;
      }
    }
    return type;
  }

  #add(tag: number, parts: TypeParts, hash: number): Type {
    return new Type(tag, this.#count++, parts, hash);
  }
}

function hashOf(tag: number, { of, record, environment, keys, items }: TypeParts, seed: number): number {
  let hash = Math.imul(tag + 19 * seed, 0x9e3779b1);
  if (of != null) hash = Math.imul(hash ^ of.id, 0x85ebca6b);
  if (record != null) hash ^= record.symbol.lo | 0;
  if (environment != null) hash = Math.imul(hash ^ (environment.id + 1), 0xc2b2ae35);
  if (keys != null) hash ^= keys.length;
  if (items !== undefined)
    for (let i = 0; i < items.length; i++) {
      hash = Math.imul(hash ^ items[i]!.id, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
  return hash | 0;
}

function isMadeOf(type: Type, { of, name, record, environment, keys, items }: TypeParts): boolean {
  return (
    type.of === (of ?? null) &&
    type.record === (record ?? null) &&
    type.environment === (environment ?? null) &&
    type.name === (name ?? '') &&
    areEqual(type.items, items ?? NO_TYPES) &&
    (keys === undefined || keys === null ? type.keys === null : type.keys !== null && areEqual(type.keys, keys))
  );
}

function areEqual(a: readonly (Type | string)[], b: readonly (Type | string)[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function newClass(symbol: SymbolRef | null, name: string, id: number): ClassRef {
  return { symbol, name, id, instance: null, value: null, isBuiltin: null, outside: null };
}

/** True when a property has what another has, or less. */
function isPartOf(type: Type, other: Type): boolean {
  if (other.tag !== DESCRIPTOR_TYPE || other.name !== type.name || other.items.length < type.items.length) return false;
  return type.items.every((item, i) => item === other.items[i] || item.tag === NEVER);
}

/** The members of many types, each once, in the order in which they come. */
function flat(types: readonly Type[]): Type[] {
  const members = new Set<Type>();
  for (const type of types) {
    if (type.tag === UNION_TYPE) for (const item of type.items) members.add(item);
    else if (type.tag !== NEVER && type.tag !== UNKNOWN_TYPE) members.add(type);
  }
  return [...members];
}

function add(members: Type[], type: Type): void {
  if (!members.includes(type)) members.push(type);
}

/** The alternatives of a type: of a union its members, of any other itself. */
export function alternatives(type: Type): readonly Type[] {
  return type.tag === UNION_TYPE ? type.items : (type.alone ??= [type]);
}
