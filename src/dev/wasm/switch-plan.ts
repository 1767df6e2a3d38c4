/**
 * Finds in a function one large `switch`, as compilers write it: blocks nested in blocks around a `br_table`, the code of each
 * case behind the end of one. Says which runs of cases can become functions of their own, and what each of them needs.
 * It must never answer for a function of which it does not know that the result is the same: null leaves it as it is.
 */
import { endsControl, OP, VOID, type Block, type Code, type Instruction } from './instructions.ts';

/** Cases that stay together. */
export interface Piece {
  /** First and last case; case `k` stands behind the end of block `chain[k]` and before that of `chain[k + 1]`. */
  readonly first: number;
  readonly last: number;
  /** Blocks at which the function goes on after the piece. */
  readonly exits: readonly number[];
}

export interface SwitchPlan {
  /** The nested blocks, innermost first. What stands behind the outermost is no case and is not moved. */
  readonly chain: readonly number[];
  /** The `br_table` among the instructions. */
  readonly table: number;
  readonly pieces: readonly Piece[];
  /** Locals that pieces read and never write. */
  readonly passed: readonly number[];
  /** Locals that pieces write before they read them. */
  readonly own: readonly number[];
}

const FEWEST_CASES = 16;

/** The plan for a function, its pieces of about `size` bytes. */
export function planSwitch(code: Code, size: number): SwitchPlan | null {
  const table = largestTable(code);
  if (table === null) return null;
  const { chain } = table;
  const pieces = piecesOf(code, chain, size);
  if (pieces === null || isEnteredBefore(code, table.at, chain)) return null;
  const locals = localsOf(code, chain);
  if (locals.passed.some((local) => locals.own.includes(local)) || isReadOutside(code, chain, locals.own)) return null;
  return { chain, table: table.at, pieces, ...locals };
}

/** The `br_table` with the most blocks around it that open one right after the other. */
function largestTable(code: Code): { at: number; chain: number[] } | null {
  let best: { at: number; chain: number[] } | null = null;
  code.instructions.forEach(({ op }, at) => {
    const next = code.instructions[at + 1];
    if (op !== OP.brTable || next?.op !== OP.end) return;
    const chain = [next.block];
    for (let block = code.blocks[next.block]!; isVoidBlock(block);) {
      const parent = code.blocks[block.parent]!;
      if (!isVoidBlock(parent) || block.parent === 0 || block.first !== parent.first + 1) break;
      chain.push(block.parent);
      block = parent;
    }
    if (isVoidBlock(code.blocks[next.block]!) && chain.length > (best?.chain.length ?? FEWEST_CASES))
      best = { at, chain };
  });
  return best;
}

const isVoidBlock = (block: Block): boolean => block.op === OP.block && block.type === VOID;

/** The instructions of a case: from the first of them, to the first that is none. */
export function caseRange(code: Code, chain: readonly number[], nth: number): [from: number, to: number] {
  return [code.blocks[chain[nth]!]!.last + 1, code.blocks[chain[nth + 1]!]!.last];
}

/** Runs of cases of at most `size` bytes; what leads to each other without the `br_table` stays together, however large. */
function piecesOf(code: Code, chain: readonly number[], size: number): Piece[] | null {
  const pieces: Piece[] = [];
  const start = (first: number): number => code.instructions[caseRange(code, chain, first)[0]]!.from;
  for (let first = 0; first < chain.length - 1;) {
    const unit = unitAt(code, chain, first);
    if (unit === null) return null;
    const before = pieces.at(-1);
    const end = code.instructions[caseRange(code, chain, unit.last)[1]]!.from;
    if (before === undefined || end - start(before.first) > size) pieces.push(unit);
    else pieces[pieces.length - 1] = join(before, unit);
    first = unit.last + 1;
  }
  return pieces;
}

function join(before: Piece, after: Piece): Piece {
  const exits = [...new Set([...before.exits, ...after.exits])].toSorted((a, b) => a - b);
  return { first: before.first, last: after.last, exits };
}

/** The fewest cases from one on that lead to no later ones. */
function unitAt(code: Code, chain: readonly number[], first: number): Piece | null {
  let unit: Piece = { first, last: first, exits: [] };
  for (let nth = first; nth <= unit.last; nth++) {
    const ends = endsOf(code, chain, nth);
    if (ends === null) return null;
    unit = join(unit, { first, last: Math.max(unit.last, ends.furthest), exits: ends.exits });
  }
  return unit;
}

/** Where a case leads: to the end of which other case at most, and to which blocks outside of all. */
interface CaseEnds {
  readonly furthest: number;
  readonly exits: readonly number[];
}

function endsOf(code: Code, chain: readonly number[], nth: number): CaseEnds | null {
  const [from, to] = caseRange(code, chain, nth);
  const outermost = chain.at(-1)!;
  const exits = new Set<number>();
  let furthest = nth;
  const goesTo = (block: number): void => {
    // Blocks of the chain were opened one right after the other, the outermost first.
    const other = outermost + chain.length - 1 - block;
    if (block <= outermost) exits.add(block);
    else furthest = Math.max(furthest, other);
  };
  for (let at = from; at < to; at++) {
    const { op, targets } = code.instructions[at]!;
    if (op === OP.return) return null;
    for (const block of targets) if (!isInside(code, block, from, to)) goesTo(block);
  }
  if (from === to || !endsControl(code.instructions[to - 1]!.op)) goesTo(chain[nth + 1]!);
  // A branch to the function itself returns; one to a block with values carries them.
  if ([...exits].some((block) => block === 0 || code.blocks[block]!.type !== VOID)) return null;
  return { furthest, exits: [...exits] };
}

const isInside = (code: Code, block: number, from: number, to: number): boolean =>
  code.blocks[block]!.first >= from && code.blocks[block]!.first < to;

/** Whether a case is entered by another branch than the table before all cases. */
function isEnteredBefore(code: Code, table: number, chain: readonly number[]): boolean {
  const cases = new Set(chain.slice(0, -1));
  const from = code.blocks[chain[0]!]!.first;
  return code.instructions.slice(from, table).some(({ targets }) => targets.some((block) => cases.has(block)));
}

/** Which locals the cases use, and how. */
function localsOf(code: Code, chain: readonly number[]): { passed: number[]; own: number[] } {
  const passed = new Set<number>();
  const own = new Set<number>();
  for (let nth = 0; nth < chain.length - 1; nth++) {
    const [from, to] = caseRange(code, chain, nth);
    const walk = new Assignments(new Set());
    for (let at = from; at < to; at++) {
      const instruction = code.instructions[at]!;
      if (walk.readsUnset(instruction)) passed.add(instruction.local);
      if (instruction.op === OP.localSet || instruction.op === OP.localTee) own.add(instruction.local);
      walk.step(instruction);
    }
  }
  const sorted = (locals: Set<number>): number[] => [...locals].toSorted((a, b) => a - b);
  return { passed: sorted(passed), own: sorted(own) };
}

/** Whether what stays in the function could read a local that a piece has written. */
function isReadOutside(code: Code, chain: readonly number[], own: readonly number[]): boolean {
  const from = caseRange(code, chain, 0)[0];
  const to = caseRange(code, chain, chain.length - 2)[1];
  const enclosing = new Set<number>();
  for (let block = chain[0]!; block > 0; block = code.blocks[block]!.parent) enclosing.add(block);
  const walk = new Assignments(new Set(own));
  return code.instructions.some((instruction, at) => {
    const { op, block, local } = instruction;
    const isEnclosing = enclosing.has(block) && (op === OP.loop || op === OP.end);
    if (at >= from && at < to && !isEnclosing) return false;
    const reads = own.includes(local) && walk.readsUnset(instruction);
    walk.step(instruction);
    // Here control can come from a piece: a loop starts again, or goes on behind the end of a block.
    if (isEnclosing) walk.forget(own);
    return reads;
  });
}

/**
 * Which locals are surely assigned at an instruction, by the rule that WebAssembly has for locals without a default: what is
 * assigned in a block does not count behind its end.
 */
class Assignments {
  #set: Set<number>;
  readonly #outer: Set<number>[] = [];

  constructor(set: Set<number>) {
    this.#set = set;
  }

  readsUnset({ op, local }: Instruction): boolean {
    return op === OP.localGet && !this.#set.has(local);
  }

  forget(locals: readonly number[]): void {
    for (const local of locals) this.#set.delete(local);
  }

  step({ op, local }: Instruction): void {
    if (op === OP.localSet || op === OP.localTee) this.#set.add(local);
    else if (op === OP.block || op === OP.loop || op === OP.if) this.#outer.push(new Set(this.#set));
    else if (op === OP.else) this.#set = new Set(this.#outer.at(-1));
    else if (op === OP.end) this.#set = this.#outer.pop() ?? new Set();
  }
}
