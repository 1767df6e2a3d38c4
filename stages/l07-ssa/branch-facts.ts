/** What the branches of a body tell of definitions: one fact per edge, definition and test, read off the conditions. */
import { type Ints, roomFor } from '#stage';
import {
  IF_AND,
  IF_COALESCE,
  IF_OR,
  KIND,
  MATCH_BITS,
  MATCH_EQUAL,
  MATCH_IDENTICAL,
  OP,
  OPERATOR,
  TEST,
} from './codes.ts';
import type { Constants } from './constants.ts';
import { outcomeOf, type Propagation } from './propagation.ts';
import type { SsaBody } from './ssa-body.ts';

/** Conditions inside of conditions that are followed. */
const MAX_DEPTH = 8;

/** What a comparison tells when it holds, by operator. */
const WHEN_TRUE = new Map<number, number>([
  [OPERATOR.equal, TEST.equal],
  [OPERATOR.same, TEST.equal],
  [OPERATOR.is, TEST.equal],
  [OPERATOR.notEqual, TEST.notEqual],
  [OPERATOR.notSame, TEST.notEqual],
  [OPERATOR.isNot, TEST.notEqual],
  [OPERATOR.less, TEST.less],
  [OPERATOR.lessEqual, TEST.lessEqual],
  [OPERATOR.greater, TEST.greater],
  [OPERATOR.greaterEqual, TEST.greaterEqual],
]);
/** The test that holds when another does not; and the one that holds with the sides changed. */
const NEGATED: readonly number[] = pairs(
  [TEST.truthy, TEST.falsy],
  [TEST.equal, TEST.notEqual],
  [TEST.less, TEST.greaterEqual],
  [TEST.lessEqual, TEST.greater],
  [TEST.nullish, TEST.notNullish],
);
const SWAPPED: readonly number[] = pairs([TEST.less, TEST.greater], [TEST.lessEqual, TEST.greaterEqual]);

function pairs(...tests: readonly (readonly [number, number])[]): number[] {
  const table = Object.values(TEST).map((_, test) => test);
  for (const [a, b] of tests) {
    table[a] = b;
    table[b] = a;
  }
  return table;
}

function isEquality(test: number): boolean {
  return test === TEST.equal || test === TEST.notEqual;
}

export class BranchFacts {
  count = 0;
  edge: Ints = new Int32Array(64);
  definition: Ints = new Int32Array(64);
  test: Ints = new Int32Array(64);
  /** The constant, or -1; and the operation that is compared with, or -1. */
  constant: Ints = new Int32Array(64);
  other: Ints = new Int32Array(64);
  /** 1 for the inverse of an order that does not hold: it holds of whole numbers, and not of what has no order (NaN, sets). */
  inverse: Ints = new Int32Array(64);
  readonly #constants: Constants;
  readonly #propagation: Propagation;
  #body!: SsaBody;
  #edge = 0;
  #isInverse = false;

  constructor(constants: Constants, propagation: Propagation) {
    this.#constants = constants;
    this.#propagation = propagation;
  }

  read(body: SsaBody): void {
    this.#body = body;
    this.count = 0;
    const { blocks, start, opcode, a, aux, firstOut, outgoing, kind } = body;
    const { isRun, isTaken } = this.#propagation;
    for (let block = 0; block < blocks; block++) {
      const last = start[block + 1]! - 1;
      if (isRun[block] === 0 || last < start[block]!) continue;
      const code = opcode[last]!;
      if ((code !== OP.if && code !== OP.test && code !== OP.guard) || a[last]! < 0) continue;
      for (let i = firstOut[block]!; i < firstOut[block + 1]!; i++) {
        const edge = outgoing[i]!;
        const outcome = isTaken[edge] === 1 ? outcomeOf(body, block, kind[edge]!) : -1;
        if (outcome < 0) continue;
        this.#edge = edge;
        if (code === OP.if && aux[last] === IF_COALESCE) this.#coalesce(a[last]!, outcome === 1);
        else this.#decode(a[last]!, outcome === 1, 0);
      }
    }
  }

  /** The definition whose value an operation is, or -1. */
  #definitionOf(op: number): number {
    const { opcode, a, aux, reads, firstStored } = this.#body;
    let at = op;
    while (opcode[at] === OP.unary && (aux[at] === OPERATOR.as || aux[at] === OPERATOR.satisfies) && a[at]! >= 0)
      at = a[at]!;
    return reads[at]! >= 0 ? reads[at]! : firstStored[at]!;
  }

  #coalesce(op: number, holds: boolean): void {
    this.#add(op, holds ? TEST.notNullish : TEST.nullish, -1, -1);
  }

  #decode(op: number, holds: boolean, depth: number): void {
    const { opcode, a, b, aux, ifOf } = this.#body;
    const code = opcode[op];
    if (code === OP.unary && (aux[op] === OPERATOR.not || aux[op] === OPERATOR.bang)) {
      if (a[op]! >= 0 && depth < MAX_DEPTH) this.#decode(a[op]!, !holds, depth + 1);
    } else if (code === OP.merge && ifOf[op]! >= 0) {
      const kind = aux[ifOf[op]!];
      if (kind !== (holds ? IF_AND : IF_OR) || depth >= MAX_DEPTH) return;
      if (a[op]! >= 0) this.#decode(a[op]!, holds, depth + 1);
      if (b[op]! >= 0) this.#decode(b[op]!, holds, depth + 1);
    } else if (code === OP.compare) this.#compare(op, holds);
    else if (code === OP.match) this.#match(op, holds);
    else this.#add(op, holds ? TEST.truthy : TEST.falsy, -1, -1);
  }

  #compare(op: number, holds: boolean): void {
    const { a, b, aux } = this.#body;
    const whenTrue = WHEN_TRUE.get(aux[op]!);
    if (whenTrue === undefined || a[op]! < 0 || b[op]! < 0) return;
    const test = holds ? whenTrue : NEGATED[whenTrue]!;
    const isLoose = !this.#constants.isPython && (aux[op] === OPERATOR.equal || aux[op] === OPERATOR.notEqual);
    this.#isInverse = !holds && !isEquality(test);
    this.#side(a[op]!, test, b[op]!, isLoose);
    this.#side(b[op]!, SWAPPED[test]!, a[op]!, isLoose);
    this.#isInverse = false;
  }

  /** What a comparison tells of one side, when the other is a constant or an order is told. */
  #side(op: number, test: number, other: number, isLoose: boolean): void {
    const value = this.#propagation.ofOperation[other]!;
    const constant = value >= 0 ? value : -1;
    if (constant < 0 && isEquality(test)) return;
    if (isLoose && constant >= 0) {
      // `==` of ECMAScript converts, but null and undefined are equal to each other and to nothing else.
      if (this.#constants.isNullish(constant))
        this.#add(op, test === TEST.equal ? TEST.nullish : TEST.notNullish, -1, -1);
      else if (test === TEST.notEqual) this.#add(op, test, constant, other);
      return;
    }
    this.#add(op, test, constant, other);
  }

  #match(op: number, holds: boolean): void {
    const { a, b, aux } = this.#body;
    const kind = aux[op]! & MATCH_BITS;
    if ((kind !== MATCH_EQUAL && kind !== MATCH_IDENTICAL) || a[op]! < 0 || b[op]! < 0) return;
    this.#side(a[op]!, holds ? TEST.equal : TEST.notEqual, b[op]!, false);
  }

  #add(op: number, test: number, constant: number, other: number): void {
    const definition = this.#definitionOf(op);
    if (definition < 0 || this.#propagation.ofDefinition[definition]! >= 0) return;
    const at = this.count++;
    if (at === this.edge.length) this.#grow(at + 1);
    this.edge[at] = this.#edge;
    this.definition[at] = definition;
    this.test[at] = test;
    this.constant[at] = constant;
    this.other[at] = other;
    this.inverse[at] = this.#isInverse ? 1 : 0;
  }

  /** True when a fact is one of a number. */
  isNumeric(fact: number): boolean {
    const constant = this.constant[fact]!;
    if (constant < 0) return this.other[fact]! >= 0;
    const kind = this.#constants.kinds[constant];
    return kind === KIND.integer || kind === KIND.float;
  }

  #grow(length: number): void {
    this.edge = roomFor(this.edge, length);
    this.definition = roomFor(this.definition, length);
    this.test = roomFor(this.test, length);
    this.constant = roomFor(this.constant, length);
    this.other = roomFor(this.other, length);
    this.inverse = roomFor(this.inverse, length);
  }
}
