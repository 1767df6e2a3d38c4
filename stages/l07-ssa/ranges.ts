/**
 * Interval analysis of whole numbers (Cousot, Cousot, POPL 1977): ascending with widening at merges until nothing changes, then
 * descending twice. Comparisons narrow what they compare where their edge dominates. A body without a source of ranges costs one
 * look at its operations.
 */
import { freshRoom, type Fuel, type Ints } from '#stage';
import type { BranchFacts } from './branch-facts.ts';
import { ASSIGN, KIND, MERGE, OP, OPERATOR, TEST } from './codes.ts';
import { UNBOUND, UNKNOWN, type Constants } from './constants.ts';
import { DominatorTree } from './dominator-tree.ts';
import { ANY, compute, Interval, NOTHING, RANGE } from './intervals.ts';
import type { Literals } from './literals.ts';
import { isPassing, type Propagation } from './propagation.ts';
import { RangeSources } from './range-sources.ts';
import type { SsaBody } from './ssa-body.ts';

/** Ascending rounds; a body that takes more is given up. */
const MAX_ROUNDS = 24;
const DESCENDING = 2;
/** Comparisons of one definition that narrow it; the first ones in the source are left out. */
const MAX_FACTS = 64;
/** Changes of a merge before its moving bounds are opened. */
const PATIENCE = 2;

export class Ranges {
  /** Operations first, then definitions. */
  state: Ints = new Int32Array(64);
  low: Float64Array = new Float64Array(64);
  high: Float64Array = new Float64Array(64);
  /** False when a body has none. */
  isAny = false;
  readonly #constants: Constants;
  readonly #literals: Literals;
  readonly #propagation: Propagation;
  readonly #facts: BranchFacts;
  readonly #sources: RangeSources;
  readonly #tree = new DominatorTree();
  #body!: SsaBody;
  #changes = new Int32Array(64);
  /** Facts by definition, as lists. */
  #firstFact = new Int32Array(64);
  #nextFact = new Int32Array(64);
  #counts = new Int32Array(64);
  #isDescending = false;
  #hasChanged = false;
  readonly #x = new Interval();
  readonly #y = new Interval();
  readonly #out = new Interval();
  readonly #bound = new Interval();
  /** An argument: constants that nobody computes with were not looked at before. */
  readonly #ofArgument = (out: Interval, op: number): void => {
    if (this.#body.opcode[op] === OP.constant) this.#ofConstant(out, this.#literals.at(this.#body.aux[op]!));
    else this.#take(out, op);
  };

  constructor(constants: Constants, literals: Literals, propagation: Propagation, facts: BranchFacts) {
    this.#constants = constants;
    this.#literals = literals;
    this.#propagation = propagation;
    this.#facts = facts;
    this.#sources = new RangeSources(constants);
  }

  /** Finds the ranges of a body. False when the fuel is used up. */
  run(body: SsaBody, fuel: Fuel): boolean {
    this.#body = body;
    this.isAny = this.#hasSource();
    if (!this.isAny) return true;
    this.#begin();
    let rounds = 0;
    do {
      this.#hasChanged = false;
      this.#round();
      if (!fuel.burn(body.operations + body.definitions)) return false;
    } while (this.#hasChanged && ++rounds < MAX_ROUNDS);
    if (this.#hasChanged) this.isAny = false;
    this.#isDescending = true;
    for (let i = 0; i < DESCENDING && this.isAny; i++) this.#round();
    return fuel.burn(2 * body.operations);
  }

  /** A merge of a whole number, or an operation that gives whole numbers: without one there is nothing but constants. */
  #hasSource(): boolean {
    const { operations, opcode, definitions, definitionKind, firstOperand, endOperand, operandDefinition } = this.#body;
    for (let d = 0; d < definitions; d++) {
      if (definitionKind[d] !== MERGE || this.#propagation.ofDefinition[d]! >= 0) continue;
      for (let i = firstOperand[d]!; i < endOperand[d]!; i++) {
        if (this.#isInteger(this.#propagation.ofDefinition[operandDefinition[i]!]!)) return true;
      }
    }
    for (let op = 0; op < operations; op++) {
      const code = opcode[op];
      if ((code === OP.call || code === OP.next || code === OP.unpack) && this.#sources.isSource(this.#body, op))
        return true;
    }
    return false;
  }

  #isInteger(constant: number): boolean {
    return constant >= 0 && this.#constants.kinds[constant] === KIND.integer;
  }

  #begin(): void {
    const body = this.#body;
    const { operations, definitions } = body;
    const count = operations + definitions;
    this.state = freshRoom(this.state, count);
    if (this.low.length < count) {
      this.low = new Float64Array(2 * count);
      this.high = new Float64Array(2 * count);
    }
    this.state.fill(NOTHING, 0, count);
    this.#changes = freshRoom(this.#changes, definitions);
    this.#changes.fill(0, 0, definitions);
    this.#isDescending = false;
    this.#tree.build(body);
    const facts = this.#facts;
    this.#firstFact = freshRoom(this.#firstFact, definitions);
    this.#firstFact.fill(-1, 0, definitions);
    this.#counts = freshRoom(this.#counts, definitions);
    this.#counts.fill(0, 0, definitions);
    this.#nextFact = freshRoom(this.#nextFact, facts.count);
    for (let fact = facts.count - 1; fact >= 0; fact--) {
      if (!facts.isNumeric(fact)) continue;
      const d = facts.definition[fact]!;
      if (++this.#counts[d]! > MAX_FACTS) continue;
      this.#nextFact[fact] = this.#firstFact[d]!;
      this.#firstFact[d] = fact;
    }
    for (let d = 0; d < definitions; d++) this.#initial(d);
  }

  /** Definitions that are neither merges nor plain assignments are what they are. */
  #initial(d: number): void {
    const { definitionKind, value, previous } = this.#body;
    const constant = this.#propagation.ofDefinition[d]!;
    if (constant === UNKNOWN || constant === UNBOUND) return;
    const kind = definitionKind[d];
    const isFixed = constant >= 0 || (kind !== MERGE && (kind !== ASSIGN || value[d]! < 0 || previous[d]! >= 0));
    if (isFixed) this.#ofConstant(this.#out, constant);
    if (isFixed) this.#put(this.#body.operations + d, this.#out);
  }

  #ofConstant(out: Interval, constant: number): void {
    if (this.#isInteger(constant))
      out.set(Number(this.#constants.values[constant]), Number(this.#constants.values[constant]));
    else out.any();
  }

  #put(slot: number, from: Interval): void {
    if (
      this.state[slot] === from.state &&
      (from.state !== RANGE || (this.low[slot] === from.low && this.high[slot] === from.high))
    )
      return;
    this.state[slot] = from.state;
    this.low[slot] = from.low;
    this.high[slot] = from.high;
    this.#hasChanged = true;
  }

  #round(): void {
    const { blocks, start, firstMerge, nextDefinition, opcode } = this.#body;
    const { isRun } = this.#propagation;
    for (let i = 0; i < blocks; i++) {
      const block = this.#tree.inOrder[i]!;
      const runs = isRun[block] === 1;
      if (runs) for (let d = firstMerge[block]!; d >= 0; d = nextDefinition[d]!) this.#merge(d);
      for (let op = start[block]!; op < start[block + 1]!; op++) {
        if (runs || isPassing(opcode[op]!)) this.#evaluate(op);
      }
    }
  }

  #merge(d: number): void {
    const { firstOperand, endOperand, operandEdge, operandDefinition, source, operations } = this.#body;
    if (this.#propagation.ofDefinition[d]! >= 0) return;
    const out = this.#out;
    out.clear();
    for (let i = firstOperand[d]!; i < endOperand[d]!; i++) {
      const edge = operandEdge[i]!;
      if (this.#propagation.isTaken[edge] === 0) continue;
      this.#takeDefinition(this.#x, operandDefinition[i]!, source[edge]!, edge);
      joinTo(out, this.#x);
    }
    this.#widen(out, d, operations + d);
  }

  /** Opens the bounds of a merge that keep moving; on the way down takes what is tighter. */
  #widen(out: Interval, d: number, slot: number): void {
    if (out.state === NOTHING) return;
    if (this.#isDescending) {
      if (this.state[slot] === RANGE && out.state === RANGE) this.#put(slot, out);
      return;
    }
    if (this.state[slot] === RANGE && out.state === RANGE) {
      const low = Math.min(out.low, this.low[slot]!);
      const high = Math.max(out.high, this.high[slot]!);
      const isMoving = low !== this.low[slot] || high !== this.high[slot];
      if (!isMoving) return;
      const isOpen = ++this.#changes[d]! > PATIENCE;
      out.set(isOpen && low < this.low[slot]! ? -Infinity : low, isOpen && high > this.high[slot]! ? Infinity : high);
    } else if (this.state[slot] === ANY) return;
    this.#put(slot, out);
  }

  #evaluate(op: number): void {
    const { opcode, a, aux, reads, blockOf, firstStored, nextDefinition, operations } = this.#body;
    const constant = this.#propagation.ofOperation[op]!;
    const out = this.#out;
    out.any();
    if (constant >= 0) this.#ofConstant(out, constant);
    else {
      switch (opcode[op]) {
        case OP.load:
          if (reads[op]! >= 0) this.#takeDefinition(out, reads[op]!, blockOf[op]!, -1);
          break;
        case OP.binary:
          this.#binary(out, op);
          break;
        case OP.unary:
          this.#unary(out, aux[op]!, a[op]!);
          break;
        case OP.merge:
          this.#join(out, op);
          break;
        case OP.call:
        case OP.next:
        case OP.unpack:
          if (this.#sources.isSource(this.#body, op)) this.#sources.rangeOf(out, this.#body, op, this.#ofArgument);
          break;
        default:
      }
    }
    this.#put(op, out);
    for (let d = firstStored[op]!; d >= 0; d = nextDefinition[d]!) {
      if (this.#propagation.ofDefinition[d]! < 0 && this.#body.definitionKind[d] === ASSIGN)
        this.#put(operations + d, out);
    }
  }

  #binary(out: Interval, op: number): void {
    const { a, b, aux } = this.#body;
    this.#take(this.#x, a[op]!);
    this.#take(this.#y, b[op]!);
    if (this.#x.state === RANGE && this.#y.state === RANGE)
      compute(out, aux[op]!, this.#x, this.#y, this.#constants.isPython);
    else if (this.#x.state !== ANY && this.#y.state !== ANY) out.clear();
  }

  #unary(out: Interval, operator: number, operand: number): void {
    const x = this.#x;
    this.#take(x, operand);
    if (x.state === NOTHING) out.clear();
    if (x.state !== RANGE) return;
    if (operator === OPERATOR.minus) out.set(-x.high, -x.low);
    else if (operator === OPERATOR.increment) out.set(x.low + 1, x.high + 1);
    else if (operator === OPERATOR.decrement) out.set(x.low - 1, x.high - 1);
    else if (operator === OPERATOR.plus || operator === OPERATOR.as || operator === OPERATOR.satisfies)
      out.set(x.low, x.high);
  }

  #join(out: Interval, op: number): void {
    const { a, b } = this.#body;
    out.clear();
    this.#take(this.#x, a[op]!);
    joinTo(out, this.#x);
    this.#take(this.#x, b[op]!);
    joinTo(out, this.#x);
  }

  #take(out: Interval, op: number): void {
    if (op < 0) return out.any();
    const state = this.state[op]!;
    if (state === RANGE) out.set(this.low[op]!, this.high[op]!);
    else out.state = state;
    return undefined;
  }

  /** The range of a definition, narrowed by the branches that lead to a block, and by an edge out of it. */
  #takeDefinition(out: Interval, d: number, block: number, edge: number): void {
    this.#take(out, this.#body.operations + d);
    if (out.state !== RANGE) return;
    for (let fact = this.#firstFact[d]!; fact >= 0; fact = this.#nextFact[fact]!) {
      if (this.#facts.edge[fact] === edge || this.#tree.passes(this.#facts.edge[fact]!, block)) this.#narrow(out, fact);
    }
  }

  #narrow(out: Interval, fact: number): void {
    const { constant, other, test } = this.#facts;
    const bound = this.#bound;
    if (constant[fact]! >= 0) {
      const value = Number(this.#constants.values[constant[fact]!]);
      if (!Number.isFinite(value)) return;
      bound.low = value;
      bound.high = value;
    } else {
      this.#take(bound, other[fact]!);
      if (bound.state !== RANGE) return;
    }
    let { low, high } = out;
    const which = test[fact];
    if (which === TEST.less) high = Math.min(high, Math.ceil(bound.high) - 1);
    else if (which === TEST.lessEqual) high = Math.min(high, Math.floor(bound.high));
    else if (which === TEST.greater) low = Math.max(low, Math.floor(bound.low) + 1);
    else if (which === TEST.greaterEqual) low = Math.max(low, Math.ceil(bound.low));
    else if (which === TEST.equal) {
      low = Math.max(low, Math.ceil(bound.low));
      high = Math.min(high, Math.floor(bound.high));
    } else if (which === TEST.notEqual && bound.low === bound.high) {
      if (low === bound.low) low++;
      if (high === bound.high) high--;
    }
    if (low <= high) out.set(low, high);
  }
}

function joinTo(out: Interval, from: Interval): void {
  if (from.state === NOTHING || out.state === ANY) return;
  if (from.state === ANY) out.any();
  else if (out.state === NOTHING) out.set(from.low, from.high);
  else out.set(Math.min(out.low, from.low), Math.max(out.high, from.high));
}
