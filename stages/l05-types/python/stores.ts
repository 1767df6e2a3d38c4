/**
 * What the code of a file leaves in variables, attributes and containers: for other bodies all that is ever stored there, for
 * the code behind what the flow says. It says nothing of objects whose class the text of the file does not tell.
 */
import { BODY_KINDS, codeOf, DECLARATION_KINDS, REFERENCE_SCOPES } from '#facts';
import type { BodyFacts, BodyResult, OperationColumns } from './body-facts.ts';
import type { FlowState } from './flow-state.ts';
import type { NameTerms } from './name-terms.ts';
import { OP } from './opcodes.ts';
import { argumentRows } from './operands.ts';
import { OwnClasses } from './own-classes.ts';
import { instanceMembers, type Places } from './places.ts';
import { declaredTerm, LITERAL, PARAMETER, putTerm, type Term } from './term.ts';
import type { WrittenTypes } from './written-types.ts';

const SCOPE_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const SCOPE_IMPORT = codeOf(REFERENCE_SCOPES, 'import');
const SCOPE_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const CLASS_BODY = codeOf(BODY_KINDS, 'class');
const FUNCTION_BODY = codeOf(BODY_KINDS, 'function');

/** The body that is walked, as the walk stands. */
export interface BodyWalk {
  readonly flow: FlowState;
  readonly body: number;
  /** The first operation of the body whose operands are asked for. */
  readonly first: number;
  readonly results: readonly (BodyResult | undefined)[];
  operand(ordinal: number): Term;
}

export interface GivenValues {
  readonly values: Term[];
  /** True when the class itself got it. */
  readonly isOfClass: boolean;
}

/** What a value that is assigned adds to, of the members that a class declares. */
const HELD: ReadonlySet<number> = new Set([
  codeOf(DECLARATION_KINDS, 'variable'),
  codeOf(DECLARATION_KINDS, 'constant'),
  codeOf(DECLARATION_KINDS, 'property'),
]);
/** Most values that one attribute is given. */
const MAX_GIVEN = 24;

export class Stores {
  /** All that is stored in each local and each declaration, and in each attribute of each local class. */
  readonly ofLocal: (Term[] | undefined)[];
  readonly ofDeclaration: (Term[] | undefined)[];
  readonly ofAttribute: Map<number, Map<string, Term[]>> = new Map();
  /** Attributes of classes that code elsewhere in the file gives to them or to their objects, by the body of the class. */
  readonly given: Map<number, Map<string, GivenValues>> = new Map();
  readonly classes: OwnClasses;
  readonly #facts: BodyFacts;
  readonly #operations: OperationColumns;
  readonly #names: NameTerms;
  readonly #types: WrittenTypes;
  readonly #places: Places;
  readonly #memberRows: ReadonlyMap<string, number>;

  constructor(facts: BodyFacts, operations: OperationColumns, names: NameTerms, written: WrittenTypes, places: Places) {
    this.#facts = facts;
    this.#operations = operations;
    this.#names = names;
    this.#types = written;
    this.#places = places;
    this.classes = new OwnClasses(facts, names, written);
    this.ofLocal = Array<Term[] | undefined>(facts.locals.rows).fill(undefined);
    this.ofDeclaration = Array<Term[] | undefined>(facts.declarations.rows).fill(undefined);
    this.#memberRows = instanceMembers(facts.declarations);
  }

  addToLocal(row: number, value: Term): void {
    (this.ofLocal[row] ??= []).push(value);
  }

  #addToDeclaration(row: number, value: Term): void {
    (this.ofDeclaration[row] ??= []).push(value);
  }

  /** An assignment to the name of a reference. */
  name(walk: BodyWalk, reference: number, value: Term): void {
    const { bodies, references } = this.#facts;
    const where = references.scope.at(reference);
    const row = references.target.at(reference);
    if (where === SCOPE_LOCAL) {
      this.addToLocal(row, value);
      walk.flow.assign(row, declaredTerm(value, this.#types.ofLocal(row)));
    } else if (where === SCOPE_DECLARATION) {
      const held = this.#types.ofAlias(row) ?? value;
      this.#addToDeclaration(row, held);
      walk.flow.assign(-1 - row, declaredTerm(held, this.#types.ofDeclaration(row)));
    } else if (where === SCOPE_IMPORT && bodies.kind.at(walk.body) === CLASS_BODY) {
      // What a class imports is an attribute of it.
      const member = this.#memberRows.get(`${bodies.declaration.at(walk.body)} ${references.name.at(reference)}`);
      if (member !== undefined) this.#addToDeclaration(member, value);
    }
  }

  /** The assignment to an attribute at this row. */
  attribute(walk: BodyWalk, row: number): void {
    const { a, b, aux } = this.#operations;
    this.#named(walk, a.at(row), this.#facts.references.name.at(aux.at(row)), walk.operand(b.at(row)));
  }

  #named(walk: BodyWalk, object: number, name: string, value: Term): void {
    const base = walk.operand(object);
    const place = object < 0 ? null : this.#places.placeOf(walk.first + object, walk.first);
    const member = this.#member(base, name, value);
    if (member < 0) this.#ofOthers(base, name, value);
    if (base.op === PARAMETER && base.symbol === this.#names.symbolOfBody(walk.body))
      this.#ofParameter(walk, base, name, value);
    const type = member < 0 ? null : this.#types.ofDeclaration(member);
    if (place !== null) walk.flow.assign(`${place}.${name}`, declaredTerm(value, type));
  }

  /** What is assigned to an attribute of a class of the file, or of an object that is made of one. */
  #ofOthers(base: Term, name: string, value: Term): void {
    const { bodies, declarations } = this.#facts;
    for (const { body, isClass } of this.classes.of(base)) {
      const declared = bodies.declaration.at(body);
      const row = declared < 0 ? undefined : this.#memberRows.get(`${declared} ${name}`);
      if (row === undefined) this.#give(body, name, value, isClass);
      else if (HELD.has(declarations.kind.at(row))) this.#addToDeclaration(row, value);
    }
  }

  /** A class gets an attribute that nothing in it declares. */
  #give(body: number, name: string, value: Term, isOfClass: boolean): void {
    let members = this.given.get(body);
    if (members === undefined) this.given.set(body, (members = new Map()));
    const known = members.get(name);
    if (known === undefined) members.set(name, { values: [value], isOfClass });
    else if (known.values.length < MAX_GIVEN) known.values.push(value);
  }

  /** The call of `setattr` with a name that is written. */
  setByCall(walk: BodyWalk, call: number, items: readonly Term[]): void {
    const name = items[1];
    if (items.length !== 3 || name!.op !== LITERAL || name!.text !== 'string') return;
    const [object] = argumentRows(this.#facts, call, 0);
    this.#named(walk, object!, name!.name, items[2]!);
  }

  /** What a function assigns to an attribute of what it is given. */
  #ofParameter(walk: BodyWalk, { number }: Term, name: string, value: Term): void {
    const { bodies } = this.#facts;
    const isMethod = bodies.kind.at(bodies.parent.at(walk.body)) === CLASS_BODY;
    if (number > 0 || !isMethod) (walk.results[walk.body]!.stores ??= []).push({ parameter: number, name, value });
  }

  /** An attribute that a method gives to its own object is a member of the class: its declaration row, or -1. */
  #member(base: Term, name: string, value: Term): number {
    if (base.op !== PARAMETER || base.number !== 0) return -1;
    const body = this.#names.bodyOfSymbol(base.symbol!);
    if (body < 0) return -1;
    const { bodies } = this.#facts;
    const owner = bodies.parent.at(body);
    if (owner < 0 || bodies.kind.at(owner) !== CLASS_BODY || bodies.kind.at(body) !== FUNCTION_BODY) return -1;
    const declared = bodies.declaration.at(owner);
    if (declared >= 0) {
      const row = this.#memberRows.get(`${declared} ${name}`);
      if (row !== undefined) this.#addToDeclaration(row, value);
      return row ?? -1;
    }
    let members = this.ofAttribute.get(owner);
    if (members === undefined) this.ofAttribute.set(owner, (members = new Map()));
    const stores = members.get(name);
    if (stores === undefined) members.set(name, [value]);
    else stores.push(value);
    return -1;
  }

  /** The assignment to an element at this row. */
  index(walk: BodyWalk, row: number): void {
    const { a, b, aux } = this.#operations;
    if (a.at(row) < 0) return;
    const key = walk.operand(b.at(row));
    this.put(walk, walk.first + a.at(row), putTerm(walk.operand(a.at(row)), key, '', walk.operand(aux.at(row))));
  }

  /** What the container at a row becomes when something is put into it. */
  put(walk: BodyWalk, base: number, value: Term): void {
    const place = this.#places.placeOf(base, walk.first);
    if (place === null) {
      this.#putInner(walk, base, value);
      return;
    }
    walk.flow.set(place, value);
    // Other bodies see what the container becomes.
    if (typeof place === 'number') {
      if (place >= 0) this.addToLocal(place, value);
      else this.#addToDeclaration(-1 - place, value);
    } else {
      const { a, aux } = this.#operations;
      const object = a.at(base);
      if (object >= 0) this.#member(walk.operand(object), this.#facts.references.name.at(aux.at(base)), value);
    }
  }

  /** A container in a container becomes another: so does the outer one. */
  #putInner(walk: BodyWalk, row: number, value: Term): void {
    const { opcode, a, b } = this.#operations;
    if (opcode.at(row) !== OP.index || a.at(row) < 0) return;
    const outer = walk.first + a.at(row);
    this.put(walk, outer, putTerm(walk.operand(a.at(row)), walk.operand(b.at(row)), '', value));
  }

  /** What a call of a method like `append` puts into its container. */
  putByCall(walk: BodyWalk, row: number, items: readonly Term[]): void {
    const place = items.length === 0 ? null : this.#places.putPlace(row, walk.first);
    if (place === null) return;
    const { a, aux } = this.#operations;
    const method = walk.first + a.at(row);
    const name = this.#facts.references.name.at(aux.at(method));
    const key = items.length > 1 ? items[0]! : null;
    this.put(walk, walk.first + a.at(method), putTerm(walk.operand(a.at(method)), key, name, items.at(-1)!));
  }
}
