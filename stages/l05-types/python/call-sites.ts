/** What the calls of a file give to parameters without annotation: the types of their arguments, by the parameter's hash. */
import { codeOf, OPCODES } from '#facts';
import { argumentsOf, bindArguments, completed, type Arguments } from './arguments-of.ts';
import { callbacks, outsideName } from './callbacks.ts';
import type { Evaluator } from './evaluator.ts';
import { CALL, parameterKey, type FunctionRecord, type Term } from './term.ts';
import {
  alternatives,
  CLASS_TYPE,
  DESCRIPTOR_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  NEVER,
  PARTIAL_TYPE,
  RECORD_TYPE,
  TUPLE_TYPE,
  UNION_TYPE,
  UNKNOWN_TYPE,
  VARIABLE_TYPE,
  type Type,
} from './type.ts';
import type { Unit } from './unit.ts';

const CALL_OPERATION = codeOf(OPCODES, 'call');
/** Most distinct types that one file gives to one parameter. */
const MAX_TYPES = 16;

export interface Given {
  readonly lo: number;
  readonly hi: number;
  readonly types: Set<Type>;
}

/** By parameter, by 53 bits of its hash. */
export type GivenTypes = Map<number, Given>;

/** The calls of a file that pass something. */
export function callTerms({ facts, terms }: Unit): Term[] {
  const { opcode, rows } = facts.operations;
  const found: Term[] = [];
  for (let row = 0; row < rows; row++) {
    if (opcode.at(row) !== CALL_OPERATION) continue;
    const term = terms.values[row];
    if (term != null && term.op === CALL && term.items!.length > 0) found.push(term);
  }
  return found;
}

/** Adds what the calls of a file give: with `isOpen` those that depend on parameters themselves, else all others. */
export function addGivenTypes(e: Evaluator, calls: readonly Term[], given: GivenTypes, isOpen: boolean): void {
  for (const term of calls) if (term.isOpen === isOpen) addCall(e, given, term);
}

function addCall(e: Evaluator, given: GivenTypes, term: Term): void {
  for (const callee of alternatives(e.evaluate(term.a!))) {
    const run = callableOf(e, callee);
    if (run !== null) addRun(e, given, callee, run, () => argumentsOf(e, term, null));
    else if (outsideName(callee) !== '') addCalledBack(e, given, term, callee);
  }
}

/** What a call of a function gives to its parameters. */
function addRun(e: Evaluator, given: GivenTypes, callee: Type, run: Type, passed: () => Arguments): void {
  if (run.record === null || isSettled(run.record)) return;
  let args = passed();
  for (let at = callee; at.tag === PARTIAL_TYPE; at = at.items[0]!) args = completed(at, args);
  const values = bindArguments(e, run.record, run.items[0] ?? null, args);
  for (let i = run.items.length === 0 ? 0 : 1; i < values.length; i++) {
    const value = values[i]!;
    if (value !== null) add(e, given, run.record, i, value);
  }
}

/** What something outside gives to the functions that it is given, where its signature says what that is. */
function addCalledBack(e: Evaluator, given: GivenTypes, term: Term, outside: Type): void {
  if (!e.library.takesFunctions(outsideName(outside))) return;
  for (const { callee, args } of callbacks(e, outside, argumentsOf(e, term, null))) {
    const isKnown = args.positional.some(({ tag }) => tag !== UNKNOWN_TYPE) || args.keywords.size > 0;
    if (!isKnown) continue;
    for (const one of alternatives(callee)) {
      const run = callableOf(e, one);
      if (run !== null) addRun(e, given, one, run, () => args);
    }
  }
}

/** The function that runs when a value is called, bound to what it is called on. */
export function callableOf(e: Evaluator, callee: Type): Type | null {
  switch (callee.tag) {
    case FUNCTION_TYPE:
      return callee;
    case CLASS_TYPE: {
      const made = callee.of!.symbol === null ? null : e.members.constructorOf(callee.of!);
      return made?.type.tag === FUNCTION_TYPE ? made.type : null;
    }
    case INSTANCE_TYPE: {
      const called = callee.of!.symbol === null ? null : e.members.of(callee, '__call__');
      return called?.type.tag === FUNCTION_TYPE ? called.type : null;
    }
    case DESCRIPTOR_TYPE:
      return callee.name === 'contextmanager' ? callableOf(e, callee.items[0]!) : null;
    case PARTIAL_TYPE:
      return callableOf(e, callee.items[0]!);
    default:
      return null;
  }
}

/** True when every parameter says its type itself. */
function isSettled({ parameters }: FunctionRecord): boolean {
  return parameters.every(({ annotation }) => annotation !== null);
}

function add(e: Evaluator, given: GivenTypes, record: FunctionRecord, position: number, value: Type): void {
  const parameter = record.parameters[position]!;
  if (parameter.annotation !== null) return;
  const type = value.tag === UNION_TYPE ? e.types.union(value.items.map((one) => closed(e, one))) : closed(e, value);
  if (type.tag === NEVER) return;
  if ((type.tag === TUPLE_TYPE || type.tag === RECORD_TYPE) && type.items.length === 0) return;
  const { lo, hi, number } = parameterKey(record, parameter);
  let known = given.get(number);
  if (known === undefined) given.set(number, (known = { lo, hi, types: new Set() }));
  if (known.types.size < MAX_TYPES) known.types.add(type);
}

/** A type as other files may know it: without literals, unless they hold functions or classes. */
function closed(e: Evaluator, type: Type): Type {
  if (type.tag === VARIABLE_TYPE) return e.types.unknown;
  return holdsCallable(type) ? type : e.types.widened(type);
}

function holdsCallable(type: Type): boolean {
  return type.tag === FUNCTION_TYPE || type.tag === CLASS_TYPE || type.items.some(holdsCallable);
}
