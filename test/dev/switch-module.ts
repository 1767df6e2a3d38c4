/**
 * Writes small WebAssembly modules that have the form of a lexer without optimisation: a loop around one `switch`, all variables
 * in memory at a frame. Bytes are put together here by hand, apart from the code that is tested.
 */

/** A piece of code, as bytes that may be nested. */
export type Bytes = readonly (number | Bytes)[];

const FRAME = 1;
const STATE = 0;
const FUEL = 4;
const SUM = 8;
const I32 = 0x7f;

export const get = (local: number): Bytes => [0x20, local];
export const set = (local: number): Bytes => [0x21, local];
export const i32 = (value: number): Bytes => [0x41, (value & 0x7f) | 0x80, (value >> 7) & 0x3f];
export const ADD: Bytes = [0x6a];
const SUB: Bytes = [0x6b];
const MUL: Bytes = [0x6c];
const AND: Bytes = [0x71];
const LESS: Bytes = [0x48];
export const RETURN: Bytes = [0x0f];
export const block = (...code: Bytes): Bytes => [0x02, 0x40, ...code, 0x0b];
/** A block that gives a number. */
export const valueBlock = (...code: Bytes): Bytes => [0x02, I32, ...code, 0x0b];
export const loop = (...code: Bytes): Bytes => [0x03, 0x40, ...code, 0x0b];
export const br = (depth: number): Bytes => [0x0c, leb(depth)];
export const brIf = (depth: number): Bytes => [0x0d, leb(depth)];
export const brTable = (depths: readonly number[], other: number): Bytes => [
  0x0e,
  leb(depths.length),
  depths.map(leb),
  leb(other),
];
const load = (offset: number): Bytes => [get(FRAME), 0x28, 2, offset];
const store = (offset: number, value: Bytes): Bytes => [get(FRAME), value, 0x36, 2, offset];

export const setState = (state: number): Bytes => store(STATE, i32(state));
/** The sum times 31 and a number: what ran, and in which order, shows in it. */
export const note = (value: number): Bytes => store(SUM, [load(SUM), i32(31), MUL, i32(value), ADD]);
/** Some bits of the sum: a value that depends on what ran. */
export const bits = (mask: number): Bytes => [load(SUM), i32(mask), AND];
/** Goes on when there is fuel, else leaves to a depth. */
export const burn = (depth: number): Bytes => [
  store(FUEL, [load(FUEL), i32(1), SUB]),
  load(FUEL),
  i32(1),
  LESS,
  brIf(depth),
];

/** Where a case can go, as depths at its first level. */
export interface Targets {
  /** To the end of all cases, to the next round, to the end that counts a failure, to the end of the function. */
  readonly tail: number;
  readonly again: number;
  readonly fail: number;
  readonly done: number;
  /** What stands behind another case, which comes later. */
  before(other: number): number;
}

export interface SwitchModule {
  readonly cases: number;
  readonly caseCode: (nth: number, targets: Targets) => Bytes;
  /** The table: which case a state has; -1 is behind all of them. */
  readonly states: readonly number[];
  readonly otherState: number;
  /** Code before the table, and behind all cases. */
  readonly first?: Bytes;
  readonly tail?: Bytes;
}

/** Locals of the function: the first state, the frame, and two of no use of their own. */
export const OWN = 2;
export const PASSED = 3;

/** A module with a memory `memory` and a function `run` of a first state that gives the sum. */
export function switchModule(from: SwitchModule): Uint8Array<ArrayBuffer> {
  const code: Bytes = [
    [1, 3, I32],
    [i32(64), set(FRAME), i32(5), set(PASSED)],
    [store(STATE, get(0)), store(FUEL, i32(60)), store(SUM, i32(1))],
    block(block(loop(burn(2), cases(from), from.tail ?? note(77), br(0))), note(99)),
    [load(SUM), RETURN, 0x0b],
  ];
  const body = flat(code);
  const parts: Bytes = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, [1, 0x60, 1, I32, 1, I32]),
    section(3, [1, 0]),
    section(5, [1, 0, 1]),
    section(7, [2, name('run'), 0, 0, name('memory'), 2, 0]),
    section(10, [1, leb(body.length), body]),
    section(0, [name('kept'), 1, 2, 3]),
  ];
  return Uint8Array.from(flat(parts));
}

/** The blocks around the table, each followed by its case, and the last by nothing. */
function cases({ cases: count, caseCode, states, otherState, first = [] }: SwitchModule): Bytes {
  const depth = (nth: number): number => (nth === -1 ? count : nth);
  let code: Bytes = block(first, load(STATE), brTable(states.map(depth), depth(otherState)));
  for (let nth = 0; nth < count; nth++) {
    // Behind the end of its block a case stands in those of all later ones and in the outermost.
    const tail = count - nth - 1;
    const targets = {
      tail,
      again: tail + 1,
      fail: tail + 2,
      done: tail + 3,
      before: (other: number) => other - nth - 1,
    };
    code = block(code, caseCode(nth, targets));
  }
  return code;
}

const section = (id: number, content: Bytes): Bytes => {
  const bytes = flat(content);
  return [id, leb(bytes.length), bytes];
};

const name = (text: string): Bytes => [text.length, ...Buffer.from(text)];

function leb(value: number): Bytes {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, leb(value >>> 7)];
}

function flat(code: Bytes): number[] {
  return code.flatMap((part) => (typeof part === 'number' ? [part] : flat(part)));
}
