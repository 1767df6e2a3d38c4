/**
 * Sparse conditional constant propagation (Wegman, Zadeck: "Constant propagation with conditional branches", TOPLAS 1991): values
 * of operations and definitions fall from unknown to a constant to varying, and only along edges that constants let pass.
 */
import { freshRoom, type Fuel, type Ints } from '#stage';
import { EDGE, IF_AND, IF_COALESCE, MATCH_BITS, MATCH_EQUAL, MATCH_IDENTICAL, MERGE, OP, OPERATOR } from './codes.ts';
import { UNBOUND, UNKNOWN, VARYING, type Constants } from './constants.ts';
import { foldScriptBinary, foldScriptCompare, foldScriptUnary } from './fold-ecmascript.ts';
import { foldPythonBinary, foldPythonCompare, foldPythonUnary, isEqual, isSame } from './fold-python.ts';
import { initialValue, isPlain } from './initial-values.ts';
import type { Literals } from './literals.ts';
import type { SsaBody } from './ssa-body.ts';

export class Propagation {
  /** By operation and by definition: a constant, or `UNKNOWN`, `VARYING`, `UNBOUND`. */
  ofOperation: Ints = new Int32Array(64);
  ofDefinition: Ints = new Int32Array(64);
  /** By edge and by block: 1 when some run may take it. */
  isTaken: Ints = new Int32Array(64);
  isRun: Ints = new Int32Array(64);
  readonly #constants: Constants;
  readonly #literals: Literals;
  #body!: SsaBody;
  #edges = new Int32Array(64);
  #waitingEdges = 0;
  /** Operations, and below zero merges, to look at again. */
  #work = new Int32Array(64);
  #waiting = 0;
  #isWaiting = new Int32Array(64);

  constructor(constants: Constants, literals: Literals) {
    this.#constants = constants;
    this.#literals = literals;
  }

  /** Finds the constants of a body. False when the fuel is used up. */
  run(body: SsaBody, fuel: Fuel): boolean {
    this.#body = body;
    const { operations, definitions, edges, blocks, opcode, reads } = body;
    this.ofOperation = freshRoom(this.ofOperation, operations);
    this.ofDefinition = freshRoom(this.ofDefinition, definitions);
    this.isTaken = freshRoom(this.isTaken, edges);
    this.isRun = freshRoom(this.isRun, blocks);
    this.#edges = freshRoom(this.#edges, edges);
    this.#work = freshRoom(this.#work, operations + definitions);
    this.#isWaiting = freshRoom(this.#isWaiting, operations + definitions);
    for (let op = 0; op < operations; op++) {
      const code = opcode[op]!;
      const isOpen = IS_EVALUATED[code] === 1 && (code !== OP.load || reads[op]! >= 0);
      this.ofOperation[op] = isOpen ? UNKNOWN : VARYING;
    }
    this.isTaken.fill(0, 0, edges);
    this.isRun.fill(0, 0, blocks);
    this.#isWaiting.fill(0, 0, operations + definitions);
    this.#waitingEdges = 0;
    this.#waiting = 0;
    for (let d = 0; d < definitions; d++) this.ofDefinition[d] = this.#initial(d);
    this.#enter(0);
    let steps = operations + definitions;
    while (this.#waitingEdges > 0 || this.#waiting > 0) {
      steps++;
      if (this.#waitingEdges > 0) this.#follow(this.#edges[--this.#waitingEdges]!);
      else this.#again(this.#work[--this.#waiting]!);
    }
    return fuel.burn(steps);
  }

  /** Makes everything varying: what was found so far is not final. */
  forget({ operations, definitions }: SsaBody): void {
    this.ofOperation.fill(VARYING, 0, operations);
    this.ofDefinition.fill(VARYING, 0, definitions);
  }

  /** What a definition is before anything runs. */
  #initial(d: number): number {
    const { definitionKind, value, previous, tables, row, firstVariable, variable } = this.#body;
    const kind = definitionKind[d]!;
    if (kind === MERGE) return UNKNOWN;
    if (isPlain(kind, value[d]!, previous[d]!)) return this.ofOperation[value[d]!]!;
    return initialValue(this.#constants, tables, row, kind, firstVariable + variable[d]!);
  }

  #follow(edge: number): void {
    const target = this.#body.target[edge]!;
    if (this.isRun[target] === 0) this.#enter(target);
    else this.#joinAt(target);
  }

  #enter(block: number): void {
    const { start, opcode } = this.#body;
    this.isRun[block] = 1;
    this.#joinAt(block);
    for (let op = start[block]!; op < start[block + 1]!; op++) {
      if (this.ofOperation[op] === UNKNOWN || isCondition(opcode[op]!)) this.#evaluate(op);
    }
    this.#leave(block);
  }

  #joinAt(block: number): void {
    const { firstMerge, nextDefinition } = this.#body;
    for (let d = firstMerge[block]!; d >= 0; d = nextDefinition[d]!) this.#joinMerge(d);
  }

  /** Takes the edges out of a block that the value of its condition allows. */
  #leave(block: number): void {
    const { firstOut, outgoing, start, opcode, a, aux, kind } = this.#body;
    const last = start[block + 1]! - 1;
    let truth = -1;
    if (last >= start[block]! && isCondition(opcode[last]!)) {
      const value = a[last]! < 0 ? VARYING : this.ofOperation[a[last]!]!;
      if (value === UNKNOWN) truth = 2;
      else if (value >= 0) truth = this.truth(value, opcode[last] === OP.if ? aux[last]! : 0);
    }
    if (truth === 2) return;
    for (let i = firstOut[block]!; i < firstOut[block + 1]!; i++) {
      const edge = outgoing[i]!;
      if (this.isTaken[edge] === 1 || (truth >= 0 && outcomeOf(this.#body, block, kind[edge]!) === 1 - truth)) continue;
      this.isTaken[edge] = 1;
      this.#edges[this.#waitingEdges++] = edge;
    }
  }

  /** 1 when a constant as the condition of an `if` of this kind holds, else 0. */
  truth(constant: number, aux: number): number {
    if (aux === IF_COALESCE) return this.#constants.isNullish(constant) ? 0 : 1;
    return this.#constants.isTrue(constant) ? 1 : 0;
  }

  #again(work: number): void {
    this.#isWaiting[work] = 0;
    const { operations, blockOf, opcode } = this.#body;
    if (work >= operations) this.#joinMerge(work - operations);
    else if (this.isRun[blockOf[work]!] === 1 || isPassing(opcode[work]!)) this.#evaluate(work);
  }

  #queue(work: number): void {
    if (this.#isWaiting[work] === 1) return;
    this.#isWaiting[work] = 1;
    this.#work[this.#waiting++] = work;
  }

  #joinMerge(d: number): void {
    const { firstOperand, endOperand, operandEdge, operandDefinition, definitionBlock } = this.#body;
    if (this.isRun[definitionBlock[d]!] === 0) return;
    let value = this.ofDefinition[d]!;
    for (let i = firstOperand[d]!; i < endOperand[d]! && value !== VARYING; i++) {
      if (this.isTaken[operandEdge[i]!] === 1) value = meet(value, this.ofDefinition[operandDefinition[i]!]!);
    }
    this.#setDefinition(d, value);
  }

  #setDefinition(d: number, value: number): void {
    const lowered = meet(this.ofDefinition[d]!, value);
    if (lowered === this.ofDefinition[d]) return;
    this.ofDefinition[d] = lowered;
    const { firstReader, reader, firstMerging, merging, operations } = this.#body;
    for (let i = firstReader[d]!; i < firstReader[d + 1]!; i++) this.#queue(reader[i]!);
    for (let i = firstMerging[d]!; i < firstMerging[d + 1]!; i++) this.#queue(operations + merging[i]!);
  }

  #setOperation(op: number, value: number): void {
    const lowered = meet(this.ofOperation[op]!, value);
    if (lowered === this.ofOperation[op]) return;
    this.ofOperation[op] = lowered;
    const { firstUser, user, firstStored, nextDefinition } = this.#body;
    for (let i = firstUser[op]!; i < firstUser[op + 1]!; i++) this.#queue(user[i]!);
    for (let d = firstStored[op]!; d >= 0; d = nextDefinition[d]!) this.#setDefinition(d, lowered);
  }

  #evaluate(op: number): void {
    const { opcode, mergeOf, blockOf, start } = this.#body;
    const code = opcode[op]!;
    if (isCondition(code)) {
      if (mergeOf[op]! >= 0) this.#queue(mergeOf[op]!);
      const block = blockOf[op]!;
      if (this.isRun[block] === 1 && op === start[block + 1]! - 1) this.#leave(block);
    } else this.#setOperation(op, this.#valueOf(op, code));
  }

  #valueOf(op: number, code: number): number {
    const { a, b, aux, reads, firstUser, firstStored } = this.#body;
    switch (code) {
      case OP.constant:
        // What nobody computes with (an argument, an element) is not even read.
        return firstUser[op] === firstUser[op + 1] && firstStored[op]! < 0 ? VARYING : this.#literals.at(aux[op]!);
      case OP.load:
        return reads[op]! < 0 ? VARYING : this.ofDefinition[reads[op]!]!;
      case OP.merge:
        return this.#joined(op);
      case OP.unary:
        return this.#unary(aux[op]!, a[op]!);
      case OP.binary:
      case OP.compare:
        return this.#binary(code, aux[op]!, a[op]!, b[op]!);
      case OP.match:
        return this.#match(aux[op]! & MATCH_BITS, a[op]!, b[op]!);
      default:
        return VARYING;
    }
  }

  #operand(op: number): number {
    return op < 0 ? VARYING : this.ofOperation[op]!;
  }

  /** The two values of a short circuit or a conditional, or the one that its condition allows. */
  #joined(op: number): number {
    const { a, b, aux, ifOf } = this.#body;
    const first = this.#operand(a[op]!);
    const open = ifOf[op]!;
    const second = b[op]! < 0 && open >= 0 && aux[open] === IF_COALESCE ? this.#nothing() : this.#operand(b[op]!);
    if (open < 0) return meet(first, second);
    const condition = this.#operand(a[open]!);
    // Where the ways part before, the condition itself may never be asked.
    if (condition < 0) return meet(first, second);
    const isFirst = (this.truth(condition, aux[open]!) === 1) !== (aux[open] === IF_AND);
    return isFirst ? first : second;
  }

  #nothing(): number {
    return this.#constants.isPython ? VARYING : this.#constants.undefined();
  }

  #unary(operator: number, operand: number): number {
    const a = this.#operand(operand);
    if (a < 0 || operator === OPERATOR.as || operator === OPERATOR.satisfies) return a;
    const constants = this.#constants;
    return constants.isPython ? foldPythonUnary(constants, operator, a) : foldScriptUnary(constants, operator, a);
  }

  #binary(code: number, operator: number, left: number, right: number): number {
    const a = this.#operand(left);
    const b = this.#operand(right);
    if (a < 0 || b < 0) return lower(a, b);
    const constants = this.#constants;
    if (code === OP.compare) {
      return constants.isPython
        ? foldPythonCompare(constants, operator, a, b)
        : foldScriptCompare(constants, operator, a, b);
    }
    return constants.isPython
      ? foldPythonBinary(constants, operator, a, b)
      : foldScriptBinary(constants, operator, a, b);
  }

  #match(kind: number, subject: number, pattern: number): number {
    if ((kind !== MATCH_EQUAL && kind !== MATCH_IDENTICAL) || pattern < 0) return VARYING;
    const a = this.#operand(subject);
    const b = this.#operand(pattern);
    if (a < 0 || b < 0) return lower(a, b);
    const constants = this.#constants;
    if (!constants.isPython) return foldScriptCompare(constants, OPERATOR.same, a, b);
    if (kind === MATCH_EQUAL) return constants.boolean(isEqual(constants, a, b));
    const same = isSame(constants, a, b);
    return same === null ? VARYING : constants.boolean(same);
  }
}

/** By opcode: 1 when the value of the operation may be known. */
const IS_EVALUATED = new Uint8Array(256);
for (const code of [OP.constant, OP.load, OP.merge, OP.unary, OP.binary, OP.compare, OP.match]) IS_EVALUATED[code] = 1;

/**
 * Where a short circuit stands in another, a way that knows the outcome leads past the inner `merge` and its negation: they are
 * what their operands are even where they do not run.
 */
export function isPassing(opcode: number): boolean {
  return opcode === OP.merge || opcode === OP.unary;
}

function isCondition(opcode: number): boolean {
  return opcode === OP.if || opcode === OP.test || opcode === OP.guard;
}

/** The outcome of the condition of its source that an edge stands for: 1, 0, or -1 for neither. */
export function outcomeOf(body: SsaBody, block: number, kind: number): number {
  if (kind === EDGE.true || kind === EDGE.case) return 1;
  if (kind === EDGE.false) return 0;
  if (kind !== EDGE.back) return -1;
  // The way back of a `do` is one of the outcomes: the one that no other edge stands for.
  const { firstOut, outgoing, kind: kinds } = body;
  for (let i = firstOut[block]!; i < firstOut[block + 1]!; i++) {
    const other = kinds[outgoing[i]!]!;
    if (other === EDGE.true || other === EDGE.case) return 0;
    if (other === EDGE.false) return 1;
  }
  return -1;
}

/** The value below both of two of which one is no constant: what varies, then what is not known yet, then what is not bound. */
function lower(a: number, b: number): number {
  if (a === VARYING || b === VARYING) return VARYING;
  return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : UNBOUND;
}

/** Where two values meet. What is not bound raises when it is read, so it says nothing against a constant. */
function meet(a: number, b: number): number {
  if (a === b || b === UNKNOWN) return a;
  if (a === UNKNOWN) return b;
  if (a === VARYING || b === VARYING) return VARYING;
  if (a === UNBOUND) return b;
  return b === UNBOUND ? a : VARYING;
}
