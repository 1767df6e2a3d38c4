/**
 * What the place of an expression expects of it, known once its body has been walked: of a literal, the type whose members its
 * keys are; of a function, the types of its parameters and of its result. It must never change the type of an operation.
 */
import { ARGUMENT_KINDS, BUILD_KINDS, CALL_FLAG, codeOf, REFERENCE_SCOPES } from '#facts';
import { expectedAt } from './calls.ts';
import { isRow, OP } from './file.ts';
import { FlowOfTypes } from './flow.ts';
import { filter, isNullish, NONE, nonNull, partsOf, regular, union, type Parameter, type Type } from './model.ts';

const [BUILD_LIST, BUILD_MAP, BUILD_CLASS] = [
  codeOf(BUILD_KINDS, 'list'),
  codeOf(BUILD_KINDS, 'map'),
  codeOf(BUILD_KINDS, 'class'),
];
const KEYWORD = codeOf(ARGUMENT_KINDS, 'keyword');
const TO_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const [IF_OR, IF_COALESCE] = [2, 4];
const [ITEM, SPREAD, KEY] = [0, 1, 2];
/** How deep literals are looked into. */
const MAX_NESTED = 24;

export class ExpectedTypes extends FlowOfTypes {
  /** Operations that something expects a type of. */
  readonly #given = new Set<number>();
  /** Rows of references to keys of literals -> what is expected of the literal; to what is taken out of one -> what is spread
   * into it. */
  readonly keys = new Map<number, Type>();

  /** Goes back over the operations: who takes a value stands behind it. */
  expectAll(): void {
    const { operations } = this.bodies.file.t;
    for (let row = this.bodies.file.end(this.body) - 1; row >= this.first; row--) {
      const a = operations.a.at(row);
      const b = operations.b.at(row);
      const aux = operations.aux.at(row);
      switch (operations.opcode.at(row)) {
        case OP.store:
          this.#give(a, this.#storedIn(aux));
          break;
        case OP.store_attribute:
          this.#give(b, this.#memberOf(this.value(a), this.bodies.file.t.references.name.at(aux)));
          break;
        case OP.attribute: {
          const spread = this.elements.has(a) ? this.spreadIn(a, this.bodies.file.t.references.name.at(aux)) : null;
          if (spread !== null) this.keys.set(aux, spread);
          break;
        }
        case OP.call:
          this.#giveArguments(row - this.first, aux);
          break;
        case OP.return:
          this.#give(a, this.bodies.expectedResult(this.body));
          break;
        case OP.yield:
          if (aux === 0) this.#give(a, this.bodies.expectedYield(this.body));
          break;
        case OP.unary:
          this.#give(a, this.castOf(row, aux));
          break;
        case OP.merge:
          this.#giveDefault(row - this.first, a, b);
          break;
        case OP.build:
          if (aux === BUILD_CLASS) this.#giveMembers(row - this.first);
          break;
        default:
      }
    }
  }

  /** The type that a variable says it has. */
  #storedIn(reference: number): Type {
    const { references } = this.bodies.file.t;
    if (references.scope.at(reference) !== TO_LOCAL) return this.named(reference);
    return this.bodies.local(references.target.at(reference));
  }

  #giveArguments(at: number, call: number): void {
    const { calls: all } = this.bodies.file.t;
    if ((all.flags.at(call) & CALL_FLAG.jsx) !== 0) return this.#giveAttributes(at, call);
    const signature = this.called.get(at);
    if (signature === undefined || signature.parameters.length === 0) return;
    const { calls, arguments: passed } = this.bodies.file.t;
    const from = calls.arguments.at(call);
    const count = this.argumentCount(call);
    for (let place = 0; place < count; place++) {
      const value = passed.value.at(from + place);
      if (this.#takes(value)) this.#give(value, expectedAt(this.universe, signature.parameters, place));
    }
  }

  /** Attributes of an element are properties of what its component takes. */
  #giveAttributes(at: number, call: number): void {
    const { operations, calls, arguments: passed } = this.bodies.file.t;
    const expected = this.#properties(this.value(operations.a.at(this.first + at)));
    if (expected.kind === 'none') return;
    const from = calls.arguments.at(call);
    for (let row = from; row < from + this.argumentCount(call); row++) {
      const value = passed.value.at(row);
      if (passed.kind.at(row) !== KEYWORD || !isRow(value)) continue;
      const reference = this.bodies.file.keyAt(this.first + value);
      if (reference >= 0) this.keys.set(reference, expected);
      if (this.#takes(value)) this.#give(value, this.#memberOf(expected, passed.name.at(row)));
    }
  }

  /** What a component takes: the parameter of a function, the `props` of a class. */
  #properties(component: Type): Type {
    const [called] = this.universe.signatures(component);
    if (called !== undefined) return called.parameters[0]?.type ?? NONE;
    const [made] = this.universe.constructors(component);
    if (made === undefined) return NONE;
    const own = this.universe.member(made.returns(), 'props');
    return own.kind === 'none' ? (made.parameters[0]?.type ?? NONE) : own;
  }

  /** The right side of `??` and `||`, and a default, stands where the left one does. */
  #giveDefault(at: number, a: number, b: number): void {
    const aux = this.merges.get(at)?.aux;
    if ((aux === IF_OR || aux === IF_COALESCE) && isRow(b) && this.#takes(b)) this.#give(b, this.value(a));
  }

  /** Values of members of the class whose body this is. */
  #giveMembers(build: number): void {
    let name = '';
    for (const { aux, value } of this.elements.get(build) ?? []) {
      if (aux === KEY) name = this.#nameOf(value);
      else if (name !== '') {
        if (this.#takes(value)) this.#give(value, this.bodies.memberOfClass(this.body, name));
        name = '';
      }
    }
  }

  /** True when something is made of what is expected of an operation. */
  #takes(at: number): boolean {
    if (!isRow(at) || this.#given.has(at)) return false;
    const { operations } = this.bodies.file.t;
    const code = operations.opcode.at(this.first + at);
    if (code === OP.build) return operations.aux.at(this.first + at) <= BUILD_MAP;
    return code === OP.merge || code === OP.closure || code === OP.unary;
  }

  #give(at: number, expected: Type, depth = 0): void {
    if (expected.kind === 'none' || depth > MAX_NESTED || !this.#takes(at)) return;
    // What a value makes of its place, the place does not expect of it.
    if (expected === this.value(at)) return;
    this.#given.add(at);
    const { operations } = this.bodies.file.t;
    const row = this.first + at;
    const aux = operations.aux.at(row);
    switch (operations.opcode.at(row)) {
      case OP.build:
        if (aux === BUILD_MAP) this.#giveProperties(at, this.#fitting(at, expected), depth);
        else if (aux === BUILD_LIST) this.#giveItems(at, nonNull(expected), depth);
        return;
      case OP.merge:
        this.#give(operations.a.at(row), expected, depth + 1);
        this.#give(operations.b.at(row), expected, depth + 1);
        return;
      case OP.closure:
        this.expectOf(this.value(at), nonNull(expected));
        return;
      default:
        // `as const` leaves the place as it is; other casts have a type of their own.
        if (this.bodies.file.castText(row) === 'const') this.#give(operations.a.at(row), expected, depth + 1);
    }
  }

  #giveItems(at: number, expected: Type, depth: number): void {
    const items = this.elements.get(at) ?? [];
    for (const [place, { aux, value }] of items.entries()) {
      if (!this.#takes(value)) continue;
      this.#give(value, aux === SPREAD ? expected : this.#itemOf(expected, place), depth + 1);
    }
  }

  #itemOf(list: Type, place: number): Type {
    const known = partsOf(list)
      .map((part) => (part.kind === 'tuple' ? itemAt(part.items, place) : this.universe.iterated(part)))
      .filter((type) => type.kind !== 'none');
    return known.length === 0 ? NONE : union(known);
  }

  #giveProperties(at: number, expected: Type, depth: number): void {
    let name = '';
    for (const { aux, value } of this.elements.get(at) ?? []) {
      if (aux === KEY) {
        name = this.#nameOf(value);
        const reference = this.bodies.file.keyAt(this.first + value);
        if (reference >= 0) this.keys.set(reference, expected);
      } else if (aux === SPREAD) this.#give(value, expected, depth + 1);
      else if (aux === ITEM) {
        if (name !== '' && this.#takes(value)) this.#give(value, this.#memberOf(expected, name), depth + 1);
        name = '';
      }
    }
  }

  #nameOf(key: number): string {
    const type = this.value(key);
    return type.kind === 'literal' ? type.text : '';
  }

  #memberOf(type: Type, name: string): Type {
    const known = partsOf(type)
      .map((part) => this.universe.member(part, name))
      .filter((one) => one.kind !== 'none');
    return known.length === 0 ? NONE : union(known);
  }

  /** Of a union, the members that the literal may be by the properties that are one value. */
  #fitting(at: number, expected: Type): Type {
    const objects = filter(
      expected,
      (part) => !isNullish(part) && part.kind !== 'primitive' && part.kind !== 'literal',
    );
    if (objects.kind !== 'union') return objects;
    let left: Type = objects;
    let name = '';
    for (const { aux, value } of this.elements.get(at) ?? []) {
      if (aux === KEY) name = this.#nameOf(value);
      else if (name !== '') {
        const given = regular(this.value(value));
        const key = name;
        name = '';
        if (given.kind !== 'literal' && given.kind !== 'member') continue;
        left = filter(left, (part) => this.universe.isAssignable(given, this.universe.member(part, key)) !== false);
      }
    }
    return partsOf(left)[0]?.kind === 'primitive' ? objects : left;
  }
}

function itemAt(items: readonly Parameter[], place: number): Type {
  return items[place]?.type ?? NONE;
}
