/** What is known of the classes and functions outside, as types: one reading per name and kernel call. */
import { type Library, type LibraryEntry, type LibrarySignature } from '#facts';
import { annotationType } from './annotation-types.ts';
import type { Arguments } from './arguments-of.ts';
import type { Evaluator } from './evaluator.ts';
import { namesOf, type LibraryClass, type LibraryNames } from './library-names.ts';
import type { BaseOf, Member } from './members.ts';
import { literalTerm, term, OUTSIDE, type Term } from './term.ts';
import { solve, substitute } from './type-variables.ts';
import { readType } from './type-text.ts';
import {
  alternatives,
  CALLABLE_TYPE,
  CLASS_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  LITERAL_TYPE,
  NONE,
  PARTIAL_TYPE,
  UNKNOWN_TYPE,
  VARIABLE_TYPE,
  type ClassRef,
  type Type,
} from './type.ts';

/** Builtin classes: classes even where no library is at hand. */
const BUILTIN_CLASSES =
  /^builtins\.(?:object|type|int|float|complex|bool|str|bytes|bytearray|list|tuple|dict|set|frozenset|range|slice|property|classmethod|staticmethod|super|memoryview|enumerate|zip|map|filter|reversed|BaseException|Exception|\w+(?:Error|Warning|Exit|Iteration|Interrupt|Exception))$/;

/** The type of a parameter, the value that is given to it, and its name. */
type Pair = readonly [Type, Type, string];

interface PassedFunction {
  readonly parameter: string;
  /** What it is called with, as far as the type of the parameter says. */
  readonly given: readonly Type[];
  readonly value: Type;
}

export interface Passed {
  readonly functions: readonly PassedFunction[];
  /** By parameter. */
  readonly values: ReadonlyMap<string, Type>;
  /** What a signature with `*args` takes beyond its parameters. */
  readonly rest: Arguments | null;
}

const CONSTRUCTORS = ['__init__', '__new__'] as const;

export class LibraryTypes {
  readonly #e: Evaluator;
  readonly #names: LibraryNames;
  readonly #named = new Map<string, Type>();
  readonly #read = new Map<string, Type>();
  readonly #bases = new Map<string, readonly (BaseOf | null)[]>();
  readonly #takesFunctions = new Map<string, boolean>();

  constructor(evaluator: Evaluator, library: Library) {
    this.#e = evaluator;
    this.#names = namesOf(library);
  }

  entry(name: string): LibraryEntry | null {
    return this.#names.entry(name);
  }

  /** True when the members of this class outside are known. */
  knows(of: ClassRef): boolean {
    return this.#classOf(of).entry?.kind === 'class' || of.name === 'builtins.object';
  }

  #classOf(of: ClassRef): LibraryClass {
    return (of.outside ??= this.#names.class(of.name));
  }

  /** True when a class outside declares a member itself. */
  declares(owner: ClassRef, name: string): boolean {
    return this.#names.member(this.#classOf(owner), name).entry !== null;
  }

  /** True when the members of this class outside are known. */
  isKnown(name: string): boolean {
    return this.entry(name)?.kind === 'class' || name === 'builtins.object';
  }

  /** What a dotted name outside means. */
  named(name: string): Type {
    let found = this.#named.get(name);
    if (found === undefined) this.#named.set(name, (found = this.#find(name)));
    return found;
  }

  #find(name: string): Type {
    const { types } = this.#e;
    if (name.startsWith('~')) return types.unknown;
    const entry = this.entry(name);
    if (entry === null) {
      if (BUILTIN_CLASSES.test(name)) return types.classType(types.outsideClass(name));
      return name.startsWith('builtins.') ? types.outsideFunction(name, null) : this.#unlisted(name);
    }
    switch (entry.kind) {
      case 'class':
        return types.classType(types.outsideClass(entry.name));
      case 'function':
        return types.outsideFunction(entry.name, null);
      case 'module':
        return types.module(null, entry.name);
      case 'variable':
        return this.read(entry.type);
    }
  }

  /** A member of a class outside, asked by its full name; or nothing known. */
  #unlisted(name: string): Type {
    const { types } = this.#e;
    const dot = name.lastIndexOf('.');
    const holder = dot < 0 ? null : this.entry(name.slice(0, dot));
    if (holder?.kind === 'class') {
      const of = types.classType(types.outsideClass(holder.name));
      return this.#e.members.of(of, name.slice(dot + 1))?.type ?? types.unknown;
    }
    return types.outsideFunction(name, null);
  }

  /** A type as the data write it. */
  read(text: string): Type {
    let found = this.#read.get(text);
    if (found === undefined) {
      found = text === '' ? this.#e.types.unknown : annotationType(this.#e, writtenTerm(text));
      this.#read.set(text, found);
    }
    return found;
  }

  basesOf(name: string): readonly (BaseOf | null)[] {
    let found = this.#bases.get(name);
    if (found === undefined) {
      const entry = this.entry(name);
      if (entry === null)
        found = BUILTIN_CLASSES.test(name) && name !== 'builtins.object' ? [this.baseNamed('builtins.object')] : [];
      else found = entry.bases.map((base) => this.#baseOf(base));
      if (entry !== null && found.length === 0 && name !== 'builtins.object')
        found = [this.baseNamed('builtins.object')];
      this.#bases.set(name, found);
    }
    return found;
  }

  #baseOf(text: string): BaseOf | null {
    if (/^typing\.(?:Generic|Protocol)\b/.test(text)) return null;
    const type = this.read(text);
    return type.tag === INSTANCE_TYPE ? { of: type.of!, items: type.items } : null;
  }

  /** A class outside by the name that a file of the repository inherits it under. */
  baseNamed(name: string): BaseOf {
    const type = this.named(/^[\w]+$/.test(name) ? `builtins.${name}` : name);
    return { of: type.tag === CLASS_TYPE ? type.of! : this.#e.types.outsideClass(name), items: [] };
  }

  /** The member that this class itself declares, as `object` sees it; null when it has none. */
  memberOf(owner: ClassRef, name: string, items: readonly Type[], object: Type, isClass: boolean): Member | null {
    const of = this.#classOf(owner);
    const { entry, name: full } = this.#names.member(of, name);
    if (entry === null) return null;
    const type = this.#seen(entry, full, of.entry!, items, object, isClass);
    return { type, symbol: null, declared: 0, name: full, held: null };
  }

  #seen(
    entry: LibraryEntry,
    name: string,
    owner: LibraryEntry,
    items: readonly Type[],
    object: Type,
    isClass: boolean,
  ): Type {
    const e = this.#e;
    switch (entry.kind) {
      case 'class':
        return e.types.classType(e.types.outsideClass(entry.name));
      case 'module':
        return e.types.module(null, entry.name);
      case 'variable':
        return isClass && entry.isProperty
          ? e.types.unknown
          : substitute(e, this.read(entry.type), this.#solutionOf(owner, items, object));
      case 'function':
        if (entry.isProperty)
          return isClass
            ? e.types.unknown
            : substitute(
                e,
                this.read(entry.type || (entry.signatures[0]?.returns ?? '')),
                this.#solutionOf(owner, items, object),
              );
        if (entry.isStaticMethod || (isClass && !entry.isClassMethod)) return e.types.outsideFunction(name, null);
        return e.types.outsideFunction(name, object);
    }
  }

  #solutionOf(owner: LibraryEntry, items: readonly Type[], object: Type): Map<string, Type> {
    const solution = new Map<string, Type>();
    owner.typeParameters.forEach((parameter, i) => {
      const value = items[i];
      if (value !== undefined) solution.set(parameter, value);
    });
    solution.set('Self', object);
    return solution;
  }

  /** What a call of a function outside gives. */
  called(callee: Type, args: Arguments): Type {
    const { types } = this.#e;
    const { entry, owner } = this.#names.function(callee.name);
    if (entry?.kind !== 'function') return types.unknown;
    const object = callee.items[0] ?? null;
    for (const signature of entry.signatures) {
      const found = this.#applied(signature, entry, owner, object, args);
      if (found !== null) return found;
    }
    return types.unknown;
  }

  /** True when a parameter of a function or class outside is a function. */
  takesFunctions(name: string): boolean {
    let found = this.#takesFunctions.get(name);
    if (found === undefined) {
      found = this.#signaturesOf(name).some(({ signatures }) =>
        signatures.some(({ parameters }) => parameters.some(({ type }) => type.includes('typing.Callable['))),
      );
      this.#takesFunctions.set(name, found);
    }
    return found;
  }

  /** What is called when a name outside is: the function itself, or what makes objects of the class. */
  #signaturesOf(name: string): LibraryEntry[] {
    const entry = this.entry(name);
    const entries = entry?.kind === 'class' ? CONSTRUCTORS.map((own) => this.entry(`${name}.${own}`)) : [entry];
    return entries.filter((one): one is LibraryEntry => one?.kind === 'function');
  }

  /** How the arguments of a call outside are passed, by the first signature that takes functions of them; else null. */
  passed(callee: Type, args: Arguments): Passed | null {
    const e = this.#e;
    const isClass = callee.tag === CLASS_TYPE;
    const name = isClass ? callee.of!.name : callee.name;
    const object = isClass ? e.types.instance(callee.of!, callee.items) : (callee.items[0] ?? null);
    const owner = this.entry(isClass ? name : name.slice(0, name.lastIndexOf('.')));
    const given = object === null ? args.positional : [object, ...args.positional];
    for (const { signatures } of this.#signaturesOf(name))
      for (const signature of signatures) {
        const solution = new Map<string, Type>();
        if (object !== null && owner?.kind === 'class') this.#bindOwner(owner, object, solution);
        const pairs: Pair[] = [];
        if (!this.#fits(signature, given, args, solution, object === null ? 0 : 1, pairs)) continue;
        const passed = this.#passedBy(signature, given, args, solution, pairs);
        if (passed.functions.length > 0) return passed;
      }
    return null;
  }

  #passedBy(
    { parameters }: LibrarySignature,
    given: readonly Type[],
    args: Arguments,
    solution: ReadonlyMap<string, Type>,
    pairs: readonly Pair[],
  ): Passed {
    const functions: PassedFunction[] = [];
    const values = new Map<string, Type>();
    for (const [pattern, value, parameter] of pairs) {
      values.set(parameter, value);
      for (const one of alternatives(pattern)) {
        if (one.tag !== CALLABLE_TYPE) continue;
        const taken = one.items.slice(0, -1).map((item) => substitute(this.#e, item, solution));
        functions.push({ parameter, given: taken, value });
      }
    }
    const rest = parameters.findIndex(({ kind }) => kind === 'rest');
    if (rest < 0) return { functions, values, rest: null };
    const keywords = new Map([...args.keywords].filter(([name]) => !values.has(name)));
    return { functions, values, rest: { positional: given.slice(rest), keywords, isWhole: args.isWhole } };
  }

  /** What one signature gives; null when the arguments do not fit it. */
  #applied(
    signature: LibrarySignature,
    entry: LibraryEntry,
    owner: LibraryEntry | null,
    object: Type | null,
    args: Arguments,
  ): Type | null {
    const e = this.#e;
    const given = object === null ? args.positional : [object, ...args.positional];
    const returns = this.read(signature.returns);
    // What variables stand for matters where the result has some.
    const solution = returns.hasVariable ? new Map<string, Type>() : null;
    if (solution !== null && object !== null && owner !== null) this.#bindOwner(owner, object, solution);
    if (!this.#fits(signature, given, args, solution, object === null ? 0 : 1)) return null;
    const result = solution === null ? returns : substitute(e, returns, solution);
    if (!entry.isAsync) return result;
    return e.types.instance(e.types.outsideClass('typing.Coroutine'), [e.types.unknown, e.types.unknown, result]);
  }

  /** The type arguments that an object has for the parameters of a class above its own. */
  #bindOwner(owner: LibraryEntry, object: Type, solution: Map<string, Type>): void {
    const e = this.#e;
    solution.set('Self', object.tag === CLASS_TYPE ? e.types.instance(object.of!, object.items) : object);
    if (owner.typeParameters.length === 0) return;
    const wide = e.types.widened(object);
    const own = object.tag === CLASS_TYPE || wide.tag === INSTANCE_TYPE ? (wide.of ?? object.of!) : null;
    const of = own ?? e.types.outsideClass('builtins.tuple');
    const ownEntry = of.symbol === null ? this.entry(of.name) : null;
    const items =
      wide.tag === INSTANCE_TYPE
        ? wide.items
        : own === null
          ? [e.types.widened(e.types.union(object.items))]
          : object.items;
    const atOwn = new Map<string, Type>();
    ownEntry?.typeParameters.forEach((parameter, i) => {
      const item = items[i];
      if (item !== undefined) atOwn.set(parameter, item);
    });
    const above = ownEntry?.name === owner.name ? items : this.#argumentsAbove(of, owner, atOwn, 0);
    const seen = above === null || of.symbol === null ? above : e.parameters.given(of, items, above);
    owner.typeParameters.forEach((parameter, i) => {
      const item = seen?.[i];
      if (item !== undefined && item.tag !== UNKNOWN_TYPE) solution.set(parameter, item);
    });
  }

  #argumentsAbove(
    of: ClassRef,
    owner: LibraryEntry,
    atOwn: ReadonlyMap<string, Type>,
    depth: number,
  ): readonly Type[] | null {
    const e = this.#e;
    if (depth > 12) return null;
    if (of.symbol !== null) return e.members.orderOf(of).argumentsOf.get(e.types.outsideClass(owner.name)) ?? null;
    for (const base of this.basesOf(of.name)) {
      if (base === null) continue;
      const items = base.items.map((item) => substitute(e, item, atOwn));
      if (base.of.name === owner.name) return items;
      const entry = this.entry(base.of.name);
      if (entry === null) continue;
      const inner = new Map<string, Type>();
      entry.typeParameters.forEach((parameter, i) => {
        const item = items[i];
        if (item !== undefined) inner.set(parameter, item);
      });
      const found = this.#argumentsAbove(base.of, owner, inner, depth + 1);
      if (found !== null) return found;
    }
    return null;
  }

  /** Binds arguments to the parameters of a signature and solves its type variables; false when they cannot be bound. */
  #fits(
    signature: LibrarySignature,
    given: readonly Type[],
    args: Arguments,
    solution: Map<string, Type> | null,
    from: number,
    pairs: Pair[] = [],
  ): boolean {
    const e = this.#e;
    const { parameters } = signature;
    let next = 0;
    let takesRest = false;
    for (let i = 0; i < parameters.length; i++) {
      const { kind, name, type, hasDefault } = parameters[i]!;
      if (kind === 'rest') {
        takesRest = true;
        const pattern = this.read(type);
        for (; next < given.length; next++) pairs.push([pattern, given[next]!, name]);
        continue;
      }
      if (kind === 'keyword_rest') continue;
      let value: Type | undefined;
      if (kind !== 'keyword_only' && next < given.length) value = given[next++]!;
      else value = kind === 'positional_only' ? undefined : args.keywords.get(name);
      if (value === undefined) {
        if (!hasDefault && args.isWhole) return false;
        continue;
      }
      if (i < from) {
        // The receiver may be restricted to some objects: `self: list[str]`.
        const pattern = this.read(type);
        if (pattern.tag !== UNKNOWN_TYPE && pattern.tag !== VARIABLE_TYPE && !this.#accepts(pattern, value))
          return false;
        if (pattern.tag !== UNKNOWN_TYPE) pairs.push([pattern, value, name]);
        continue;
      }
      pairs.push([this.read(type), value, name]);
    }
    if (next < given.length && !takesRest) return false;
    for (const [pattern, value] of pairs) if (!this.#accepts(pattern, value)) return false;
    if (solution === null) return true;
    // Functions last: what they give depends on what they get.
    for (const [pattern, value] of pairs) if (!isFunction(value)) solve(e, pattern, value, solution);
    for (const [pattern, value] of pairs) if (isFunction(value)) solve(e, pattern, value, solution);
    return true;
  }

  /** False when a value is surely none of what a parameter takes. Chooses among overloads; it proves nothing. */
  #accepts(pattern: Type, value: Type): boolean {
    const { types, members } = this.#e;
    if (pattern.tag === UNKNOWN_TYPE || pattern.tag === VARIABLE_TYPE || value.tag === UNKNOWN_TYPE) return true;
    if (pattern.tag === LITERAL_TYPE) return value === pattern || (value.tag !== LITERAL_TYPE && false);
    if (pattern.items.length > 0 && pattern.tag !== INSTANCE_TYPE && pattern.tag !== CLASS_TYPE) {
      return pattern.tag !== 14 || pattern.items.some((item) => this.#accepts(item, value));
    }
    if (value.tag === 14) return value.items.some((item) => this.#accepts(pattern, item));
    if (pattern.tag === NONE || value.tag === NONE) return pattern.tag === value.tag;
    if (pattern.tag !== INSTANCE_TYPE) return true;
    const wide = types.widened(value);
    if (wide.tag !== INSTANCE_TYPE) return !isBuiltinClass(pattern.of!) || wide.tag !== FUNCTION_TYPE;
    if (pattern.of === wide.of) {
      return pattern.items.every((item, i) => wide.items[i] === undefined || this.#accepts(item, wide.items[i]));
    }
    if (!isBuiltinClass(pattern.of!)) {
      // A protocol of the typing module that a builtin value lacks.
      return (
        !/\.(?:Mapping|MutableMapping|SupportsKeysAndGetItem)$/.test(pattern.of!.name) ||
        members.of(value, 'keys') !== null
      );
    }
    if (pattern.of!.name === 'builtins.float' && wide.of!.name === 'builtins.int') return true;
    return members.inherits(wide.of!, pattern.of!) || members.orderOf(wide.of!).isOpen;
  }

  /** An object of a class outside, with the type arguments that its constructor tells. */
  constructed(of: ClassRef, args: Arguments): Type {
    const { types } = this.#e;
    const entry = this.entry(of.name);
    if (entry === null || entry.typeParameters.length === 0) return types.instance(of);
    for (const name of ['__init__', '__new__']) {
      const made = this.entry(`${of.name}.${name}`);
      if (made?.kind !== 'function') continue;
      for (const signature of made.signatures) {
        const solution = new Map<string, Type>();
        const object = types.instance(
          of,
          entry.typeParameters.map((parameter) => types.variable(parameter)),
        );
        if (
          !this.#fits({ ...signature, parameters: signature.parameters.slice(1) }, args.positional, args, solution, 0)
        )
          continue;
        const returned = name === '__new__' ? this.read(signature.returns) : types.unknown;
        const pattern =
          returned.tag === INSTANCE_TYPE && returned.of === of ? returned : this.#selfOf(signature, object);
        const found = substitute(this.#e, pattern, solution);
        // One that says nothing of the arguments may be followed by one that does.
        if (found.items.some((item) => item.tag !== UNKNOWN_TYPE)) return found;
      }
    }
    return types.instance(of);
  }

  /** The type that a constructor's overload gives its object, where it says so. */
  #selfOf(signature: LibrarySignature, object: Type): Type {
    const text = signature.parameters[0]?.type ?? '';
    const type = text === '' ? this.#e.types.unknown : this.read(text);
    return type.tag === INSTANCE_TYPE && type.of === object.of && type.items.length > 0 ? type : object;
  }
}

function isFunction(type: Type): boolean {
  return type.tag === FUNCTION_TYPE || type.tag === CLASS_TYPE || type.tag === PARTIAL_TYPE;
}

/** What `BUILTIN_CLASSES` says of a class. */
function isBuiltinClass(of: ClassRef): boolean {
  return (of.isBuiltin ??= BUILTIN_CLASSES.test(of.name));
}

/** Terms of the types that the data write, read once per thread. */
const written = new Map<string, Term>();

function writtenTerm(text: string): Term {
  let found = written.get(text);
  if (found === undefined) written.set(text, (found = readType(text, nameTerm)));
  return found;
}

/** Names of the data: a name without a dot is a type variable, or one of the few that the typing module has. */
function nameTerm(dotted: string): Term {
  if (dotted === 'None') return literalTerm('none', dotted);
  if (dotted.includes('.')) return term(OUTSIDE, null, null, dotted);
  if (dotted === 'Any' || dotted === 'Self' || dotted === 'Never' || dotted === 'NoReturn')
    return term(OUTSIDE, null, null, `typing.${dotted}`);
  return term(OUTSIDE, null, null, `~${dotted}`);
}
