/**
 * Terms of the operations of a file: one walk over each body, in order. Loads take what the flow gives them; names of other
 * bodies stand for all that is ever stored in them. It looks nothing up: names are closed by the facts of their own file.
 */
import { endOf } from '#columns';
import {
  BODY_KINDS,
  BUILD_KINDS,
  CALL_FLAG,
  codeOf,
  LITERAL_KINDS,
  LOCAL_KINDS,
  MATCH_KINDS,
  OPERATORS,
  REFERENCE_SCOPES,
} from '#facts';
import { BLOCK, BRANCH, FlowState, PLAIN, SWITCH, TRY, type PlaceKey } from './flow-state.ts';
import { isInFunction, type BodyFacts, type BodyResult, type OperationColumns } from './body-facts.ts';
import { argumentRows, argumentsOfCall, conditionSense, elementRow, isInPlace, positionOf } from './operands.ts';
import type { NameTerms } from './name-terms.ts';
import { isTypeMaker, type WrittenTypes } from './written-types.ts';
import { OP } from './opcodes.ts';
import { OvertakenReturns } from './overtaken.ts';
import { MatchWalk } from './match-walk.ts';
import { BY_CLASS, BY_MAPPING } from './patterns.ts';
import { Places } from './places.ts';
import { behindTests } from './reached.ts';
import { narrowings, type Conditions } from './narrowing.ts';
import { Stores, type BodyWalk } from './stores.ts';
import {
  AWAIT,
  BINARY,
  BUILD,
  CALL,
  CLOSURE,
  DELEGATED,
  either,
  ENTER,
  EXCEPTION,
  INDEX,
  INSTANCE,
  isAlwaysTrue,
  ITERATE,
  listTerm,
  literalTerm,
  OUTSIDE,
  PARAMETER,
  PHI,
  SHAPE_ITEM,
  SHAPE_KEY,
  SHAPE_SPREAD,
  SLICE,
  symbolTerm,
  term,
  Term,
  UNARY,
  UNKNOWN,
  UNPACK,
} from './term.ts';

const SCOPE_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const SCOPE_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const COMPREHENSION = codeOf(BODY_KINDS, 'comprehension');
const TYPE_PARAMETER = codeOf(LOCAL_KINDS, 'type_parameter');
const MATCH_MAPPING = codeOf(MATCH_KINDS, 'mapping');
const MATCH_INSTANCE = codeOf(MATCH_KINDS, 'instance');
/** Element kinds: an item, a spread, a key; from here on the default of a parameter. */
const ELEMENT_SPREAD = 1;
const ELEMENT_KEY = 2;
const ELEMENT_DEFAULT = 3;
/** How deep comprehensions are walked inside each other. */
const MAX_NESTED = 24;
const YIELD_DELEGATE = 1;

export class BodyTerms implements BodyWalk {
  readonly facts: BodyFacts;
  /** By operation row. */
  readonly values: (Term | null)[];
  readonly stores: Stores;
  readonly results: (BodyResult | undefined)[] = [];
  /** By body row: what the closure was made with. */
  readonly defaults: Map<number, Map<number, Term>> = new Map();
  readonly bases: Map<number, Term[]> = new Map();
  readonly metaclasses: Map<number, Term> = new Map();
  readonly #names: NameTerms;
  readonly #types: WrittenTypes;
  /** The columns of every operation, taken once. */
  readonly #operations: OperationColumns;
  readonly #places: Places;
  readonly #localPhis: (Term | undefined)[] = [];
  readonly #constants: (Term | undefined)[] = [];
  flow: FlowState = new FlowState();
  body = 0;
  /** The function, class or module whose variables the flow tells. */
  first = 0;
  #nested = 0;
  #written: ReadonlyMap<number, ReadonlySet<PlaceKey>> = NO_WRITES;
  readonly #conditions: Conditions;
  #overtaken = new OvertakenReturns();
  #matches = new MatchWalk();

  constructor(facts: BodyFacts, names: NameTerms, written: WrittenTypes) {
    this.facts = facts;
    this.#names = names;
    this.#types = written;
    const { opcode, a, b, aux, rows } = facts.operations;
    this.#operations = { opcode, a, b, aux, rows };
    this.#places = new Places(this.#operations, facts.references);
    this.values = Array<Term | null>(facts.operations.rows).fill(null);
    this.stores = new Stores(facts, this.#operations, names, written, this.#places);
    this.#conditions = {
      operations: facts.operations,
      valueAt: (row) => this.values[row] ?? UNKNOWN,
      known: (place) => this.flow.get(place),
      placeOf: (row, first) => this.#places.placeOf(row, first),
      placeOfStore: (row) => this.#places.placeOfReference(facts.operations.aux.at(row)),
      elementOf: (row, position, first) => elementRow(this.#operations, row, position, first),
      argumentsOf: (row, first) => argumentRows(facts, facts.operations.aux.at(row), first),
    };
    for (let row = 0; row < facts.bodies.rows; row++) {
      if (facts.bodies.kind.at(row) !== COMPREHENSION) this.#walkBody(row);
    }
  }

  // ---- bodies -------------------------------------------------------------------------------------------------------

  #walkBody(row: number): void {
    this.flow = new FlowState();
    this.#overtaken = new OvertakenReturns();
    this.#matches = new MatchWalk();
    this.body = row;
    this.results[row] = { returns: [], yields: [], endsByItself: true };
    this.#walk(row);
    this.results[row].endsByItself = this.flow.isLive;
  }

  /** Runs a comprehension where it stands: it sees the names around it as they are there. */
  #walkComprehension(row: number, iterable: Term): Term {
    if (this.#nested >= MAX_NESTED) return UNKNOWN;
    const outer = this.body;
    const first = this.first;
    const written = this.#written;
    this.#nested++;
    this.body = row;
    const result: BodyResult = { returns: [], yields: [], endsByItself: true };
    this.results[row] = result;
    const { depth } = this.flow;
    this.flow.open(BRANCH);
    this.#iterable = iterable;
    this.#walk(row);
    while (this.flow.depth > depth) this.flow.end();
    this.body = outer;
    this.first = first;
    this.#written = written;
    this.#nested--;
    const [made] = result.returns;
    // How many elements a list gets nobody knows.
    if (made?.op === BUILD && made.text === 'list') {
      const items = listTerm(BUILD, null, made.items!, null, 'generator');
      return listTerm(BUILD, null, [items], [SHAPE_SPREAD], 'list');
    }
    if (made !== undefined) return made;
    return listTerm(BUILD, null, result.yields, null, 'generator');
  }

  #iterable: Term = UNKNOWN;

  #walk(row: number): void {
    const { bodies } = this.facts;
    const operations = this.#operations;
    const first = bodies.operation.at(row);
    const end = endOf(bodies.operation, row, bodies.rows, operations.rows);
    this.first = first;
    this.#written = this.#places.loopWrites(first, end);
    for (let at = first; at < end; at++) this.#step(at);
  }

  /** All that a local of another body may hold. */
  ofLocal(row: number): Term {
    const known = this.#localPhis[row];
    if (known !== undefined) return known;
    const phi = listTerm(PHI, null, (this.stores.ofLocal[row] ??= []), null, '');
    this.#localPhis[row] = phi;
    return phi;
  }

  // ---- operations ---------------------------------------------------------------------------------------------------

  operand(ordinal: number): Term {
    if (ordinal < 0) return UNKNOWN;
    const row = this.first + ordinal;
    return this.#matches.narrowed(row, this.flow) ?? this.values[row] ?? UNKNOWN;
  }

  #step(row: number): void {
    const { opcode, a, b, aux } = this.#operations;
    const code = opcode.at(row);
    switch (code) {
      case OP.constant:
        this.values[row] = this.#constant(aux.at(row));
        return;
      case OP.parameter:
        this.values[row] = this.#parameter(aux.at(row));
        return;
      case OP.load:
        this.values[row] = this.#load(aux.at(row));
        return;
      case OP.store:
        if (this.#matches.isCapturing)
          this.#matches.capture(this.#places.placeOfReference(aux.at(row)), this.operand(a.at(row)));
        this.stores.name(this, aux.at(row), this.operand(a.at(row)));
        return;
      case OP.attribute:
        this.values[row] = this.#attribute(row, this.operand(a.at(row)), aux.at(row));
        return;
      case OP.store_attribute:
        this.stores.attribute(this, row);
        return;
      case OP.index:
        this.values[row] = term(INDEX, this.operand(a.at(row)), this.operand(b.at(row)));
        return;
      case OP.store_index:
        this.stores.index(this, row);
        return;
      case OP.call:
        this.#call(row);
        return;
      case OP.unary:
        this.values[row] = term(UNARY, this.operand(a.at(row)), null, OPERATORS[aux.at(row)]);
        return;
      case OP.binary:
      case OP.compare: {
        const kept = code === OP.binary && isInPlace(this.#operations, this.first, row) ? 1 : 0;
        const operator = OPERATORS[aux.at(row)];
        this.values[row] = term(BINARY, this.operand(a.at(row)), this.operand(b.at(row)), operator, kept);
        return;
      }
      case OP.build:
        this.values[row] = listTerm(BUILD, null, [], [], BUILD_KINDS[aux.at(row)] ?? '');
        return;
      case OP.element:
        this.#element(row);
        return;
      case OP.slice:
        this.values[row] = term(SLICE, this.operand(a.at(row)), this.operand(b.at(row)));
        return;
      case OP.closure:
        this.values[row] = this.#closure(row);
        return;
      case OP.import:
        this.values[row] = this.#names.ofImport(aux.at(row));
        return;
      case OP.unpack:
        this.values[row] = this.#unpack(row);
        return;
      case OP.merge:
        this.values[row] = this.#merge(row);
        return;
      case OP.await:
        this.values[row] = term(AWAIT, this.operand(a.at(row)));
        return;
      case OP.yield:
        this.#yield(row);
        return;
      case OP.iterate:
        this.values[row] = term(ITERATE, this.operand(a.at(row)), null, '', aux.at(row));
        return;
      case OP.next:
        this.flow.exit();
        this.values[row] = this.operand(a.at(row));
        return;
      case OP.format:
        this.values[row] = STRING;
        return;
      case OP.exception:
        this.values[row] = EXCEPTION_TERM;
        return;
      case OP.match:
        this.#match(row);
        return;
      default:
        this.#bracket(row, code);
    }
  }

  #bracket(row: number, code: number): void {
    const { a, aux } = this.#operations;
    const flow = this.flow;
    switch (code) {
      case OP.return:
        this.results[this.body]?.returns.push(this.#returned(a.at(row)));
        if (this.facts.bodies.kind.at(this.body) !== COMPREHENSION) flow.isLive = false;
        return;
      case OP.raise:
        flow.isLive = false;
        return;
      case OP.if: {
        const condition = a.at(row) < 0 ? -1 : this.first + a.at(row);
        flow.open(BRANCH, condition);
        if (condition < 0) return;
        flow.untaken(() => this.#narrow(condition, false));
        this.#narrow(condition, true);
        return;
      }
      case OP.loop:
        flow.openLoop(this.#written.get(row));
        return;
      case OP.test: {
        const condition = this.first + a.at(row);
        if (isAlwaysTrue(this.values[condition])) return;
        flow.exitWhere(() => this.#narrow(condition, false));
        this.#narrow(condition, true);
        return;
      }
      case OP.try:
        this.#overtaken.try(this.results[this.body]!.returns);
        flow.open(TRY);
        return;
      case OP.with:
        this.values[row] = term(ENTER, this.operand(a.at(row)), null, '', aux.at(row));
        this.#overtaken.with();
        flow.open(PLAIN);
        return;
      case OP.switch:
        flow.open(SWITCH);
        return;
      case OP.block:
        flow.open(BLOCK);
        return;
      case OP.else:
        flow.else();
        return;
      case OP.except:
        flow.except();
        return;
      case OP.finally:
        flow.finally();
        this.#overtaken.finally(this.results[this.body]!.returns, flow.isLive);
        return;
      case OP.case:
        this.#matches.case();
        flow.case(aux.at(row) === 1);
        return;
      case OP.guard:
        flow.guard(() => this.#narrow(this.first + a.at(row), false));
        if (flow.topKind === SWITCH) this.#matches.holds(flow);
        if (a.at(row) >= 0) this.#narrow(this.first + a.at(row), true);
        return;
      case OP.end:
        if (flow.topKind === TRY) this.#overtaken.end(this.results[this.body]!.returns, flow.isLive);
        flow.end();
        return;
      case OP.break:
        flow.break(aux.at(row));
        return;
      case OP.continue:
        flow.continue(aux.at(row));
        return;
      default:
    }
  }

  #returned(operand: number): Term {
    const value = operand < 0 ? NONE_TERM : this.operand(operand);
    return behindTests(value, this.facts, this.body, (local) => this.flow.get(local));
  }

  #narrow(condition: number, sense: boolean): void {
    for (const { place, value } of narrowings(this.#conditions, condition, sense, this.first)) {
      this.flow.know(place, value);
    }
  }

  #constant(row: number): Term {
    const known = this.#constants[row];
    if (known !== undefined) return known;
    const { kind, text } = this.facts.literals;
    const name = LITERAL_KINDS[kind.at(row)]!;
    return (this.#constants[row] = name === 'none' ? NONE_TERM : literalTerm(name, text.at(row)));
  }

  #parameter(local: number): Term {
    const { bodies, locals } = this.facts;
    const kind = bodies.kind.at(this.body);
    let value: Term;
    if (kind === COMPREHENSION) value = this.#iterable;
    else {
      const position = local - bodies.local.at(this.body);
      value = symbolTerm(PARAMETER, this.#names.symbolOfBody(this.body), locals.name.at(local), position);
    }
    this.stores.addToLocal(local, value);
    this.flow.set(local, value);
    return value;
  }

  #load(reference: number): Term {
    const { scope, target, name } = this.facts.references;
    const where = scope.at(reference);
    if (where === SCOPE_LOCAL) {
      const row = target.at(reference);
      if (this.facts.locals.kind.at(row) === TYPE_PARAMETER) return this.#types.ofTypeParameter(row);
      return this.flow.get(row) ?? this.ofLocal(row);
    }
    if (where === SCOPE_DECLARATION) {
      const row = target.at(reference);
      return this.flow.get(-1 - row) ?? this.#names.ofDeclaration(row);
    }
    return this.#names.ofReference(reference, name.at(reference));
  }

  #attribute(row: number, base: Term, reference: number): Term {
    const place = this.flow.holdsPaths ? this.#places.placeOf(row, this.first) : null;
    const known = place === null ? undefined : this.flow.get(place);
    if (known !== undefined) return known;
    return this.#names.ofAttribute(base, reference, this.facts.references.name.at(reference));
  }

  #call(row: number): void {
    const { a, aux } = this.#operations;
    const callee = this.operand(a.at(row));
    const { items, shape } = argumentsOfCall(this.facts, aux.at(row), (ordinal) => this.operand(ordinal));
    const isSuper = callee.op === OUTSIDE && callee.text === 'builtins.super';
    this.values[row] =
      (isSuper ? this.#names.superOf(this.body, items) : null) ?? this.#callTerm(aux.at(row), callee, items, shape);
    this.stores.putByCall(this, row, items);
    if (callee.op === OUTSIDE && callee.text === 'builtins.setattr') this.stores.setByCall(this, aux.at(row), items);
  }

  #callTerm(call: number, callee: Term, items: Term[], shape: readonly string[] | null): Term {
    const isDecorator = (this.facts.calls.flags.at(call) & CALL_FLAG.decorator) !== 0;
    const given = callee.op === OUTSIDE && isTypeMaker(callee.text) ? this.#types.ofMaker(items) : items;
    return new Term(CALL, callee, null, '', isDecorator ? 1 : 0, null, given, shape, '');
  }

  #element(row: number): void {
    const { opcode, a, b, aux } = this.#operations;
    const holder = this.first + a.at(row);
    const value = this.operand(b.at(row));
    const kind = aux.at(row);
    if (opcode.at(holder) === OP.closure) {
      const made = aux.at(holder);
      if (kind >= ELEMENT_DEFAULT) {
        let values = this.defaults.get(made);
        if (values === undefined) this.defaults.set(made, (values = new Map()));
        values.set(kind - ELEMENT_DEFAULT, value);
      } else if (kind === ELEMENT_KEY) this.#option = value.name;
      else if (this.#option !== '') {
        if (this.#option === 'metaclass') this.metaclasses.set(made, value);
        this.#option = '';
      } else {
        const values = this.bases.get(made);
        if (values === undefined) this.bases.set(made, [value]);
        else values.push(value);
      }
      return;
    }
    const build = this.values[holder];
    if (build?.op !== BUILD || build.items!.length >= MAX_BUILT) return;
    build.items!.push(value);
    // Safe because: the shape of a build is made in this class, as an array that only it appends to.
    (build.shape as string[]).push(
      kind === ELEMENT_SPREAD ? SHAPE_SPREAD : kind === ELEMENT_KEY ? SHAPE_KEY : SHAPE_ITEM,
    );
    build.isOpen ||= value.isOpen;
  }

  /** The class option whose value comes next. */
  #option = '';

  #closure(row: number): Term {
    const { a, aux } = this.#operations;
    const { bodies } = this.facts;
    const made = aux.at(row);
    if (bodies.kind.at(made) === COMPREHENSION) return this.#walkComprehension(made, this.operand(a.at(row)));
    return symbolTerm(CLOSURE, this.#names.symbolOfBody(made), '', isInFunction(bodies, this.body) ? 1 : 0);
  }

  /** The value of `a or b`, `a and b`, `a if c else b`. */
  #merge(row: number): Term {
    const { a, b } = this.#operations;
    const left = this.operand(a.at(row));
    const right = this.operand(b.at(row));
    const sense = conditionSense(this.#operations, this.first, row);
    if (sense === null) return either(left, right);
    return term(BINARY, left, right, sense ? 'or' : 'and');
  }

  #yield(row: number): void {
    const { a, aux } = this.#operations;
    const value = a.at(row) < 0 ? NONE_TERM : this.operand(a.at(row));
    const isDelegate = aux.at(row) === YIELD_DELEGATE;
    const result = this.results[this.body];
    result?.yields.push(isDelegate ? term(ITERATE, value) : value);
    this.values[row] = isDelegate ? term(DELEGATED, value) : UNKNOWN;
  }

  #unpack(row: number): Term {
    const { a } = this.#operations;
    const value = this.operand(a.at(row));
    const matched = this.#matches.last(this.first + a.at(row));
    if (matched >= 0) {
      const kind = this.#operations.aux.at(matched) & 15;
      const position = this.#operations.aux.at(row);
      if (kind === MATCH_INSTANCE)
        return term(UNPACK, value, this.operand(this.#operations.b.at(matched)), BY_CLASS, position);
      if (kind === MATCH_MAPPING) return term(UNPACK, value, null, BY_MAPPING, position);
    }
    return term(UNPACK, value, null, '', positionOf(this.#operations, this.first, row));
  }

  #match(row: number): void {
    const { opcode, a, b, aux } = this.#operations;
    this.values[row] = BOOLEAN;
    const subject = a.at(row) < 0 ? -1 : this.first + a.at(row);
    if (subject >= 0) this.#matches.add(subject, row);
    if (subject < 0 || opcode.at(subject) !== OP.exception || (aux.at(row) & 15) !== MATCH_INSTANCE) return;
    this.values[subject] = term(EXCEPTION, this.operand(b.at(row)));
  }
}

const NO_WRITES: ReadonlyMap<number, ReadonlySet<PlaceKey>> = new Map();
/** Most elements kept of one container. */
const MAX_BUILT = 256;
export const NONE_TERM: Term = literalTerm('none', 'None');
const STRING: Term = term(INSTANCE, null, null, 'builtins.str');
const BOOLEAN: Term = term(INSTANCE, null, null, 'builtins.bool');
const EXCEPTION_TERM: Term = term(INSTANCE, null, null, 'builtins.BaseException');
