/**
 * What runs without its call being written: methods of the protocols of Python, as the data model of the language names them.
 * Each answer is a list of roles (`__get__`, `__getattribute__`); a role is sure when every known alternative runs one and the
 * same function. It must never name a method that another one comes before.
 */
import type { Evaluator } from './evaluator.ts';
import { classOfValue, type Member } from './members.ts';
import { IN_PLACE, METHODS } from './operators.ts';
import type { FunctionRecord } from './term.ts';
import {
  alternatives,
  CLASS_TYPE,
  DESCRIPTOR_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  LIST_TYPE,
  LITERAL_TYPE,
  NEVER,
  NONE,
  RECORD_TYPE,
  TUPLE_TYPE,
  UNION_TYPE,
  UNKNOWN_TYPE,
  type Type,
} from './type.ts';

/** The functions that may run in one role. */
export class Role {
  readonly records: FunctionRecord[] = [];
  /** False when some alternative runs nothing of the repository. */
  isEvery = true;

  add(record: FunctionRecord): void {
    const { lo, hi } = record.symbol;
    if (!this.records.some(({ symbol }) => symbol.lo === lo && symbol.hi === hi)) this.records.push(record);
  }

  /** Adds the function that a value is; false when it is none of the repository. */
  addFunction(value: Type): boolean {
    if (value.tag !== FUNCTION_TYPE) return false;
    this.add(value.record!);
    return true;
  }

  of(member: Member | null): this {
    if (member === null || !this.addFunction(member.type)) this.isEvery = false;
    return this;
  }

  get isSure(): boolean {
    return this.isEvery && this.records.length === 1;
  }
}

/** The alternatives of which something is known; `None` has no method that is asked for here. */
function known(type: Type): readonly Type[] {
  const all = alternatives(type);
  return all.length === 1 && all[0]!.tag !== UNKNOWN_TYPE && all[0]!.tag !== NONE
    ? all
    : all.filter(({ tag }) => tag !== UNKNOWN_TYPE && tag !== NONE && tag !== NEVER);
}

/** True when a value may be something that is not known. */
function isPartly(type: Type): boolean {
  return type.tag === UNION_TYPE && type.items.some(({ tag }) => tag === UNKNOWN_TYPE);
}

// ---- special methods ------------------------------------------------------------------------------------------------

/** The first of several special methods that the class of an object has; `object` itself has none that runs another. */
function special(e: Evaluator, role: Role, object: Type, names: readonly string[]): void {
  for (const one of known(object)) if (!addSpecial(e, role, one, names)) role.isEvery = false;
  // Objects of any class may have it.
  if (isPartly(object)) role.isEvery = false;
}

function addSpecial(e: Evaluator, role: Role, one: Type, names: readonly string[]): boolean {
  const isClass = one.tag === CLASS_TYPE;
  if ((!isClass && one.tag !== INSTANCE_TYPE) || one.of!.symbol === null) return false;
  for (const name of names) {
    const method = isClass ? e.members.ofMetaclass(one, name) : e.members.of(one, name);
    if (method === null || method.name.startsWith('builtins.object.')) continue;
    return method.symbol !== null && role.addFunction(method.type);
  }
  return false;
}

export function specialRole(e: Evaluator, object: Type, names: readonly string[]): Role {
  const role = new Role();
  special(e, role, object, names);
  return role;
}

/** A method of a protocol that few classes have, so that what is not known of a value has the one that is known of it. */
export function protocolRole(e: Evaluator, object: Type, name: string): Role {
  const role = new Role();
  for (const one of known(object)) if (!addSpecial(e, role, one, [name])) role.isEvery = false;
  return role;
}

export const TRUTH = ['__bool__', '__len__'];
const TEXT = ['__str__', '__repr__'];
const REPRESENTATION = ['__repr__'];
export const FORMAT = ['__format__', '__str__', '__repr__'];
const LENGTH_HINT = ['__len__', '__length_hint__'];

interface IterationNames {
  readonly start: readonly string[];
  readonly next: string;
}

const ITERATION: IterationNames = { start: ['__iter__', '__getitem__'], next: '__next__' };
export const ASYNC_ITERATION: IterationNames = { start: ['__aiter__'], next: '__anext__' };

/** What a loop runs: `__iter__` and the `__next__` of what that gives, else `__getitem__`. */
export function iteration(e: Evaluator, iterable: Type, names: IterationNames = ITERATION): Role[] {
  const start = specialRole(e, iterable, names.start);
  const next = new Role();
  for (const one of known(iterable)) {
    if (one.tag !== INSTANCE_TYPE || one.of!.symbol === null) continue;
    const method = e.members.of(one, names.start[0]!);
    if (method === null || method.type.tag !== FUNCTION_TYPE) continue;
    special(e, next, e.calls.call(method.type, []), [names.next]);
  }
  return [start, next];
}

/** What `value[key]` runs: a method of the class of the value, or what a class says of itself. */
export function indexed(e: Evaluator, base: Type): Role[] {
  const getter = specialRole(e, base, ['__getitem__']);
  if (!alternatives(base).some((one) => one.tag === CLASS_TYPE && one.of!.symbol !== null)) return [getter];
  const ofClass = new Role();
  for (const one of known(base)) {
    const own = one.tag === CLASS_TYPE && one.of!.symbol !== null && e.members.ofMetaclass(one, '__getitem__') === null;
    ofClass.of(own ? e.members.of(one, '__class_getitem__') : null);
  }
  return ofClass.records.length === 0 ? [getter] : [getter, ofClass];
}

// ---- classes --------------------------------------------------------------------------------------------------------

/** What a call of a class runs beside its constructor: `__call__` of its metaclass, and `__new__` before `__init__`. */
export function constructed(e: Evaluator, callee: Type): Role[] {
  const call = new Role();
  const create = new Role();
  for (const one of known(callee)) {
    const isOwn = one.tag === CLASS_TYPE && one.of!.symbol !== null;
    if (!isOwn || !addSpecial(e, call, one, ['__call__'])) call.isEvery = false;
    const isBoth = isOwn && e.members.ownSpecial(one.of!, '__init__') !== null;
    const made = isBoth ? e.members.ownSpecial(one.of!, '__new__') : null;
    if (made === null || !create.addFunction(made.type)) create.isEvery = false;
  }
  return [call, create];
}

/** What a class statement runs: its metaclass, or else what a class above does with those below it. */
export function classMade(e: Evaluator, type: Type): Role[] {
  if (type.tag !== CLASS_TYPE) return [];
  const roles = ['__prepare__', '__new__', '__init__'].map((name) => new Role().of(e.members.ofMetaclass(type, name)));
  if (roles.every(({ records }) => records.length === 0))
    roles.push(new Role().of(e.members.ownSpecial(type.of!, '__init_subclass__', 1)));
  return roles;
}

/** What an attribute runs when the class that has it is made: sure where no metaclass of the repository makes it. */
export function attributeNamed(e: Evaluator, made: Type, value: Type): Role {
  const role = protocolRole(e, value, '__set_name__');
  if (role.records.length > 0 && made.tag === CLASS_TYPE && e.members.ofMetaclass(made, '__new__') !== null)
    role.isEvery = false;
  return role;
}

// ---- attributes -----------------------------------------------------------------------------------------------------

/** What reading an attribute runs. */
export function attributeRead(e: Evaluator, base: Type, name: string): Role[] {
  const always = new Role();
  const getter = new Role();
  const missing = new Role();
  for (const one of known(base)) {
    const isObject = one.tag === INSTANCE_TYPE && one.of!.symbol !== null;
    if (!isObject || !addSpecial(e, always, one, ['__getattribute__'])) always.isEvery = false;
    const member = e.members.of(one, name);
    if (member?.held == null || !addGetters(e, getter, member)) getter.isEvery = false;
    if (!isObject || !e.members.lacks(one, name) || !addSpecial(e, missing, one, ['__getattr__']))
      missing.isEvery = false;
  }
  return [always, getter, missing];
}

/** The getters of what a class holds; false when some of it is read as it is. */
function addGetters(e: Evaluator, role: Role, member: Member): boolean {
  let isEvery = true;
  for (const held of known(member.held!)) {
    const isOwn = held.tag === DESCRIPTOR_TYPE && held.of !== null;
    if (isOwn && addSpecial(e, role, e.types.instance(held.of), ['__get__'])) continue;
    if (held.tag === DESCRIPTOR_TYPE && held.name === 'property') {
      if (!role.addFunction(held.items[0]!)) isEvery = false;
    } else if (!addSpecial(e, role, held, ['__get__'])) isEvery = false;
  }
  return isEvery;
}

/** What assigning to an attribute runs. */
export function attributeWrite(e: Evaluator, base: Type, name: string): Role[] {
  return stored(e, base, name, '__setattr__', 1, '__set__');
}

export function attributeDelete(e: Evaluator, base: Type, name: string): Role[] {
  return stored(e, base, name, '__delattr__', 2, '__delete__');
}

function stored(e: Evaluator, base: Type, name: string, general: string, accessor: number, method: string): Role[] {
  const always = new Role();
  const setter = new Role();
  for (const one of known(base)) {
    const isObject = one.tag === INSTANCE_TYPE && one.of!.symbol !== null;
    const isGeneral = isObject && addSpecial(e, always, one, [general]);
    if (!isGeneral) always.isEvery = false;
    // A `__setattr__` of the repository decides whether a descriptor is asked; it mostly does.
    if (isGeneral) setter.isEvery = false;
    const held = isObject ? e.members.dataDescriptor(one, name, accessor, method) : null;
    if (held === null || !setter.addFunction(held)) setter.isEvery = false;
  }
  return [always, setter];
}

// ---- operators ------------------------------------------------------------------------------------------------------

/** What an operator runs: the method of the left operand; that of the right one where the left knows nothing of it. */
export function operated(e: Evaluator, operator: string, left: Type, right: Type, isInPlace = false): Role {
  if (operator === 'in' || operator === 'not in')
    return specialRole(e, right, ['__contains__', '__iter__', '__getitem__']);
  const role = new Role();
  const methods = METHODS[operator];
  if (methods === undefined) return role;
  const [own, reflected] = methods;
  const names = operator === '!=' ? [own, '__eq__'] : isInPlace ? [IN_PLACE[operator]!, own] : [own];
  for (const one of known(left)) {
    if (addSpecial(e, role, one, names)) continue;
    const others = isForeign(one) ? known(right) : [];
    if (others.length === 0) role.isEvery = false;
    for (const other of others) {
      const isBelow = other.tag === INSTANCE_TYPE && e.members.inherits(other.of!, classOfValue(e, one));
      if (isBelow || !addSpecial(e, role, other, operator === '!=' ? [reflected, '__eq__'] : [reflected]))
        role.isEvery = false;
    }
  }
  return role;
}

/** A builtin value, whose operators know nothing of classes of the repository. */
function isForeign(one: Type): boolean {
  if (one.tag === LITERAL_TYPE || one.tag === LIST_TYPE || one.tag === TUPLE_TYPE || one.tag === RECORD_TYPE)
    return true;
  return one.tag === INSTANCE_TYPE && one.of!.symbol === null && one.of!.name.startsWith('builtins.');
}

export const UNARY_METHODS: Readonly<Record<string, readonly string[]>> = {
  '-': ['__neg__'],
  '+': ['__pos__'],
  '~': ['__invert__'],
  not: TRUTH,
};

// ---- builtins -------------------------------------------------------------------------------------------------------

/** Special methods that a builtin runs of its first argument. */
const OF_FIRST: Readonly<Record<string, readonly string[]>> = {
  'builtins.str': TEXT,
  'builtins.repr': REPRESENTATION,
  'builtins.ascii': REPRESENTATION,
  'builtins.format': FORMAT,
  'builtins.len': ['__len__'],
  'builtins.bool': TRUTH,
  'builtins.hash': ['__hash__'],
  'builtins.next': ['__next__'],
  'builtins.int': ['__int__', '__index__', '__trunc__'],
  'builtins.float': ['__float__', '__index__'],
  'builtins.complex': ['__complex__', '__float__', '__index__'],
  'builtins.abs': ['__abs__'],
  'builtins.round': ['__round__'],
  'builtins.dir': ['__dir__'],
  'builtins.bytes': ['__bytes__', '__iter__'],
};
/** Builtins that go through all of their first argument at once, and those that first ask for its length. */
const ITERATES: ReadonlySet<string> = new Set([
  'builtins.list',
  'builtins.tuple',
  'builtins.sorted',
  'builtins.set',
  'builtins.frozenset',
  'builtins.sum',
  'builtins.min',
  'builtins.max',
  'builtins.any',
  'builtins.all',
]);
const ASKS_LENGTH: ReadonlySet<string> = new Set(['builtins.list', 'builtins.tuple', 'builtins.sorted']);
/** Builtins that take an iterator of an argument, and run it later. */
const STARTS: ReadonlySet<string> = new Set(['builtins.iter', 'builtins.enumerate', 'builtins.zip']);

/** Methods that go through all of their first argument at once. */
const ITERATING_METHODS: ReadonlySet<string> = new Set([
  'builtins.str.join',
  'builtins.bytes.join',
  'builtins.list.extend',
  'builtins.set.update',
  'builtins.dict.update',
  'collections.deque.extend',
]);

/** True for what goes through all of its first argument before it returns. */
export function goesThrough(name: string): boolean {
  return ITERATES.has(name) || ITERATING_METHODS.has(name) || name === 'builtins.dict' || name === 'collections.deque';
}

/** What a call of something outside runs at once of its arguments. */
export function builtinCall(e: Evaluator, callee: Type, args: readonly Type[]): Role[] {
  const name = callee.tag === CLASS_TYPE ? callee.of!.name : callee.name;
  const [first, second] = args;
  if (first === undefined || !name.startsWith('builtins.')) return [];
  const names = OF_FIRST[name];
  if (names !== undefined) return [specialRole(e, first, names)];
  if (ITERATES.has(name)) {
    if (args.length > 1 && (name === 'builtins.min' || name === 'builtins.max')) return [];
    const roles = iteration(e, first);
    return ASKS_LENGTH.has(name) ? [...roles, specialRole(e, first, LENGTH_HINT)] : roles;
  }
  if (STARTS.has(name)) return args.map((one) => specialRole(e, one, ['__iter__', '__getitem__']));
  if (name === 'builtins.print') return args.map((one) => specialRole(e, one, TEXT));
  if (name === 'builtins.reversed') return [specialRole(e, first, ['__reversed__', '__len__'])];
  if (second === undefined) return [];
  if (name === 'builtins.map' || name === 'builtins.filter')
    return args.slice(1).map((one) => specialRole(e, one, ['__iter__', '__getitem__']));
  if (name === 'builtins.isinstance' || name === 'builtins.issubclass')
    return classesIn(second).map((one) =>
      specialRole(e, one, [name === 'builtins.isinstance' ? '__instancecheck__' : '__subclasscheck__']),
    );
  if (second.tag !== LITERAL_TYPE || second.name !== 'builtins.str') return [];
  if (name === 'builtins.getattr' || name === 'builtins.hasattr') return attributeRead(e, first, second.text);
  if (name === 'builtins.setattr') return attributeWrite(e, first, second.text);
  return name === 'builtins.delattr' ? attributeDelete(e, first, second.text) : [];
}

/** The classes that a test names. */
function classesIn(tested: Type): readonly Type[] {
  return tested.tag === TUPLE_TYPE ? tested.items : [tested];
}

/** What `text % value` runs of the values, where the text says which it shows. */
export function formatted(e: Evaluator, text: Type, value: Type): Role[] {
  if (text.tag !== LITERAL_TYPE || text.name !== 'builtins.str') return [];
  const values = value.tag === TUPLE_TYPE ? value.items : [value];
  const roles: Role[] = [];
  let at = 0;
  for (const [, key, conversion] of text.text.matchAll(CONVERSION)) {
    if (conversion === '%') continue;
    const index = key === undefined ? -1 : (value.keys?.indexOf(`builtins.str=${key}`) ?? -1);
    const shown = key === undefined ? values[at++] : value.items[index];
    if (shown === undefined || (conversion !== 's' && conversion !== 'r')) continue;
    roles.push(specialRole(e, shown, conversion === 's' ? TEXT : REPRESENTATION));
  }
  return roles;
}

const CONVERSION = /%(?:\(([^)]*)\))?[-#0 +]*[0-9]*(?:\.[0-9]+)?([a-zA-Z%])/g;
