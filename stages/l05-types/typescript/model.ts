/**
 * Types of TypeScript as values: made, joined, widened, compared and written. `NONE` is what is not known: whatever is made of
 * it is not known either, and nothing is said of it. It must never ask what a symbol declares.
 */
import type { HashCell } from '#core';

/** What a name of a type or a value stands for: a symbol of the repository by hashes, or a row of the library. */
export interface Sym {
  /** Tells symbols apart. */
  readonly key: string;
  readonly name: string;
  /** Row in the tables of the library, or -1. */
  readonly row: number;
  readonly path: HashCell;
  readonly hash: HashCell;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly isOptional: boolean;
  readonly isRest: boolean;
}

export interface Signature {
  readonly generics: readonly TypeParameter[];
  readonly parameters: readonly Parameter[];
  /** What a call gives; asked when it is needed, for it may be inferred. */
  readonly returns: () => Type;
  /** The parameter that the result tells the type of, '' for none, and that type. */
  readonly predicate: string;
  readonly target?: (() => Type) | undefined;
  readonly isConstructor: boolean;
}

export interface TypeParameter {
  readonly kind: 'parameter';
  readonly name: string;
  constraint: Type | null;
  fallback: Type | null;
}

export interface Member {
  readonly type: Type;
  readonly isOptional: boolean;
  readonly isReadonly?: boolean;
}

type PrimitiveName =
  | 'any'
  | 'unknown'
  | 'never'
  | 'void'
  | 'undefined'
  | 'null'
  | 'string'
  | 'number'
  | 'boolean'
  | 'bigint'
  | 'symbol'
  | 'object';

/** An alias with its type arguments. */
export interface Alias {
  readonly of: Sym;
  readonly items: readonly Type[];
}

/** A type that an alias was written for is written as the alias, until something is taken from it. */
interface Aliased {
  readonly alias?: Alias | undefined;
}

export type Type =
  | { readonly kind: 'none' }
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  | {
      readonly kind: 'literal';
      readonly base: 'string' | 'number' | 'boolean' | 'bigint';
      readonly text: string;
      /** True for what an expression wrote: a variable that can change takes its base. */
      readonly isFresh: boolean;
    }
  | { readonly kind: 'member'; readonly of: Sym; readonly name: string; readonly isFresh: boolean }
  | ({
      readonly kind: 'instance';
      readonly of: Sym;
      readonly items: readonly Type[];
      /** Of an array that is written here: its elements one by one. */
      readonly elements?: readonly Type[] | undefined;
    } & Aliased)
  | { readonly kind: 'value'; readonly of: Sym; readonly what: 'class' | 'enum' | 'namespace' | 'module' | 'symbol' }
  | ({ readonly kind: 'function'; readonly signatures: readonly Signature[] } & Aliased)
  | ({
      readonly kind: 'record';
      readonly members: ReadonlyMap<string, Member>;
      readonly index: Type | null;
      /** What the key of the index is called where it is written. */
      readonly indexName?: string | undefined;
    } & Aliased)
  | ({ readonly kind: 'tuple'; readonly items: readonly Parameter[]; readonly isReadonly: boolean } & Aliased)
  | ({
      readonly kind: 'union';
      readonly items: readonly Type[];
      /** How it was put together: unions with names, which are written by them, and what they do not have. */
      readonly origin?: readonly Type[] | undefined;
    } & Aliased)
  | ({ readonly kind: 'intersection'; readonly items: readonly Type[] } & Aliased)
  | TypeParameter
  /** What a type parameter leads to, when it is known. */
  | { readonly kind: 'deferred'; readonly parameter: TypeParameter; readonly make: (bound: Type) => Type };

export const NONE: Type = { kind: 'none' };
const primitive = (name: PrimitiveName): Type => ({ kind: 'primitive', name });
export const ANY: Type = primitive('any');
export const UNKNOWN: Type = primitive('unknown');
export const NEVER: Type = primitive('never');
export const VOID: Type = primitive('void');
export const UNDEFINED: Type = primitive('undefined');
export const NULL: Type = primitive('null');
export const STRING: Type = primitive('string');
export const NUMBER: Type = primitive('number');
export const BOOLEAN: Type = primitive('boolean');
export const BIGINT: Type = primitive('bigint');
export const PRIMITIVES: ReadonlyMap<string, Type> = new Map(
  [
    ANY,
    UNKNOWN,
    NEVER,
    VOID,
    UNDEFINED,
    NULL,
    STRING,
    NUMBER,
    BOOLEAN,
    BIGINT,
    primitive('symbol'),
    primitive('object'),
  ].flatMap((type) => (type.kind === 'primitive' ? [[type.name, type] as const] : [])),
);

export const literal = (base: 'string' | 'number' | 'boolean' | 'bigint', text: string, isFresh: boolean): Type => ({
  kind: 'literal',
  base,
  text,
  isFresh,
});
export const TRUE: Type = literal('boolean', 'true', true);
export const FALSE: Type = literal('boolean', 'false', true);

/** A union of more members is not known. */
const MAX_UNION = 256;
/** Types nested deeper are written as `...`, which is equal to nothing. */
const MAX_DEPTH = 8;

/** The least type that holds all of `types`. */
export function union(types: readonly Type[], alias?: Alias): Type {
  const items = new Map<string, Type>();
  for (const type of types) {
    for (const item of type.kind === 'union' ? type.items : [type]) {
      if (item.kind === 'none') return NONE;
      if (item === NEVER) continue;
      const key = keyOf(item);
      const known = items.get(key);
      // What is not fresh once, is not.
      if (known === undefined || isFresh(known)) items.set(key, item);
      if (items.size > MAX_UNION) return NONE;
    }
  }
  if (items.has('any')) return ANY;
  if (items.has('unknown')) return UNKNOWN;
  absorb(items);
  const [only, ...others] = items.values();
  if (only === undefined) return NEVER;
  if (others.length === 0) return only;
  const all = [only, ...others];
  const named = alias === undefined ? namedUnions(types) : [];
  if (named.length === 0) return { kind: 'union', items: all, alias };
  const covered = new Set(named.flatMap((one) => one.items.map(keyOf)));
  const left = all.filter((item) => !covered.has(keyOf(item)));
  if (named.length === 1 && left.length === 0) return named[0]!;
  // Names stand for what they hold when nothing is in two of them.
  const count = named.reduce((sum, one) => sum + one.items.length, 0);
  const origin = count + left.length === all.length ? [...named, ...left] : undefined;
  return { kind: 'union', items: all, origin };
}

type Union = Type & { kind: 'union' };

/** The unions with a name in types and in what unions were put together from, each once. */
function namedUnions(types: readonly Type[]): Union[] {
  const named = new Map<string, Union>();
  const visit = (type: Type): void => {
    if (type.kind !== 'union') return;
    if (type.alias !== undefined)
      named.set(
        write(type, 0, (of) => of.key),
        type,
      );
    else for (const part of type.origin ?? []) visit(part);
  };
  for (const type of types) visit(type);
  return [...named.values()];
}

function isFresh(type: Type): boolean {
  return (type.kind === 'literal' || type.kind === 'member') && type.isFresh;
}

/** Literals go into their base when it is there; true and false are boolean. */
function absorb(items: Map<string, Type>): void {
  if (items.has('true') && items.has('false')) items.set('boolean', BOOLEAN);
  for (const [key, item] of items) {
    if (item.kind === 'literal' && items.has(item.base)) items.delete(key);
    else if (item.kind === 'member' && items.has(item.of.key)) items.delete(key);
  }
  if (items.has('undefined') && items.has('void')) items.delete('undefined');
}

export function intersection(types: readonly Type[], alias?: Alias): Type {
  const items = new Map<string, Type>();
  for (const type of types) {
    for (const item of type.kind === 'intersection' ? type.items : [type]) {
      if (item.kind === 'none') return NONE;
      if (item !== UNKNOWN) items.set(keyOf(item), item);
    }
  }
  if (items.has('any')) return ANY;
  const [only, ...others] = items.values();
  if (only === undefined) return UNKNOWN;
  return others.length === 0 ? only : { kind: 'intersection', items: [only, ...others], alias };
}

export function partsOf(type: Type): readonly Type[] {
  return type.kind === 'union' ? type.items : [type];
}

/** The members of a union that `keep` keeps. An alias is lost when something goes. */
export function filter(type: Type, keep: (part: Type) => boolean): Type {
  if (type.kind === 'none') return NONE;
  const parts = partsOf(type);
  const kept = parts.filter(keep);
  if (kept.length === parts.length) return type;
  if (type.kind === 'union' && type.origin !== undefined) {
    const origin = type.origin.filter((part) => part.kind === 'union' || keep(part));
    // What goes is not in a union with a name: the names stay.
    if (type.origin.length - origin.length === parts.length - kept.length) return union(origin);
  }
  return union(kept);
}

export function isNullish(type: Type): boolean {
  return type === UNDEFINED || type === NULL || type === VOID;
}

/** True for `[]`: a variable that takes it may hold anything later. */
export function isEmptyList(type: Type): boolean {
  return type.kind === 'instance' && type.elements?.length === 0;
}

export function nonNull(type: Type): Type {
  return filter(type, (part) => !isNullish(part));
}

/** What a variable that can change takes from a literal that an expression wrote. */
export function widen(type: Type): Type {
  if (type.kind === 'literal' && type.isFresh) return PRIMITIVES.get(type.base)!;
  if (type.kind === 'member' && type.isFresh) return { kind: 'instance', of: type.of, items: [] };
  if (type.kind !== 'union' || !type.items.some(isFresh)) return type;
  return union(type.items.map(widen));
}

/** The same literal as something that stays what it is: an argument, a constant with `as const`. */
export function regular(type: Type): Type {
  if (type.kind === 'literal' && type.isFresh) return { ...type, isFresh: false };
  if (type.kind === 'member' && type.isFresh) return { ...type, isFresh: false };
  if (type.kind !== 'union' || !type.items.some(isFresh)) return type;
  return { ...type, items: type.items.map(regular) };
}

/** True when `value` is surely (true), surely not (false), or perhaps (null) taken for true. */
export function truthOf(type: Type): boolean | null {
  if (isNullish(type)) return false;
  if (type.kind === 'literal') {
    if (type.base === 'boolean') return type.text === 'true';
    if (type.base === 'string') return type.text !== '';
    return type.text !== '0' && type.text !== '0n';
  }
  const isObject =
    type.kind === 'instance' || type.kind === 'value' || type.kind === 'function' || type.kind === 'record';
  return (isObject && !(type.kind === 'instance' && type.of.row < 0 && type.items.length === 0)) ||
    type.kind === 'tuple'
    ? true
    : null;
}

/** Equal for equal types, whatever they are called. */
export function keyOf(type: Type): string {
  if (type.kind === 'primitive') return type.name;
  let key = keys.get(type);
  if (key === undefined) {
    const isNamed = 'alias' in type && type.alias !== undefined && type.kind !== 'union';
    key = write(isNamed ? { ...type, alias: undefined } : type, 0, keyOfSymbol);
    // What a function gives may be known later.
    if (type.kind !== 'function' && type.kind !== 'record') keys.set(type, key);
  }
  return key;
}

const keys = new WeakMap<Type, string>();

function keyOfSymbol(of: Sym): string {
  return of.key;
}

/** The type as TypeScript writes it, names without their modules. */
export function printType(type: Type): string {
  return write(type, 0, (of) => of.name);
}

type NameOf = (of: Sym) => string;

/** `name` writes the names of symbols. */
export function write(type: Type, depth: number, name: NameOf): string {
  if (depth > MAX_DEPTH) return '...';
  const each = (items: readonly Type[]): string[] => items.map((item) => write(item, depth + 1, name));
  if ('alias' in type && type.alias !== undefined) {
    return writeNamed(name(type.alias.of), type.alias.items, depth, name);
  }
  switch (type.kind) {
    case 'none':
    case 'deferred':
      return '?';
    case 'primitive':
      return type.name;
    case 'parameter':
      return type.name;
    case 'literal':
      return type.base === 'string' ? `"${type.text}"` : type.text;
    case 'member':
      return `${name(type.of)}.${type.name}`;
    case 'value':
      return `typeof ${name(type.of)}`;
    case 'instance':
      return writeInstance(type, depth, name);
    case 'tuple':
      return writeTuple(type, depth, name);
    case 'function':
      return writeFunction(type.signatures, depth, name);
    case 'record':
      return writeRecord(type, depth, name);
    case 'union':
      return writeUnion(type.origin ?? type.items, depth, name);
    case 'intersection':
      return each(type.items).join(' & ');
  }
}

/** What `for` takes is written without the arguments that are seldom said. */
const ITERABLES: ReadonlySet<string> = new Set([
  'Iterable',
  'IterableIterator',
  'AsyncIterable',
  'AsyncIterableIterator',
]);

function withoutAny(items: readonly Type[]): readonly Type[] {
  const end = items.findLastIndex((item) => item !== ANY);
  return items.slice(0, Math.max(1, end + 1));
}

function writeInstance(type: Type & { kind: 'instance' }, depth: number, name: NameOf): string {
  const { of } = type;
  const items = of.row >= 0 && ITERABLES.has(of.name) ? withoutAny(type.items) : type.items;
  const [item] = items;
  if (of.row >= 0 && item !== undefined && (of.name === 'Array' || of.name === 'ReadonlyArray')) {
    const text = write(item, depth + 1, name);
    const isCompound =
      (item.kind === 'union' || item.kind === 'function' || item.kind === 'intersection') &&
      text !== 'boolean' &&
      !('alias' in item && item.alias !== undefined);
    return `${of.name === 'Array' ? '' : 'readonly '}${isCompound ? `(${text})` : text}[]`;
  }
  return writeNamed(name(of), items, depth, name);
}

function writeNamed(text: string, items: readonly Type[], depth: number, name: NameOf): string {
  const passed = items.map((one) => write(one, depth + 1, name)).join(', ');
  return passed === '' ? text : `${text}<${passed}>`;
}

function writeTuple(type: Type & { kind: 'tuple' }, depth: number, name: NameOf): string {
  const items = type.items.map((item) => {
    const text = write(item.type, depth + 1, name);
    const mark = item.isOptional ? '?' : '';
    if (item.name !== '') return `${item.isRest ? '...' : ''}${item.name}${mark}: ${text}`;
    return item.isRest ? `...${text}` : `${text}${mark}`;
  });
  return `${type.isReadonly ? 'readonly ' : ''}[${items.join(', ')}]`;
}

/** Basic types stand first, in this order; what may be missing stands last. */
const FIRST: readonly Type[] = [STRING, NUMBER, BIGINT, BOOLEAN, PRIMITIVES.get('symbol')!, VOID];

function placeOf(type: Type): number {
  if (type === NULL || type === UNDEFINED) return FIRST.length + (type === NULL ? 1 : 2);
  const at = FIRST.indexOf(type);
  return at < 0 ? FIRST.length : at;
}

function writeUnion(items: readonly Type[], depth: number, name: NameOf): string {
  const ordered = [...items].sort((a, b) => placeOf(a) - placeOf(b));
  const texts = ordered.map((item) => {
    const text = write(item, depth + 1, name);
    return item.kind === 'function' && !('alias' in item && item.alias !== undefined) ? `(${text})` : text;
  });
  return texts.join(' | ');
}

function writeSignature(signature: Signature, arrow: string, depth: number, name: NameOf): string {
  const generics = signature.generics.map((one) => {
    const limit = one.constraint === null ? '' : ` extends ${write(one.constraint, depth + 1, name)}`;
    return `${one.name}${limit}`;
  });
  const parameters = signature.parameters.map((one) => {
    const mark = one.isRest ? '...' : '';
    return `${mark}${one.name}${one.isOptional ? '?' : ''}: ${write(one.type, depth + 1, name)}`;
  });
  const returns = signature.predicate === '' ? '' : `${signature.predicate} is `;
  const result = depth >= MAX_DEPTH ? '...' : write((signature.target ?? signature.returns)(), depth + 1, name);
  const head = generics.length === 0 ? '' : `<${generics.join(', ')}>`;
  return `${signature.isConstructor ? 'new ' : ''}${head}(${parameters.join(', ')})${arrow}${returns}${result}`;
}

function writeFunction(signatures: readonly Signature[], depth: number, name: NameOf): string {
  if (signatures.length === 1) return writeSignature(signatures[0]!, ' => ', depth, name);
  return `{ ${signatures.map((one) => `${writeSignature(one, ': ', depth, name)};`).join(' ')} }`;
}

function writeRecord(type: Type & { kind: 'record' }, depth: number, name: NameOf): string {
  const index =
    type.index === null ? [] : [`[${type.indexName ?? 'x'}: string]: ${write(type.index, depth + 1, name)};`];
  const members = [...type.members].map(([key, member]) => {
    const text = `${member.isReadonly === true ? 'readonly ' : ''}${writeKey(key)}${member.isOptional ? '?' : ''}`;
    return `${text}: ${write(member.type, depth + 1, name)};`;
  });
  const all = [...index, ...members];
  return all.length === 0 ? '{}' : `{ ${all.join(' ')} }`;
}

function writeKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$|^\[/.test(key) ? key : `"${key}"`;
}

/** `type` with type parameters replaced. */
export function substitute(type: Type, bound: ReadonlyMap<TypeParameter, Type>, depth = 0): Type {
  if (bound.size === 0) return type;
  if (depth > MAX_DEPTH) return NONE;
  const to = (one: Type): Type => substitute(one, bound, depth + 1);
  switch (type.kind) {
    case 'parameter':
      return bound.get(type) ?? type;
    case 'instance':
      return type.items.length === 0
        ? type
        : { ...type, items: type.items.map(to), elements: type.elements?.map(to), alias: aliasOf(type, to) };
    case 'tuple':
      return {
        ...type,
        items: type.items.map((item) => ({ ...item, type: to(item.type) })),
        alias: aliasOf(type, to),
      };
    case 'function':
      return {
        ...type,
        signatures: type.signatures.map((one) => substituteSignature(one, bound, depth + 1)),
        alias: aliasOf(type, to),
      };
    case 'record':
      return {
        ...type,
        members: new Map([...type.members].map(([key, member]) => [key, { ...member, type: to(member.type) }])),
        index: type.index === null ? null : to(type.index),
        alias: aliasOf(type, to),
      };
    case 'union':
      return union((type.alias === undefined ? (type.origin ?? type.items) : type.items).map(to), aliasOf(type, to));
    case 'intersection':
      return intersection(type.items.map(to), aliasOf(type, to));
    case 'deferred': {
      const known = bound.get(type.parameter);
      if (known === undefined) return type;
      return known.kind === 'parameter' ? { ...type, parameter: known } : type.make(known);
    }
    case 'none':
    case 'primitive':
    case 'literal':
    case 'member':
    case 'value':
      return type;
  }
}

function aliasOf({ alias }: Aliased, to: (type: Type) => Type): Alias | undefined {
  return alias === undefined || alias.items.length === 0 ? alias : { of: alias.of, items: alias.items.map(to) };
}

export function substituteSignature(
  signature: Signature,
  bound: ReadonlyMap<TypeParameter, Type>,
  depth = 0,
): Signature {
  if (signature.generics.some((one) => one.constraint !== null || one.fallback !== null)) {
    return substituteGeneric(signature, bound, depth);
  }
  return {
    ...signature,
    parameters: signature.parameters.map((one) => ({ ...one, type: substitute(one.type, bound, depth) })),
    returns: () => substitute(signature.returns(), bound, depth),
    target: signature.target === undefined ? undefined : () => substitute(signature.target!(), bound, depth),
  };
}

/** Type parameters whose limits mention others are made anew. */
function substituteGeneric(signature: Signature, bound: ReadonlyMap<TypeParameter, Type>, depth: number): Signature {
  const generics = signature.generics.map((one) => ({ ...one }));
  const all = new Map(bound);
  for (const [at, one] of signature.generics.entries()) all.set(one, generics[at]!);
  for (const one of generics) {
    one.constraint = one.constraint === null ? null : substitute(one.constraint, all, depth);
    one.fallback = one.fallback === null ? null : substitute(one.fallback, all, depth);
  }
  const { target } = signature;
  return {
    ...signature,
    generics,
    parameters: signature.parameters.map((one) => ({ ...one, type: substitute(one.type, all, depth) })),
    returns: () => substitute(signature.returns(), all, depth),
    target: target === undefined ? undefined : () => substitute(target(), all, depth),
  };
}
