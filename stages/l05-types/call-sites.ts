/** What the calls of a file give to parameters without annotation: the types of their arguments, by the parameter's hash. */
import { codeOf, OPCODES, parameterHash } from '#facts';
import { argumentsOf, bindArguments } from './arguments-of.ts';
import type { Evaluator } from './evaluator.ts';
import { CALL, type FunctionRecord, type Term } from './term.ts';
import {
  alternatives,
  CLASS_TYPE,
  DESCRIPTOR_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  NEVER,
  RECORD_TYPE,
  TUPLE_TYPE,
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

/** By parameter, as text. */
export type GivenTypes = Map<string, Given>;

/** Adds what the calls of a file give: with `isOpen` those that depend on parameters themselves, else all others. */
export function addGivenTypes(e: Evaluator, unit: Unit, given: GivenTypes, isOpen: boolean): void {
  const { opcode, rows } = unit.facts.operations;
  for (let row = 0; row < rows; row++) {
    if (opcode.at(row) !== CALL_OPERATION) continue;
    const term = unit.terms.values[row];
    if (term !== null && term !== undefined && term.op === CALL && term.isOpen === isOpen) addCall(e, given, term);
  }
}

function addCall(e: Evaluator, given: GivenTypes, term: Term): void {
  if (term.items!.length === 0) return;
  for (const callee of alternatives(e.evaluate(term.a!))) {
    const run = callableOf(e, callee);
    if (run === null || run.record === null || isSettled(run.record)) continue;
    const values = bindArguments(e, run.record, run.items[0] ?? null, argumentsOf(e, term, null));
    values.forEach((value, i) => {
      if (value !== null && (i > 0 || run.items.length === 0)) add(e, given, run.record!, i, value);
    });
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
  const type = e.types.union(alternatives(value).map((one) => closed(e, one)));
  if (type.tag === NEVER) return;
  if ((type.tag === TUPLE_TYPE || type.tag === RECORD_TYPE) && type.items.length === 0) return;
  const cell = { lo: 0, hi: 0 };
  parameterHash(cell, record.symbol.lo, record.symbol.hi, parameter.name);
  const key = `${cell.hi}:${cell.lo}`;
  let known = given.get(key);
  if (known === undefined) given.set(key, (known = { lo: cell.lo, hi: cell.hi, types: new Set() }));
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
