/**
 * Finds the leftmost match in a stretch of text: a forward automaton for its end, a reverse one for its start,
 * and the line stepper where the automata cannot read. Parts are built when they are first needed.
 */
import type { PatternNode } from './ast.ts';
import type { Fuel } from './fuel.ts';
import { LazyDfa } from './lazy-dfa.ts';
import { LineStepper } from './line-stepper.ts';
import { lineEnd, lineStart } from './lines.ts';
import { buildProgram, type Program } from './program.ts';
import { scanBackward } from './scan-backward.ts';
import { ForwardScan, NEEDS_LINE, NO_FUEL, NO_MATCH } from './scan-forward.ts';

/** Bytes read from one place without finding a match, after which the whole line is searched. */
const MAX_IN_VAIN = 64;

export class Finder {
  /** The match of the last `find` that gave its end. */
  start = 0;
  readonly #root: PatternNode;
  readonly #program: Program;
  readonly #forward: ForwardScan;
  #reverse: Program | undefined;
  #backward: LazyDfa | undefined;
  #anchored: ForwardScan | undefined;
  #forwardSteps: LineStepper | undefined;
  #backwardSteps: LineStepper | undefined;
  /** The line that the line stepper has to read: its end, and where its reading began. */
  #steppedUntil = -1;
  #steppedFrom = -1;

  constructor(root: PatternNode) {
    this.#root = root;
    this.#program = buildProgram(root, false);
    this.#forward = new ForwardScan(new LazyDfa(this.#program, true));
  }

  /** Forgets what was learnt about the lines of the last text. */
  reset(): void {
    this.#steppedUntil = -1;
  }

  /** The end of the leftmost match in `from .. to`, with its start in `start`; or NO_MATCH or NO_FUEL. */
  find(bytes: Uint8Array, from: number, to: number, fuel: Fuel): number {
    const end = this.findEnd(bytes, from, to, fuel, false);
    if (end < 0) return end;
    if (end > this.#steppedUntil) {
      this.#backward ??= new LazyDfa(this.#reverseProgram(), false);
      this.start = scanBackward(this.#backward, bytes, from, end, fuel);
      return end;
    }
    this.#backwardSteps ??= new LineStepper(this.#reverseProgram());
    this.start = this.#backwardSteps.run(bytes, end, Math.max(from, this.#steppedFrom), fuel);
    return this.start === NO_FUEL ? NO_FUEL : end;
  }

  /**
   * The end of the match that begins at `from`, or NO_MATCH, NO_FUEL; NEEDS_LINE when that is for `find` to say: the line
   * needs the stepper, or so much was read in vain that a search of its own is cheaper.
   */
  findAt(bytes: Uint8Array, from: number, fuel: Fuel): number {
    if (from <= this.#steppedUntil) return NEEDS_LINE;
    const scan = (this.#anchored ??= new ForwardScan(new LazyDfa(this.#program, false)));
    const end = scan.run(bytes, from, bytes.length, fuel, false);
    return end === NO_MATCH && scan.at - from > MAX_IN_VAIN ? NEEDS_LINE : end;
  }

  /** The end alone. With `isEarliest`, of any match on the first line that has one. */
  findEnd(bytes: Uint8Array, from: number, to: number, fuel: Fuel, isEarliest: boolean): number {
    let at = from;
    for (;;) {
      if (at > this.#steppedUntil) {
        const end = this.#forward.run(bytes, at, to, fuel, isEarliest);
        if (end !== NEEDS_LINE) return end;
        at = Math.max(at, lineStart(bytes, this.#forward.at));
        this.#steppedFrom = at;
        this.#steppedUntil = lineEnd(bytes, this.#forward.at);
      }
      this.#forwardSteps ??= new LineStepper(this.#program);
      const end = this.#forwardSteps.run(bytes, at, this.#steppedUntil, fuel);
      if (end !== NO_MATCH || this.#steppedUntil >= to) return end;
      at = this.#steppedUntil + 1;
    }
  }

  #reverseProgram(): Program {
    return (this.#reverse ??= buildProgram(this.#root, true));
  }
}
