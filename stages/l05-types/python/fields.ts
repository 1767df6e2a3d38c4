/** The fields of classes of data (`dataclass`, `NamedTuple`): their order, and what a constructor gives them. */
import { annotationType } from './annotation-types.ts';
import type { Arguments } from './arguments-of.ts';
import type { Evaluator } from './evaluator.ts';
import type { ClassRef, Type } from './type.ts';
import { solve, substitute } from './type-variables.ts';

export interface Field {
  readonly name: string;
  /** The class that declares it. */
  readonly at: ClassRef;
}

/** The fields of a class in order: those of the classes above it first. */
export function fieldsOf(e: Evaluator, of: ClassRef): readonly Field[] {
  const found: Field[] = [];
  for (const at of e.members.orderOf(of).order.toReversed()) {
    for (const name of e.members.recordOf(at)?.fields ?? []) {
      const before = found.findIndex((one) => one.name === name);
      if (before < 0) found.push({ name, at });
      else found[before] = { name, at };
    }
  }
  return found;
}

/** Adds to `solution` what the arguments of a call of a class of data say of its type parameters. */
export function solveFields(e: Evaluator, of: ClassRef, args: Arguments, solution: Map<string, Type>): void {
  fieldsOf(e, of).forEach(({ name, at }, i) => {
    const value = args.positional[i] ?? args.keywords.get(name);
    const type = value === undefined ? null : typeOf(e, of, at, name);
    if (type !== null) solve(e, type, value!, solution);
  });
}

/** The type of a field as it is written, by the parameters of the class that is made. */
function typeOf(e: Evaluator, of: ClassRef, at: ClassRef, name: string): Type | null {
  const row = e.world.member(at.symbol!, e.members.recordOf(at), name);
  const record = row === null ? null : e.world.record(row.symbol);
  if (record?.kind !== 'variable' || record.annotation === null) return null;
  const type = annotationType(e, record.annotation);
  if (at === of) return type;
  const above = e.members.orderOf(of).argumentsOf.get(at) ?? [];
  const names = e.parameters.of(at);
  return substitute(e, type, new Map(names.flatMap((one, i) => (above[i] === undefined ? [] : [[one, above[i]]]))));
}
