/**
 * The deterministic automaton of a program, built as the text asks for it (the lazy DFA of RE2 and Rust's regex).
 * A transition says what follows and whether a match ended before the byte it took, so matches show one byte late.
 * Under a word boundary every byte outside ASCII is a QUIT: those lines go to `line-stepper`, which decodes characters.
 */
import { BOUNDARIES, byteClasses, isAsciiWord, type ByteClasses } from './byte-classes.ts';
import { LINE_END, LINE_START, NOT_WORD_BOUNDARY, WORD_BOUNDARY, type Program } from './program.ts';
import { StateTable } from './state-table.ts';
import { Stepper } from './stepper.ts';

/** Transitions that lead to no state. Others are a row offset, or its negative when a match ended. */
export const UNKNOWN = 0;
export const DEAD = -1;
export const QUIT = -2;

const SEARCHING = 1;
const AFTER_LINE = 2;
const AFTER_WORD = 4;
const HAS_LOOK = 8;

export class LazyDfa {
  readonly program: Program;
  readonly classes: ByteClasses;
  readonly table: StateTable;
  readonly stepper: Stepper;
  readonly #isSearching: boolean;
  readonly #starts: Int32Array = new Int32Array(8);
  /** Grows with every clear of the table: state names of an earlier epoch mean nothing. */
  epoch = 0;

  /** `isSearching`: matches may begin anywhere from the start on, and the leftmost counts. */
  constructor(program: Program, isSearching: boolean) {
    this.program = program;
    this.classes = byteClasses(program);
    this.table = new StateTable(this.classes.count);
    this.stepper = new Stepper(program);
    this.#isSearching = isSearching;
  }

  /** The state before the first byte, where `before` is the byte already passed in reading direction (-1: none). */
  start(before: number): number {
    if (before >= 0x80 && (this.program.looks & BOUNDARIES) !== 0) return QUIT;
    const flags = flagsAfter(before);
    const known = this.#starts[flags]!;
    if (known !== 0) return known;
    this.stepper.begin(this.#isSearching);
    const state = this.#intern(flags);
    this.#starts[flags] = state;
    return state;
  }

  /** Fills in the transition of `state` over a byte class. */
  step(state: number, byteClass: number): number {
    const { table, classes, stepper } = this;
    const isEnd = byteClass === classes.count - 1;
    const byte = isEnd ? -1 : classes.sample[byteClass]!;
    const row = state / table.stride;
    const flags = table.flags(row);
    const from = table.listStart(row);
    const size = table.listEnd(row) - from;
    if (size === 0 && (flags & SEARCHING) === 0) return (table.cells[state + byteClass] = DEAD);
    if (byte >= 0x80 && (this.program.looks & BOUNDARIES) !== 0) return (table.cells[state + byteClass] = QUIT);
    const looks = looksBetween(flags, byte);
    const isMatch = stepper.step(
      table.lists,
      from,
      size,
      (flags & HAS_LOOK) !== 0,
      (flags & SEARCHING) !== 0,
      looks,
      byte,
    );
    const epoch = this.epoch;
    let next = DEAD;
    if (isMatch || stepper.target.size > 0 || stepper.target.isSearching) {
      const state = this.#intern(flagsAfter(byte));
      next = isMatch ? -state : state;
    }
    if (this.epoch === epoch) table.cells[state + byteClass] = next;
    return next;
  }

  /** Makes the stepper's target a state; may clear the table. Flags that no waiting look can see are dropped. */
  #intern(flagsOfByte: number): number {
    const target = this.stepper.target;
    if (this.table.isFull(target.size)) {
      this.table.clear();
      this.#starts.fill(0);
      this.epoch++;
    }
    let flags = (target.isSearching ? SEARCHING : 0) | (target.hasLook ? HAS_LOOK : 0);
    if (target.hasLook) flags |= flagsOfByte & this.#seenFlags();
    return this.table.intern(target, flags);
  }

  #seenFlags(): number {
    const { looks } = this.program;
    return ((looks & LINE_START) !== 0 ? AFTER_LINE : 0) | ((looks & BOUNDARIES) !== 0 ? AFTER_WORD : 0);
  }
}

function flagsAfter(byte: number): number {
  if (byte === -1 || byte === 0x0a) return AFTER_LINE;
  return isAsciiWord(byte) ? AFTER_WORD : 0;
}

function looksBetween(flags: number, byte: number): number {
  const isBoundary = ((flags & AFTER_WORD) !== 0) !== (byte >= 0 && isAsciiWord(byte));
  return (
    ((flags & AFTER_LINE) !== 0 ? LINE_START : 0) |
    (byte === -1 || byte === 0x0a ? LINE_END : 0) |
    (isBoundary ? WORD_BOUNDARY : NOT_WORD_BOUNDARY)
  );
}
