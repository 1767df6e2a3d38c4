/**
 * Narrowing: what a condition says of the values it asks about. An environment maps places (a variable, a member of one) to
 * their types at a point; null is a point that nothing reaches. It must never change an environment that it was given.
 */
import {
  ANY,
  BOOLEAN,
  filter,
  isNullish,
  keyOf,
  literal,
  NONE,
  NULL,
  partsOf,
  PRIMITIVES,
  truthOf,
  UNDEFINED,
  union,
  UNKNOWN,
  type Type,
} from './model.ts';
import type { Universe } from './universe.ts';

export type Environment = ReadonlyMap<string, Type> | null;

export function withPlace(env: Environment, place: string, type: Type): Environment {
  if (env === null || type.kind === 'none') return env;
  const copy = new Map(env);
  copy.set(place, type);
  return copy;
}

/** Forgets a place and all that lies in it. */
export function withoutPlace(env: Environment, place: string): Environment {
  if (env === null) return env;
  const copy = new Map(env);
  for (const key of env.keys()) if (key === place || key.startsWith(`${place}.`)) copy.delete(key);
  return copy;
}

/** What is known on both ways. */
export function joined(a: Environment, b: Environment): Environment {
  if (a === null || a === b) return b;
  if (b === null) return a;
  const both = new Map<string, Type>();
  for (const [place, type] of a) {
    const other = b.get(place);
    if (other !== undefined) both.set(place, other === type ? type : union([type, other]));
  }
  return both;
}

export function truthy(type: Type): Type {
  return filter(asLiterals(type), (part) => truthOf(part) !== false);
}

export function falsy(type: Type): Type {
  return filter(asLiterals(type), (part) => truthOf(part) !== true);
}

/** The falsy values of a type, as the left side of an `&&` gives them. */
export function falsyPart(type: Type): Type {
  if (type.kind === 'none') return NONE;
  return union(
    partsOf(asLiterals(type)).flatMap((part) => {
      if (truthOf(part) === true) return [];
      if (part.kind !== 'primitive' || isNullish(part)) return truthOf(part) === false ? [part] : [NONE];
      if (part.name === 'string') return [literal('string', '', false)];
      if (part.name === 'number') return [literal('number', '0', false)];
      return part === ANY || part === UNKNOWN ? [part] : [NONE];
    }),
  );
}

/** `boolean` as its two values. */
function asLiterals(type: Type): Type {
  const parts = partsOf(type);
  if (!parts.includes(BOOLEAN)) return type;
  const items = parts.flatMap((part) =>
    part === BOOLEAN ? [literal('boolean', 'false', false), literal('boolean', 'true', false)] : [part],
  );
  return { kind: 'union', items };
}

/** Joins the two values of `boolean` again. */
export function tidy(type: Type): Type {
  return type.kind === 'union' ? union(type.items, type.alias) : type;
}

/** `type` when it is (or is not) equal to a value of the type `value`, which is one value. */
export function equalTo(type: Type, value: Type, isEqual: boolean, isLoose: boolean): Type {
  if (type.kind === 'none') return NONE;
  if (isLoose && isNullish(value))
    return filter(type, (part) => isNullish(part) === isEqual || part === ANY || part === UNKNOWN);
  if (!isUnit(value)) return type;
  const key = keyOf(value);
  if (!isEqual) return tidy(filter(asLiterals(type), (part) => keyOf(part) !== key));
  if (type === UNKNOWN && !isLoose) return value;
  const kept = partsOf(asLiterals(type)).flatMap((part) => {
    if (keyOf(part) === key) return [part];
    if (part.kind === 'primitive' && value.kind === 'literal' && part.name === value.base) return [value];
    if (part.kind === 'instance' && value.kind === 'member' && part.of.key === value.of.key) return [value];
    return part === ANY || part === UNKNOWN || part.kind === 'parameter' ? [part] : [];
  });
  return union(kept);
}

export function isUnit(type: Type): boolean {
  return type.kind === 'literal' || type.kind === 'member' || type === NULL || type === UNDEFINED;
}

const TYPEOF: ReadonlyMap<string, (part: Type) => boolean> = new Map<string, (part: Type) => boolean>([
  ['string', (part) => isBase(part, 'string')],
  ['number', (part) => isBase(part, 'number')],
  ['boolean', (part) => isBase(part, 'boolean')],
  ['bigint', (part) => isBase(part, 'bigint')],
  ['symbol', (part) => isBase(part, 'symbol')],
  ['undefined', (part) => part === UNDEFINED],
  ['function', (part) => part.kind === 'function' || part.kind === 'value'],
  ['object', (part) => part === NULL || part.kind === 'instance' || part.kind === 'record' || part.kind === 'tuple'],
]);

function isBase(part: Type, name: string): boolean {
  return (part.kind === 'primitive' && part.name === name) || (part.kind === 'literal' && part.base === name);
}

export function typeofIs(type: Type, name: string, isEqual: boolean): Type {
  const test = TYPEOF.get(name);
  if (test === undefined) return type;
  if (type === UNKNOWN || type === ANY) return isEqual ? (namedByTypeof(type, name) ?? type) : type;
  return filter(
    type,
    (part) => part.kind === 'parameter' || part.kind === 'intersection' || isEnum(part) || test(part) === isEqual,
  );
}

/** What `typeof` tells of a value of which nothing is known; null where it tells no one type. */
function namedByTypeof(type: Type, name: string): Type | null {
  if (name === 'object') return type === UNKNOWN ? union([PRIMITIVES.get(name)!, NULL]) : null;
  return name === 'function' ? null : (PRIMITIVES.get(name) ?? null);
}

/** An enum may be of numbers or of strings. */
function isEnum(part: Type): boolean {
  return part.kind === 'member';
}

/** `type` when it is (or is not) an instance of `target`. */
export function instanceOf(universe: Universe, type: Type, target: Type, isInstance: boolean): Type {
  if (type.kind === 'none' || target.kind === 'none') return NONE;
  if (!isInstance) return filter(type, (part) => universe.isAssignable(part, target) !== true);
  if (type === ANY || type === UNKNOWN) return target;
  const kept = partsOf(type).filter((part) => universe.isAssignable(part, target) === true);
  if (kept.length > 0) return union(kept);
  const below = partsOf(type).some((part) => universe.isAssignable(target, part) === true);
  return below ? target : NONE;
}

/** The members of a union in which the member `name` passes. */
export function discriminated(universe: Universe, type: Type, name: string, passes: (member: Type) => boolean): Type {
  if (type.kind !== 'union') return type;
  return filter(type, (part) => {
    if (isNullish(part)) return true;
    const member = universe.member(part, name);
    return member.kind === 'none' || passes(member);
  });
}
