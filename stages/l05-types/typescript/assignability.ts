/** Whether a value of one type may stand where another is expected, as far as it is sure. */
import {
  ANY,
  isEmptyList,
  isNullish,
  NEVER,
  NONE,
  NUMBER,
  PRIMITIVES,
  STRING,
  UNDEFINED,
  union,
  UNKNOWN,
  VOID,
  type Type,
} from './model.ts';
import { memberRows } from './member-rows.ts';
import type { Universe } from './universe.ts';

/** Classes above one another are followed so far. */
const MAX_DEPTH = 24;

/** True and false when it is sure; null when it is not. */
export function isAssignable(universe: Universe, from: Type, to: Type, depth: number): boolean | null {
  if (from.kind === 'none' || to.kind === 'none' || depth > 6) return null;
  if (from === to || to === ANY || to === UNKNOWN || from === ANY || from === NEVER) return true;
  if (from.kind === 'union') return every(from.items.map((item) => isAssignable(universe, item, to, depth + 1)));
  if (to.kind === 'union') return some(to.items.map((item) => isAssignable(universe, from, item, depth + 1)));
  if (from.kind === 'parameter' && from.constraint !== null && to.kind !== 'parameter') {
    return isAssignable(universe, from.constraint, to, depth + 1) === true ? true : null;
  }
  if (to.kind === 'parameter' || from.kind === 'parameter') return null;
  if (to.kind === 'intersection') return every(to.items.map((item) => isAssignable(universe, from, item, depth + 1)));
  if (from.kind === 'intersection')
    return some(from.items.map((item) => isAssignable(universe, item, to, depth + 1))) === true ? true : null;
  if (isNullish(from) || isNullish(to)) return from === to || (from === UNDEFINED && to === VOID);
  return isPart(universe, from, to, depth);
}

function isPart(universe: Universe, from: Type, to: Type, depth: number): boolean | null {
  if (from.kind === 'literal' && to.kind === 'literal') return from.base === to.base && from.text === to.text;
  if (from.kind === 'literal')
    return to.kind === 'member' ? false : isPart(universe, PRIMITIVES.get(from.base)!, to, depth);
  if (from.kind === 'member') {
    if (to.kind === 'member') return from.of.key === to.of.key && from.name === to.name;
    if (to.kind === 'instance') return from.of.key === to.of.key;
    return to.kind === 'primitive' && to !== STRING && to !== NUMBER ? false : null;
  }
  if (to.kind === 'literal' || to.kind === 'member') return false;
  if (from.kind === 'primitive') {
    if (to.kind === 'primitive') return from.name === to.name;
    return to.kind === 'instance' ? hasMembersOf(universe, from, to) : to.kind === 'record' ? null : false;
  }
  if (to.kind === 'primitive') return to.name === 'object';
  if (from.kind === 'instance' && to.kind === 'instance') return isSubclass(universe, from, to, depth);
  if (to.kind === 'function') return isCallable(universe, from, to);
  // Only what an alias names has the index that its members make.
  if (to.kind === 'record' && to.index !== null && from.kind === 'instance' && universe.isDeclared(from))
    return universe.element(from).kind === 'none' ? false : null;
  return null;
}

/** A function that says nothing of its argument is no predicate. */
function isCallable(universe: Universe, from: Type, to: Type & { kind: 'function' }): boolean | null {
  const own = universe.signatures(from);
  const [wanted] = to.signatures;
  if (own.length > 0 && wanted !== undefined && wanted.predicate !== '' && own.every((one) => one.predicate === ''))
    return false;
  return from.kind === 'function' ? true : null;
}

function isSubclass(
  universe: Universe,
  from: Type & { kind: 'instance' },
  to: Type & { kind: 'instance' },
  depth: number,
): boolean | null {
  if (from.of.key === to.of.key) {
    return every(from.items.map((item, at) => isAssignable(universe, item, to.items[at] ?? NONE, depth + 1)));
  }
  let isSure = true;
  for (const base of universe.bases(from)) {
    const above = base.kind === 'instance' ? isSubclass(universe, base, to, depth + 1) : null;
    if (above === true) return true;
    if (above === null) isSure = false;
    if (depth > MAX_DEPTH) return null;
  }
  // Types are compared by their members: only classes with private ones are surely different.
  return isSure && (universe.isClass(to.of) || lacks(universe, from, to)) ? false : null;
}

/** True when a type of the library has not what another one asks for. */
function lacks(universe: Universe, from: Type & { kind: 'instance' }, to: Type & { kind: 'instance' }): boolean {
  if (to.of.row < 0 || universe.viewed(from) !== null || universe.viewed(to) !== null) return false;
  return universe
    .requiredMembers(to.of)
    .some((name) => universe.member(from, name).kind === 'none' && memberRows(universe, from, name).length === 0);
}

/** A union without the members that are in another. */
export function reduced(universe: Universe, types: readonly Type[]): Type {
  const all = union(types);
  if (all.kind !== 'union') return all;
  const items = all.items.filter(
    (item) => item.kind !== 'instance' || !all.items.some((other) => other !== item && isBelow(universe, item, other)),
  );
  return items.length === all.items.length ? all : union(items);
}

function isBelow(universe: Universe, item: Type & { kind: 'instance' }, other: Type): boolean {
  if (other.kind === 'tuple') return isEmptyList(item);
  if (other.kind !== 'instance') return false;
  if (item.of.key === other.of.key) return item.items[0] === NEVER && isArray(other);
  return isAssignable(universe, item, other, 0) === true;
}

function isArray(type: Type & { kind: 'instance' }): boolean {
  return type.of.row >= 0 && (type.of.name === 'Array' || type.of.name === 'ReadonlyArray');
}

/** A text or a number is what asks for nothing that it does not have. */
function hasMembersOf(universe: Universe, from: Type, to: Type & { kind: 'instance' }): boolean | null {
  if (to.of.row < 0) return false;
  const names = universe.libraryMemberNames(to.of);
  if (names.length === 0) return null;
  return names.some((name) => universe.member(from, name).kind !== 'none') ? null : false;
}

function every(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

function some(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}
