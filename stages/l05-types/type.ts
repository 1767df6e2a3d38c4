/**
 * `Type`: what a value is, as far as it is known. Types are interned within one kernel call, so equal types are one object
 * and a union is a set. A type that nests too deep or has too many alternatives becomes the unknown type, never a wrong one.
 */
import type { Environment } from './environment.ts';
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
  /** Levels of types below this one. */
  readonly depth: number;
  /** Members that were asked for. */
  members: Map<string, Member | null> | null = null;
  /** It without values and known elements, once that was asked for. */
  wide: Type | null = null;
  /** Its name, once that was asked for. */
  label: string | null = null;

  constructor(tag: number, id: number, parts: TypeParts) {
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
    for (const item of this.items) depth = Math.max(depth, item.depth);
    this.depth = tag === UNION_TYPE ? depth : depth + 1;
  }
}

interface TypeParts {
  readonly name?: string;
  readonly text?: string;
  readonly of?: ClassRef;
  readonly items?: readonly Type[];
  readonly keys?: readonly string[];
  readonly symbol?: SymbolRef;
  readonly record?: FunctionRecord;
  readonly environment?: Environment;
}

const NO_TYPES: readonly Type[] = [];
/** Most members of a union in the making that are searched one by one. */
const MAX_SEARCHED = 32;
/** More than there are types in one kernel call. */
const MOST = 0x4000000;

/** The types of one kernel call. */
export class TypeTable {
  readonly #types = new Map<string, Type>();
  readonly #functions = new Map<FunctionRecord, Map<number, Type>>();
  readonly #literals = new Map<string, Map<string, Type>>();
  readonly #classes = new Map<string, ClassRef>();
  readonly #classOf = new Map<SymbolRef, ClassRef>();
  /** Types of two parts, by both: unions of two types, and classes with one type argument. */
  readonly #pairs = new Map<number, Type>();
  readonly #instances = new Map<number, Type>();
  #count = 0;
  readonly unknown: Type;
  readonly never: Type;
  readonly none: Type;

  constructor() {
    this.unknown = this.#make('?', UNKNOWN_TYPE, {});
    this.never = this.#make('!', NEVER, {});
    this.none = this.#make('0', NONE, {});
  }

  classOf(symbol: SymbolRef, name: string): ClassRef {
    let found = this.#classOf.get(symbol);
    if (found === undefined) {
      // Several symbols may have one hash.
      const key = `${symbol.hi}:${symbol.lo}`;
      found = this.#classes.get(key);
      if (found === undefined)
        this.#classes.set(key, (found = { symbol, name, id: this.#classes.size, instance: null, value: null }));
      this.#classOf.set(symbol, found);
    }
    return found;
  }

  outsideClass(name: string): ClassRef {
    let found = this.#classes.get(name);
    if (found === undefined)
      this.#classes.set(name, (found = { symbol: null, name, id: this.#classes.size, instance: null, value: null }));
    return found;
  }

  literal(name: string, text: string): Type {
    let texts = this.#literals.get(name);
    if (texts === undefined) this.#literals.set(name, (texts = new Map()));
    let type = texts.get(text);
    if (type === undefined) texts.set(text, (type = this.#add(LITERAL_TYPE, { name, text })));
    return type;
  }

  instance(of: ClassRef, items: readonly Type[] = NO_TYPES): Type {
    if (items.length === 0) return (of.instance ??= this.#add(INSTANCE_TYPE, { of }));
    if (items.length === 1) return this.#instanceOfOne(of, items[0]!, items);
    return this.#bounded(`i${of.id}(`, INSTANCE_TYPE, items, { of, items }) ?? this.instance(of);
  }

  /** An object with the arguments that it was made with. */
  made(of: ClassRef, environment: Environment): Type {
    if (environment.depth >= MAX_DEPTH) return this.instance(of);
    return this.#make(`I${of.id}/${environment.id}`, INSTANCE_TYPE, { of, environment });
  }

  #instanceOfOne(of: ClassRef, item: Type, items: readonly Type[]): Type {
    if (item.depth >= MAX_DEPTH) return this.instance(of);
    const key = of.id * MOST + item.id;
    let type = this.#instances.get(key);
    if (type === undefined) this.#instances.set(key, (type = this.#add(INSTANCE_TYPE, { of, items })));
    return type;
  }

  classType(of: ClassRef, items: readonly Type[] = NO_TYPES): Type {
    if (items.length === 0) return (of.value ??= this.#add(CLASS_TYPE, { of }));
    return this.#bounded(`c${of.id}(`, CLASS_TYPE, items, { of, items }) ?? this.classType(of);
  }

  functionType(record: FunctionRecord, bound: Type | null, environment: Environment | null): Type {
    const kept = environment !== null && environment.depth < MAX_DEPTH ? environment : null;
    const receiver = bound === null || bound.depth > MAX_DEPTH ? null : bound;
    // One record per symbol and kernel call, or one per body where several share a symbol.
    let made = this.#functions.get(record);
    if (made === undefined) this.#functions.set(record, (made = new Map()));
    const key = (receiver === null ? 0 : receiver.id + 1) + (kept === null ? 0 : (kept.id + 1) * 0x1000000);
    let type = made.get(key);
    if (type === undefined) {
      type = this.#add(FUNCTION_TYPE, {
        record,
        ...(receiver === null ? {} : { items: [receiver] }),
        ...(kept === null ? {} : { environment: kept }),
      });
      made.set(key, type);
    }
    return type;
  }

  outsideFunction(name: string, bound: Type | null): Type {
    const key = `o${name}/${bound?.id ?? ''}`;
    return this.#make(key, OUTSIDE_FUNCTION, bound === null ? { name } : { name, items: [bound] });
  }

  outsideValue(name: string): Type {
    return this.#make(`x${name}`, OUTSIDE_VALUE, { name });
  }

  module(symbol: SymbolRef | null, name: string): Type {
    const key = symbol === null ? `m${name}` : `M${symbol.hi}:${symbol.lo}`;
    return this.#make(key, MODULE_TYPE, symbol === null ? { name } : { symbol, name });
  }

  tuple(items: readonly Type[]): Type {
    if (items.length > MAX_ELEMENTS) return this.instance(this.outsideClass('builtins.tuple'), [this.union(items)]);
    return this.#bounded('t(', TUPLE_TYPE, items, { items }) ?? this.instance(this.outsideClass('builtins.tuple'));
  }

  /** A list of known elements. */
  list(items: readonly Type[]): Type {
    const of = this.outsideClass('builtins.list');
    if (items.length > MAX_ELEMENTS) return this.instance(of, [this.widened(this.union(items))]);
    return this.#bounded('L(', LIST_TYPE, items, { of, items }) ?? this.instance(of);
  }

  /** A dictionary of known entries; the key of each is `class=text`. */
  record(keys: readonly string[], items: readonly Type[]): Type {
    const of = this.outsideClass('builtins.dict');
    if (items.length > MAX_ELEMENTS) return this.instance(of, [this.keysOf(keys), this.widened(this.union(items))]);
    return this.#bounded(`R${keys.join('\n')}(`, RECORD_TYPE, items, { of, keys, items }) ?? this.instance(of);
  }

  /** The type of the keys of a record. */
  keysOf(keys: readonly string[]): Type {
    return this.union(keys.map((key) => this.instance(this.outsideClass(key.slice(0, key.indexOf('='))))));
  }

  callable(items: readonly Type[]): Type {
    return this.#bounded('C(', CALLABLE_TYPE, items, { items }) ?? this.unknown;
  }

  /** A type variable, with what it is a kind of. */
  variable(name: string, bound: Type | null = null): Type {
    if (bound === null || bound.depth >= MAX_DEPTH) return this.#make(`v${name}`, VARIABLE_TYPE, { name });
    return this.#make(`v${name}/${bound.id}`, VARIABLE_TYPE, { name, items: [bound] });
  }

  descriptor(name: string, items: readonly Type[], of: ClassRef | null = null): Type {
    const key = `d${name}/${of?.id ?? ''}/${items.map((item) => item.id).join()}`;
    return this.#make(key, DESCRIPTOR_TYPE, of === null ? { name, items } : { name, items, of });
  }

  partial(keys: readonly string[], items: readonly Type[]): Type {
    return this.#bounded(`p${keys.join()}(`, PARTIAL_TYPE, items, { keys, items }) ?? this.unknown;
  }

  superOf(of: ClassRef, object: Type): Type {
    return this.#make(`s${of.id}/${object.id}`, SUPER_TYPE, { of, items: [object] });
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
    if (kept.length === 2) return this.#pair(kept[0]!, kept[1]!);
    kept.sort((a, b) => a.id - b.id);
    return this.#make(`u${kept.map((member) => member.id).join('|')}`, UNION_TYPE, { items: kept });
  }

  #pair(a: Type, b: Type): Type {
    const [first, second] = a.id < b.id ? [a, b] : [b, a];
    const key = first.id * MOST + second.id;
    let type = this.#pairs.get(key);
    if (type === undefined) this.#pairs.set(key, (type = this.#add(UNION_TYPE, { items: [first, second] })));
    return type;
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

  #bounded(prefix: string, tag: number, items: readonly Type[], parts: TypeParts): Type | null {
    for (const item of items) if (item.depth >= MAX_DEPTH) return null;
    let key = prefix;
    for (const item of items) key += `${item.id},`;
    return this.#make(key, tag, parts);
  }

  #make(key: string, tag: number, parts: TypeParts): Type {
    let type = this.#types.get(key);
    if (type === undefined) this.#types.set(key, (type = this.#add(tag, parts)));
    return type;
  }

  #add(tag: number, parts: TypeParts): Type {
    return new Type(tag, this.#count++, parts);
  }
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
  return type.tag === UNION_TYPE ? type.items : [type];
}
