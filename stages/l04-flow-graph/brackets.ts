/** The brackets that are open while a body is read: a stack of frames, each field an array. Reused from body to body. */
import { EMPTY, grownInt } from './edge-lists.ts';

/** Parts of a bracket: the first one is 0. */
export const FIRST = 0;
export const ELSE = 1;
export const EXCEPT = 2;
export const FINAL = 3;
/** The statements of an `except*`: what they raise waits until all excepts were tried. */
export const GROUP_ARM = 4;

/** Bits of `has`. */
export const HAS_EXCEPT = 1;
export const HAS_FINALLY = 2;
export const HAS_GROUP = 4;
/** A `with` that may swallow an exception. */
export const SWALLOWS = 8;
/** The bracket begins in a block that is reached. */
export const IS_LIVE = 16;

/** Ways on from a `finally` part, in the low bits of a way; above them the frame that is left. */
export const WAY_NORMAL = 0;
export const WAY_RETURN = 1;
export const WAY_EXCEPTION = 2;
export const WAY_BREAK = 3;
export const WAY_CONTINUE = 4;
export const WAY_BITS = 3;

export class Brackets {
  depth = 0;
  /** The class of the operation that opened the bracket, its `aux`, its part. */
  opener: Int32Array = new Int32Array(32);
  aux: Int32Array = new Int32Array(32);
  part: Int32Array = new Int32Array(32);
  has: Int32Array = new Int32Array(32);
  /** Edges to what is tried next: the `else` of an `if`, the exit of a loop, the next `case` or `except`. */
  skip: Int32Array = new Int32Array(32);
  /** Edges to what stands behind the bracket. */
  join: Int32Array = new Int32Array(32);
  /** Of a loop: `continue`s that wait for its `update`. Of a `switch`: what falls through. Of a `try`: exceptions for its excepts. */
  again: Int32Array = new Int32Array(32);
  /** Of a `try`: edges into its `finally` part. Of a `with`: exceptions that it may swallow. */
  final: Int32Array = new Int32Array(32);
  /** Of a `try`: its first part has ended; the edges wait for its `else`. */
  done: Int32Array = new Int32Array(32);
  /** The header block of a loop; the block of a `switch` case that takes all and is not the last. Of a `try`: 0 when it has more
   * than one `except*` so far. */
  block: Int32Array = new Int32Array(32);
  /** The operation of the case or except that is open. */
  arm: Int32Array = new Int32Array(32);
  /** Ways on from the `finally` part: a list in `way`. */
  ways: Int32Array = new Int32Array(32);
  outerHandler: Int32Array = new Int32Array(32);
  outerFinally: Int32Array = new Int32Array(32);
  /** The next frame outwards that jumps count. */
  outerJump: Int32Array = new Int32Array(32);

  /** Innermost frame that gets exceptions, that runs a `finally` part, that jumps count; -1 for none. */
  handler = -1;
  finalizer = -1;
  jump = -1;

  wayCount = 0;
  way: Int32Array = new Int32Array(32);
  nextWay: Int32Array = new Int32Array(32);

  clear(): void {
    this.depth = 0;
    this.handler = -1;
    this.finalizer = -1;
    this.jump = -1;
    this.wayCount = 0;
  }

  push(opener: number, aux: number, has: number): number {
    const frame = this.depth++;
    if (frame === this.opener.length) this.#grow();
    this.opener[frame] = opener;
    this.aux[frame] = aux;
    this.part[frame] = FIRST;
    this.has[frame] = has;
    this.skip[frame] = EMPTY;
    this.join[frame] = EMPTY;
    this.again[frame] = EMPTY;
    this.final[frame] = EMPTY;
    this.done[frame] = EMPTY;
    this.block[frame] = -1;
    this.arm[frame] = -1;
    this.ways[frame] = -1;
    this.outerHandler[frame] = this.handler;
    this.outerFinally[frame] = this.finalizer;
    this.outerJump[frame] = this.jump;
    return frame;
  }

  /** Notes that the `finally` part of a frame goes on by a way. */
  addWay(frame: number, way: number): void {
    for (let at = this.ways[frame]!; at >= 0; at = this.nextWay[at]!) if (this.way[at] === way) return;
    const added = this.wayCount++;
    if (added === this.way.length) {
      this.way = grownInt(this.way);
      this.nextWay = grownInt(this.nextWay);
    }
    this.way[added] = way;
    this.nextWay[added] = this.ways[frame]!;
    this.ways[frame] = added;
  }

  /** True when what is raised now in a frame is tried by its excepts. */
  isTried(frame: number): boolean {
    const part = this.part[frame]!;
    return (part === FIRST || part === GROUP_ARM) && (this.has[frame]! & HAS_EXCEPT) !== 0;
  }

  /** The frame that a jump of this depth leaves, or -1. */
  jumpTarget(depth: number): number {
    let frame = this.jump;
    for (let left = depth; left > 0 && frame >= 0; left--) frame = this.outerJump[frame]!;
    return frame;
  }

  #grow(): void {
    this.opener = grownInt(this.opener);
    this.aux = grownInt(this.aux);
    this.part = grownInt(this.part);
    this.has = grownInt(this.has);
    this.skip = grownInt(this.skip);
    this.join = grownInt(this.join);
    this.again = grownInt(this.again);
    this.final = grownInt(this.final);
    this.done = grownInt(this.done);
    this.block = grownInt(this.block);
    this.arm = grownInt(this.arm);
    this.ways = grownInt(this.ways);
    this.outerHandler = grownInt(this.outerHandler);
    this.outerFinally = grownInt(this.outerFinally);
    this.outerJump = grownInt(this.outerJump);
  }
}
