/** The operations of one body by ordinal, and what the literals of a file say about conditions. A view: it copies nothing. */
import type { TableReader } from '#columns';
import type { body, literal, operation } from '#facts';
import { BODY_KINDS, codeOf, FLAG } from '#facts';
import {
  AT_END,
  AT_GUARD,
  AT_IF,
  AT_TEST,
  CLASS_OF,
  IF_COALESCE,
  LITERAL_INTEGER,
  NOT,
  OP_CONSTANT,
  OP_MERGE,
  OP_UNARY,
  TRUTH,
} from './flow-codes.ts';

type Rows = TableReader<typeof operation.columns>;

const CLASS_BODY = codeOf(BODY_KINDS, 'class');
const COMPREHENSION = codeOf(BODY_KINDS, 'comprehension');

/** What is known of a value on an edge. */
export const TRUTHY = 0;
export const FALSY = 1;
export const NOT_NULLISH = 2;
export const UNDEFINED = 3;
type Known = 0 | 1 | 2 | 3;
/** The outcome by what is known: of a condition, and of the question whether the value is not nullish. */
const TRUTHS = [1, 0, -1, 0] as const;
const COALESCES = [1, -1, 1, 0] as const;

export class Operations {
  readonly #opcode: Rows['opcode'];
  readonly #a: Rows['a'];
  readonly #b: Rows['b'];
  readonly #aux: Rows['aux'];
  readonly #bodies: TableReader<typeof body.columns>;
  readonly #literals: TableReader<typeof literal.columns>;
  /** First row of the body. */
  #first = 0;
  /** Operations of the body. */
  count = 0;

  constructor(rows: Rows, bodies: TableReader<typeof body.columns>, literals: TableReader<typeof literal.columns>) {
    this.#opcode = rows.opcode;
    this.#a = rows.a;
    this.#b = rows.b;
    this.#aux = rows.aux;
    this.#bodies = bodies;
    this.#literals = literals;
  }

  begin(first: number, end: number): void {
    this.#first = first;
    this.count = end - first;
  }

  opcode(op: number): number {
    return this.#opcode.at(this.#first + op);
  }

  /** What the operation is for the flow of control: a class of `flow-codes.ts`. */
  step(op: number): number {
    return CLASS_OF[this.#opcode.at(this.#first + op)]!;
  }

  a(op: number): number {
    return this.#a.at(this.#first + op);
  }

  b(op: number): number {
    return this.#b.at(this.#first + op);
  }

  aux(op: number): number {
    return this.#aux.at(this.#first + op);
  }

  /** True when the body of a closure runs where it stands. */
  runsAtOnce(op: number): boolean {
    const row = this.aux(op);
    const kind = this.#bodies.kind.at(row);
    return kind === CLASS_BODY || (kind === COMPREHENSION && (this.#bodies.flags.at(row) & FLAG.generator) === 0);
  }

  /** 1 and 0 for a condition that is a literal, -1 for any other. */
  truth(op: number): number {
    if (op < 0 || op >= this.count || this.opcode(op) !== OP_CONSTANT) return -1;
    const row = this.aux(op);
    const kind = this.#literals.kind.at(row);
    if (kind !== LITERAL_INTEGER) return TRUTH[kind]!;
    const value = Number(this.#literals.text.at(row));
    return Number.isNaN(value) ? -1 : value === 0 ? 0 : 1;
  }

  /**
   * The outcome of the condition that the value of a short circuit becomes, when that is all that happens behind its `end`,
   * and what is known of the value tells: 1 or 0, else -1. The value is the `merge` there, or `condition` itself.
   */
  outcomeBehind(end: number, condition: number, known: Known): number {
    let op = end + 1;
    let value = condition;
    if (this.isMergeBehind(end)) value = op++;
    let fact = known;
    for (; op < this.count; op++) {
      const step = this.step(op);
      if (step === AT_END && this.isMergeBehind(op) && this.b(op + 1) === value) {
        // The value is that of a short circuit around this one, too.
        value = ++op;
        continue;
      }
      if (this.a(op) !== value) return -1;
      if (step === AT_IF && this.aux(op) === IF_COALESCE) return COALESCES[fact];
      if (step === AT_TEST || step === AT_GUARD || step === AT_IF) return TRUTHS[fact];
      if (this.opcode(op) !== OP_UNARY || !NOT.includes(this.aux(op)) || TRUTHS[fact] < 0) return -1;
      fact = TRUTHS[fact] === 1 ? FALSY : TRUTHY;
      value = op;
    }
    return -1;
  }

  isMergeBehind(end: number): boolean {
    return end + 1 < this.count && this.opcode(end + 1) === OP_MERGE;
  }

  /** True for the `merge` that joins an optional chain with undefined. */
  isUndefinedBehind(end: number): boolean {
    return this.isMergeBehind(end) && this.b(end + 1) < 0;
  }
}
