/**
 * What conditions say of the values they ask about, over the operations of one body. The base of the walk: what is known so far.
 */
import { codeOf, OPERATORS, REFERENCE_SCOPES } from '#facts';
import { type Contexts } from './calls.ts';
import { isRow, OP } from './file.ts';
import type { TypescriptBodies } from './bodies.ts';
import { ANY, isNullish, NEVER, NONE, partsOf, regular, truthOf, union, type Signature, type Type } from './model.ts';
import {
  discriminated,
  equalTo,
  falsy,
  instanceOf,
  isUnit,
  joined,
  truthy,
  typeofIs,
  withPlace,
  type Environment,
} from './narrowing.ts';

const [TO_LOCAL, TO_DECLARATION] = [codeOf(REFERENCE_SCOPES, 'local'), codeOf(REFERENCE_SCOPES, 'declaration')];
const operator = (name: (typeof OPERATORS)[number]): number => codeOf(OPERATORS, name);
const [NOT, TYPEOF] = [operator('!'), operator('typeof')];
const [SAME, OTHER, EQUAL, UNEQUAL, IN, INSTANCEOF] = [
  operator('==='),
  operator('!=='),
  operator('=='),
  operator('!='),
  operator('in'),
  operator('instanceof'),
];
const [IF_AND, IF_CONDITIONAL, IF_COALESCE] = [1, 3, 4];
/** Conditions inside conditions are looked into so far. */
const MAX_CONDITION = 24;

export interface Frame {
  readonly opcode: number;
  readonly condition: number;
  readonly aux: number;
  /** Where the bracket began. */
  readonly before: Environment;
  /** Ways that lead behind the end. */
  readonly exits: Environment[];
  hasElse: boolean;
  /** Of a switch: what is known when no case so far was it, and the way in from the case before. */
  rest: Environment;
  fall: Environment;
  isGuarded: boolean;
  isDead: boolean;
}

export abstract class TypeConditions implements Contexts {
  protected readonly bodies: TypescriptBodies;
  protected readonly body: number;
  protected readonly values: Type[];
  protected readonly places: (string | null)[] = [];
  protected readonly merges = new Map<number, Frame>();
  protected readonly called = new Map<number, Signature>();
  protected readonly literals = new WeakSet<Type>();
  protected readonly elements = new Map<number, { aux: number; value: number }[]>();
  protected readonly frames: Frame[] = [];
  protected readonly first: number;
  protected readonly assigned = new Map<number, Set<string>>();
  protected env: Environment;
  protected ended: Frame | null = null;
  /** Null for a return without a value. */
  readonly returned: (Type | null)[] = [];
  readonly yielded: Type[] = [];
  reachesEnd = false;

  constructor(bodies: TypescriptBodies, body: number, values: Type[], captured: Environment) {
    this.bodies = bodies;
    this.body = body;
    this.values = values;
    this.first = bodies.file.first(body);
    this.env = captured ?? new Map();
  }

  protected get universe(): TypescriptBodies['universe'] {
    return this.bodies.universe;
  }

  /** The type of a literal with all its elements. */
  protected abstract literal(at: number): Type;

  /** The type of an operation; of a literal with all its elements. */
  protected value(at: number): Type {
    if (!isRow(at)) return NONE;
    const type = this.values[at] ?? NONE;
    if (type.kind !== 'none' || !this.elements.has(at)) return type;
    return (this.values[at] = this.literal(at));
  }

  protected place(at: number): string | null {
    return isRow(at) ? (this.places[at] ?? null) : null;
  }

  protected placeOfName(reference: number): string | null {
    const { references } = this.bodies.file.t;
    const scope = references.scope.at(reference);
    if (scope === TO_LOCAL) return `L${references.target.at(reference)}`;
    if (scope === TO_DECLARATION) return `D${references.target.at(reference)}`;
    return references.name.at(reference) === 'this' ? 'this' : null;
  }

  abstract isClosure(type: Type): boolean;
  abstract arity(type: Type): number;
  abstract expect(type: Type, expected: Type): void;

  // ---- conditions ---------------------------------------------------------------------------------------------------

  protected condition(env: Environment, at: number, truth: boolean, form: number, depth = 0): Environment {
    if (env === null || !isRow(at) || depth > MAX_CONDITION) return env;
    if (form === IF_COALESCE) return this.nullish(env, at, !truth);
    const { operations } = this.bodies.file.t;
    const row = this.first + at;
    const a = operations.a.at(row);
    const b = operations.b.at(row);
    const aux = operations.aux.at(row);
    switch (operations.opcode.at(row)) {
      case OP.load:
      case OP.attribute:
      case OP.index:
        return this.truthiness(env, at, truth);
      case OP.unary:
        return aux === NOT ? this.condition(env, a, !truth, 0, depth + 1) : this.condition(env, a, truth, 0, depth + 1);
      case OP.compare:
        return this.comparison(env, a, b, aux, truth);
      case OP.match:
        return this.equality(env, a, b, truth, false);
      case OP.call:
        return this.predicate(env, at, aux, truth);
      case OP.merge:
        return this.merged(env, at, a, b, truth, depth + 1);
      default:
        return env;
    }
  }

  protected typeAt(env: Environment, at: number): Type {
    const place = this.place(at);
    return (place === null ? undefined : env?.get(place)) ?? this.value(at);
  }

  protected truthiness(env: Environment, at: number, truth: boolean): Environment {
    const place = this.place(at);
    if (place === null) return env;
    const type = this.typeAt(env, at);
    const narrowed = withPlace(env, place, truth ? truthy(type) : falsy(type));
    return this.discriminant(narrowed, at, (member) => truthOf(member) !== !truth);
  }

  protected nullish(env: Environment, at: number, isNull: boolean): Environment {
    const place = this.place(at);
    if (place === null) return env;
    const type = this.typeAt(env, at);
    const parts = partsOf(type).filter((part) => isNullish(part) === isNull || part === ANY);
    return type.kind === 'none' || parts.length === 0 ? env : withPlace(env, place, union(parts));
  }

  /** What a member says of the union that has it. */
  protected discriminant(env: Environment, at: number, passes: (member: Type) => boolean): Environment {
    const { operations, references } = this.bodies.file.t;
    const row = this.first + at;
    if (operations.opcode.at(row) !== OP.attribute) return env;
    const base = operations.a.at(row);
    const place = this.place(base);
    if (place === null) return env;
    const type = this.typeAt(env, base);
    const name = references.name.at(operations.aux.at(row));
    const left = discriminated(this.universe, type, name, passes);
    return left === type || left === NEVER ? env : withPlace(env, place, left);
  }

  protected merged(env: Environment, at: number, a: number, b: number, truth: boolean, depth: number): Environment {
    const frame = this.merges.get(at);
    if (frame === undefined || frame.aux === IF_CONDITIONAL) return env;
    if (frame.aux === IF_COALESCE) {
      if (isRow(b) || !truth) return env;
      return this.condition(this.nullish(env, frame.condition, false), a, true, 0, depth);
    }
    const isBoth = (frame.aux === IF_AND) === truth;
    const first = this.condition(env, a, truth, 0, depth);
    if (isBoth) return this.condition(first, b, truth, 0, depth);
    return joined(first, this.condition(this.condition(env, a, !truth, 0, depth), b, truth, 0, depth));
  }

  protected comparison(env: Environment, a: number, b: number, aux: number, truth: boolean): Environment {
    if (aux === SAME || aux === EQUAL) return this.equality(env, a, b, truth, aux === EQUAL);
    if (aux === OTHER || aux === UNEQUAL) return this.equality(env, a, b, !truth, aux === UNEQUAL);
    if (aux === INSTANCEOF) return this.instance(env, a, b, truth);
    return aux === IN ? this.has(env, a, b, truth) : env;
  }

  protected equality(env: Environment, a: number, b: number, isEqual: boolean, isLoose: boolean): Environment {
    const right = this.value(b);
    if (!isUnit(right))
      return isUnit(this.value(a)) && a !== b ? this.equalTo(env, b, this.value(a), isEqual, isLoose) : env;
    return this.equalTo(env, a, right, isEqual, isLoose);
  }

  protected equalTo(env: Environment, at: number, value: Type, isEqual: boolean, isLoose: boolean): Environment {
    if (!isRow(at)) return env;
    const { operations } = this.bodies.file.t;
    const row = this.first + at;
    const code = operations.opcode.at(row);
    if (code === OP.unary && operations.aux.at(row) === TYPEOF && value.kind === 'literal') {
      const operand = operations.a.at(row);
      const place = this.place(operand);
      return place === null ? env : withPlace(env, place, typeofIs(this.typeAt(env, operand), value.text, isEqual));
    }
    const place = this.place(at);
    let narrowed = env;
    if (code === OP.merge) {
      // `a?.b === 1`: then `a` is there.
      const frame = this.merges.get(at);
      const isThere = frame?.aux === IF_COALESCE && (isNullish(value) ? !isEqual : isEqual);
      if (isThere) narrowed = this.nullish(narrowed, frame.condition, false);
      if (isThere) return this.equalTo(narrowed, operations.a.at(row), value, isEqual, isLoose);
      return narrowed;
    }
    if (place !== null)
      narrowed = withPlace(narrowed, place, equalTo(this.typeAt(env, at), regular(value), isEqual, isLoose));
    return this.discriminant(narrowed, at, (member) => {
      const left = equalTo(member, regular(value), isEqual, isLoose);
      return left !== NEVER;
    });
  }

  protected instance(env: Environment, a: number, b: number, truth: boolean): Environment {
    const place = this.place(a);
    if (place === null) return env;
    const made = this.universe.constructors(this.value(b))[0]?.returns() ?? NONE;
    return withPlace(env, place, instanceOf(this.universe, this.typeAt(env, a), withAny(made), truth));
  }

  protected has(env: Environment, a: number, b: number, truth: boolean): Environment {
    const key = this.value(a);
    const place = this.place(b);
    if (place === null || key.kind !== 'literal') return env;
    const type = this.typeAt(env, b);
    if (type.kind !== 'union') return env;
    const items = type.items.filter((part) => {
      const has = this.universe.member(part, key.text).kind !== 'none';
      return has === truth;
    });
    return items.length === 0 ? env : withPlace(env, place, union(items));
  }

  protected predicate(env: Environment, at: number, call: number, truth: boolean): Environment {
    const signature = this.called.get(at);
    if (signature === undefined || signature.predicate === '') return env;
    const { calls, arguments: passed } = this.bodies.file.t;
    const position = signature.parameters.findIndex((one) => one.name === signature.predicate);
    if (position < 0) return env;
    const from = calls.arguments.at(call) + position;
    const operand = passed.value.at(from);
    const place = this.place(operand);
    if (place === null) return env;
    return withPlace(
      env,
      place,
      instanceOf(this.universe, this.typeAt(env, operand), signature.target?.() ?? NONE, truth),
    );
  }
}

/** The instance of a generic class that `instanceof` tells: its type arguments are not known. */
function withAny(type: Type): Type {
  return type.kind === 'instance' && type.items.length > 0 ? { ...type, items: type.items.map(() => ANY) } : type;
}
