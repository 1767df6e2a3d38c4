/**
 * Types of the values of one file, body by body: each operation once, in order, with what conditions say of it on the way.
 * Results of functions and values of declarations are asked for by name and made when they are first asked.
 */
import type { HashCell } from '#core';
import { FLAG, REFERENCE_SCOPES, codeOf, DECLARATION_KINDS, LOCAL_KINDS } from '#facts';
import { ExpectedTypes } from './expected.ts';
import { isRow, type Initial, type TypescriptFile } from './file.ts';
import {
  ANY,
  isEmptyList,
  NONE,
  UNDEFINED,
  union,
  widen,
  type Parameter,
  type Signature,
  type Sym,
  type Type,
  type TypeParameter,
} from './model.ts';
import type { FileNames } from './names.ts';
import { withSymbols } from './names.ts';
import { NO_SCOPE, type Scope } from './reader.ts';
import type { Inference, Universe } from './universe.ts';
import type { Environment } from './narrowing.ts';
import { resultOf } from './results.ts';
import { readParameters, readTypes } from './syntax.ts';

const [TO_LOCAL, TO_DECLARATION] = [codeOf(REFERENCE_SCOPES, 'local'), codeOf(REFERENCE_SCOPES, 'declaration')];
const CLASS = codeOf(DECLARATION_KINDS, 'class');
const FUNCTION_LOCAL = codeOf(LOCAL_KINDS, 'function');
const CONSTANT = codeOf(DECLARATION_KINDS, 'constant');
const PROPERTY = codeOf(DECLARATION_KINDS, 'property');
const CONSTRUCTOR = codeOf(DECLARATION_KINDS, 'constructor');
/** Bodies that ask for one another are walked so far. */
const MAX_NESTING = 12;

interface Context {
  readonly parameters: readonly Parameter[];
  readonly returns: Type;
}

export class TypescriptBodies implements Inference {
  readonly file: TypescriptFile;
  readonly names: FileNames;
  readonly path: HashCell;
  universe!: Universe;
  /** Ordinal of the operation -> type, by body; null until the body is walked. */
  readonly #values: (readonly Type[] | null)[] = [];
  /** Rows of references to keys of literals -> what is expected of the literal; of the bodies that are walked. */
  readonly keys = new Map<number, Type>();
  readonly #results: (Type | undefined)[] = [];
  readonly #scopes: (Scope | undefined)[] = [];
  readonly #locals: (Type | undefined)[] = [];
  readonly #contexts = new Map<number, Context>();
  readonly #closures = new WeakMap<Type, number>();
  readonly #rows = new Map<string, number>();
  readonly #open = new Set<number>();
  /** What was known of constant variables where a closure was made. */
  readonly #captured = new Map<number, Environment>();
  #nesting = 0;

  constructor(file: TypescriptFile, names: FileNames) {
    this.file = file;
    this.names = names;
    this.path = names.path;
    for (let row = file.t.declarations.rows - 1; row > 0; row--) this.#rows.set(names.declared(row).key, row);
  }

  // ---- declarations -------------------------------------------------------------------------------------------------

  /** The type of a declaration that says none: of a function, what it returns. */
  typeOf(of: Sym): Type {
    const row = this.#rows.get(of.key);
    if (row === undefined) {
      const text = this.universe.world.inferred(of);
      if (text === `typeof ${of.name}${of.key}`) return { kind: 'value', of, what: 'symbol' };
      return text === '' ? NONE : fresh(this.universe.read(text, this.universe.scopeAround(of)));
    }
    const body = this.file.bodyOf(row);
    if (body >= 0) return this.result(body);
    const initial = this.file.initial(row);
    return initial === null ? NONE : this.#initialType(row, initial);
  }

  /** The type of a declared variable or member of this file. */
  declared(row: number): Type {
    const { declarations } = this.file.t;
    const around = this.#classAround(row);
    if (around === null) return this.universe.value(this.names.declared(row));
    const isStatic = (declarations.flags.at(row) & FLAG.static) !== 0;
    const owner: Type = isStatic ? { kind: 'value', of: around, what: 'class' } : this.selfOf(around);
    return this.universe.member(owner, declarations.name.at(row));
  }

  /** What a function gives, and whether it says so. */
  returned(body: number): { readonly type: Type; readonly isAnnotated: boolean } {
    const said = this.#said(body);
    return said.isAnnotated ? said : { type: this.result(body), isAnnotated: false };
  }

  /** What a function says that it gives. */
  #said(body: number): { readonly type: Type; readonly isAnnotated: boolean } {
    const row = this.file.declaration(body);
    if (row < 0) {
      const isAnnotated = this.file.resultText(body) !== '';
      return { type: isAnnotated ? this.result(body) : NONE, isAnnotated };
    }
    const isAnnotated = this.universe.world.declared(this.names.declared(row)).some((one) => one.type !== '');
    return { type: isAnnotated ? (this.#declaredSignature(row)?.returns() ?? NONE) : NONE, isAnnotated };
  }

  #initialType(row: number, initial: Initial): Type {
    const { declarations } = this.file.t;
    const type = this.valueIn(initial.body, initial.value);
    const isFixed =
      declarations.kind.at(row) === CONSTANT ||
      (declarations.kind.at(row) === PROPERTY && (declarations.flags.at(row) & FLAG.readonly) !== 0);
    if (isEmptyList(type) && declarations.kind.at(row) !== PROPERTY) return NONE;
    if (!isFixed) return widen(type);
    // Each constant symbol is a type of its own.
    const isSymbol = type.kind === 'primitive' && type.name === 'symbol';
    return isSymbol ? { kind: 'value', of: this.universe.symbol(this.names.declared(row)), what: 'symbol' } : type;
  }

  /** What is expected of the values that a function returns, NONE when it is not known. */
  expectedResult(body: number): Type {
    const result = this.#expectedOf(body);
    if (this.file.isGenerator(body)) return argumentOf(result, 1);
    return this.file.isAsync(body) ? this.universe.awaited(result) : result;
  }

  /** What is expected of the values that a generator yields. */
  expectedYield(body: number): Type {
    const result = this.#expectedOf(body);
    return this.file.isAsync(body) ? this.universe.asyncIterated(result) : this.universe.iterated(result);
  }

  /** What `yield` gives: what the caller passes to `next`. */
  sent(body: number): Type {
    const result = this.#expectedOf(body);
    return result.kind === 'none' ? ANY : argumentOf(result, 2);
  }

  #expectedOf(body: number): Type {
    if (this.file.isClass(body) || this.file.isModule(body)) return NONE;
    const { type, isAnnotated } = this.#said(body);
    return isAnnotated ? type : (this.#contexts.get(body)?.returns ?? NONE);
  }

  /** The type of a member of the class with that body. */
  memberOfClass(body: number, name: string): Type {
    const row = this.file.declaration(body);
    if (row < 0) return NONE;
    const of = this.names.declared(row);
    const own = this.universe.member(this.selfOf(of), name);
    return own.kind === 'none' ? this.universe.member({ kind: 'value', of, what: 'class' }, name) : own;
  }

  /** The type of an operation of a body, NONE while the body is being walked and has not come to it. */
  valueIn(body: number, ordinal: number): Type {
    if (!isRow(ordinal)) return NONE;
    return this.values(body)[ordinal] ?? NONE;
  }

  // ---- bodies -------------------------------------------------------------------------------------------------------

  values(body: number): readonly Type[] {
    const known = this.#values[body];
    if (known != null) return known;
    if (this.#nesting >= MAX_NESTING) return [];
    const values: Type[] = [];
    this.#values[body] = values;
    this.#open.add(body);
    this.#nesting++;
    const flow = new ExpectedTypes(this, body, values, this.#captured.get(body) ?? null);
    flow.walk();
    flow.expectAll();
    for (const [reference, type] of flow.keys) this.keys.set(reference, type);
    this.#nesting--;
    this.#open.delete(body);
    this.#results[body] = this.#resultOf(body, flow);
    return values;
  }

  /** What a call of a function gives when nothing says it. */
  result(body: number): Type {
    const written = this.file.resultText(body);
    if (written !== '') return this.read(written, body);
    const known = this.#results[body];
    if (known !== undefined) return known;
    if (this.#open.has(body)) return NONE;
    this.values(body);
    return this.#results[body] ?? NONE;
  }

  #resultOf(body: number, flow: ExpectedTypes): Type {
    const form = {
      isLambda: this.file.isLambda(body),
      isAsync: this.file.isAsync(body),
      isGenerator: this.file.isGenerator(body),
    };
    return resultOf(this.universe, form, flow, this.#contexts.get(body)?.returns ?? null);
  }

  // ---- types as written ---------------------------------------------------------------------------------------------

  read(text: string, body: number): Type {
    return this.universe.read(withSymbols(text, this.names), this.scope(body));
  }

  readList(text: string, body: number): Type[] {
    if (text === '') return [];
    const nodes = readTypes(withSymbols(text, this.names));
    if (nodes === null) return [NONE];
    return nodes.map((node) => this.universe.resolve(node, this.scope(body)));
  }

  /** The type parameters that are in scope in a body. */
  scope(body: number): Scope {
    if (body < 0) return NO_SCOPE;
    let scope = this.#scopes[body];
    if (scope === undefined) {
      const outer = this.scope(this.file.parent(body));
      scope = this.#scopeOf(body, outer);
      this.#scopes[body] = scope;
    }
    return scope;
  }

  #scopeOf(body: number, outer: Scope): Scope {
    const row = this.file.declaration(body);
    if (row < 0) {
      const text = this.file.genericsText(body);
      return text === '' ? outer : this.universe.generics(withSymbols(text, this.names), outer).scope;
    }
    const of = this.names.declared(row);
    if (this.file.isClass(body)) return this.universe.classScope(of)?.scope ?? outer;
    const signature = this.#declaredSignature(row);
    if (signature === null || signature.generics.length === 0) return outer;
    return { ...outer, names: new Map([...outer.names, ...signature.generics.map((one) => [one.name, one] as const)]) };
  }

  #declaredSignature(row: number): Signature | null {
    const { declarations } = this.file.t;
    const of = this.names.declared(row);
    if (declarations.kind.at(row) === CONSTRUCTOR) {
      const around = this.#classAround(row);
      return around === null
        ? null
        : (this.universe.constructors({ kind: 'value', of: around, what: 'class' })[0] ?? null);
    }
    const around = this.#classAround(row);
    if (around !== null) {
      const isStatic = (declarations.flags.at(row) & FLAG.static) !== 0;
      const owner: Type = isStatic ? { kind: 'value', of: around, what: 'class' } : this.selfOf(around);
      this.universe.member(owner, declarations.name.at(row));
    }
    const type = this.universe.value(of);
    return type.kind === 'function' ? (type.signatures.at(-1) ?? null) : null;
  }

  #classAround(row: number): Sym | null {
    const { declarations } = this.file.t;
    const parent = declarations.parent.at(row);
    return isRow(parent) && declarations.kind.at(parent) === CLASS ? this.names.declared(parent) : null;
  }

  selfOf(of: Sym): Type {
    const facts = this.universe.classScope(of);
    return facts === null ? NONE : { kind: 'instance', of: this.universe.symbol(of), items: facts.generics };
  }

  /** The type of `this` in a body; with a class as the target of its reference, that class. */
  self(body: number, target = -1): Type {
    const isStatic = isRow(target) && this.file.t.declarations.kind.at(target) === CLASS;
    for (let at = body; at >= 0; at = this.file.parent(at)) {
      const row = this.file.declaration(at);
      if (this.file.isClass(at)) {
        if (row >= 0 && isStatic)
          return { kind: 'value', of: this.universe.symbol(this.names.declared(row)), what: 'class' };
        return row < 0 ? NONE : (this.universe.classScope(this.names.declared(row))?.scope.self ?? NONE);
      }
      if (this.file.isLambda(at)) continue;
      const around = row < 0 ? null : this.#classAround(row);
      if (around === null) return NONE;
      if ((this.file.t.declarations.flags.at(row) & FLAG.static) !== 0)
        return { kind: 'value', of: this.universe.symbol(around), what: 'class' };
      return this.universe.classScope(around)?.scope.self ?? NONE;
    }
    return NONE;
  }

  // ---- locals -------------------------------------------------------------------------------------------------------

  /** The type that a local is declared to have, NONE when it is not known. */
  local(row: number): Type {
    const known = this.#locals[row];
    if (known !== undefined) return known;
    const type = this.#local(row);
    // A variable whose body has not come to it may be known later.
    if (type.kind !== 'none') this.#locals[row] = type;
    return type;
  }

  /** The type that a local says it has. */
  saidOfLocal(row: number): Type {
    const text = this.file.localText(row);
    return text === '' ? NONE : this.read(text, this.file.t.locals.body.at(row));
  }

  /** True for the name of a constant of this file that says no type. */
  isPlainConstant(reference: number): boolean {
    const { references, declarations } = this.file.t;
    const row = references.target.at(reference);
    const scope = references.scope.at(reference);
    if (scope === TO_LOCAL) return this.file.isConstant(row) && this.file.localText(row) === '';
    if (scope !== TO_DECLARATION || declarations.kind.at(row) !== CONSTANT) return false;
    return this.saidOf(row).kind === 'none';
  }

  /** The type that a declaration says it has. */
  saidOf(row: number): Type {
    const of = this.names.declared(row);
    return this.universe.world.declared(of).some((one) => one.type !== '') ? this.universe.value(of) : NONE;
  }

  #local(row: number): Type {
    const text = this.file.localText(row);
    const body = this.file.t.locals.body.at(row);
    if (text !== '') return this.read(text, body);
    const nested = this.file.bodyOfLocal(row);
    if (nested >= 0 && this.file.t.locals.kind.at(row) === FUNCTION_LOCAL) return this.closure(nested);
    const place = this.file.parameters(body).indexOf(row);
    if (place >= 0) return this.#parameter(body, place, row);
    const initial = this.file.initialOfLocal(row);
    if (initial === null) return NONE;
    const type = this.valueIn(initial.body, initial.value);
    if (isEmptyList(type)) return NONE;
    return this.file.isConstant(row) ? type : widen(type);
  }

  #parameter(body: number, place: number, row: number): Type {
    const declared = this.file.declaration(body);
    const signature = declared < 0 ? null : this.#declaredParameters(declared);
    const own = signature?.[place];
    if (own !== undefined && own.type.kind !== 'none') {
      const initial = this.file.initialOfLocal(row);
      return own.isOptional && initial === null ? union([own.type, UNDEFINED]) : own.type;
    }
    const expected = this.#contexts.get(body)?.parameters;
    const given = expected?.[place];
    if (given !== undefined && !given.isRest) {
      return given.isOptional ? union([given.type, UNDEFINED]) : given.type;
    }
    const last = expected?.at(-1);
    if (last?.isRest === true && place >= expected!.length - 1) return this.universe.element(last.type);
    const initial = this.file.initialOfLocal(row);
    return initial === null ? NONE : widen(this.valueIn(initial.body, initial.value));
  }

  /** True for a parameter of a function with a name that says no type: of any other, what takes the function may tell it. */
  isSilent(body: number, row: number): boolean {
    const declared = this.file.declaration(body);
    if (declared < 0) {
      const owner = this.file.t.bodies.owner.at(body);
      const isNamed = isRow(owner) && this.file.t.locals.kind.at(owner) === FUNCTION_LOCAL;
      return isNamed && this.file.localText(row) === '';
    }
    const place = this.file.parameters(body).indexOf(row);
    const of = this.names.declared(declared);
    const text = this.universe.world.declared(of)[this.#overloadAt(declared)]?.parameters ?? '';
    return readParameters(text)?.[place]?.type === null;
  }

  /** Parameters of the implementation, not of the overloads. */
  #declaredParameters(row: number): readonly Parameter[] | null {
    return this.universe.ownParameters(
      this.names.declared(row),
      this.scope(this.file.bodyOf(row)),
      this.#overloadAt(row),
    );
  }

  /** Which of the rows of a merged declaration this one is. */
  #overloadAt(row: number): number {
    const { hash } = this.file.t.declarations;
    let at = 0;
    for (let other = 0; other < row; other++)
      if (hash.lo(other) === hash.lo(row) && hash.hi(other) === hash.hi(row)) at++;
    return at;
  }

  // ---- closures -----------------------------------------------------------------------------------------------------

  /** The type of a function written in a body. */
  closure(body: number): Type {
    const declared = this.file.declaration(body);
    if (this.file.isClass(body)) {
      return declared < 0
        ? NONE
        : { kind: 'value', of: this.universe.symbol(this.names.declared(declared)), what: 'class' };
    }
    if (declared >= 0) {
      this.#declaredSignature(declared);
      return this.universe.value(this.names.declared(declared));
    }
    const scope = this.scope(body);
    const outer = this.scope(this.file.parent(body));
    const generics: TypeParameter[] = [...scope.names.values()].filter((one) => outer.names.get(one.name) !== one);
    const rows = this.file.parameters(body);
    const { locals } = this.file.t;
    const type: Type = {
      kind: 'function',
      signatures: [
        {
          generics,
          get parameters() {
            return parameters();
          },
          returns: () => this.result(body),
          predicate: '',
          isConstructor: false,
        },
      ],
    };
    const parameters = (): Parameter[] =>
      rows.map((row) => ({ name: locals.name.at(row), type: this.local(row), isOptional: false, isRest: false }));
    this.#closures.set(type, body);
    return type;
  }

  bodyOfClosure(type: Type): number {
    return this.#closures.get(type) ?? -1;
  }

  /** Tells a function what is expected of it, unless it knows better. */
  expect(body: number, signature: Signature): void {
    if (this.#contexts.has(body) || this.#values[body] != null) return;
    this.#contexts.set(body, { parameters: signature.parameters, returns: signature.returns() });
  }

  capture(body: number, env: Environment): void {
    if (env !== null && env.size > 0) this.#captured.set(body, env);
  }

  isLocal(reference: number): boolean {
    return this.file.t.references.scope.at(reference) === TO_LOCAL;
  }
}

/** One of the type arguments of a generator. */
function argumentOf(type: Type, at: number): Type {
  return type.kind === 'instance' && type.of.row >= 0 ? (type.items[at] ?? NONE) : NONE;
}

/** A literal that another file infers is one that an expression there wrote. */
function fresh(type: Type): Type {
  if (type.kind === 'union') return { ...type, items: type.items.map(fresh) };
  return type.kind === 'literal' || type.kind === 'member' ? { ...type, isFresh: true } : type;
}
