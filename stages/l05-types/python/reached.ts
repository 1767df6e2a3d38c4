/**
 * Whether a `return` is reached in one call: not when a test of a parameter around it fails for the argument of that call.
 * Only what a call gives is asked, never what callers in general give; anything that is not known reaches.
 */
import { codeOf, LOCAL_KINDS } from '#facts';
import type { BodyFacts } from './body-facts.ts';
import type { Environment } from './environment.ts';
import type { Evaluator } from './evaluator.ts';
import { classesOf, isFalse, isTrue, valueClass } from './narrowed.ts';
import {
  ANY_OF,
  GUARDED,
  IS_CALLABLE,
  IS_FALSE,
  IS_INSTANCE,
  IS_NO_INSTANCE,
  IS_NONE,
  IS_NOT_NONE,
  IS_TRUE,
  listTerm,
  NARROW,
  PARAMETER,
  type Term,
} from './term.ts';
import {
  alternatives,
  LIST_TYPE,
  LITERAL_TYPE,
  NONE,
  RECORD_TYPE,
  TUPLE_TYPE,
  UNKNOWN_TYPE,
  type ClassRef,
  type Type,
} from './type.ts';

const LOCAL_PARAMETER = codeOf(LOCAL_KINDS, 'parameter');
/** Most tests of one parameter in front of a return; behind more of them it is taken to be reached. */
const MAX_TESTS = 64;

/** Values that nobody can call. */
const NOT_CALLABLE: ReadonlySet<number> = new Set([NONE, LITERAL_TYPE, LIST_TYPE, TUPLE_TYPE, RECORD_TYPE]);

/** The type of a value behind tests of parameters: never where one of them fails. */
export function guarded(e: Evaluator, term: Term, environment: Environment | null): Type {
  if (environment !== null)
    for (const test of term.items!) if (left(e, test, environment)?.length === 0) return e.types.never;
  return e.evaluate(term.a!, environment);
}

/** A value that is returned, with the parameters of its function that were tested on the way and not assigned. */
export function behindTests(
  value: Term,
  { bodies, locals }: Pick<BodyFacts, 'bodies' | 'locals'>,
  body: number,
  known: (local: number) => Term | undefined,
): Term {
  let tests: Term[] | null = null;
  for (let local = bodies.local.at(body); local < locals.rows; local++) {
    if (locals.kind.at(local) !== LOCAL_PARAMETER || locals.body.at(local) !== body) break;
    const held = known(local);
    if (held !== undefined && isTestOfParameter(held)) (tests ??= []).push(held);
  }
  return tests === null ? value : listTerm(GUARDED, value, tests, null, '');
}

function isTestOfParameter(term: Term): boolean {
  let at = term;
  for (let tests = 0; at.op === NARROW && tests < MAX_TESTS; tests++) at = at.a!;
  return term.op === NARROW && at.op === PARAMETER;
}

/** What a call gives to a parameter, as far as the tests let it through; null when the call does not tell. */
function left(e: Evaluator, term: Term, environment: Environment): readonly Type[] | null {
  if (term.op === PARAMETER) {
    const given = e.given(term, environment);
    return given === null || given.tag === UNKNOWN_TYPE ? null : alternatives(given);
  }
  const all = left(e, term.a!, environment);
  return all === null ? null : all.filter((one) => passes(e, one, term, environment));
}

function passes(e: Evaluator, one: Type, { number, a, b, items }: Term, environment: Environment): boolean {
  if (one.tag === UNKNOWN_TYPE) return true;
  switch (number) {
    case IS_NONE:
      return one.tag === NONE;
    case IS_NOT_NONE:
      return one.tag !== NONE;
    case IS_TRUE:
      return !isFalse(one);
    case IS_FALSE:
      return !isTrue(one);
    case IS_CALLABLE:
      return !NOT_CALLABLE.has(one.tag);
    case IS_INSTANCE:
    case IS_NO_INSTANCE: {
      const classes = classesOf(e, e.evaluate(b!, environment));
      return classes === null || passesClass(e, one, classes, number === IS_INSTANCE);
    }
    case ANY_OF:
      return items!.some((test) => passesTests(e, one, test, a!, environment));
    default:
      return true;
  }
}

/** Whether a value passes all tests down to the term that they are tests of. */
function passesTests(e: Evaluator, one: Type, test: Term, of: Term, environment: Environment): boolean {
  for (let at = test; at !== of && at.op === NARROW; at = at.a!) if (!passes(e, one, at, environment)) return false;
  return true;
}

function passesClass(e: Evaluator, one: Type, classes: readonly ClassRef[], sense: boolean): boolean {
  if (one.tag === NONE) return !sense || classes.some(({ name }) => name.endsWith('NoneType'));
  const { members } = e;
  const of = valueClass(e, one);
  if (of === null || members.orderOf(of).isOpen) return true;
  const isOne = classes.some((each) => members.inherits(of, each));
  return sense ? isOne || classes.some((each) => members.inherits(each, of)) : !isOne;
}
