/**
 * One walk over the operations of a body: brackets are frames, each way through them an environment. The type of an operation
 * stands when the walk has passed it. It must never walk another body: those it asks for by name.
 */
import { BUILD_KINDS, CALL_FLAG, codeOf, LOCAL_FLAG, OPERATORS, REFERENCE_SCOPES } from '#facts';
import { callSignature, type Argument, type Contexts } from './typescript-calls.ts';
import { isRow, LITERAL, OP } from './typescript-file.ts';
import type { TypescriptBodies } from './typescript-bodies.ts';
import {
  ANY,
  BIGINT,
  BOOLEAN,
  FALSE,
  isNullish,
  literal,
  NEVER,
  NONE,
  nonNull,
  NULL,
  NUMBER,
  partsOf,
  regular,
  STRING,
  TRUE,
  truthOf,
  UNDEFINED,
  union,
  widen,
  type Member,
  type Signature,
  type Type,
} from './typescript-model.ts';
import {
  discriminated,
  equalTo,
  falsy,
  falsyPart,
  instanceOf,
  isUnit,
  joined,
  tidy,
  truthy,
  typeofIs,
  withoutPlace,
  withPlace,
  type Environment,
} from './typescript-narrowing.ts';

const BUILD_LIST = codeOf(BUILD_KINDS, 'list');
const BUILD_MAP = codeOf(BUILD_KINDS, 'map');
const BUILD_TEMPLATE = codeOf(BUILD_KINDS, 'template');
const [TO_LOCAL, TO_DECLARATION] = [codeOf(REFERENCE_SCOPES, 'local'), codeOf(REFERENCE_SCOPES, 'declaration')];
const operator = (name: (typeof OPERATORS)[number]): number => codeOf(OPERATORS, name);
const PLUS = operator('+');
const [NOT, TYPEOF, VOID_OF, AS, SATISFIES] = [
  operator('!'),
  operator('typeof'),
  operator('void'),
  operator('as'),
  operator('satisfies'),
];
const ARITHMETIC = new Set((['-', '*', '/', '%', '**', '<<', '>>', '>>>', '&', '|', '^'] as const).map(operator));
const NUMERIC = new Set((['-', '+', '~', '++', '--'] as const).map(operator));
const [SAME, OTHER, EQUAL, UNEQUAL, IN, INSTANCEOF] = [
  operator('==='),
  operator('!=='),
  operator('=='),
  operator('!='),
  operator('in'),
  operator('instanceof'),
];
const [IF_AND, IF_OR, IF_CONDITIONAL, IF_COALESCE] = [1, 2, 3, 4];
const UNPACK_REST = 0x10000;
const TYPEOF_NAMES = ['string', 'number', 'bigint', 'boolean', 'symbol', 'undefined', 'object', 'function'];
/** Conditions inside conditions are looked into so far. */
const MAX_CONDITION = 24;

interface Frame {
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

export class FlowOfTypes implements Contexts {
  readonly #bodies: TypescriptBodies;
  readonly #body: number;
  readonly #values: Type[];
  readonly #places: (string | null)[] = [];
  readonly #merges = new Map<number, Frame>();
  readonly #called = new Map<number, Signature>();
  readonly #literals = new WeakSet<Type>();
  readonly #elements = new Map<number, { aux: number; value: number }[]>();
  readonly #frames: Frame[] = [];
  readonly #first: number;
  readonly #assigned = new Map<number, Set<string>>();
  #env: Environment;
  #ended: Frame | null = null;
  /** Null for a return without a value. */
  readonly returned: (Type | null)[] = [];
  reachesEnd = false;

  constructor(bodies: TypescriptBodies, body: number, values: Type[], captured: Environment) {
    this.#bodies = bodies;
    this.#body = body;
    this.#values = values;
    this.#first = bodies.file.first(body);
    this.#env = captured ?? new Map();
  }

  walk(): void {
    const { operations } = this.#bodies.file.t;
    const end = this.#bodies.file.end(this.#body);
    for (let row = this.#first; row < end; row++) {
      const at = row - this.#first;
      this.#places[at] = null;
      this.#values[at] = NONE;
      const type = this.#operation(operations.opcode.at(row), row, at);
      this.#values[at] = this.#bodies.file.isDefinite(row) ? nonNull(type) : type;
    }
    this.reachesEnd = this.#env !== null;
  }

  get #universe(): TypescriptBodies['universe'] {
    return this.#bodies.universe;
  }

  /** The type of an operation; of a literal with all its elements. */
  #value(at: number): Type {
    if (!isRow(at)) return NONE;
    const type = this.#values[at] ?? NONE;
    if (type.kind !== 'none' || !this.#elements.has(at)) return type;
    return (this.#values[at] = this.#literal(at));
  }

  #place(at: number): string | null {
    return isRow(at) ? (this.#places[at] ?? null) : null;
  }

  // ---- operations ---------------------------------------------------------------------------------------------------

  #operation(code: number, row: number, at: number): Type {
    const { operations } = this.#bodies.file.t;
    const a = operations.a.at(row);
    const b = operations.b.at(row);
    const aux = operations.aux.at(row);
    switch (code) {
      case OP.constant:
        return this.#constant(aux);
      case OP.parameter:
        return this.#bodies.local(aux);
      case OP.load:
        return this.#load(aux, at);
      case OP.store:
        return this.#store(a, aux);
      case OP.attribute:
        return this.#attribute(a, aux, at);
      case OP.store_attribute:
        return this.#storeAttribute(a, b, aux);
      case OP.index:
        return this.#index(a, b, at);
      case OP.call:
        return this.#call(a, aux, at);
      case OP.unary:
        return this.#unary(a, aux, row, at);
      case OP.binary:
        return this.#binary(a, b, aux);
      case OP.compare:
        return BOOLEAN;
      case OP.build:
        this.#elements.set(at, []);
        return aux === BUILD_TEMPLATE ? STRING : NONE;
      case OP.element:
        return this.#element(a, b, aux);
      case OP.closure:
        return this.#closure(aux);
      case OP.unpack:
        return this.#unpack(a, aux);
      case OP.merge:
        return this.#merge(a, b, at);
      case OP.await:
        return this.#universe.awaited(this.#value(a));
      case OP.iterate:
        return this.#iterate(a, aux);
      case OP.next:
        this.#top()?.exits.push(this.#env);
        return this.#value(a);
      case OP.return:
        if (this.#env !== null) this.returned.push(isRow(a) ? this.#value(a) : null);
        this.#env = null;
        return NONE;
      default:
        this.#bracket(code, a, aux);
        return NONE;
    }
  }

  #constant(row: number): Type {
    const { literals } = this.#bodies.file.t;
    const text = literals.text.at(row);
    switch (literals.kind.at(row)) {
      case LITERAL.none:
        return NULL;
      case LITERAL.undefined:
        return UNDEFINED;
      case LITERAL.true:
        return TRUE;
      case LITERAL.false:
        return FALSE;
      case LITERAL.integer:
      case LITERAL.float:
        return text.endsWith('n') && !text.startsWith('0x')
          ? literal('bigint', text, true)
          : literal('number', numberText(text), true);
      case LITERAL.string:
        return literal('string', inQuotes(text), true);
      case LITERAL.template:
        return text.includes('\\') ? STRING : literal('string', inQuotes(text).replaceAll('\n', String.raw`\n`), true);
      case LITERAL.regex:
        return this.#universe.builtin('RegExp', []);
      default:
        return NONE;
    }
  }

  // ---- names --------------------------------------------------------------------------------------------------------

  #placeOfName(reference: number): string | null {
    const { references } = this.#bodies.file.t;
    const scope = references.scope.at(reference);
    if (scope === TO_LOCAL) return `L${references.target.at(reference)}`;
    if (scope === TO_DECLARATION) return `D${references.target.at(reference)}`;
    return references.name.at(reference) === 'this' ? 'this' : null;
  }

  #load(reference: number, at: number): Type {
    const place = this.#placeOfName(reference);
    this.#places[at] = place;
    const known = place === null ? undefined : this.#env?.get(place);
    return known === undefined ? this.#named(reference) : tidy(known);
  }

  #named(reference: number): Type {
    const { references } = this.#bodies.file.t;
    const name = references.name.at(reference);
    if (references.scope.at(reference) === TO_LOCAL) return this.#bodies.local(references.target.at(reference));
    if (name === 'this') return this.#bodies.self(this.#body);
    if (name === 'super') return this.#super();
    if (name === 'undefined') return UNDEFINED;
    if (name === 'NaN' || name === 'Infinity') return NUMBER;
    const meaning = this.#bodies.names.meaning(reference);
    if (meaning === null) return this.#universe.outside(name);
    if (meaning.kind === 'symbol') return this.#universe.value(meaning.of);
    if (meaning.kind === 'outside') return this.#universe.outside(outsidePath(meaning.name));
    return {
      kind: 'value',
      what: 'module',
      of: {
        key: `@module${meaning.path.lo}.${meaning.path.hi}`,
        name,
        row: -1,
        path: meaning.path,
        hash: { lo: 0, hi: 0 },
      },
    };
  }

  #super(): Type {
    const self = this.#bodies.self(this.#body);
    const own = self.kind === 'parameter' ? self.constraint : self;
    return own?.kind === 'instance' ? (this.#universe.bases(own)[0] ?? NONE) : NONE;
  }

  #store(value: number, reference: number): Type {
    const type = this.#value(value);
    const place = this.#placeOfName(reference);
    if (place === null) return type;
    const { references } = this.#bodies.file.t;
    const declared =
      references.scope.at(reference) === TO_LOCAL
        ? this.#bodies.local(references.target.at(reference))
        : this.#named(reference);
    this.#expectOf(type, declared);
    this.#env = withoutPlace(this.#env, place);
    this.#assign(place, declared, type);
    return type;
  }

  /** Of a union that is declared, the members that the value may be. */
  #assign(place: string, declared: Type, type: Type): void {
    if (type.kind === 'none') return;
    if (declared.kind === 'none') {
      this.#env = withPlace(this.#env, place, widen(type));
      return;
    }
    if (declared.kind !== 'union') {
      // A variable that says no type takes what it is given, for as long.
      if (this.#universe.isAssignable(type, declared) === false) this.#env = withPlace(this.#env, place, widen(type));
      return;
    }
    const kept = partsOf(declared).filter((part) =>
      partsOf(type).some((one) => this.#universe.isAssignable(regular(one), part) !== false),
    );
    if (kept.length > 0 && kept.length < partsOf(declared).length) this.#env = withPlace(this.#env, place, union(kept));
  }

  #attribute(base: number, reference: number, at: number): Type {
    const { references } = this.#bodies.file.t;
    const name = references.name.at(reference);
    const around = this.#place(base);
    const place = around === null ? null : `${around}.${name}`;
    this.#places[at] = place;
    const known = place === null ? undefined : this.#env?.get(place);
    if (known !== undefined) return tidy(known);
    const type = this.#universe.member(nonNull(this.#value(base)), name);
    if (type.kind !== 'none') return type;
    const meaning = this.#bodies.names.meaning(reference);
    if (meaning?.kind === 'outside') return this.#universe.outside(outsidePath(meaning.name));
    return NONE;
  }

  #storeAttribute(base: number, value: number, reference: number): Type {
    const { references } = this.#bodies.file.t;
    const name = references.name.at(reference);
    const type = this.#value(value);
    const declared = this.#universe.member(this.#value(base), name);
    this.#expectOf(type, declared);
    const around = this.#place(base);
    if (around === null) return type;
    const place = `${around}.${name}`;
    this.#env = withoutPlace(this.#env, place);
    if (declared.kind !== 'none') this.#assign(place, declared, type);
    return type;
  }

  #index(base: number, key: number, at: number): Type {
    const type = nonNull(this.#value(base));
    const index = this.#value(key);
    const around = this.#place(base);
    if (index.kind === 'literal' && index.base === 'string') {
      this.#places[at] = around === null ? null : `${around}.${index.text}`;
      return this.#universe.member(type, index.text);
    }
    if (index.kind === 'literal' && type.kind === 'tuple') return this.#universe.member(type, index.text);
    return this.#universe.element(type);
  }

  #unpack(base: number, aux: number): Type {
    const type = this.#value(base);
    const position = aux & (UNPACK_REST - 1);
    if ((aux & UNPACK_REST) !== 0)
      return type.kind === 'instance' && type.of.row >= 0 && type.of.name === 'Array' ? type : NONE;
    if (type.kind === 'tuple') return type.items[position]?.type ?? NONE;
    return this.#universe.iterated(type);
  }

  #iterate(a: number, aux: number): Type {
    if (aux === 2) return STRING;
    return aux === 1 ? this.#universe.asyncIterated(this.#value(a)) : this.#universe.iterated(this.#value(a));
  }

  // ---- operators ----------------------------------------------------------------------------------------------------

  #unary(a: number, aux: number, row: number, at: number): Type {
    if (aux === AS || aux === SATISFIES) {
      const text = this.#bodies.file.castText(row);
      if (text === 'const') return regular(this.#value(a));
      if (aux === AS) return text === '' ? NONE : this.#bodies.read(text, this.#body);
      this.#places[at] = this.#place(a);
      return this.#value(a);
    }
    if (aux === NOT) {
      const truth = truthOfAll(this.#value(a));
      return truth === null ? BOOLEAN : truth ? FALSE : TRUE;
    }
    if (aux === TYPEOF) return union(TYPEOF_NAMES.map((name) => literal('string', name, false)));
    if (aux === VOID_OF) return UNDEFINED;
    if (!NUMERIC.has(aux)) return BOOLEAN;
    const type = this.#value(a);
    if (type.kind === 'literal' && type.base === 'number' && aux === operator('-'))
      return { ...type, text: `-${type.text}` };
    return widen(type) === BIGINT ? BIGINT : NUMBER;
  }

  #binary(a: number, b: number, aux: number): Type {
    const left = this.#value(a);
    const right = this.#value(b);
    if (aux === PLUS) {
      if (isText(left) || isText(right)) return STRING;
      if (isNumber(left) && isNumber(right)) return NUMBER;
      return left === ANY || right === ANY ? ANY : NONE;
    }
    if (!ARITHMETIC.has(aux)) return NONE;
    return widen(regularBase(left)) === BIGINT ? BIGINT : NUMBER;
  }

  #merge(a: number, b: number, at: number): Type {
    const frame = this.#ended;
    const left = this.#value(a);
    if (frame === null) return union([left, this.#value(b)]);
    this.#merges.set(at, frame);
    if (frame.aux === IF_COALESCE && !isRow(b)) {
      this.#places[at] = this.#place(a);
      const base = this.#value(frame.condition);
      if (base.kind === 'none') return NONE;
      return partsOf(base).some(isNullish) ? union([left, UNDEFINED]) : left;
    }
    const right = this.#value(b);
    if (frame.aux === IF_AND) return union([falsyPart(left), right]);
    if (frame.aux === IF_OR) return this.#reduced([tidy(truthy(left)), right]);
    if (frame.aux === IF_COALESCE) return this.#reduced([nonNull(left), right]);
    return this.#reduced([left, right]);
  }

  /** A union without the members that are in another. */
  #reduced(types: readonly Type[]): Type {
    const all = union(types);
    if (all.kind !== 'union') return all;
    const items = all.items.filter(
      (item) =>
        item.kind !== 'instance' ||
        !all.items.some(
          (other) =>
            other !== item &&
            other.kind === 'instance' &&
            this.#universe.isAssignable(item, other) === true &&
            item.of.key !== other.of.key,
        ),
    );
    return items.length === all.items.length ? all : union(items);
  }

  // ---- literals and closures ----------------------------------------------------------------------------------------

  /** Elements follow their container: each makes its type anew. */
  #element(build: number, value: number, aux: number): Type {
    const elements = this.#elements.get(build);
    if (elements === undefined) return NONE;
    elements.push({ aux, value });
    // The types of members are asked by their operations.
    this.#value(value);
    return NONE;
  }

  #literal(at: number): Type {
    const elements = this.#elements.get(at);
    const { operations } = this.#bodies.file.t;
    if (elements === undefined) return NONE;
    const form = operations.aux.at(this.#first + at);
    if (form !== BUILD_LIST && form !== BUILD_MAP) return NONE;
    const type = form === BUILD_LIST ? this.#list(elements) : this.#record(elements);
    this.#literals.add(type);
    return type;
  }

  #list(elements: readonly { aux: number; value: number }[]): Type {
    if (elements.length === 0) return NONE;
    const items = elements.map(({ aux, value }) => {
      const type = this.#value(value);
      return aux === 1 ? this.#universe.iterated(type) : widen(type);
    });
    const type = this.#universe.array(this.#reduced(items));
    if (type.kind !== 'instance' || elements.some(({ aux }) => aux === 1)) return type;
    return { ...type, elements: elements.map(({ value }) => this.#value(value)) };
  }

  #record(elements: readonly { aux: number; value: number }[]): Type {
    const members = new Map<string, Member>();
    let key = '';
    for (const { aux, value } of elements) {
      if (aux === 2) {
        const name = this.#value(value);
        if (name.kind !== 'literal') return NONE;
        key = name.text;
      } else if (aux === 1) {
        const spread = this.#value(value);
        if (spread.kind !== 'record') return NONE;
        for (const [name, member] of spread.members) members.set(name, member);
      } else {
        if (key === '') return NONE;
        members.set(key, { type: widen(this.#value(value)), isOptional: false });
        key = '';
      }
    }
    if ([...members.values()].some((member) => member.type.kind === 'none')) return NONE;
    return { kind: 'record', members, index: null };
  }

  #closure(body: number): Type {
    this.#bodies.capture(body, this.#constants());
    return this.#bodies.closure(body);
  }

  /** What is known of variables that never change, for the functions made here. */
  #constants(): Environment {
    if (this.#env === null) return null;
    const { locals } = this.#bodies.file.t;
    const kept = new Map<string, Type>();
    for (const [place, type] of this.#env) {
      const row = /^L(\d+)/.exec(place);
      if (row !== null && (locals.flags.at(Number(row[1])) & LOCAL_FLAG.constant) !== 0 && !place.includes('.'))
        kept.set(place, type);
    }
    return kept;
  }

  isClosure(type: Type): boolean {
    return this.#bodies.bodyOfClosure(type) >= 0 || this.#literals.has(type);
  }

  arity(type: Type): number {
    const body = this.#bodies.bodyOfClosure(type);
    return body < 0 ? -1 : this.#bodies.file.parameters(body).length;
  }

  expect(type: Type, expected: Type): void {
    this.#expectOf(type, expected);
  }

  /** Hands what is expected to the functions in a value. */
  #expectOf(type: Type, expected: Type): void {
    if (expected.kind === 'none' || expected === ANY) return;
    const body = this.#bodies.bodyOfClosure(type);
    if (body >= 0) {
      const signature = partsOf(expected)
        .flatMap((part) => [...this.#universe.signatures(part)])
        .at(0);
      if (signature !== undefined) this.#bodies.expect(body, signature);
    } else if (this.#literals.has(type) && type.kind === 'record') {
      const wanted = nonNull(expected);
      for (const [name, member] of type.members) {
        if (member.type.kind === 'function') this.#expectOf(member.type, this.#universe.member(wanted, name));
      }
    }
  }

  // ---- calls --------------------------------------------------------------------------------------------------------

  #call(callee: number, row: number, at: number): Type {
    const { calls } = this.#bodies.file.t;
    const flags = calls.flags.at(row);
    const type = nonNull(this.#value(callee));
    const text = this.#bodies.file.argumentsText(row);
    const passed = this.#bodies.readList(text, this.#body);
    if (passed.some((one) => one.kind === 'none')) return NONE;
    const given = this.#arguments(row);
    if ((flags & CALL_FLAG.tagged) !== 0) return NONE;
    const isNew = (flags & CALL_FLAG.new) !== 0;
    const signatures = isNew ? this.#universe.constructors(type) : this.#universe.signatures(type);
    if (signatures.length === 0) return NONE;
    const signature = callSignature(this.#universe, this, signatures, given, passed);
    if (signature === null) return NONE;
    this.#called.set(at, signature);
    const result = signature.returns();
    if (result === NEVER) this.#env = null;
    return result;
  }

  #arguments(row: number): Argument[] {
    const { calls, arguments: passed } = this.#bodies.file.t;
    const from = calls.arguments.at(row);
    const to = row + 1 < calls.rows ? calls.arguments.at(row + 1) : passed.rows;
    return Array.from({ length: to - from }, (_, at) => ({
      type: this.#value(passed.value.at(from + at)),
      isSpread: passed.kind.at(from + at) === 2,
    }));
  }

  // ---- brackets -----------------------------------------------------------------------------------------------------

  #top(): Frame | undefined {
    return this.#frames.at(-1);
  }

  #push(opcode: number, condition: number, aux: number): Frame {
    const frame: Frame = {
      opcode,
      condition,
      aux,
      before: this.#env,
      exits: [],
      hasElse: false,
      rest: this.#env,
      fall: null,
      isGuarded: true,
      isDead: false,
    };
    this.#frames.push(frame);
    return frame;
  }

  #bracket(code: number, a: number, aux: number): void {
    switch (code) {
      case OP.if:
        this.#push(code, a, aux);
        this.#env = this.#condition(this.#env, a, true, aux);
        return;
      case OP.else:
        return this.#else();
      case OP.loop:
        this.#push(code, -1, aux);
        this.#env = this.#forget(this.#env);
        return;
      case OP.test:
        this.#top()?.exits.push(this.#condition(this.#env, a, false, 0));
        this.#env = this.#condition(this.#env, a, true, 0);
        return;
      case OP.update:
        this.#env ??= this.#forget(this.#top()?.before ?? null);
        return;
      case OP.try:
      case OP.with:
      case OP.block:
      case OP.switch:
        this.#push(code, a, aux);
        return;
      case OP.except:
      case OP.finally:
        return this.#handler(code);
      case OP.case:
        return this.#case();
      case OP.guard:
        return this.#guard(a);
      case OP.break:
        this.#target(aux)?.exits.push(this.#env);
        this.#env = null;
        return;
      case OP.continue:
      case OP.raise:
        this.#env = null;
        return;
      case OP.end:
        return this.#end();
      default:
        return;
    }
  }

  #else(): void {
    const frame = this.#top();
    if (frame === undefined) return;
    frame.exits.push(this.#env);
    frame.hasElse = true;
    if (frame.opcode === OP.if) this.#env = this.#condition(frame.before, frame.condition, false, frame.aux);
  }

  #handler(code: number): void {
    const frame = this.#top();
    if (frame === undefined) return;
    frame.exits.push(this.#env);
    const before = this.#forget(frame.before);
    if (code === OP.except) {
      this.#env = before;
      return;
    }
    const after = frame.exits.splice(0).reduce(joined, null);
    frame.isDead = after === null;
    this.#env = after === null ? before : after;
  }

  #case(): void {
    const frame = this.#top();
    if (frame?.opcode !== OP.switch) return;
    frame.fall =
      this.#env === frame.before && frame.rest === frame.before && frame.exits.length === 0 ? null : this.#env;
    if (frame.isGuarded === false) frame.hasElse = true;
    frame.isGuarded = false;
    this.#env = frame.rest;
  }

  #guard(condition: number): void {
    const frame = this.#top();
    if (frame?.opcode !== OP.switch) return;
    frame.isGuarded = true;
    const before = this.#env;
    this.#env = joined(frame.fall, this.#condition(before, condition, true, 0));
    frame.rest = this.#condition(before, condition, false, 0);
    frame.fall = null;
  }

  #target(depth: number): Frame | undefined {
    let left = depth;
    for (let at = this.#frames.length - 1; at >= 0; at--) {
      const frame = this.#frames[at]!;
      if (frame.opcode !== OP.loop && frame.opcode !== OP.switch && frame.opcode !== OP.block) continue;
      if (left-- === 0) return frame;
    }
    return undefined;
  }

  #end(): void {
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    this.#ended = frame;
    const exits = frame.exits.reduce(joined, null);
    switch (frame.opcode) {
      case OP.if:
        this.#env = joined(
          this.#env,
          frame.hasElse ? exits : this.#condition(frame.before, frame.condition, false, frame.aux),
        );
        return;
      case OP.loop:
        this.#env = frame.aux === 2 ? joined(this.#env, exits) : exits;
        return;
      case OP.switch: {
        const hasDefault = frame.hasElse || !frame.isGuarded;
        this.#env = joined(joined(this.#env, exits), hasDefault ? null : frame.rest);
        return;
      }
      case OP.try:
        this.#env = frame.isDead ? null : joined(this.#env, exits);
        return;
      default:
        this.#env = joined(this.#env, exits);
    }
  }

  /** An environment without the places that are assigned anywhere in the body: what a way back may bring. */
  #forget(env: Environment): Environment {
    let left = env;
    for (const place of this.#stored()) left = withoutPlace(left, place);
    return left;
  }

  #stored(): Set<string> {
    let places = this.#assigned.get(0);
    if (places !== undefined) return places;
    places = new Set();
    const { operations, references } = this.#bodies.file.t;
    const seen = new Map<string, number>();
    for (let row = this.#first; row < this.#bodies.file.end(this.#body); row++) {
      const code = operations.opcode.at(row);
      if (code === OP.store) {
        const place = this.#placeOfName(operations.aux.at(row));
        if (place === null) continue;
        seen.set(place, (seen.get(place) ?? 0) + 1);
        if (seen.get(place)! > 1) places.add(place);
      } else if (code === OP.store_attribute) {
        // Written through any object: members of that name.
        const name = references.name.at(operations.aux.at(row));
        for (const place of this.#env?.keys() ?? []) if (place.endsWith(`.${name}`)) places.add(place);
      }
    }
    this.#assigned.set(0, places);
    return places;
  }

  // ---- conditions ---------------------------------------------------------------------------------------------------

  #condition(env: Environment, at: number, truth: boolean, form: number, depth = 0): Environment {
    if (env === null || !isRow(at) || depth > MAX_CONDITION) return env;
    if (form === IF_COALESCE) return this.#nullish(env, at, !truth);
    const { operations } = this.#bodies.file.t;
    const row = this.#first + at;
    const a = operations.a.at(row);
    const b = operations.b.at(row);
    const aux = operations.aux.at(row);
    switch (operations.opcode.at(row)) {
      case OP.load:
      case OP.attribute:
      case OP.index:
        return this.#truthiness(env, at, truth);
      case OP.unary:
        return aux === NOT
          ? this.#condition(env, a, !truth, 0, depth + 1)
          : this.#condition(env, a, truth, 0, depth + 1);
      case OP.compare:
        return this.#comparison(env, a, b, aux, truth);
      case OP.match:
        return this.#equality(env, a, b, truth, false);
      case OP.call:
        return this.#predicate(env, at, aux, truth);
      case OP.merge:
        return this.#merged(env, at, a, b, truth, depth + 1);
      default:
        return env;
    }
  }

  #typeAt(env: Environment, at: number): Type {
    const place = this.#place(at);
    return (place === null ? undefined : env?.get(place)) ?? this.#value(at);
  }

  #truthiness(env: Environment, at: number, truth: boolean): Environment {
    const place = this.#place(at);
    if (place === null) return env;
    const type = this.#typeAt(env, at);
    const narrowed = withPlace(env, place, truth ? truthy(type) : falsy(type));
    return this.#discriminant(narrowed, at, (member) => truthOf(member) !== !truth);
  }

  #nullish(env: Environment, at: number, isNull: boolean): Environment {
    const place = this.#place(at);
    if (place === null) return env;
    const type = this.#typeAt(env, at);
    const parts = partsOf(type).filter((part) => isNullish(part) === isNull || part === ANY);
    return type.kind === 'none' || parts.length === 0 ? env : withPlace(env, place, union(parts));
  }

  /** What a member says of the union that has it. */
  #discriminant(env: Environment, at: number, passes: (member: Type) => boolean): Environment {
    const { operations, references } = this.#bodies.file.t;
    const row = this.#first + at;
    if (operations.opcode.at(row) !== OP.attribute) return env;
    const base = operations.a.at(row);
    const place = this.#place(base);
    if (place === null) return env;
    const type = this.#typeAt(env, base);
    const name = references.name.at(operations.aux.at(row));
    const left = discriminated(this.#universe, type, name, passes);
    return left === type || left === NEVER ? env : withPlace(env, place, left);
  }

  #merged(env: Environment, at: number, a: number, b: number, truth: boolean, depth: number): Environment {
    const frame = this.#merges.get(at);
    if (frame === undefined || frame.aux === IF_CONDITIONAL) return env;
    if (frame.aux === IF_COALESCE) {
      if (isRow(b) || !truth) return env;
      return this.#condition(this.#nullish(env, frame.condition, false), a, true, 0, depth);
    }
    const isBoth = (frame.aux === IF_AND) === truth;
    const first = this.#condition(env, a, truth, 0, depth);
    if (isBoth) return this.#condition(first, b, truth, 0, depth);
    return joined(first, this.#condition(this.#condition(env, a, !truth, 0, depth), b, truth, 0, depth));
  }

  #comparison(env: Environment, a: number, b: number, aux: number, truth: boolean): Environment {
    if (aux === SAME || aux === EQUAL) return this.#equality(env, a, b, truth, aux === EQUAL);
    if (aux === OTHER || aux === UNEQUAL) return this.#equality(env, a, b, !truth, aux === UNEQUAL);
    if (aux === INSTANCEOF) return this.#instance(env, a, b, truth);
    return aux === IN ? this.#has(env, a, b, truth) : env;
  }

  #equality(env: Environment, a: number, b: number, isEqual: boolean, isLoose: boolean): Environment {
    const right = this.#value(b);
    if (!isUnit(right))
      return isUnit(this.#value(a)) && a !== b ? this.#equalTo(env, b, this.#value(a), isEqual, isLoose) : env;
    return this.#equalTo(env, a, right, isEqual, isLoose);
  }

  #equalTo(env: Environment, at: number, value: Type, isEqual: boolean, isLoose: boolean): Environment {
    if (!isRow(at)) return env;
    const { operations } = this.#bodies.file.t;
    const row = this.#first + at;
    const code = operations.opcode.at(row);
    if (code === OP.unary && operations.aux.at(row) === TYPEOF && value.kind === 'literal') {
      const operand = operations.a.at(row);
      const place = this.#place(operand);
      return place === null ? env : withPlace(env, place, typeofIs(this.#typeAt(env, operand), value.text, isEqual));
    }
    const place = this.#place(at);
    let narrowed = env;
    if (code === OP.merge) {
      // `a?.b === 1`: then `a` is there.
      const frame = this.#merges.get(at);
      const isThere = frame?.aux === IF_COALESCE && (isNullish(value) ? !isEqual : isEqual);
      if (isThere) narrowed = this.#nullish(narrowed, frame.condition, false);
      if (isThere) return this.#equalTo(narrowed, operations.a.at(row), value, isEqual, isLoose);
      return narrowed;
    }
    if (place !== null)
      narrowed = withPlace(narrowed, place, equalTo(this.#typeAt(env, at), regular(value), isEqual, isLoose));
    return this.#discriminant(narrowed, at, (member) => {
      const left = equalTo(member, regular(value), isEqual, isLoose);
      return left !== NEVER;
    });
  }

  #instance(env: Environment, a: number, b: number, truth: boolean): Environment {
    const place = this.#place(a);
    if (place === null) return env;
    const made = this.#universe.constructors(this.#value(b))[0]?.returns() ?? NONE;
    return withPlace(env, place, instanceOf(this.#universe, this.#typeAt(env, a), withAny(made), truth));
  }

  #has(env: Environment, a: number, b: number, truth: boolean): Environment {
    const key = this.#value(a);
    const place = this.#place(b);
    if (place === null || key.kind !== 'literal') return env;
    const type = this.#typeAt(env, b);
    if (type.kind !== 'union') return env;
    const items = type.items.filter((part) => {
      const has = this.#universe.member(part, key.text).kind !== 'none';
      return has === truth;
    });
    return items.length === 0 ? env : withPlace(env, place, union(items));
  }

  #predicate(env: Environment, at: number, call: number, truth: boolean): Environment {
    const signature = this.#called.get(at);
    if (signature === undefined || signature.predicate === '') return env;
    const { calls, arguments: passed } = this.#bodies.file.t;
    const position = signature.parameters.findIndex((one) => one.name === signature.predicate);
    if (position < 0) return env;
    const from = calls.arguments.at(call) + position;
    const operand = passed.value.at(from);
    const place = this.#place(operand);
    if (place === null) return env;
    return withPlace(
      env,
      place,
      instanceOf(this.#universe, this.#typeAt(env, operand), signature.target?.() ?? NONE, truth),
    );
  }
}

/** The instance of a generic class that `instanceof` tells: its type arguments are not known. */
function withAny(type: Type): Type {
  return type.kind === 'instance' && type.items.length > 0 ? { ...type, items: type.items.map(() => ANY) } : type;
}

function truthOfAll(type: Type): boolean | null {
  const truths = new Set(partsOf(type).map(truthOf));
  return truths.size === 1 && type.kind !== 'none' ? [...truths][0]! : null;
}

function isText(type: Type): boolean {
  return (
    type.kind !== 'none' &&
    partsOf(type).every((part) => part === STRING || (part.kind === 'literal' && part.base === 'string'))
  );
}

function isNumber(type: Type): boolean {
  return (
    type.kind !== 'none' &&
    partsOf(type).every(
      (part) => part === NUMBER || (part.kind === 'literal' && part.base === 'number') || part.kind === 'member',
    )
  );
}

function regularBase(type: Type): Type {
  return type.kind === 'literal' ? { ...type, isFresh: true } : type;
}

/** The text of a string as it stands in double quotes. */
function inQuotes(text: string): string {
  const inside = text.replace(/^(["'`])(.*)\1$/s, '$2');
  return inside.replaceAll(String.raw`\'`, "'").replaceAll(/(?<!\\)"/g, String.raw`\"`);
}

function numberText(text: string): string {
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) ? text : String(value);
}

function outsidePath(name: string): string {
  const plain = name.replace(/^node:/, '');
  const cut = plain.indexOf('.');
  return cut < 0 ? `import("${plain}")` : `import("${plain.slice(0, cut)}").${plain.slice(cut + 1)}`;
}
