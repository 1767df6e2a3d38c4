/** What is left of a type where a test holds: `None`, truth, instances of classes, equal literals. It only ever takes away. */
import type { Environment } from './environment.ts';
import type { Evaluator } from './evaluator.ts';
import { classOfValue } from './members.ts';
import { isMapping, isSequence } from './patterns.ts';
import {
  ANY_OF,
  DIFFERS,
  EQUALS,
  IS_CALLABLE,
  IS_FALSE,
  IS_INSTANCE,
  IS_MAPPING,
  IS_NO_MAPPING,
  IS_NO_SEQUENCE,
  IS_SEQUENCE,
  IS_NO_INSTANCE,
  IS_NONE,
  IS_NOT_NONE,
  IS_SUBCLASS,
  IS_TRUE,
  type Term,
} from './term.ts';
import {
  alternatives,
  CALLABLE_TYPE,
  CLASS_TYPE,
  DESCRIPTOR_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  LIST_TYPE,
  LITERAL_TYPE,
  MODULE_TYPE,
  NONE,
  OUTSIDE_FUNCTION,
  RECORD_TYPE,
  TUPLE_TYPE,
  UNION_TYPE,
  UNKNOWN_TYPE,
  type ClassRef,
  type Type,
} from './type.ts';

export function narrowed(e: Evaluator, term: Term, environment: Environment | null): Type {
  const { types } = e;
  const base = e.evaluate(term.a!, environment);
  switch (term.number) {
    case IS_NONE:
      return alternatives(base).some((one) => one.tag === NONE || one.tag === UNKNOWN_TYPE) ? types.none : base;
    case IS_NOT_NONE:
      return without(e, base, (one) => one.tag === NONE);
    case IS_TRUE:
    case IS_FALSE:
      return byTruth(e, base, term.number === IS_TRUE);
    case IS_INSTANCE:
    case IS_NO_INSTANCE:
      return byClass(e, base, e.evaluate(term.b!, environment), term.number === IS_INSTANCE);
    case IS_SUBCLASS: {
      const classes = classesOf(e, e.evaluate(term.b!, environment));
      return base.tag === UNKNOWN_TYPE && classes !== null
        ? types.union(classes.map((of) => types.classType(of)))
        : base;
    }
    case IS_CALLABLE:
      return without(
        e,
        base,
        (one) =>
          one.tag === NONE ||
          one.tag === LITERAL_TYPE ||
          one.tag === LIST_TYPE ||
          one.tag === RECORD_TYPE ||
          one.tag === TUPLE_TYPE,
      );
    case EQUALS:
    case DIFFERS:
      return byLiteral(e, base, e.evaluate(term.b!, environment), term.number === EQUALS);
    case IS_SEQUENCE:
    case IS_NO_SEQUENCE: {
      const { name, text } = term.b!;
      const sense = term.number === IS_SEQUENCE;
      return without(e, base, (one) => isSequence(e, one, Number(name), text === 'rest') === !sense);
    }
    case IS_MAPPING:
    case IS_NO_MAPPING: {
      const sense = term.number === IS_MAPPING;
      return without(e, base, (one) => isMapping(e, one) === !sense);
    }
    case ANY_OF:
      return types.union(e.all(term.items!, environment));
    default:
      return base;
  }
}

/** What is true of a type, or what is not. */
export function byTruth(e: Evaluator, base: Type, sense: boolean): Type {
  return without(e, base, sense ? isFalse : isTrue);
}

/** The alternatives that stay; when none does, the code is not reached as far as is known, and the type stays. */
function without(e: Evaluator, base: Type, leaves: (one: Type) => boolean): Type {
  if (base.tag !== UNION_TYPE) return leaves(base) ? e.types.never : base;
  const all = base.items;
  const kept = all.filter((one) => !leaves(one));
  if (kept.length === all.length) return base;
  return kept.length === 0 ? e.types.never : e.types.union(kept);
}

/** Of containers only tuples stay as long as they were made: a list or dictionary of known items may be empty elsewhere, or no longer. */
export function isFalse(one: Type): boolean {
  if (one.tag === NONE) return true;
  if (one.tag === LITERAL_TYPE) return one.text === '' || one.text === '0' || one.text === 'False';
  return one.tag === TUPLE_TYPE && one.items.length === 0;
}

export function isTrue(one: Type): boolean {
  if (one.tag === LITERAL_TYPE) return !isFalse(one);
  if (one.tag === TUPLE_TYPE && one.items.length > 0) return true;
  return one.tag === FUNCTION_TYPE || one.tag === CLASS_TYPE || one.tag === MODULE_TYPE || one.tag === OUTSIDE_FUNCTION;
}

/** The classes that the second argument of `isinstance` names; null when one is not known. */
export function classesOf(e: Evaluator, type: Type): ClassRef[] | null {
  const found: ClassRef[] = [];
  for (const one of alternatives(type)) {
    if (one.tag === CLASS_TYPE) found.push(one.of!);
    else if (one.tag === TUPLE_TYPE) {
      for (const item of one.items) {
        const inner = classesOf(e, item);
        if (inner === null) return null;
        found.push(...inner);
      }
    } else return null;
  }
  return found.length === 0 ? null : found;
}

function byClass(e: Evaluator, base: Type, tested: Type, sense: boolean): Type {
  const { types, members } = e;
  const classes = classesOf(e, tested);
  if (classes === null) return sense ? without(e, base, (one) => one.tag === NONE) : base;
  const found: Type[] = [];
  for (const one of alternatives(base)) {
    const of = valueClass(e, one);
    if (of === null) {
      if (!sense) found.push(one);
      else if (one.tag === UNKNOWN_TYPE) found.push(...classes.map((each) => types.instance(each)));
      else if (one.tag !== NONE) found.push(one);
      continue;
    }
    const isOne = classes.some((each) => members.inherits(of, each));
    if (isOne === sense) found.push(one);
    else if (sense) for (const each of classes) if (members.inherits(each, of)) found.push(types.instance(each));
  }
  if (found.length === 0) return sense ? types.union(classes.map((each) => types.instance(each))) : types.never;
  return types.union(found);
}

export function valueClass(e: Evaluator, one: Type): ClassRef | null {
  switch (one.tag) {
    case INSTANCE_TYPE:
    case LITERAL_TYPE:
    case LIST_TYPE:
    case RECORD_TYPE:
    case TUPLE_TYPE:
      return classOfValue(e, one);
    case FUNCTION_TYPE:
    case OUTSIDE_FUNCTION:
    case CALLABLE_TYPE:
    case DESCRIPTOR_TYPE:
    default:
      return null;
  }
}

function byLiteral(e: Evaluator, base: Type, literal: Type, sense: boolean): Type {
  if (literal.tag !== LITERAL_TYPE) return base;
  if (!sense) return without(e, base, (one) => one === literal && alternatives(base).length > 1);
  return without(
    e,
    base,
    (one) => one.tag === NONE || (one.tag === LITERAL_TYPE && one !== literal && isOther(one, literal)),
  );
}

/** True when two literals that are not one are not equal: numbers and truths equal each other across their classes. */
function isOther(one: Type, literal: Type): boolean {
  if (one.name === 'builtins.int' && literal.name === one.name)
    return Number(one.text.replace(/_/g, '')) !== Number(literal.text.replace(/_/g, ''));
  return one.name === literal.name || one.name === 'builtins.str' || literal.name === 'builtins.str';
}
