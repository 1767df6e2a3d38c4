/** Operations of Python that give whole numbers by themselves: `len(x)`, and what `range(...)` and `enumerate(x)` iterate over. */
import { endOf } from '#columns';
import { FREE, OP, POSITIONAL } from './codes.ts';
import type { Constants } from './constants.ts';
import { Interval, RANGE } from './intervals.ts';
import type { SsaBody } from './ssa-body.ts';

/** Gives the range of an operation. */
export type RangeOf = (out: Interval, op: number) => void;

export class RangeSources {
  readonly #constants: Constants;
  readonly #from = new Interval();
  readonly #to = new Interval();
  readonly #step = new Interval();

  constructor(constants: Constants) {
    this.#constants = constants;
  }

  /** True for a call or an iteration that may give whole numbers. */
  isSource(body: SsaBody, op: number): boolean {
    if (!this.#constants.isPython) return false;
    const { opcode, a, firstStored, firstUser } = body;
    if (opcode[op] === OP.call) {
      // A length that nobody computes with is not looked at.
      const isUsed = firstStored[op]! >= 0 || firstUser[op]! < firstUser[op + 1]!;
      return isUsed && this.#callee(body, op) === 'len';
    }
    const call = opcode[op] === OP.next ? this.#iterated(body, op) : -1;
    if (call >= 0) return this.#callee(body, call) === 'range';
    return a[op]! >= 0 && this.#isCounter(body, op);
  }

  /** The range of a source. */
  rangeOf(out: Interval, body: SsaBody, op: number, rangeOf: RangeOf): void {
    const call = body.opcode[op] === OP.next ? this.#iterated(body, op) : -1;
    if (call < 0) out.set(0, Infinity);
    else this.#ofRange(out, body, call, rangeOf);
  }

  /** The first item of what `enumerate` of one argument gives. */
  #isCounter(body: SsaBody, op: number): boolean {
    const { opcode, a, aux } = body;
    const next = a[op]!;
    if (aux[op] !== 0 || opcode[next] !== OP.next) return false;
    const call = this.#iterated(body, next);
    return call >= 0 && this.#callee(body, call) === 'enumerate' && this.#argument(body, call, 1) === -1;
  }

  #iterated({ opcode, a }: SsaBody, next: number): number {
    const iterate = a[next]!;
    if (iterate < 0 || opcode[iterate] !== OP.iterate) return -1;
    const call = a[iterate]!;
    return call >= 0 && opcode[call] === OP.call ? call : -1;
  }

  /** The name that a call calls when no name of the file is that, or ''. */
  #callee({ opcode, a, aux, tables }: SsaBody, call: number): string {
    const callee = a[call]!;
    if (callee < 0 || opcode[callee] !== OP.load || aux[callee]! < 0) return '';
    const { references } = tables;
    return references.scope.at(aux[callee]!) === FREE ? references.name.at(aux[callee]!) : '';
  }

  /** The operation of an argument; -1 behind the last, -2 when it is not a plain one. */
  #argument({ tables, aux }: SsaBody, call: number, ordinal: number): number {
    const { calls, arguments: passed } = tables;
    const row = aux[call]!;
    const at = calls.arguments.at(row) + ordinal;
    if (at >= endOf(calls.arguments, row, calls.rows, passed.rows)) return -1;
    return passed.kind.at(at) === POSITIONAL ? passed.value.at(at) : -2;
  }

  #ofRange(out: Interval, body: SsaBody, call: number, rangeOf: RangeOf): void {
    const first = this.#argument(body, call, 0);
    const second = this.#argument(body, call, 1);
    const third = this.#argument(body, call, 2);
    if (first < 0 || second === -2 || third === -2) return out.any();
    this.#take(this.#from, second < 0 ? -1 : first, rangeOf);
    this.#take(this.#to, second < 0 ? first : second, rangeOf);
    this.#take(this.#step, third, rangeOf);
    const from = this.#from;
    const to = this.#to;
    // Without arguments for them it starts at 0 and steps by 1.
    if (second < 0) from.set(0, 0);
    if (third < 0) this.#step.set(1, 1);
    if (this.#step.low > 0) out.set(from.low, Math.max(from.low, to.high - 1));
    else if (this.#step.high < 0) out.set(Math.min(from.high, to.low + 1), from.high);
    else out.set(Math.min(from.low, to.low + 1), Math.max(from.high, to.high - 1));
    return undefined;
  }

  /** The range of an argument, which is a whole number whatever is known of it. */
  #take(out: Interval, op: number, rangeOf: RangeOf): void {
    out.clear();
    if (op >= 0) rangeOf(out, op);
    if (out.state !== RANGE) out.set(-Infinity, Infinity);
  }
}
