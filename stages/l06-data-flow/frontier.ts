/**
 * Iterated dominance frontiers by the levels of the dominator tree (Sreedhar, Gao: "A linear time algorithm for placing phi-nodes",
 * POPL 1995): no frontier of a single block is ever made, for these alone can be quadratic. Subtrees that no edge leaves far
 * enough upwards are not entered.
 */
import { freshRoom, type Ints } from '#stage';
import type { BodyGraph } from './body-graph.ts';

/** Above every level. */
const NEVER = 0x7fff_ffff;

export class Frontier {
  /** The blocks of the last closure. */
  closure: Ints = new Int32Array(64);
  closed = 0;
  /** Blocks that the last closure looked at. */
  visited = 0;
  #graph!: BodyGraph;
  /** By block: its depth in the dominator tree; the least level that an edge out of its subtree leads to. */
  #level = new Int32Array(64);
  #least = new Int32Array(64);
  #order = new Int32Array(64);
  /** Stamps of the closure that a block was taken into, waited in, was visited in. */
  #taken = new Int32Array(64);
  #queued = new Int32Array(64);
  #entered = new Int32Array(64);
  #stamp = 0;
  /** Blocks that wait, as lists by level. */
  #waiting = new Int32Array(64).fill(-1);
  #next = new Int32Array(64);
  #deepest = -1;
  #stack = new Int32Array(64);

  build(graph: BodyGraph): void {
    const { blocks, dominator } = graph;
    this.#graph = graph;
    this.#level = freshRoom(this.#level, blocks);
    this.#least = freshRoom(this.#least, blocks);
    this.#order = freshRoom(this.#order, blocks);
    this.#taken = freshRoom(this.#taken, blocks);
    this.#queued = freshRoom(this.#queued, blocks);
    this.#entered = freshRoom(this.#entered, blocks);
    this.#next = freshRoom(this.#next, blocks);
    this.#stack = freshRoom(this.#stack, blocks);
    this.closure = freshRoom(this.closure, blocks);
    if (blocks > this.#waiting.length) this.#waiting = new Int32Array(2 * blocks).fill(-1);
    const reached = this.#walk();
    for (let i = reached - 1; i >= 0; i--) {
      const block = this.#order[i]!;
      const least = Math.min(this.#least[block]!, this.#leastOut(block));
      this.#least[block] = least;
      const above = dominator[block]!;
      if (above >= 0 && least < this.#least[above]!) this.#least[above] = least;
    }
  }

  /** Levels from the entry down, and the blocks that are reached, dominators first. */
  #walk(): number {
    const { firstChild, child } = this.#graph;
    let count = 0;
    this.#order[count++] = 0;
    this.#level[0] = 0;
    for (let i = 0; i < count; i++) {
      const block = this.#order[i]!;
      this.#least[block] = NEVER;
      for (let at = firstChild[block]!; at < firstChild[block + 1]!; at++) {
        this.#level[child[at]!] = this.#level[block]! + 1;
        this.#order[count++] = child[at]!;
      }
    }
    return count;
  }

  /** The least level of what the edges of a block lead to beside its children. */
  #leastOut(block: number): number {
    const { firstOut, outgoing, target, dominator } = this.#graph;
    let least = NEVER;
    for (let i = firstOut[block]!; i < firstOut[block + 1]!; i++) {
      const to = target[outgoing[i]!]!;
      if (dominator[to] !== block) least = Math.min(least, this.#level[to]!);
    }
    return least;
  }

  /** Begins a closure. */
  begin(): void {
    this.#stamp++;
    this.closed = 0;
    this.visited = 0;
    this.#deepest = -1;
  }

  /** Adds a block where something is defined. */
  add(block: number): void {
    if (this.#queued[block] === this.#stamp || this.#least[block]! > this.#level[block]!) return;
    this.#queued[block] = this.#stamp;
    const level = this.#level[block]!;
    this.#next[block] = this.#waiting[level]!;
    this.#waiting[level] = block;
    if (level > this.#deepest) this.#deepest = level;
  }

  /** Adds a block to the closure itself. */
  take(block: number): void {
    if (this.#taken[block] === this.#stamp) return;
    this.#taken[block] = this.#stamp;
    this.closure[this.closed++] = block;
    this.add(block);
  }

  /** Adds the frontiers of all that was added, the deepest blocks first. Returns how many blocks there are. */
  close(): number {
    while (this.#deepest >= 0) {
      const block = this.#waiting[this.#deepest]!;
      if (block < 0) this.#deepest--;
      else {
        this.#waiting[this.#deepest] = this.#next[block]!;
        this.#visit(block);
      }
    }
    return this.closed;
  }

  /** True when the last closure has the block. */
  has(block: number): boolean {
    return this.#taken[block] === this.#stamp;
  }

  /** Takes what the edges out of the subtree of a block lead to at its level or above. */
  #visit(root: number): void {
    const { firstOut, outgoing, target, dominator, firstChild, child } = this.#graph;
    const level = this.#level[root]!;
    let depth = 0;
    this.#stack[depth++] = root;
    while (depth > 0) {
      const block = this.#stack[--depth]!;
      this.visited++;
      for (let i = firstOut[block]!; i < firstOut[block + 1]!; i++) {
        const to = target[outgoing[i]!]!;
        if (dominator[to] !== block && this.#level[to]! <= level) this.take(to);
      }
      for (let at = firstChild[block]!; at < firstChild[block + 1]!; at++) {
        const below = child[at]!;
        if (this.#entered[below] === this.#stamp || this.#least[below]! > level) continue;
        this.#entered[below] = this.#stamp;
        this.#stack[depth++] = below;
      }
    }
  }
}
