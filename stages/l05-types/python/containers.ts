/** Containers: what is built, put in, taken out, iterated, unpacked and entered. Elements that are written out are kept apart. */
import type { Environment } from './environment.ts';
import type { Evaluator } from './evaluator.ts';
import { UNPACK_BEHIND, UNPACK_REST } from './operands.ts';
import { BY_CLASS, BY_MAPPING, matchedByClass, restOfMapping } from './patterns.ts';
import { LITERAL, SHAPE_SPREAD, SLICE, type Term } from './term.ts';
import {
  alternatives,
  CLASS_TYPE,
  INSTANCE_TYPE,
  LIST_TYPE,
  LITERAL_TYPE,
  MAX_ELEMENTS,
  NEVER,
  NONE,
  RECORD_TYPE,
  TUPLE_TYPE,
  UNION_TYPE,
  UNKNOWN_TYPE,
  type Type,
} from './type.ts';

/** Builtin classes whose iteration gives their first type argument, and those that give pairs. */
const ITERABLE =
  /^(?:builtins\.(?:list|set|frozenset|tuple|dict|enumerate|map|filter|zip|reversed)|collections\.(?:deque|OrderedDict|defaultdict|Counter)|(?:typing|collections\.abc)\.\w+)$/;
const NUMBERED = 'builtins.enumerate';
const PAIRED = /^(?:typing|collections\.abc)\.ItemsView$/;
const TEXT = /^builtins\.str$/;

export function build(e: Evaluator, term: Term, environment: Environment | null): Type {
  const { types } = e;
  const items = term.items!;
  switch (term.text) {
    case 'tuple':
    case 'list': {
      const flat = elements(e, term, environment);
      if (flat !== null) return term.text === 'tuple' ? types.tuple(flat) : types.list(flat);
      const item = types.union(items.map((one, i) => spread(e, one, term.shape?.[i] ?? '', environment)));
      return instance(e, `builtins.${term.text}`, term.text === 'list' ? types.widened(item) : item);
    }
    case 'set':
      return instance(
        e,
        'builtins.set',
        types.widened(types.union(items.map((one, i) => spread(e, one, term.shape![i]!, environment)))),
      );
    case 'map':
      return mapping(e, term, environment);
    case 'generator':
      return instance(
        e,
        'typing.Generator',
        types.widened(types.union(items.map((item) => e.evaluate(item, environment)))),
      );
    case 'template':
      return types.instance(types.outsideClass('builtins.str'));
    default:
      return types.unknown;
  }
}

function instance(e: Evaluator, name: string, item: Type): Type {
  return e.types.instance(e.types.outsideClass(name), item.tag === UNKNOWN_TYPE ? [] : [item]);
}

/** The elements one by one, those of spread tuples and lists among them; null when they cannot be told. */
function elements(e: Evaluator, term: Term, environment: Environment | null): Type[] | null {
  const flat: Type[] = [];
  if (term.items!.length > MAX_ELEMENTS) return null;
  for (let i = 0; i < term.items!.length; i++) {
    const type = e.evaluate(term.items![i]!, environment);
    if (term.shape?.[i] !== SHAPE_SPREAD) flat.push(type);
    else if (type.tag === TUPLE_TYPE || type.tag === LIST_TYPE) flat.push(...type.items);
    else return null;
  }
  return flat;
}

function spread(e: Evaluator, item: Term, sign: string, environment: Environment | null): Type {
  const type = e.evaluate(item, environment);
  return sign === SHAPE_SPREAD ? iterated(e, type, false) : type;
}

function mapping(e: Evaluator, term: Term, environment: Environment | null): Type {
  const { types } = e;
  const entries = new Map<string, Type>();
  const keys: Type[] = [];
  const values: Type[] = [];
  let isKnown = true;
  for (let i = 0; i < term.items!.length; i++) {
    const type = e.evaluate(term.items![i]!, environment);
    if (term.shape![i] === SHAPE_SPREAD) {
      if (type.tag === RECORD_TYPE) type.keys!.forEach((key, at) => entries.set(key, type.items[at]!));
      else isKnown = false;
      for (const one of alternatives(types.widened(type))) {
        const isMap = one.tag === INSTANCE_TYPE && one.items.length === 2;
        keys.push(isMap ? one.items[0]! : types.unknown);
        values.push(isMap ? one.items[1]! : types.unknown);
      }
      continue;
    }
    const value = i + 1 < term.items!.length ? e.evaluate(term.items![++i]!, environment) : types.unknown;
    const key = keyOf(type);
    if (key === null) isKnown = false;
    else entries.set(key, value);
    keys.push(types.widened(type));
    values.push(types.widened(value));
  }
  if (isKnown) return types.record([...entries.keys()], [...entries.values()]);
  return types.instance(types.outsideClass('builtins.dict'), [types.union(keys), types.union(values)]);
}

/** How a literal is written as the key of a record, or null. `1` and `True` are one key to Python. */
function keyOf(type: Type): string | null {
  if (type.tag !== LITERAL_TYPE) return null;
  if (type.name === 'builtins.bool') return `builtins.int=${type.text === 'True' ? 1 : 0}`;
  return `${type.name}=${type.text}`;
}

// ---- taking out -----------------------------------------------------------------------------------------------------

export function indexed(e: Evaluator, base: Type, key: Type, keyTerm: Term): Type {
  const { types } = e;
  if (base.tag !== UNION_TYPE && key.tag !== UNION_TYPE)
    return base.tag === NONE ? types.never : indexedOne(e, base, key, keyTerm);
  return types.union(
    alternatives(base)
      .filter((one) => one.tag !== NONE)
      .map((one) => types.union(alternatives(key).map((each) => indexedOne(e, one, each, keyTerm)))),
  );
}

function indexedOne(e: Evaluator, base: Type, key: Type, keyTerm: Term): Type {
  const { types } = e;
  if (keyTerm.op === SLICE && base.tag !== CLASS_TYPE) return sliced(e, base, keyTerm);
  switch (base.tag) {
    case TUPLE_TYPE:
    case LIST_TYPE: {
      const at = positionOf(key, base.items.length);
      if (at >= 0) return base.items[at]!;
      return base.items.length === 0 ? types.unknown : types.union(base.items);
    }
    case RECORD_TYPE: {
      const name = keyOf(key);
      const at = name === null ? -1 : base.keys!.indexOf(name);
      if (at >= 0) return base.items[at]!;
      return base.items.length === 0 || name !== null ? types.unknown : types.union(base.items);
    }
    case LITERAL_TYPE:
      return TEXT.test(base.name) ? types.instance(types.outsideClass(base.name)) : types.unknown;
    case CLASS_TYPE:
      return indexedClass(e, base, key, keyTerm);
    case INSTANCE_TYPE:
      return indexedInstance(e, base, key);
    default:
      return types.unknown;
  }
}

/** `C[key]`: what its metaclass or `__class_getitem__` gives, the member of an enumeration, or the class with type arguments. */
function indexedClass(e: Evaluator, base: Type, key: Type, keyTerm: Term): Type {
  const of = base.of!;
  const getter = of.symbol === null ? null : e.members.ofMetaclass(base, '__getitem__');
  if (getter !== null) return e.calls.call(getter.type, [key]);
  if (e.members.isEnumClass(of)) return e.types.instance(of);
  const method = of.symbol === null ? null : e.members.of(base, '__class_getitem__');
  if (method?.symbol == null) return e.parameters.indexed(base, keyTerm);
  const given = e.calls.call(method.type, [key]);
  return given.tag === UNKNOWN_TYPE ? base : given;
}

function indexedInstance(e: Evaluator, base: Type, key: Type): Type {
  const { types } = e;
  const { name, symbol } = base.of!;
  if (symbol === null) {
    if (name === 'builtins.str') return base;
    if (name === 'builtins.bytes') return types.instance(types.outsideClass('builtins.int'));
    if (/^builtins\.(list|tuple)$|\.(?:Sequence|MutableSequence|List|Tuple|deque)$/.test(name))
      return base.items[0] ?? types.unknown;
    if (/^builtins\.dict$|\.(?:Mapping|MutableMapping|Dict|OrderedDict|defaultdict)$/.test(name))
      return base.items[1] ?? types.unknown;
  }
  const method = e.members.of(base, '__getitem__');
  return method === null ? types.unknown : e.calls.call(method.type, [key]);
}

/** The position that a literal index means among `length` elements, or -1. */
function positionOf(key: Type, length: number): number {
  if (key.tag !== LITERAL_TYPE || key.name !== 'builtins.int') return -1;
  const at = Number(key.text.replace(/_/g, ''));
  const position = at < 0 ? length + at : at;
  return Number.isInteger(position) && position >= 0 && position < length ? position : -1;
}

function sliced(e: Evaluator, base: Type, slice: Term): Type {
  const { types } = e;
  if (base.tag === TUPLE_TYPE || base.tag === LIST_TYPE) {
    const lower = boundOf(slice.a!);
    const upper = boundOf(slice.b!);
    if (lower === undefined || upper === undefined) return types.widened(types.list(base.items));
    const items = base.items.slice(lower ?? 0, upper ?? base.items.length);
    return base.tag === TUPLE_TYPE ? types.tuple(items) : types.list(items);
  }
  if (base.tag === LITERAL_TYPE) return types.widened(base);
  if (base.tag !== INSTANCE_TYPE) return types.unknown;
  if (base.of!.symbol === null && /^builtins\.(list|tuple|str|bytes)$|\.(?:Sequence|List)$/.test(base.of!.name))
    return base;
  const method = e.members.of(base, '__getitem__');
  return method === null
    ? types.unknown
    : e.calls.call(method.type, [types.instance(types.outsideClass('builtins.slice'))]);
}

/** A literal bound of a slice, null for none, undefined for one that is not known. */
function boundOf(term: Term): number | null | undefined {
  if (term.op === 0) return null;
  if (term.op !== LITERAL || term.text !== 'integer') return undefined;
  return Number(term.name.replace(/_/g, ''));
}

export function iterated(e: Evaluator, iterable: Type, isAsync: boolean): Type {
  if (iterable.tag !== UNION_TYPE) return iterable.tag === NONE ? e.types.never : iteratedOne(e, iterable, isAsync);
  return e.types.union(
    alternatives(iterable)
      .filter((one) => one.tag !== NONE)
      .map((one) => iteratedOne(e, one, isAsync)),
  );
}

function iteratedOne(e: Evaluator, one: Type, isAsync: boolean): Type {
  const { types, members, calls } = e;
  if (one.tag === TUPLE_TYPE || one.tag === LIST_TYPE)
    return one.items.length === 0 ? types.never : types.union(one.items);
  if (one.tag === RECORD_TYPE) return types.keysOf(one.keys!);
  if (one.tag === LITERAL_TYPE) return TEXT.test(one.name) ? types.widened(one) : types.unknown;
  if (one.tag === CLASS_TYPE) return members.isEnumClass(one.of!) ? types.instance(one.of!) : types.unknown;
  if (one.tag !== INSTANCE_TYPE) return types.unknown;
  const { name, symbol } = one.of!;
  if (symbol === null) {
    if (name === 'builtins.str') return one;
    if (name === 'builtins.bytes' || name === 'builtins.range')
      return types.instance(types.outsideClass('builtins.int'));
    if (ITERABLE.test(name)) return elementOf(e, one);
  }
  const method = members.of(one, isAsync ? '__aiter__' : '__iter__');
  if (method === null) {
    const getter = symbol === null ? null : members.of(one, '__getitem__');
    return getter === null
      ? types.unknown
      : calls.call(getter.type, [types.instance(types.outsideClass('builtins.int'))]);
  }
  const iterator = calls.call(method.type, []);
  return types.union(
    alternatives(iterator).map((each) => {
      if (each !== one && each.tag === INSTANCE_TYPE && each.of!.symbol === null && ITERABLE.test(each.of!.name))
        return elementOf(e, each);
      if (each.tag === TUPLE_TYPE || each.tag === LIST_TYPE) return types.union(each.items);
      const next = members.of(each, isAsync ? '__anext__' : '__next__');
      if (next === null) return types.unknown;
      const item = calls.call(next.type, []);
      return isAsync ? calls.awaited(item) : item;
    }),
  );
}

/** What iteration of an `ITERABLE` gives. */
function elementOf({ types }: Evaluator, { of, items }: Type): Type {
  const item = items[0] ?? types.unknown;
  if (of!.name === NUMBERED) return types.tuple([types.instance(types.outsideClass('builtins.int')), item]);
  return PAIRED.test(of!.name) ? types.tuple([item, items[1] ?? types.unknown]) : item;
}

export function unpacked(e: Evaluator, term: Term, environment: Environment | null): Type {
  const value = e.evaluate(term.a!, environment);
  const { number: position, text } = term;
  if (text === BY_CLASS) return matchedByClass(e, value, e.evaluate(term.b!, environment), position);
  if (text === BY_MAPPING) return restOfMapping(e, value);
  if (value.tag !== UNION_TYPE) return unpackedOne(e, value, position);
  return e.types.union(value.items.map((one) => unpackedOne(e, one, position)));
}

function unpackedOne(e: Evaluator, one: Type, position: number): Type {
  const { types } = e;
  if (one.tag === TUPLE_TYPE || one.tag === LIST_TYPE) {
    if (position >= UNPACK_REST) {
      const behind = Math.trunc(position / UNPACK_BEHIND);
      return types.list(one.items.slice(position & (UNPACK_REST - 1), one.items.length - behind));
    }
    const at = position < 0 ? one.items.length + position : position;
    const item = one.items[at];
    if (item !== undefined) return item;
    return one.tag === LIST_TYPE && one.items.length > 0 ? types.union(one.items) : types.unknown;
  }
  const item = iterated(e, one, false);
  return position >= UNPACK_REST ? instance(e, 'builtins.list', types.widened(item)) : item;
}

export function entered(e: Evaluator, manager: Type, isAsync: boolean): Type {
  const { types, members, calls } = e;
  return types.union(
    alternatives(manager).map((one) => {
      if (one.tag === INSTANCE_TYPE && one.of!.name === 'contextlib._GeneratorContextManager')
        return one.items[0] ?? types.unknown;
      const method = members.of(one, isAsync ? '__aenter__' : '__enter__');
      if (method === null) return types.unknown;
      const value = calls.call(method.type, []);
      return isAsync ? calls.awaited(value) : value;
    }),
  );
}

// ---- putting in -----------------------------------------------------------------------------------------------------

/** A container after something was put into it; anything else stays what it is. */
export function put(e: Evaluator, term: Term, environment: Environment | null): Type {
  const { types } = e;
  const base = e.evaluate(term.a!, environment);
  const value = e.evaluate(term.items![0]!, environment);
  const key = term.b === null ? null : e.evaluate(term.b, environment);
  if (base.tag !== UNION_TYPE) return putOne(e, base, key, value, term.text);
  return types.union(base.items.map((one) => putOne(e, one, key, value, term.text)));
}

function putOne(e: Evaluator, base: Type, key: Type | null, value: Type, method: string): Type {
  const { types } = e;
  if (base.tag === RECORD_TYPE) {
    if (method === '' || method === 'setdefault') return putEntry(e, base, key, value);
    if (method !== 'update' || value.tag !== RECORD_TYPE) return method === 'update' ? types.widened(base) : base;
    let all = base;
    value.keys!.forEach((name, i) => (all = withEntry(e, all, name, value.items[i]!)));
    return all;
  }
  if (base.tag === LIST_TYPE) return putItem(e, base, key, value, method);
  if (base.tag !== INSTANCE_TYPE || base.of!.symbol !== null) return base;
  // Without type arguments nothing is known of the elements, and one more changes nothing.
  if (base.items.length === 0) return base;
  const { name } = base.of!;
  const item = types.widened(value);
  if (name === 'builtins.list' || name === 'builtins.set' || name === 'collections.deque') {
    if (method === 'setdefault' || (method === 'update' && name !== 'builtins.set')) return base;
    const added = method === 'extend' || method === 'update' ? iterated(e, item, false) : item;
    if (added.tag === NEVER) return base;
    return types.instance(base.of!, [types.union([...base.items.slice(0, 1), added])]);
  }
  if (name === 'builtins.dict' && (method === '' || method === 'setdefault') && key !== null)
    return types.instance(base.of!, [
      types.union([...base.items.slice(0, 1), types.widened(key)]),
      types.union([...base.items.slice(1, 2), item]),
    ]);
  return base;
}

function putEntry(e: Evaluator, base: Type, key: Type | null, value: Type): Type {
  const name = key === null ? null : keyOf(key);
  if (name !== null) return withEntry(e, base, name, value);
  const { types } = e;
  const wide = types.widened(base);
  return types.instance(base.of!, [
    types.union([...wide.items.slice(0, 1), key === null ? types.unknown : types.widened(key)]),
    types.union([...wide.items.slice(1, 2), types.widened(value)]),
  ]);
}

function withEntry(e: Evaluator, base: Type, name: string, value: Type): Type {
  if (base.tag !== RECORD_TYPE) return base;
  const at = base.keys!.indexOf(name);
  if (at < 0) return e.types.record([...base.keys!, name], [...base.items, value]);
  return e.types.record(base.keys!, base.items.with(at, value));
}

function putItem(e: Evaluator, base: Type, key: Type | null, value: Type, method: string): Type {
  const { types } = e;
  switch (method) {
    case 'append':
      return types.list([...base.items, value]);
    case 'extend':
      if (value.tag === TUPLE_TYPE || value.tag === LIST_TYPE) return types.list([...base.items, ...value.items]);
      return instance(e, 'builtins.list', types.widened(types.union([...base.items, iterated(e, value, false)])));
    case 'insert':
      return instance(e, 'builtins.list', types.widened(types.union([...base.items, value])));
    case '': {
      const at = key === null ? -1 : positionOf(key, base.items.length);
      if (at >= 0) return types.list(base.items.with(at, value));
      return instance(e, 'builtins.list', types.widened(types.union([...base.items, value])));
    }
    default:
      return base;
  }
}
