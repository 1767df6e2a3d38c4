/**
 * Type parameters of the classes of the repository (PEP 484), and what they stand for in an object. A class names them in
 * `Generic[T]` or behind its own name (PEP 695), or else in the arguments of its other bases. What nothing tells is unknown.
 */
import { annotationType } from './annotation-types.ts';
import { bindArguments, type Arguments } from './arguments-of.ts';
import { solveFields } from './fields.ts';
import type { Evaluator } from './evaluator.ts';
import { BUILD, INDEX, OUTSIDE, type ClassRecord, type SymbolRef, type Term } from './term.ts';
import { INSTANCE_TYPE, UNKNOWN_TYPE, type ClassRef, type Type } from './type.ts';
import { addNames, solve, substitute } from './type-variables.ts';

const PARAMETRIC = /^(?:typing|typing_extensions)\.(?:Generic|Protocol)$/;
const NONE: readonly string[] = [];
const NO_SOLUTION: ReadonlyMap<string, Type> = new Map();

export class ClassParameters {
  readonly #e: Evaluator;
  readonly #names = new Map<ClassRef, readonly string[]>();

  constructor(evaluator: Evaluator) {
    this.#e = evaluator;
  }

  /** The names of the type parameters of a class, in order. */
  of(of: ClassRef): readonly string[] {
    let names = this.#names.get(of);
    if (names === undefined) {
      this.#names.set(of, NONE);
      const record = of.symbol === null ? null : this.#e.members.recordOf(of);
      names = record?.generics == null ? NONE : this.#namesOf(record.generics);
      this.#names.set(of, names);
    }
    return names;
  }

  #namesOf(generics: readonly Term[]): readonly string[] {
    const names: string[] = [];
    const own = generics.filter(({ a }) => a!.op === OUTSIDE && PARAMETRIC.test(a!.text));
    for (const { b } of own.length > 0 ? own : generics)
      for (const key of keysOf(b!)) addNames(annotationType(this.#e, key), names, 0);
    return names;
  }

  /** What a class gives for the type parameters of its bases, by base. */
  argumentsOfBases({ generics }: ClassRecord): ReadonlyMap<ClassRef, readonly Type[]> {
    const found = new Map<ClassRef, readonly Type[]>();
    for (const term of generics ?? []) {
      if (term.a!.op === OUTSIDE && PARAMETRIC.test(term.a!.text)) continue;
      const type = annotationType(this.#e, term);
      if (type.tag === INSTANCE_TYPE && type.items.length > 0) found.set(type.of!, type.items);
    }
    return found;
  }

  /** Types that a class gives to one above it, where its own parameters stand for `items`. */
  given(of: ClassRef, items: readonly Type[], above: readonly Type[]): readonly Type[] {
    if (above.length === 0 || !above.some((one) => one.hasVariable)) return above;
    const names = this.of(of);
    const solution = named(names, items);
    return above.map((one) => substitute(this.#e, one, solution));
  }

  /** What the type parameters of a class of the order of an object stand for in it. */
  solution({ of, items }: Type, at: ClassRef): ReadonlyMap<string, Type> {
    const names = this.of(at);
    if (names.length === 0 || of === null || of.symbol === null) return NO_SOLUTION;
    if (of === at) return named(names, items);
    const above = this.#e.members.orderOf(of).argumentsOf.get(at);
    return above === undefined ? NO_SOLUTION : named(names, this.given(of, items, above));
  }

  /** What a method knows of the type parameters of its class, by the object or class that it is bound to. */
  bound(object: Type, owner: SymbolRef): ReadonlyMap<string, Type> {
    const { world, types, members } = this.#e;
    if (object.of === null || object.of.symbol === null) return NO_SOLUTION;
    if (object.items.length === 0 && members.orderOf(object.of).argumentsOf.size === 0) return NO_SOLUTION;
    const record = world.record(owner);
    return record?.kind === 'class' ? this.solution(object, types.classOf(owner, record.name)) : NO_SOLUTION;
  }

  /** A class with type arguments, as a value: `C[int]`. One without parameters stays what it is. */
  indexed(base: Type, key: Term): Type {
    const e = this.#e;
    const of = base.of!;
    const count = of.symbol === null ? (e.library.entry(of.name)?.typeParameters.length ?? 0) : this.of(of).length;
    if (count === 0) return base;
    return e.types.classType(
      of,
      keysOf(key).map((one) => annotationType(e, one)),
    );
  }

  /** A value that a class of the order holds, as an object sees it. */
  seen(value: Type, object: Type, at: ClassRef): Type {
    return this.of(at).length === 0 ? value : substitute(this.#e, value, this.solution(object, at));
  }

  /** The type arguments of an object that a call of its class makes, from the annotations of its constructor. */
  made(of: ClassRef, args: Arguments): readonly Type[] {
    const e = this.#e;
    const names = this.of(of);
    const record = names.length === 0 ? null : (e.members.constructorOf(of)?.type.record ?? null);
    const owner = record?.owner == null ? null : e.world.record(record.owner);
    const solution = new Map<string, Type>();
    if (record === null && names.length > 0) {
      solveFields(e, of, args, solution);
      return this.#solved(names, solution);
    }
    if (record === null || owner?.kind !== 'class') return [];
    const values = bindArguments(e, record, e.types.instance(of), args);
    record.parameters.forEach(({ annotation }, i) => {
      const value = values[i];
      if (i > 0 && annotation !== null && value != null) solve(e, annotationType(e, annotation), value, solution);
    });
    const at = e.types.classOf(record.owner!, owner.name);
    return this.#solved(names, at === of ? solution : this.#below(of, at, solution));
  }

  #solved(names: readonly string[], solution: ReadonlyMap<string, Type>): readonly Type[] {
    const items = names.map((name) => solution.get(name) ?? this.#e.types.unknown);
    return items.every(({ tag }) => tag === UNKNOWN_TYPE) ? [] : items;
  }

  /** The parameters of a class, by what those of one above it stand for. */
  #below(of: ClassRef, at: ClassRef, solution: ReadonlyMap<string, Type>): ReadonlyMap<string, Type> {
    const found = new Map<string, Type>();
    const above = this.#e.members.orderOf(of).argumentsOf.get(at) ?? [];
    this.of(at).forEach((name, i) => {
      const value = solution.get(name);
      if (value !== undefined && above[i] !== undefined) solve(this.#e, above[i], value, found);
    });
    return found;
  }
}

function keysOf(key: Term): readonly Term[] {
  return key.op === BUILD && key.text === 'tuple' ? key.items! : [key];
}

function named(names: readonly string[], items: readonly Type[]): ReadonlyMap<string, Type> {
  const solution = new Map<string, Type>();
  names.forEach((name, i) => {
    const item = items[i];
    if (item !== undefined) solution.set(name, item);
  });
  return solution;
}

/** The bases of a class that have type arguments, with the one that stands for its own parameters; null for none. */
export function genericBases(bases: readonly Term[] | undefined, own: Term | null): readonly Term[] | null {
  const found = bases?.filter(({ op }) => op === INDEX) ?? [];
  if (own !== null) found.push(own);
  return found.length === 0 ? null : found;
}
