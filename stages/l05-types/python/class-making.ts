/**
 * What classes get beside what they write: attributes that their decorators assign, and those that other code of their file
 * gives to them or to their objects.
 * It must never follow a decorator further than calls to which it passes the class on.
 */
import { argumentsOf, bindArguments, positionalOnly, type Arguments } from './arguments-of.ts';
import type { Evaluator } from './evaluator.ts';
import { CALL, GUARDED, UNION, type FunctionRecord, type Term } from './term.ts';
import { alternatives, CLASS_TYPE, FUNCTION_TYPE, type ClassRef, type Type } from './type.ts';

/** How deep a decorator passes a class on, and how many decorators one class has. */
const MAX_PASSED = 4;
const MAX_DECORATORS = 8;

export type GivenMembers = ReadonlyMap<string, Type>;

/** The attributes that the decorators of a class assign to it; `value` is what its name means. */
export function givenByDecorators(e: Evaluator, of: ClassRef, value: Term): GivenMembers {
  const found = new Map<string, Type>();
  const args = positionalOnly([e.types.classType(of)]);
  let at: Term | undefined = value;
  for (let i = 0; i < MAX_DECORATORS && at?.op === CALL && at.number === 1; i++, at = at.items![0])
    pass(e, of, e.evaluate(at.a!), args, found, 0);
  return found;
}

/** What other code gives to a class of an order under a name, as a value of the first of them has it; null for nothing. */
export function givenByOthers(
  e: Evaluator,
  type: Type,
  order: readonly ClassRef[],
  isOpen: boolean,
  name: string,
): Type | null {
  for (const at of order) {
    const given = at.symbol === null ? undefined : e.members.recordOf(at)?.given?.get(name);
    if (given === undefined) continue;
    const value = e.symbol(given.symbol);
    const isBound = given.isOfClass && type.tag !== CLASS_TYPE;
    const seen = isBound ? e.types.union(alternatives(value).map((one) => e.members.bind(one, type, 0))) : value;
    return isOpen ? e.types.union([seen, e.types.unknown]) : seen;
  }
  return null;
}

/** Adds what a function that is called with a class assigns to it, itself or by passing it on. */
function pass(
  e: Evaluator,
  of: ClassRef,
  callee: Type,
  args: Arguments,
  found: Map<string, Type>,
  depth: number,
): void {
  if (callee.tag !== FUNCTION_TYPE || depth > MAX_PASSED) return;
  const record = callee.record!;
  const values = bindArguments(e, record, callee.items[0] ?? null, args);
  const environment = e.environment(record.symbol, values, callee.environment);
  for (const { parameter, name, value } of record.stores) {
    if (isClass(values[parameter], of) && !found.has(name)) found.set(name, e.evaluate(value, environment));
  }
  for (const call of returnedCalls(record)) {
    const passed = argumentsOf(e, call, environment);
    if (!passed.positional.some((one) => isClass(one, of))) continue;
    for (const one of alternatives(e.evaluate(call.a!, environment))) pass(e, of, one, passed, found, depth + 1);
  }
}

function isClass(type: Type | null | undefined, of: ClassRef): boolean {
  return type?.tag === CLASS_TYPE && type.of === of;
}

/** The calls whose value a function returns. */
function returnedCalls({ returns }: FunctionRecord): Term[] {
  const all = returns?.op === UNION ? returns.items! : returns === null ? [] : [returns];
  return all.map((one) => (one.op === GUARDED ? one.a! : one)).filter((one) => one.op === CALL);
}
