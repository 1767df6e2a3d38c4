/** Type variables: what they stand for in a call, and types with that put in. Bounded by the depth of types. */
import { iterated } from './containers.ts';
import type { Evaluator } from './evaluator.ts';
import {
  alternatives,
  CALLABLE_TYPE,
  CLASS_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  NEVER,
  NONE,
  OUTSIDE_FUNCTION,
  PARTIAL_TYPE,
  TUPLE_TYPE,
  UNION_TYPE,
  UNKNOWN_TYPE,
  VARIABLE_TYPE,
  type Type,
} from './type.ts';

/** Protocols of one type argument, that of what iteration gives. */
const ITERABLES =
  /(?:^|\.)(Iterable|Iterator|Collection|Sequence|MutableSequence|Container|Reversible|AbstractSet|Set|MutableSet|SupportsIter|SupportsNext|Generator)$/;
const MAPPINGS = /(?:^|\.)(Mapping|MutableMapping|SupportsKeysAndGetItem)$/;
const AWAITABLES = /(?:^|\.)(Awaitable|Coroutine)$/;

/** Adds to `solution` what the variables of `pattern` are where `actual` is given. */
export function solve(e: Evaluator, pattern: Type, actual: Type, solution: Map<string, Type>): void {
  if (actual.tag === UNKNOWN_TYPE || actual.tag === NEVER) return;
  switch (pattern.tag) {
    case VARIABLE_TYPE: {
      const known = solution.get(pattern.name);
      const value = e.types.widened(actual);
      solution.set(pattern.name, known === undefined ? value : e.types.union([known, value]));
      return;
    }
    case UNION_TYPE:
      solveUnion(e, pattern, actual, solution);
      return;
    case INSTANCE_TYPE:
      for (const one of alternatives(actual)) solveInstance(e, pattern, one, solution);
      return;
    case CLASS_TYPE:
      if (actual.tag === CLASS_TYPE && pattern.items.length > 0)
        solve(e, pattern.items[0]!, e.types.instance(actual.of!, actual.items), solution);
      return;
    case TUPLE_TYPE:
      if (actual.tag === TUPLE_TYPE)
        pattern.items.forEach((item, i) => actual.items[i] && solve(e, item, actual.items[i], solution));
      return;
    case CALLABLE_TYPE:
      solveCallable(e, pattern, actual, solution);
      return;
    default:
  }
}

/** A variable in a union takes what no other member of it takes. */
function solveUnion(e: Evaluator, pattern: Type, actual: Type, solution: Map<string, Type>): void {
  const left = alternatives(actual).filter((one) => !pattern.items.includes(e.types.widened(one)));
  for (const member of pattern.items) if (left.length > 0) solve(e, member, e.types.union(left), solution);
}

function solveInstance(e: Evaluator, pattern: Type, actual: Type, solution: Map<string, Type>): void {
  if (pattern.items.length === 0 || actual.tag === NONE) return;
  const { name } = pattern.of!;
  const wide = e.types.widened(actual);
  if (wide.tag === INSTANCE_TYPE && wide.of === pattern.of) {
    pattern.items.forEach((item, i) => {
      const value = wide.items[i];
      if (value !== undefined) solve(e, item, value, solution);
    });
  } else if (ITERABLES.test(name)) solve(e, pattern.items[0]!, iterated(e, wide, false), solution);
  else if (MAPPINGS.test(name) && wide.tag === INSTANCE_TYPE && wide.items.length >= 2) {
    solve(e, pattern.items[0]!, wide.items[0]!, solution);
    if (pattern.items.length > 1) solve(e, pattern.items[1]!, wide.items[1]!, solution);
  } else if (AWAITABLES.test(name)) solve(e, pattern.items.at(-1)!, e.calls.awaited(wide), solution);
}

function solveCallable(e: Evaluator, pattern: Type, actual: Type, solution: Map<string, Type>): void {
  const result = pattern.items.at(-1)!;
  if (actual.tag === CALLABLE_TYPE) {
    solve(e, result, actual.items.at(-1)!, solution);
    return;
  }
  const { tag } = actual;
  if (tag !== FUNCTION_TYPE && tag !== CLASS_TYPE && tag !== OUTSIDE_FUNCTION && tag !== PARTIAL_TYPE) return;
  const given = pattern.items.slice(0, -1).map((item) => substitute(e, item, solution));
  solve(e, result, e.calls.call(actual, given), solution);
}

/** A type with its variables put in; one that is not known becomes unknown. */
export function substitute(e: Evaluator, type: Type, solution: ReadonlyMap<string, Type>): Type {
  const { types } = e;
  if (type.tag === VARIABLE_TYPE) return solution.get(type.name) ?? type.items[0] ?? types.unknown;
  if (type.items.length === 0 || !hasVariable(type)) return type;
  const items = type.items.map((item) => substitute(e, item, solution));
  switch (type.tag) {
    case INSTANCE_TYPE:
      return types.instance(type.of!, items);
    case CLASS_TYPE:
      return types.classType(type.of!, items);
    case TUPLE_TYPE:
      return types.tuple(items);
    case CALLABLE_TYPE:
      return types.callable(items);
    case UNION_TYPE:
      // Of a union, what a variable that nothing gave a value would add is left out.
      return types.union(items.filter((item, i) => item.tag !== UNKNOWN_TYPE || type.items[i]!.tag !== VARIABLE_TYPE));
    default:
      return type;
  }
}

/** A type with its variables as what they are bound to; those without a bound stay. */
export function withBounds(e: Evaluator, type: Type): Type {
  if (!hasVariable(type)) return type;
  const bounds = new Map<string, Type>();
  addBounds(type, bounds);
  return substitute(e, type, bounds);
}

function addBounds(type: Type, bounds: Map<string, Type>): void {
  if (type.tag === VARIABLE_TYPE) bounds.set(type.name, type.items[0] ?? type);
  else for (const item of type.items) addBounds(item, bounds);
}

export function hasVariable(type: Type): boolean {
  return type.hasVariable;
}

/** Adds the names of the variables of a type, each once, in the order in which they appear. */
export function addNames(type: Type, names: string[], depth: number): void {
  if (type.tag === VARIABLE_TYPE && !names.includes(type.name)) names.push(type.name);
  else if (depth < MAX_NESTED) for (const item of type.items) addNames(item, names, depth + 1);
}

/** How deep types are searched for names. */
const MAX_NESTED = 4;
