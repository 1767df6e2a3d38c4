/**
 * Cuts functions that are one huge `switch` into functions of a few kilobytes. V8's optimising compiler takes memory and time
 * that grow faster than a function does: gigabytes for the lexers of some grammars, which were compiled without optimisation.
 * A run of cases becomes a function that gives back where its caller goes on. It must never change what a module does: a function
 * of which that is not certain stays as it is. The same module gives the same bytes.
 */
import { pushS32, pushU32, readModule, writeModule, type FunctionType, type WasmModule } from './binary.ts';
import { decode, I32, OP, VOID, type Code } from './instructions.ts';
import { caseRange, planSwitch, type Piece, type SwitchPlan } from './switch-plan.ts';

/** Bodies from this size on are cut, into pieces of about that size. */
export interface SplitSizes {
  readonly from: number;
  readonly piece: number;
}

/** The module with its large switches cut, or the same bytes when there is nothing to cut. */
export function splitSwitches(bytes: Uint8Array<ArrayBuffer>, sizes: SplitSizes): Uint8Array<ArrayBuffer> {
  const module = readModule(bytes);
  if (module === null) return bytes;
  const functions = module.bodies.length;
  for (let nth = 0; nth < functions; nth++) {
    const code = module.bodies[nth]!.length < sizes.from ? null : decode(module.bodies[nth]!);
    const plan = code && planSwitch(code, sizes.piece);
    if (code && plan && plan.pieces.length > 1) split(module, nth, code, plan);
  }
  return module.bodies.length === functions ? bytes : writeModule(module);
}

/** The function while it is cut. */
interface Cut {
  readonly code: Code;
  readonly plan: SwitchPlan;
  /** Type of every local, parameters first. */
  readonly localTypes: readonly number[];
  /** The new local of the function that holds what the `br_table` was asked. */
  readonly selector: number;
  /** Index of the function of the first piece. */
  readonly callee: number;
}

function split(module: WasmModule, nth: number, code: Code, plan: SwitchPlan): void {
  const { params } = module.types[module.functionTypes[nth]!]!;
  const localTypes = [...params, ...code.locals];
  const callee = module.importedFunctions + module.functionTypes.length;
  const cut: Cut = { code, plan, localTypes, selector: localTypes.length, callee };
  const type = typeIndex(module, {
    params: [...plan.passed.map((local) => localTypes[local]!), I32],
    results: [I32],
  });
  for (const piece of plan.pieces) {
    module.functionTypes.push(type);
    module.bodies.push(pieceBody(cut, piece));
  }
  module.bodies[nth] = callerBody(cut);
}

function typeIndex(module: WasmModule, wanted: FunctionType): number {
  const text = JSON.stringify(wanted);
  const index = module.types.findIndex((type) => JSON.stringify(type) === text);
  return index === -1 ? module.types.push(wanted) - 1 : index;
}

/** Writes a body: blocks keep their names, and a branch to one gets the depth that it has here. */
class BodyWriter {
  readonly #bytes: number[] = [];
  readonly #code: Code;
  /** Locals by their index in the function that is cut. */
  readonly #locals: ReadonlyMap<number, number> | null;
  /** At which depth a block was opened. */
  readonly #depths: Map<number, number> = new Map();
  #depth = 0;

  constructor(code: Code, types: readonly number[], locals: ReadonlyMap<number, number> | null) {
    this.#code = code;
    this.#locals = locals;
    pushU32(this.#bytes, types.length);
    for (const type of types) this.#bytes.push(1, type);
    this.#depths.set(0, 0);
  }

  /** An instruction with operands that are unsigned numbers. */
  put(op: number, ...operands: readonly number[]): void {
    this.#bytes.push(op);
    for (const operand of operands) pushU32(this.#bytes, operand);
  }

  putConst(value: number): void {
    this.#bytes.push(OP.i32Const);
    pushS32(this.#bytes, value);
  }

  open(block: number): void {
    this.#bytes.push(OP.block, VOID);
    this.#depths.set(block, ++this.#depth);
  }

  close(): void {
    this.#bytes.push(OP.end);
    this.#depth--;
  }

  putBranch(op: number, block: number): void {
    this.put(op, this.#depth - this.#depths.get(block)!);
  }

  /** A `br_table`, the default last. */
  putTable(blocks: readonly number[]): void {
    this.put(OP.brTable, blocks.length - 1, ...blocks.map((block) => this.#depth - this.#depths.get(block)!));
  }

  /** Instructions of the function that is cut. */
  copy(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const { op, block, local, targets, from: start, to: end } = this.#code.instructions[at]!;
      if (op === OP.br || op === OP.brIf) this.putBranch(op, targets[0]!);
      else if (op === OP.brTable) this.putTable(targets);
      else if (local !== -1) this.put(op, this.#locals === null ? local : this.#locals.get(local)!);
      else for (let byte = start; byte < end; byte++) this.#bytes.push(this.#code.body[byte]!);
      if (op === OP.end) this.#depth--;
      else if (block !== -1 && op !== OP.else) this.#depths.set(block, ++this.#depth);
    }
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** A piece: its parameters are the locals that it reads and the selector, its result the number of an exit. */
function pieceBody(cut: Cut, { first, last, exits }: Piece): Uint8Array {
  const { code, plan, localTypes } = cut;
  const locals = new Map(plan.passed.map((local, nth) => [local, nth]));
  for (const local of plan.own) locals.set(local, locals.size + 1);
  const writer = new BodyWriter(
    code,
    plan.own.map((local) => localTypes[local]!),
    locals,
  );
  for (const exit of exits) writer.open(exit);
  for (let nth = last; nth > first; nth--) writer.open(plan.chain[nth]!);
  if (last > first) {
    writer.open(plan.chain[first]!);
    putDispatch(writer, cut, first, last);
    writer.close();
  }
  for (let nth = first; nth <= last; nth++) {
    writer.copy(...caseRange(code, plan.chain, nth));
    if (nth < last) writer.close();
  }
  // What runs on behind the last piece leads to the outermost block of the chain, which is the innermost of its exits.
  for (let nth = exits.length - 1; nth >= 0; nth--) {
    writer.close();
    writer.putConst(nth);
    writer.put(OP.return);
  }
  writer.put(OP.end);
  return writer.finish();
}

/** The `br_table` of a piece: the part of the large one that leads to its cases. */
function putDispatch(writer: BodyWriter, { code, plan }: Cut, first: number, last: number): void {
  const cases = new Set(plan.chain.slice(first, last + 1));
  const { targets } = code.instructions[plan.table]!;
  const [lowest, highest] = [
    targets.findIndex((block) => cases.has(block)),
    targets.findLastIndex((block) => cases.has(block)),
  ];
  // Numbers of other pieces do not come here. The default of the large table is the last of its targets, and of this one too.
  const other = plan.chain[last]!;
  const part = targets.slice(Math.max(lowest, 0), highest + 1).map((block) => (cases.has(block) ? block : other));
  writer.put(OP.localGet, plan.passed.length);
  writer.putConst(Math.max(lowest, 0));
  writer.put(OP.i32Sub);
  writer.putTable(part.length === 0 ? [other] : part);
}

/** The function itself: in place of its cases it calls the pieces, and goes on where they say. */
function callerBody({ code, plan, localTypes, selector, callee }: Cut): Uint8Array {
  const { chain, pieces, table, passed } = plan;
  const params = localTypes.length - code.locals.length;
  const writer = new BodyWriter(code, [...localTypes.slice(params), I32], null);
  writer.copy(0, code.blocks[chain.at(-1)!]!.first + 1);
  for (const { first } of pieces.toReversed()) writer.open(chain[first]!);
  writer.copy(code.blocks[chain[0]!]!.first + 1, table);
  writer.put(OP.localTee, selector);
  writer.putTable(entries(code, plan));
  pieces.forEach(({ exits }, nth) => {
    writer.close();
    for (const local of [...passed, selector]) writer.put(OP.localGet, local);
    writer.put(OP.call, callee + nth);
    if (exits.length > 0) writer.putTable(exits);
    else writer.put(OP.unreachable);
  });
  writer.copy(code.blocks[chain.at(-1)!]!.last, code.instructions.length);
  return writer.finish();
}

/** The targets of the large `br_table`, with the first case of a piece for all of them. */
function entries(code: Code, { chain, pieces, table }: SwitchPlan): number[] {
  const entry = new Map<number, number>();
  for (const { first, last } of pieces) {
    for (let nth = first; nth <= last; nth++) entry.set(chain[nth]!, chain[first]!);
  }
  return code.instructions[table]!.targets.map((block) => entry.get(block) ?? block);
}
