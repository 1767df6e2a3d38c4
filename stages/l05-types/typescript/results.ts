/** What a call of a function gives, from what its body returns and yields. It must never walk a body. */
import { reduced } from './assignability.ts';
import { BOOLEAN, NEVER, NONE, partsOf, regular, UNDEFINED, UNKNOWN, VOID, widen, type Type } from './model.ts';
import type { Universe } from './universe.ts';

/** What was seen on the way through a body. */
export interface Outcome {
  /** Null for a return without a value. */
  readonly returned: readonly (Type | null)[];
  readonly yielded: readonly Type[];
  readonly reachesEnd: boolean;
}

export interface FunctionForm {
  readonly isLambda: boolean;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
}

/** `expected`: what the place of the function expects of its result, or null. */
export function resultOf(universe: Universe, form: FunctionForm, outcome: Outcome, expected: Type | null): Type {
  if (form.isGenerator) return generatorOf(universe, form.isAsync, outcome);
  const type = asTuple(settled(returnedBy(universe, form, outcome), expected), expected);
  return form.isAsync ? universe.builtin('Promise', [universe.awaited(type)]) : type;
}

function returnedBy(universe: Universe, form: FunctionForm, { returned, reachesEnd }: Outcome): Type {
  if (returned.every((one) => one === null)) {
    const isVoid = reachesEnd || returned.length > 0 || !form.isLambda || form.isGenerator;
    return isVoid ? VOID : NEVER;
  }
  return reduced(universe, [...returned.map((one) => one ?? UNDEFINED), ...(reachesEnd ? [UNDEFINED] : [])]);
}

/** A literal stays one when it is one of several, or where literals are expected. */
function settled(type: Type, expected: Type | null): Type {
  const keeps =
    expected !== null &&
    partsOf(expected).some(
      (part) => part === BOOLEAN || part.kind === 'literal' || part.kind === 'member' || part.kind === 'parameter',
    );
  return partsOf(type).length === 1 && !keeps ? widen(type) : regular(type);
}

/** An array where a tuple is expected. */
function asTuple(type: Type, expected: Type | null): Type {
  if (expected?.kind !== 'tuple' || type.kind !== 'instance') return type;
  if (type.elements?.length !== expected.items.length) return type;
  const items = type.elements.map((one) => ({ name: '', type: widen(one), isOptional: false, isRest: false }));
  return { kind: 'tuple', items, isReadonly: false };
}

function generatorOf(universe: Universe, isAsync: boolean, outcome: Outcome): Type {
  const form = { isLambda: false, isAsync, isGenerator: true };
  const yielded = outcome.yielded.length === 0 ? NEVER : settled(reduced(universe, outcome.yielded), null);
  const returned = settled(returnedBy(universe, form, outcome), null);
  if (!isAsync) return universe.builtin('Generator', [yielded, returned, UNKNOWN]);
  const items = [universe.awaited(yielded), universe.awaited(returned), UNKNOWN];
  return items.includes(NONE) ? NONE : universe.builtin('AsyncGenerator', items);
}
