/**
 * Calls: which signature the arguments fit, and what its type parameters are then. Closures among the arguments are asked
 * last: what they return is known when their parameters are. It must never walk a body.
 */
import {
  ANY,
  NEVER,
  NONE,
  partsOf,
  regular,
  substitute,
  union,
  UNKNOWN,
  widen,
  type Parameter,
  type Signature,
  type Type,
  type TypeParameter,
} from './model.ts';
import type { Universe } from './universe.ts';

export interface Argument {
  readonly type: Type;
  readonly isSpread: boolean;
}

/** What a call site knows of closures: it gives them the types of their parameters. */
export interface Contexts {
  /** True when the type is that of a function written here, or of a literal that holds some. */
  isClosure(type: Type): boolean;
  /** How many parameters a function written here has, or -1. */
  arity(type: Type): number;
  /** Tells what is expected of a function or a literal, before it is asked for what it returns. */
  expect(type: Type, expected: Type): void;
}

const MAX_DEPTH = 6;

type Candidates = Map<TypeParameter, { types: Type[]; isTop: boolean }>;

function candidatesOf(generics: readonly TypeParameter[]): Candidates {
  return new Map(generics.map((one) => [one, { types: [], isTop: true }]));
}

/** The signature that is called with its type parameters replaced, or null. `expected`: of the result, by the place of the call. */
export function callSignature(
  universe: Universe,
  contexts: Contexts,
  signatures: readonly Signature[],
  given: readonly Argument[],
  passed: readonly Type[],
  expected: Type,
): Signature | null {
  const fitting = signatures.filter(
    (one) => hasArity(one, given) && (passed.length === 0 || passed.length <= one.generics.length),
  );
  const chosen = fitting.find((one) => fits(universe, contexts, one, given)) ?? fitting[0];
  if (chosen === undefined) return null;
  return instantiate(universe, contexts, chosen, given, passed, expected);
}

function hasArity({ parameters }: Signature, given: readonly Argument[]): boolean {
  const least = parameters.filter((one) => !one.isOptional && !one.isRest).length;
  const most = parameters.some((one) => one.isRest) ? Infinity : parameters.length;
  if (given.some((one) => one.isSpread)) return true;
  return given.length <= most && given.length >= least;
}

/** The type that the argument at a place must have. */
export function expectedAt(universe: Universe, parameters: readonly Parameter[], at: number): Type {
  const own = parameters[at];
  if (own !== undefined && !own.isRest) return own.type;
  const last = parameters.at(-1);
  return last?.isRest === true ? universe.element(last.type) : NONE;
}

function fits(universe: Universe, contexts: Contexts, signature: Signature, given: readonly Argument[]): boolean {
  const { generics, parameters } = signature;
  const open = new Map(generics.map((one) => [one, one.constraint ?? ANY]));
  return given.every(({ type, isSpread }, at) => {
    if (isSpread) return true;
    const expected = expectedAt(universe, parameters, at);
    const arity = contexts.arity(type);
    if (arity >= 0) return fitsClosure(universe, expected, arity);
    return universe.isAssignable(regular(type), substitute(expected, open)) !== false;
  });
}

function fitsClosure(universe: Universe, expected: Type, arity: number): boolean {
  if (expected.kind === 'none' || expected === ANY) return true;
  return partsOf(expected).some((part) => {
    if (part.kind === 'parameter' || part === ANY) return true;
    const signatures = universe.signatures(part);
    // A function that is written without one is no predicate.
    return signatures.some(
      ({ parameters, predicate }) =>
        predicate === '' && (parameters.length >= arity || parameters.some((one) => one.isRest)),
    );
  });
}

function instantiate(
  universe: Universe,
  contexts: Contexts,
  signature: Signature,
  given: readonly Argument[],
  passed: readonly Type[],
  expected: Type,
): Signature {
  const { generics, parameters } = signature;
  const candidates = candidatesOf(generics);
  const isDeferred = (type: Type): boolean => contexts.isClosure(type);
  if (generics.length === 0 && !given.some((one) => isDeferred(one.type))) return signature;
  if (passed.length === 0 && generics.length > 0) {
    for (const [at, { type, isSpread }] of given.entries()) {
      if (!isSpread && !isDeferred(type))
        infer(universe, type, expectedAt(universe, parameters, at), candidates, 0, true);
    }
  }
  // What the arguments do not tell, the place of the call may.
  const placed = candidatesOf(generics);
  if (passed.length === 0 && generics.length > 0 && expected.kind !== 'none')
    infer(universe, expected, signature.returns(), placed, 0, true);
  const bound = new Map<TypeParameter, Type>();
  for (const [at, one] of generics.entries()) {
    const type = passed[at] ?? (passed.length > 0 ? (one.fallback ?? UNKNOWN) : null);
    if (type !== null) bound.set(one, type);
  }
  for (const [at, { type }] of given.entries()) {
    if (!isDeferred(type)) continue;
    const wanted = expectedAt(universe, parameters, at);
    const known = settled(universe, signature, candidates, placed, bound, given);
    contexts.expect(type, substitute(wanted, known));
    if (passed.length === 0) infer(universe, type, wanted, candidates, 0, true);
  }
  const all = settled(universe, signature, candidates, placed, bound, given);
  return {
    ...signature,
    generics: [],
    parameters: parameters.map((one) => ({ ...one, type: substitute(one.type, all) })),
    returns: () => substitute(signature.returns(), all),
    target: signature.target === undefined ? undefined : () => substitute(signature.target!(), all),
  };
}

/** What each type parameter is as far as the arguments tell. */
function settled(
  universe: Universe,
  { generics, returns }: Signature,
  candidates: Candidates,
  placed: Candidates,
  fixed: ReadonlyMap<TypeParameter, Type>,
  given: readonly Argument[],
): Map<TypeParameter, Type> {
  const bound = new Map(fixed);
  for (const one of generics) {
    if (bound.has(one)) continue;
    const { types, isTop } = candidates.get(one)!;
    if (types.length === 0) {
      const told = common(universe, placed.get(one)!.types);
      bound.set(one, told.kind === 'none' || told === ANY ? unsettled(one, bound, given) : told);
    } else {
      const keepsLiterals = isPrimitive(one.constraint) || (isTop && partsOf(returns()).includes(one));
      bound.set(one, common(universe, keepsLiterals ? types.map((type) => regular(type)) : types.map(widen)));
    }
  }
  return bound;
}

/** A type parameter of which the arguments say nothing, or of which it is not known what they say. */
function unsettled(one: TypeParameter, bound: ReadonlyMap<TypeParameter, Type>, given: readonly Argument[]): Type {
  if (one.fallback !== null && given.every(({ type }) => type.kind !== 'none')) return substitute(one.fallback, bound);
  return given.length > 0 ? NONE : (one.constraint ?? UNKNOWN);
}

function isPrimitive(constraint: Type | null): boolean {
  return (
    constraint !== null &&
    partsOf(constraint).some((part) => part.kind === 'primitive' || part.kind === 'literal') &&
    constraint !== ANY &&
    constraint !== UNKNOWN
  );
}

/** The candidate that holds all others, NONE when there is none. */
function common(universe: Universe, types: readonly Type[]): Type {
  const known = types.filter((type) => type !== NEVER);
  if (known.length === 0) return types[0] ?? NONE;
  const holder = known.find((type) => known.every((other) => universe.isAssignable(other, type) === true));
  if (holder !== undefined) return holder;
  return known.length === 1
    ? known[0]!
    : known.every((type) => type.kind === 'literal' || type.kind === 'primitive')
      ? union(known)
      : NONE;
}

/** Collects what `to`, a type with open type parameters, says of `from`. */
function infer(universe: Universe, from: Type, to: Type, candidates: Candidates, depth: number, isTop: boolean): void {
  if (depth > MAX_DEPTH) return;
  const next = (a: Type, b: Type): void => infer(universe, a, b, candidates, depth + 1, false);
  if (to.kind === 'parameter') {
    const found = candidates.get(to);
    if (found === undefined) return;
    found.types.push(from);
    if (!isTop) found.isTop = false;
    return;
  }
  if (from.kind === 'none' || from === ANY) return;
  if (to.kind === 'union') return inferUnion(universe, from, to.items, candidates, depth);
  if (to.kind === 'intersection') {
    for (const item of to.items) infer(universe, from, item, candidates, depth + 1, isTop);
    return;
  }
  if (to.kind === 'instance') return inferInstance(universe, from, to, candidates, depth);
  if (to.kind === 'function') return inferFunction(universe, from, to.signatures, next);
  if (to.kind === 'record') {
    for (const [name, member] of to.members) {
      const own = universe.member(from, name);
      if (own.kind !== 'none') next(own, member.type);
    }
    if (to.index === null) return;
    const held =
      from.kind === 'record' && from.index === null
        ? union([...from.members.values()].map((one) => one.type))
        : universe.element(from);
    if (held.kind !== 'none') next(held, to.index);
  } else if (to.kind === 'tuple' && from.kind === 'instance' && from.elements !== undefined) {
    for (const [at, item] of to.items.entries())
      if (from.elements[at] !== undefined) next(widen(from.elements[at]), item.type);
  } else if (to.kind === 'tuple' && from.kind === 'tuple') {
    for (const [at, item] of to.items.entries()) if (from.items[at] !== undefined) next(from.items[at].type, item.type);
  }
}

/** What fits another member of the union says nothing of its type parameter. */
function inferUnion(
  universe: Universe,
  from: Type,
  items: readonly Type[],
  candidates: Candidates,
  depth: number,
): void {
  const naked = items.find((item) => item.kind === 'parameter' && candidates.has(item));
  const others = items.filter((item) => item !== naked);
  const left = partsOf(from).filter((part) => {
    const holder = others.find((item) => matches(universe, part, item));
    if (holder !== undefined) infer(universe, part, holder, candidates, depth + 1, false);
    return holder === undefined;
  });
  if (naked !== undefined && left.length > 0) infer(universe, union(left), naked, candidates, depth + 1, true);
}

function matches(universe: Universe, part: Type, item: Type): boolean {
  if (item.kind === 'instance' && part.kind === 'instance') {
    return asBase(universe, part, item, 0) !== null || isIterable(universe, part, item);
  }
  if (item.kind === 'record' && item.index !== null)
    return part.kind === 'record' || universe.element(part).kind !== 'none';
  if (item.kind === 'function') return part.kind === 'function';
  return item.kind === 'primitive' && universe.isAssignable(part, item) === true;
}

function isPromiseLike(part: Type & { kind: 'instance' }, item: Type & { kind: 'instance' }): boolean {
  return item.of.row >= 0 && item.of.name === 'PromiseLike' && part.of.row >= 0 && part.of.name === 'Promise';
}

function isIterable(universe: Universe, part: Type, item: Type & { kind: 'instance' }): boolean {
  return item.of.row >= 0 && item.of.name === 'Iterable' && universe.iterated(part).kind !== 'none';
}

function inferInstance(
  universe: Universe,
  from: Type,
  to: Type & { kind: 'instance' },
  candidates: Candidates,
  depth: number,
): void {
  if (to.items.length === 0) return;
  const name = to.of.row >= 0 ? to.of.name : '';
  const into = (type: Type): void => {
    if (type.kind !== 'none') infer(universe, type, to.items[0]!, candidates, depth + 1, false);
  };
  if (name === 'Iterable' || name === 'ArrayLike')
    return into(name === 'Iterable' ? universe.iterated(from) : universe.element(from));
  if ((name === 'ReadonlyArray' || name === 'Array') && from.kind === 'tuple') return into(universe.element(from));
  const same = from.kind === 'instance' ? asBase(universe, from, to, 0) : null;
  if (same === null) return;
  for (const [at, item] of to.items.entries()) {
    if (same.items[at] !== undefined) infer(universe, same.items[at], item, candidates, depth + 1, false);
  }
}

/** `from` seen as the class of `to`, or null. */
function asBase(
  universe: Universe,
  from: Type & { kind: 'instance' },
  to: Type & { kind: 'instance' },
  depth: number,
): (Type & { kind: 'instance' }) | null {
  const isReadonly = to.of.row >= 0 && to.of.name === 'ReadonlyArray' && from.of.row >= 0 && from.of.name === 'Array';
  if (from.of.key === to.of.key || isPromiseLike(from, to) || isReadonly) return from;
  if (depth > MAX_DEPTH) return null;
  for (const base of universe.bases(from)) {
    const found = base.kind === 'instance' ? asBase(universe, base, to, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

function inferFunction(
  universe: Universe,
  from: Type,
  signatures: readonly Signature[],
  next: (from: Type, to: Type) => void,
): void {
  const own = universe.signatures(from).at(-1);
  const to = signatures[0];
  if (own === undefined || to === undefined || own.generics.length > 0) return;
  for (const [at, one] of to.parameters.entries()) {
    const given = own.parameters[at]?.type;
    // A parameter that is only expected to be a type parameter says nothing of it.
    if (given !== undefined && given.kind !== 'none' && given.kind !== 'parameter') next(given, one.type);
  }
  const told = own.target?.();
  if (told !== undefined && to.target !== undefined) next(told, to.target());
  const result = own.returns();
  if (result.kind !== 'none') next(result, to.returns());
}
