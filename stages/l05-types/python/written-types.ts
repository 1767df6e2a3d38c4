/**
 * Types as they are written in a file, as terms: of declarations, of locals, of results. Each text is read once for each
 * place that names type parameters of its own (PEP 695). It never looks anything up.
 */
import type { ReaderOf } from '#columns';
import { ANNOTATION_KINDS, codeOf, DECLARATION_KINDS, type annotation, type parameter, type signature } from '#facts';
import type { BodyFacts } from './body-facts.ts';
import type { NameTerms } from './name-terms.ts';
import { CALL, literalTerm, LITERAL, tupleTerm, Term, UNKNOWN } from './term.ts';
import { typeParametersOf, type TypeParameter } from './type-parameters.ts';
import { readType } from './type-text.ts';

const OF_LOCAL = codeOf(ANNOTATION_KINDS, 'local');
const OF_RESULT = codeOf(ANNOTATION_KINDS, 'result');
const TYPE_ALIAS = codeOf(DECLARATION_KINDS, 'type_alias');
const NO_PARAMETERS: ReadonlyMap<string, Term> = new Map();
const ALIAS_SHAPE = ['', '', 'type_params'];

/** True for the names of what makes types of texts. */
export function isTypeMaker(name: string): boolean {
  return name === 'typing.TypeVar' || name === 'typing.NewType' || name === 'typing_extensions.TypeVar';
}

export class WrittenTypes {
  readonly #facts: Pick<BodyFacts, 'bodies' | 'declarations' | 'locals'>;
  readonly #names: NameTerms;
  readonly #signed: ReaderOf<typeof parameter>;
  #firstParameters: Int32Array | null = null;
  readonly #declarations = new Map<number, string>();
  readonly #locals = new Map<number, string>();
  readonly #results = new Map<number, string>();
  readonly #terms = new Map<string, Term>();
  /** The texts of the type parameters of functions, classes and aliases, and what these are once that was asked for. */
  readonly #parameters = new Map<number, string>();
  readonly #read = new Map<number, ReadonlyMap<string, Term>>();
  readonly #variables = new Map<number, Term>();

  constructor(
    facts: Pick<BodyFacts, 'bodies' | 'declarations' | 'locals'>,
    signatures: ReaderOf<typeof signature>,
    annotations: ReaderOf<typeof annotation>,
    parameters: ReaderOf<typeof parameter>,
    names: NameTerms,
  ) {
    this.#signed = parameters;
    this.#facts = facts;
    this.#names = names;
    for (let row = signatures.rows - 1; row >= 0; row--) {
      const text = signatures.type.at(row);
      if (text !== '') this.#declarations.set(signatures.declaration.at(row), text);
      const parameters = signatures.parameters.at(row);
      if (parameters !== '') this.#parameters.set(signatures.declaration.at(row), parameters);
    }
    for (let row = annotations.rows - 1; row >= 0; row--) {
      const kind = annotations.kind.at(row);
      if (kind === OF_LOCAL) this.#locals.set(annotations.row.at(row), annotations.type.at(row));
      else if (kind === OF_RESULT) this.#results.set(annotations.row.at(row), annotations.type.at(row));
    }
  }

  ofDeclaration(row: number): Term | null {
    if (this.#declarations.size === 0 || this.#isAlias(row)) return null;
    return this.read(this.#declarations.get(row), row);
  }

  ofLocal(row: number): Term | null {
    if (this.#locals.size === 0) return null;
    const text = this.#locals.get(row);
    return text === undefined ? null : this.read(text, this.#around(this.#facts.locals.body.at(row)));
  }

  /** The annotation of a parameter, by the body of its function and its position. */
  ofParameter(body: number, position: number): Term | null {
    const { bodies } = this.#facts;
    if (body < 0) return null;
    const declared = bodies.declaration.at(body);
    if (declared < 0) return this.ofLocal(bodies.local.at(body) + position);
    const { declaration, annotation } = this.#signed;
    this.#firstParameters ??= firstRows(this.#signed, this.#facts.declarations.rows);
    const row = this.#firstParameters[declared]! + position;
    if (this.#firstParameters[declared]! < 0 || row >= this.#signed.rows || declaration.at(row) !== declared)
      return null;
    return this.read(annotation.at(row), declared);
  }

  /** What a function gives that is no declaration, by its body row. */
  ofResult(row: number): Term | null {
    const text = this.#results.get(row);
    return text === undefined ? null : this.read(text, this.#around(row));
  }

  /** The arguments of `TypeVar` and `NewType`: texts behind the first are types. */
  ofMaker(items: Term[]): Term[] {
    return items.map((one, i) =>
      i > 0 && one.op === LITERAL && one.text === 'string' ? (this.read(one.name) ?? UNKNOWN) : one,
    );
  }

  /** A type by its text, as the code of a declaration names it; null for none, and for what cannot be read. */
  read(text: string | undefined, within: number = -1): Term | null {
    if (text === undefined || text === '') return null;
    const scope = this.#parameters.size === 0 ? -1 : this.#scopeOf(within);
    const key = scope < 0 ? text : `${scope} ${text}`;
    let term = this.#terms.get(key);
    if (term === undefined) {
      term = readType(text, (dotted) => this.#parameter(dotted, scope) ?? this.#named(dotted));
      this.#terms.set(key, term);
    }
    return term === UNKNOWN ? null : term;
  }

  // ---- type parameters ----------------------------------------------------------------------------------------------

  /** The type parameters that a declaration names, in order. */
  parametersOf(declaration: number): readonly Term[] {
    return this.#parameters.has(declaration) ? [...this.#parametersAt(declaration).values()] : [];
  }

  /** What the name of a type parameter means where it is read. */
  ofTypeParameter(local: number): Term {
    let found = this.#variables.get(local);
    if (found === undefined) {
      // A bound that names its own parameter says nothing by that.
      this.#variables.set(local, UNKNOWN);
      const { locals } = this.#facts;
      const bound = this.#locals.get(local) ?? '';
      found = this.#made({ name: locals.name.at(local), maker: 'TypeVar', bound }, this.#around(locals.body.at(local)));
      this.#variables.set(local, found);
    }
    return found;
  }

  /** The value of a name that a `type` statement binds, as `TypeAliasType` makes it; null for any other declaration. */
  ofAlias(row: number): Term | null {
    const text = this.#isAlias(row) ? this.read(this.#declarations.get(row), row) : null;
    if (text === null) return null;
    const items = [
      literalTerm('string', this.#facts.declarations.name.at(row)),
      text,
      tupleTerm([...this.parametersOf(row)]),
    ];
    return new Term(CALL, this.#names.outside('typing.TypeAliasType'), null, '', 0, null, items, ALIAS_SHAPE, '');
  }

  #isAlias(row: number): boolean {
    return this.#facts.declarations.kind.at(row) === TYPE_ALIAS;
  }

  /** The declaration around a body, or the body's own. */
  #around(body: number): number {
    const { bodies } = this.#facts;
    let at = body;
    while (at > 0 && bodies.declaration.at(at) < 0) at = bodies.parent.at(at);
    return at < 0 ? -1 : bodies.declaration.at(at);
  }

  /** The nearest declaration with type parameters around another, or -1. */
  #scopeOf(declaration: number): number {
    let at = declaration;
    while (at > 0 && !this.#parameters.has(at)) at = this.#facts.declarations.parent.at(at);
    return at > 0 ? at : -1;
  }

  #parameter(name: string, scope: number): Term | null {
    for (let at = scope; at > 0; at = this.#scopeOf(this.#facts.declarations.parent.at(at))) {
      const found = this.#parametersAt(at).get(name);
      if (found !== undefined) return found;
    }
    return null;
  }

  #named(dotted: string): Term {
    const local = this.#names.typeParameter(dotted);
    return local < 0 ? this.#names.dotted(dotted) : this.ofTypeParameter(local);
  }

  #parametersAt(declaration: number): ReadonlyMap<string, Term> {
    let found = this.#read.get(declaration);
    if (found === undefined) {
      // While bounds are read the names mean nothing: a bound names no parameter.
      this.#read.set(declaration, NO_PARAMETERS);
      const made = new Map<string, Term>();
      for (const one of typeParametersOf(this.#parameters.get(declaration)!))
        made.set(one.name, this.#made(one, declaration));
      this.#read.set(declaration, (found = made));
    }
    return found;
  }

  /** A type parameter as a call of what makes type variables. */
  #made({ name, maker, bound }: TypeParameter, within: number): Term {
    const callee = this.#names.outside(`typing.${maker}`);
    const type = this.read(bound, within);
    const first = literalTerm('string', name);
    if (type === null) return new Term(CALL, callee, null, '', 0, null, [first], null, '');
    const isTuple = type.text === 'tuple' && type.items !== null;
    const items = isTuple ? [first, ...type.items] : [first, type];
    const shape = isTuple ? null : ['', 'bound'];
    return new Term(CALL, callee, null, '', 0, null, items, shape, '');
  }
}

/** By declaration: the row of its first parameter, or -1. */
export function firstRows({ declaration, rows }: ReaderOf<typeof parameter>, declarations: number): Int32Array {
  const first = new Int32Array(declarations).fill(-1);
  for (let row = rows - 1; row >= 0; row--) first[declaration.at(row)] = row;
  return first;
}
