/**
 * What calls give. A function of the repository without annotation is evaluated with the arguments of the call, so that what
 * it passes on keeps its type; one outside by its signature. Builtins that no signature can describe are told one by one.
 */
import { codeOf, FLAG, PARAMETER_KINDS } from '#facts';
import { annotationType } from './annotation-types.ts';
import { argumentsOf, bindArguments, completed, partialOf, positionalOnly, type Arguments } from './arguments-of.ts';
import { iterated } from './containers.ts';
import type { Environment } from './environment.ts';
import type { Evaluator } from './evaluator.ts';
import { isImplicitClassMethod } from './member-values.ts';
import { ALL_PARAMETERS, usedParameters, type FunctionRecord, type Term } from './term.ts';
import {
  alternatives,
  CALLABLE_TYPE,
  CLASS_TYPE,
  DESCRIPTOR_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  LIST_TYPE,
  LITERAL_TYPE,
  NEVER,
  NONE,
  OUTSIDE_FUNCTION,
  PARTIAL_TYPE,
  RECORD_TYPE,
  TUPLE_TYPE,
  UNKNOWN_TYPE,
  type ClassRef,
  type Type,
} from './type.ts';
import { hasVariable, solve, substitute, withBounds } from './type-variables.ts';

/** How deep calls are evaluated with their own arguments. */
const MAX_CALLS = 10;
/** How many calls of one function are told apart by the values of literals, and by types. */
const MAX_LITERAL = 6;
const MAX_APART = 24;
const REST = codeOf(PARAMETER_KINDS, 'rest');
const KEYWORD_REST = codeOf(PARAMETER_KINDS, 'keyword_rest');
/** Decorators, and makers of decorators, that give what they get. */
const KEEPERS: ReadonlySet<string> = new Set([
  'functools.lru_cache',
  'functools.cache',
  'functools.total_ordering',
  'functools.singledispatch',
  'dataclasses.dataclass',
  'typing.overload',
  'typing.final',
  'typing.override',
  'typing.no_type_check',
  'typing.runtime_checkable',
  'abc.abstractmethod',
  'atexit.register',
  'enum.unique',
]);
const MAKERS: ReadonlySet<string> = new Set(['functools.wraps', 'functools.lru_cache', 'dataclasses.dataclass']);
const DESCRIPTORS: Readonly<Record<string, string>> = {
  'builtins.property': 'property',
  'builtins.classmethod': 'classmethod',
  'builtins.staticmethod': 'staticmethod',
  'functools.cached_property': 'property',
  'abc.abstractproperty': 'property',
  'abc.abstractclassmethod': 'classmethod',
  'abc.abstractstaticmethod': 'staticmethod',
  'contextlib.contextmanager': 'contextmanager',
  'contextlib.asynccontextmanager': 'contextmanager',
};

/** Functions outside of which no signature says what they give. */
const SPECIAL: ReadonlyMap<string, 'kept' | 'accessor' | 'descriptor' | 'keeper' | 'maker' | 'getattr' | 'copy'> =
  new Map([
    ...[...MAKERS].map((name) => [name, 'maker'] as const),
    ...[...KEEPERS].map((name) => [name, 'keeper'] as const),
    ...Object.keys(DESCRIPTORS).map((name) => [name, 'descriptor'] as const),
    ...['property.getter', 'property.setter', 'property.deleter'].map((name) => [name, 'accessor'] as const),
    ['kept', 'kept'],
    ['builtins.getattr', 'getattr'],
    ['copy.copy', 'copy'],
    ['copy.deepcopy', 'copy'],
  ]);

export class Calls {
  readonly #e: Evaluator;
  /** Environments made for the calls of each function. */
  readonly #calls = new Map<FunctionRecord, number>();
  #depth = 0;

  constructor(evaluator: Evaluator) {
    this.#e = evaluator;
  }

  /** The type of a call term. */
  evaluate(term: Term, environment: Environment | null): Type {
    const callee = this.#e.evaluate(term.a!, environment);
    if (term.number === 1) return this.#decorated(callee, term, environment);
    if (callee.tag === UNKNOWN_TYPE || callee.tag === NEVER) return callee;
    return this.callWith(callee, argumentsOf(this.#e, term, environment));
  }

  /** What an unknown decorator gives is taken for what it got. */
  #decorated(decorator: Type, term: Term, environment: Environment | null): Type {
    const args = argumentsOf(this.#e, term, environment);
    const given = decorator.tag === UNKNOWN_TYPE ? decorator : this.callWith(decorator, args);
    return given.tag === UNKNOWN_TYPE ? (args.positional[0] ?? given) : given;
  }

  call(callee: Type, positional: readonly Type[]): Type {
    return this.callWith(callee, positionalOnly(positional));
  }

  callWith(callee: Type, args: Arguments): Type {
    const all = alternatives(callee);
    if (all.length === 1) return this.#callOne(callee, args);
    return this.#e.types.union(all.filter((one) => one.tag !== NONE).map((one) => this.#callOne(one, args)));
  }

  /** A getter, called with its object. */
  callBound(getter: Type, object: Type): Type {
    if (getter.tag !== FUNCTION_TYPE) return this.#e.types.unknown;
    return this.#function(getter.record!, object, getter.environment, positionalOnly([]));
  }

  /** The class of an object, as a value. */
  classOf(object: Type): Type {
    const { types } = this.#e;
    if (object.tag === CLASS_TYPE) return object;
    return object.of === null
      ? types.unknown
      : types.classType(object.of, object.tag === INSTANCE_TYPE ? object.items : []);
  }

  #callOne(callee: Type, args: Arguments): Type {
    const e = this.#e;
    switch (callee.tag) {
      case FUNCTION_TYPE:
        return this.#function(callee.record!, callee.items[0] ?? null, callee.environment, args);
      case CLASS_TYPE:
        return this.#construct(callee, args);
      case OUTSIDE_FUNCTION:
        return this.#outside(callee, args);
      case INSTANCE_TYPE: {
        const called = e.members.of(callee, '__call__');
        return called === null ? e.types.unknown : this.callWith(called.type, args);
      }
      case CALLABLE_TYPE:
        return callee.items.at(-1)!;
      case PARTIAL_TYPE:
        return this.callWith(callee.items[0]!, completed(callee, args));
      case DESCRIPTOR_TYPE:
        return callee.name === 'contextmanager' ? this.#managed(callee, args) : e.types.unknown;
      default:
        return e.types.unknown;
    }
  }

  /** A context manager made of a generator. */
  #managed(callee: Type, args: Arguments): Type {
    const e = this.#e;
    const made = this.callWith(callee.items[0]!, args);
    return e.types.instance(e.types.outsideClass('contextlib._GeneratorContextManager'), [iterated(e, made, false)]);
  }

  // ---- functions of the repository ----------------------------------------------------------------------------------

  #function(record: FunctionRecord, bound: Type | null, environment: Environment | null, args: Arguments): Type {
    const e = this.#e;
    if (record.annotation !== null) {
      const given = annotationType(e, record.annotation, bound);
      if (given.tag !== UNKNOWN_TYPE) {
        const type = hasVariable(given) ? substitute(e, given, this.#solution(record, bound, args)) : given;
        return this.#wrapped(record, type, true);
      }
    }
    return this.result(record, this.#depth >= MAX_CALLS ? null : this.#environment(record, bound, environment, args));
  }

  /** What the result of a function depends on in one call; null when that is nothing, or too many calls were told apart. */
  #environment(
    record: FunctionRecord,
    bound: Type | null,
    outer: Environment | null,
    args: Arguments,
  ): Environment | null {
    const used = usedParameters(record);
    if (used === 0 && outer === null) return null;
    const e = this.#e;
    // What an object was made with is told apart for each.
    const isMade = bound !== null && bound.tag === INSTANCE_TYPE && bound.environment !== null;
    const calls = (this.#calls.get(record) ?? 0) + (isMade ? 0 : 1);
    if (calls > MAX_APART && outer === null) return null;
    const values = bindArguments(e, record, bound, args);
    let isTold = outer !== null;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === null || value === undefined) continue;
      if (used !== ALL_PARAMETERS && (i >= 30 || (used & (1 << i)) === 0)) values[i] = null;
      else {
        if (calls > MAX_LITERAL) values[i] = e.types.widened(value);
        isTold = true;
      }
    }
    if (!isTold) return null;
    const before = e.environments;
    const found = e.environment(record.symbol, values, outer);
    if (e.environments !== before) this.#calls.set(record, calls);
    return found;
  }

  /** What a body gives to who calls it. */
  result(record: FunctionRecord, environment: Environment | null): Type {
    const e = this.#e;
    if (record.yields !== null) {
      const item = e.types.widened(e.evaluate(record.yields, environment));
      const isAsync = (record.flags & FLAG.async) !== 0;
      return e.types.instance(e.types.outsideClass(isAsync ? 'typing.AsyncGenerator' : 'typing.Generator'), [item]);
    }
    if (record.returns === null) return e.types.unknown;
    this.#depth++;
    const given = e.evaluate(record.returns, environment);
    this.#depth--;
    return this.#wrapped(record, given, false);
  }

  /** What a function gives where nothing is known of its callers. */
  resultOf(record: FunctionRecord): Type {
    if (record.annotation !== null) {
      const type = annotationType(this.#e, record.annotation);
      if (type.tag !== UNKNOWN_TYPE) return type;
    }
    return this.result(record, null);
  }

  #wrapped(record: FunctionRecord, type: Type, isAnnotated: boolean): Type {
    const { types } = this.#e;
    if ((record.flags & FLAG.async) === 0 || (isAnnotated && record.yields !== null)) return type;
    return types.instance(types.outsideClass('typing.Coroutine'), [types.unknown, types.unknown, type]);
  }

  #solution(record: FunctionRecord, bound: Type | null, args: Arguments): ReadonlyMap<string, Type> {
    const e = this.#e;
    const solution = new Map<string, Type>(
      bound === null || record.owner === null ? [] : e.parameters.bound(bound, record.owner),
    );
    if (bound !== null) solution.set('Self', bound);
    const values = bindArguments(e, record, bound, args);
    record.parameters.forEach(({ annotation }, i) => {
      const value = values[i];
      if (annotation !== null && value !== null && value !== undefined)
        solve(e, annotationType(e, annotation), value, solution);
    });
    return solution;
  }

  parameterType(record: FunctionRecord, position: number): Type {
    const e = this.#e;
    const { types } = e;
    const parameter = record.parameters[position];
    if (parameter === undefined) return types.unknown;
    const { kind, annotation } = parameter;
    if (annotation !== null) {
      const type = withBounds(e, annotationType(e, annotation));
      if (kind === REST) return types.instance(types.outsideClass('builtins.tuple'), [type]);
      if (kind === KEYWORD_REST)
        return types.instance(types.outsideClass('builtins.dict'), [
          types.instance(types.outsideClass('builtins.str')),
          type,
        ]);
      if (type.tag !== UNKNOWN_TYPE) return type;
    }
    if (position === 0 && record.owner !== null && (record.flags & FLAG.static) === 0 && kind !== REST) {
      const owner = e.world.record(record.owner);
      if (owner?.kind !== 'class') return types.unknown;
      const of = types.classOf(record.owner, owner.name);
      const isClass = (record.flags & FLAG.classmethod) !== 0 || isImplicitClassMethod(record.name);
      return isClass ? types.classType(of) : types.instance(of);
    }
    if (annotation !== null) return types.unknown;
    const called = e.world.argumentType(record, parameter);
    if (kind === REST) return called ?? types.instance(types.outsideClass('builtins.tuple'));
    if (kind === KEYWORD_REST)
      return (
        called ??
        types.instance(types.outsideClass('builtins.dict'), [
          types.instance(types.outsideClass('builtins.str')),
          types.unknown,
        ])
      );
    const given = parameter.default === null ? null : types.widened(e.evaluate(parameter.default));
    if (called !== null) return given === null ? called : types.union([called, given]);
    if (given === null && isNameOfAttribute(record, position))
      return types.instance(types.outsideClass('builtins.str'));
    // A default of None says nothing of what else may come.
    if (given === null) return types.unknown;
    return given.tag === NONE ? types.partly([given]) : given;
  }

  // ---- classes ------------------------------------------------------------------------------------------------------

  #construct(callee: Type, args: Arguments): Type {
    const e = this.#e;
    const { types } = e;
    const of = callee.of!;
    if (of.symbol !== null) return callee.items.length === 0 ? this.#made(of, args) : types.instance(of, callee.items);
    const special = this.#builtinClass(of.name, args);
    if (special !== null) return special;
    if (callee.items.length > 0) return types.instance(of, callee.items);
    return e.library.constructed(of, args);
  }

  /** An object of a class of the repository. One that stands for a function keeps the functions that it was made with. */
  #made(of: ClassRef, args: Arguments): Type {
    const e = this.#e;
    const { types, members } = e;
    const object = types.instance(of, e.parameters.made(of, args));
    const given = [...args.positional, ...args.keywords.values()];
    if (!given.some(isCallable)) return object;
    const descriptor = BUILTIN_DESCRIPTORS.find((name) => members.inheritsOutside(of, `builtins.${name}`));
    if (descriptor !== undefined)
      return types.descriptor(descriptor, descriptor === 'property' ? accessorsOf(e, args) : given.slice(0, 1), of);
    if (!STANDING_IN.some((name) => members.of(object, name)?.symbol != null)) return object;
    const made = members.constructorOf(of)?.type;
    if (made?.tag !== FUNCTION_TYPE || !made.record!.name.endsWith('.__init__')) return object;
    const values = bindArguments(e, made.record!, object, args);
    return types.made(of, e.environment(made.record!.symbol, values.with(0, null), null));
  }

  #builtinClass(name: string, args: Arguments): Type | null {
    const e = this.#e;
    const { types } = e;
    const first = args.positional[0];
    const descriptor = DESCRIPTORS[name];
    if (descriptor === 'property') return types.descriptor(descriptor, accessorsOf(e, args));
    if (descriptor !== undefined) return first === undefined ? types.unknown : types.descriptor(descriptor, [first]);
    switch (name) {
      case 'functools.partial':
        return first === undefined ? null : this.#partial(first, args);
      case 'builtins.type':
        if (args.positional.length !== 1) return types.unknown;
        return types.union(alternatives(first!).map((one) => this.classOf(one)));
      case 'builtins.list':
      case 'builtins.set':
      case 'builtins.frozenset':
      case 'builtins.tuple':
      case 'collections.deque': {
        const of = types.outsideClass(name);
        if (first === undefined) return name === 'builtins.list' ? types.list([]) : types.instance(of, [types.never]);
        if (name === 'builtins.tuple' && (first.tag === TUPLE_TYPE || first.tag === LIST_TYPE))
          return types.tuple(first.items);
        if (name === 'builtins.list' && (first.tag === TUPLE_TYPE || first.tag === LIST_TYPE))
          return types.list(first.items);
        const item = types.widened(iterated(e, first, false));
        return types.instance(of, item.tag === UNKNOWN_TYPE ? [] : [item]);
      }
      case 'builtins.dict':
        if (first !== undefined) return first.tag === RECORD_TYPE ? first : null;
        return args.isWhole
          ? types.record(
              [...args.keywords.keys()].map((key) => `builtins.str=${key}`),
              [...args.keywords.values()],
            )
          : types.instance(types.outsideClass(name));
      default:
        return null;
    }
  }

  // ---- functions outside --------------------------------------------------------------------------------------------

  #outside(callee: Type, args: Arguments): Type {
    const e = this.#e;
    const { types } = e;
    const { name } = callee;
    const first = args.positional[0];
    switch (SPECIAL.get(name)) {
      case 'kept':
        return first ?? types.unknown;
      case 'accessor':
        return withAccessor(e, callee.items[0]!, name, first);
      case 'descriptor':
        if (first !== undefined) return types.descriptor(DESCRIPTORS[name]!, [first]);
        break;
      case 'keeper':
        if (first !== undefined && isCallable(first)) return first;
        if (MAKERS.has(name)) return types.outsideFunction('kept', null);
        break;
      case 'maker':
        return types.outsideFunction('kept', null);
      case 'getattr':
        if (args.positional.length >= 2) return this.#getattr(args);
        break;
      case 'copy':
        if (first !== undefined) return first;
        break;
      default:
    }
    return e.library.called(callee, args);
  }

  #getattr({ positional }: Arguments): Type {
    const { types, members } = this.#e;
    const name = positional[1]!;
    if (name.tag !== LITERAL_TYPE || name.name !== 'builtins.str') return types.unknown;
    const found = members.attribute(positional[0]!, name.text);
    return positional.length > 2 ? types.union([found, positional[2]!]) : found;
  }

  #partial(held: Type, args: Arguments): Type {
    const { types } = this.#e;
    const found = alternatives(held).map((one) => partialOf(this.#e, one, args));
    if (!found.includes(null)) return types.union(found.map((one) => one!));
    return types.callable([this.callWith(held, { positional: [], keywords: new Map(), isWhole: false })]);
  }

  /** What awaiting a value gives. */
  awaited(type: Type): Type {
    const { types, members } = this.#e;
    return types.union(
      alternatives(type).map((one) => {
        if (one.tag !== INSTANCE_TYPE) return types.unknown;
        const { name, symbol } = one.of!;
        if (symbol === null && /(?:^|\.)(Coroutine|CoroutineType)$/.test(name)) return one.items[2] ?? types.unknown;
        if (symbol === null && /(?:^|\.)(Awaitable|Future|Task)$/.test(name)) return one.items[0] ?? types.unknown;
        const method = members.of(one, '__await__');
        return method === null ? types.unknown : iterated(this.#e, this.call(method.type, []), false);
      }),
    );
  }
}

/** Methods that get the name of an attribute, by its position: so the data model has it. */
const NAMED_AT: readonly (readonly string[])[] = [
  [],
  ['__getattr__', '__getattribute__', '__setattr__', '__delattr__'],
  ['__set_name__'],
];

function isNameOfAttribute({ name, owner }: FunctionRecord, position: number): boolean {
  const names = owner === null ? undefined : NAMED_AT[position];
  return names !== undefined && names.includes(name.slice(name.lastIndexOf('.') + 1));
}

const BUILTIN_DESCRIPTORS = ['property', 'classmethod', 'staticmethod'] as const;
/** Methods by which an object stands for a function, or makes one. */
const STANDING_IN = ['__get__', '__call__'] as const;
const ACCESSORS = ['fget', 'fset', 'fdel'] as const;

/** The functions of `property(get, set, delete)`; never where one is missing. */
function accessorsOf({ types }: Evaluator, { positional, keywords }: Arguments): Type[] {
  return ACCESSORS.map((name, i) => positional[i] ?? keywords.get(name) ?? types.never);
}

/** A property after `@name.setter`. */
function withAccessor({ types }: Evaluator, property: Type, name: string, accessor: Type | undefined): Type {
  const at = name === 'property.getter' ? 0 : name === 'property.setter' ? 1 : 2;
  if (accessor === undefined) return property;
  return types.descriptor(
    property.name,
    ACCESSORS.map((_, i) => (i === at ? accessor : (property.items[i] ?? types.never))),
  );
}

function isCallable(type: Type): boolean {
  if (type.tag === INSTANCE_TYPE) return type.environment !== null;
  return type.tag === FUNCTION_TYPE || type.tag === CLASS_TYPE || type.tag === DESCRIPTOR_TYPE;
}
