/**
 * Types of expressions of one body: names, operators, literals, closures and calls, from the types of their operands.
 */
import { endOf } from '#columns';
import { CALL_FLAG, codeOf, LOCAL_FLAG, OPERATORS, REFERENCE_SCOPES } from '#facts';
import { reduced } from './assignability.ts';
import { callSignature, type Argument } from './calls.ts';
import { isRow, LITERAL, OP } from './file.ts';
import { inQuotes, restOf, TypeLiterals } from './literals.ts';
import {
  ANY,
  BIGINT,
  BOOLEAN,
  FALSE,
  filter,
  isEmptyList,
  isNullish,
  literal,
  NEVER,
  NONE,
  NULL,
  nonNull,
  NUMBER,
  partsOf,
  regular,
  STRING,
  TRUE,
  truthOf,
  UNDEFINED,
  union,
  widen,
  type Type,
} from './model.ts';
import { falsyPart, tidy, truthy, withoutPlace, withPlace, type Environment } from './narrowing.ts';

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
const [IF_AND, IF_OR, IF_COALESCE] = [1, 2, 4];
const UNPACK_REST = 0x10000;
const TYPEOF_NAMES = ['string', 'number', 'bigint', 'boolean', 'symbol', 'undefined', 'object', 'function'];

export abstract class TypeExpressions extends TypeLiterals {
  protected constant(row: number): Type {
    const { literals } = this.bodies.file.t;
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
        return this.universe.builtin('RegExp', []);
      default:
        return NONE;
    }
  }

  // ---- names --------------------------------------------------------------------------------------------------------

  protected load(reference: number, at: number): Type {
    const place = this.placeOfName(reference);
    this.places[at] = place;
    const known = place === null ? undefined : this.env?.get(place);
    return known === undefined ? this.named(reference) : tidy(known);
  }

  protected named(reference: number): Type {
    const { references } = this.bodies.file.t;
    const name = references.name.at(reference);
    if (references.scope.at(reference) === TO_LOCAL) return this.bodies.local(references.target.at(reference));
    if (name === 'this') return this.bodies.self(this.body, references.target.at(reference));
    if (name === 'super') return this.super();
    if (name === 'undefined') return UNDEFINED;
    if (name === 'NaN' || name === 'Infinity') return NUMBER;
    const meaning = this.bodies.names.meaning(reference);
    if (meaning === null) return this.universe.outside(name);
    if (meaning.kind === 'symbol') return this.universe.value(meaning.of);
    if (meaning.kind === 'outside') return this.universe.outside(outsidePath(meaning.name));
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

  protected super(): Type {
    const self = this.bodies.self(this.body);
    const own = self.kind === 'parameter' ? self.constraint : self;
    return own?.kind === 'instance' ? (this.universe.bases(own)[0] ?? NONE) : NONE;
  }

  protected store(value: number, reference: number): Type {
    const type = this.value(value);
    const place = this.placeOfName(reference);
    if (place === null) return type;
    const { references } = this.bodies.file.t;
    const declared =
      references.scope.at(reference) === TO_LOCAL
        ? this.bodies.local(references.target.at(reference))
        : this.named(reference);
    this.expectOf(type, declared);
    this.env = withoutPlace(this.env, place);
    this.assign(place, declared, type);
    return declared.kind === 'none' && isEmptyList(type) ? NONE : type;
  }

  /** Of a union that is declared, the members that the value may be. */
  protected assign(place: string, declared: Type, type: Type): void {
    // `null!` tells nothing of what it is taken for.
    if (type.kind === 'none' || type === NEVER) return;
    if (declared.kind === 'none') {
      if (isEmptyList(type)) return;
      this.env = withPlace(this.env, place, widen(type));
      return;
    }
    if (declared.kind !== 'union') {
      // A variable that says no type takes what it is given, for as long.
      if (this.universe.isAssignable(type, declared) === false) this.env = withPlace(this.env, place, widen(type));
      return;
    }
    const kept = partsOf(declared).filter((part) =>
      partsOf(type).some((one) => this.universe.isAssignable(regular(one), part) !== false),
    );
    if (kept.length > 0 && kept.length < partsOf(declared).length) this.env = withPlace(this.env, place, union(kept));
  }

  protected attribute(base: number, reference: number, at: number): Type {
    const { references } = this.bodies.file.t;
    const name = references.name.at(reference);
    const around = this.place(base);
    const place = around === null ? null : `${around}.${name}`;
    this.places[at] = place;
    const known = place === null ? undefined : this.env?.get(place);
    if (known !== undefined) return tidy(known);
    const type = this.universe.member(nonNull(this.value(base)), name);
    if (type.kind !== 'none') return type;
    const spread = this.spreadIn(base, name);
    if (spread !== null) {
      const taken = this.universe.member(spread, name);
      // What may be missing leaves what stands before it.
      return this.elements.get(base)!.length > 1 && partsOf(taken).includes(UNDEFINED) ? NONE : taken;
    }
    const meaning = this.bodies.names.meaning(reference);
    if (meaning?.kind === 'outside') return this.universe.outside(outsidePath(meaning.name));
    return NONE;
  }

  /** What is spread into a literal and gives it a member, null when that is not sure. */
  protected spreadIn(build: number, name: string): Type | null {
    let found: Type | null = null;
    for (const { aux, value } of this.elements.get(build) ?? []) {
      const type = this.value(value);
      if (aux === 2 && (type.kind !== 'literal' || type.text === name)) found = null;
      else if (aux === 1 && this.universe.member(nonNull(type), name).kind !== 'none') found = nonNull(type);
      else if (aux === 1 && type.kind === 'none') found = null;
    }
    return found;
  }

  protected storeAttribute(base: number, value: number, reference: number): Type {
    const { references } = this.bodies.file.t;
    const name = references.name.at(reference);
    const type = this.value(value);
    const declared = this.universe.member(this.value(base), name);
    this.expectOf(type, declared);
    const around = this.place(base);
    if (around === null) return type;
    const place = `${around}.${name}`;
    this.env = withoutPlace(this.env, place);
    if (declared.kind !== 'none') this.assign(place, declared, type);
    return type;
  }

  protected index(base: number, key: number, at: number): Type {
    const type = nonNull(this.value(base));
    const index = this.value(key);
    const around = this.place(base);
    if (index.kind === 'literal' && index.base === 'string') {
      this.places[at] = around === null ? null : `${around}.${index.text}`;
      return this.universe.member(type, index.text);
    }
    if (index.kind === 'literal' && type.kind === 'tuple') return this.universe.member(type, index.text);
    return this.universe.element(type);
  }

  protected unpack(base: number, aux: number): Type {
    const type = this.value(base);
    const position = aux & (UNPACK_REST - 1);
    if ((aux & UNPACK_REST) !== 0) return restOf(type, position, (name) => this.isTaken(base, name));
    if (type.kind === 'tuple') return type.items[position]?.type ?? NONE;
    return this.universe.iterated(type);
  }

  /** True when a pattern takes a member of a value by its name. */
  protected isTaken(base: number, name: string): boolean {
    const { operations, references } = this.bodies.file.t;
    for (let row = this.first + base + 1; row < this.first + this.values.length; row++) {
      if (operations.opcode.at(row) !== OP.attribute || operations.a.at(row) !== base) continue;
      if (references.name.at(operations.aux.at(row)) === name) return true;
    }
    return false;
  }

  protected iterate(a: number, aux: number): Type {
    if (aux === 2) return STRING;
    return aux === 1 ? this.universe.asyncIterated(this.value(a)) : this.universe.iterated(this.value(a));
  }

  // ---- operators ----------------------------------------------------------------------------------------------------

  protected unary(a: number, aux: number, row: number, at: number): Type {
    if (aux === AS || aux === SATISFIES) {
      if (this.bodies.file.castText(row) === 'const') return this.constantOf(a, 0);
      if (aux === AS) return this.castOf(row, aux);
      this.places[at] = this.place(a);
      return this.value(a);
    }
    if (aux === NOT) {
      const truth = truthOfAll(this.value(a));
      return truth === null ? BOOLEAN : truth ? FALSE : TRUE;
    }
    if (aux === TYPEOF) return union(TYPEOF_NAMES.map((name) => literal('string', name, false)));
    if (aux === VOID_OF) return UNDEFINED;
    if (!NUMERIC.has(aux)) return BOOLEAN;
    const type = this.value(a);
    if (type.kind === 'literal' && type.base === 'number' && aux === operator('-'))
      return { ...type, text: `-${type.text}` };
    return widen(type) === BIGINT ? BIGINT : NUMBER;
  }

  /** The type that a cast says, NONE for other operators. */
  protected castOf(row: number, aux: number): Type {
    const text = aux === AS || aux === SATISFIES ? this.bodies.file.castText(row) : '';
    return text === '' || text === 'const' ? NONE : this.bodies.read(text, this.body);
  }

  protected binary(a: number, b: number, aux: number): Type {
    const left = this.value(a);
    const right = this.value(b);
    if (aux === PLUS) {
      if (isText(left) || isText(right)) return STRING;
      if (isNumber(left) && isNumber(right)) return NUMBER;
      return left === ANY || right === ANY ? ANY : NONE;
    }
    if (!ARITHMETIC.has(aux)) return NONE;
    return widen(regularBase(left)) === BIGINT ? BIGINT : NUMBER;
  }

  protected merge(a: number, b: number, at: number): Type {
    const frame = this.ended;
    const left = this.value(a);
    if (frame === null) return union([left, this.value(b)]);
    this.merges.set(at, frame);
    if (frame.aux === IF_COALESCE && !isRow(b)) {
      this.places[at] = this.place(a);
      const base = this.value(frame.condition);
      if (base.kind === 'none') return NONE;
      return partsOf(base).some(isNullish) ? union([left, UNDEFINED]) : left;
    }
    const right = this.value(b);
    if (frame.aux === IF_AND) return union([falsyPart(left), right]);
    if (frame.aux === IF_OR) return reduced(this.universe, [tidy(truthy(left)), right]);
    if (frame.aux === IF_COALESCE) return this.defaulted(a, right) ?? reduced(this.universe, [nonNull(left), right]);
    return reduced(this.universe, [left, right]);
  }

  /** A parameter behind its default: what it says, else what the default is; null for what is no parameter. */
  protected defaulted(a: number, initial: Type): Type | null {
    const { operations } = this.bodies.file.t;
    const row = this.first + a;
    if (operations.opcode.at(row) !== OP.parameter) return null;
    const type = this.value(a);
    if (type.kind !== 'none') return partsOf(initial).includes(UNDEFINED) ? type : filter(type, isDefined);
    const isSilent = this.bodies.isSilent(this.body, operations.aux.at(row));
    return isSilent && !partsOf(initial).some(isNullish) ? initial : NONE;
  }

  // ---- closures ----------------------------------------------------------------------------------------

  protected closure(body: number): Type {
    this.bodies.capture(body, this.constants());
    return this.bodies.closure(body);
  }

  /** What is known of variables that never change, for the functions made here. */
  protected constants(): Environment {
    if (this.env === null) return null;
    const { locals } = this.bodies.file.t;
    const kept = new Map<string, Type>();
    for (const [place, type] of this.env) {
      const row = /^L(\d+)/.exec(place);
      if (row !== null && (locals.flags.at(Number(row[1])) & LOCAL_FLAG.constant) !== 0 && !place.includes('.'))
        kept.set(place, type);
    }
    return kept;
  }

  override isClosure(type: Type): boolean {
    return this.bodies.bodyOfClosure(type) >= 0 || this.literals.has(type);
  }

  override arity(type: Type): number {
    const body = this.bodies.bodyOfClosure(type);
    return body < 0 ? -1 : this.bodies.file.parameters(body).length;
  }

  override expect(type: Type, expected: Type): void {
    this.expectOf(type, expected);
  }

  /** Hands what is expected to the functions in a value. */
  protected expectOf(type: Type, expected: Type): void {
    if (expected.kind === 'none' || expected === ANY) return;
    const body = this.bodies.bodyOfClosure(type);
    if (body >= 0) {
      const signature = partsOf(expected)
        .flatMap((part) => [...this.universe.signatures(part)])
        .at(0);
      if (signature !== undefined) this.bodies.expect(body, signature);
    } else if (this.literals.has(type) && type.kind === 'record') {
      const wanted = nonNull(expected);
      for (const [name, member] of type.members) {
        if (member.type.kind === 'function') this.expectOf(member.type, this.universe.member(wanted, name));
      }
    }
  }

  // ---- calls --------------------------------------------------------------------------------------------------------

  protected call(callee: number, row: number, at: number): Type {
    const { calls } = this.bodies.file.t;
    const flags = calls.flags.at(row);
    const type = nonNull(this.value(callee));
    const text = this.bodies.file.argumentsText(row);
    const passed = this.bodies.readList(text, this.body);
    if (passed.some((one) => one.kind === 'none')) return NONE;
    const given = this.arguments(row);
    if ((flags & CALL_FLAG.tagged) !== 0)
      given[0] = { type: this.universe.builtin('TemplateStringsArray', []), isSpread: false };
    if ((flags & CALL_FLAG.jsx) !== 0) return NONE;
    const isNew = (flags & CALL_FLAG.new) !== 0;
    const signatures = isNew ? this.universe.constructors(type) : this.universe.signatures(type);
    if (signatures.length === 0) return NONE;
    const expected = signatures.some((one) => one.generics.length > 0) ? this.expectedAt(at) : NONE;
    const signature = callSignature(this.universe, this, signatures, given, passed, expected);
    if (signature === null) return NONE;
    this.called.set(at, signature);
    const result = signature.returns();
    if (result === NEVER) this.env = null;
    return result;
  }

  /** What the operation behind this one expects of it: a return, or a variable with a type. */
  protected expectedAt(at: number): Type {
    const { operations, references } = this.bodies.file.t;
    const row = this.first + at + 1;
    if (row >= this.bodies.file.end(this.body) || operations.a.at(row) !== at) return NONE;
    if (operations.opcode.at(row) === OP.return) return this.bodies.expectedResult(this.body);
    if (operations.opcode.at(row) !== OP.store) return NONE;
    const stored = operations.aux.at(row);
    const isLocal = references.scope.at(stored) === TO_LOCAL;
    if (isLocal) return this.bodies.saidOfLocal(references.target.at(stored));
    return references.scope.at(stored) === TO_DECLARATION ? this.bodies.saidOf(references.target.at(stored)) : NONE;
  }

  protected arguments(row: number): Argument[] {
    const { calls, arguments: passed } = this.bodies.file.t;
    const from = calls.arguments.at(row);
    return Array.from({ length: this.argumentCount(row) }, (_, at) => ({
      type: this.value(passed.value.at(from + at)),
      isSpread: passed.kind.at(from + at) === 2,
    }));
  }

  protected argumentCount(row: number): number {
    const { calls, arguments: passed } = this.bodies.file.t;
    return endOf(calls.arguments, row, calls.rows, passed.rows) - calls.arguments.at(row);
  }
}

function isDefined(type: Type): boolean {
  return type !== UNDEFINED;
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

function numberText(text: string): string {
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) ? text : String(value);
}

function outsidePath(name: string): string {
  const plain = name.replace(/^node:/, '');
  const cut = plain.indexOf('.');
  return cut < 0 ? `import("${plain}")` : `import("${plain.slice(0, cut)}").${plain.slice(cut + 1)}`;
}
