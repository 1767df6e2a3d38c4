/**
 * Dominance frontiers (Cytron, Ferrante, Rosen, Wegman, Zadeck: "Efficiently computing static single assignment form and the
 * control dependence graph", TOPLAS 1991), found from the joins upwards, and their closure over a set of blocks.
 */
import type { Fuel } from '#stage';
import type { BodyGraph } from './body-graph.ts';
import { freshRoom, roomFor, type Ints } from './growing.ts';

export class Frontier {
  /** The frontier of block `b` is `block[first[b]]` to before `first[b + 1]`. */
  first: Ints = new Int32Array(64);
  block: Ints = new Int32Array(64);
  /** The blocks of the last closure. */
  closure: Ints = new Int32Array(64);
  closed = 0;
  #seen = new Int32Array(64);
  #taken = new Int32Array(64);
  #stamp = 0;
  #queue = new Int32Array(64);
  #waiting = 0;

  /** Computes the frontiers of all blocks. False when the fuel is used up. */
  build(graph: BodyGraph, fuel: Fuel): boolean {
    const { blocks } = graph;
    this.first = freshRoom(this.first, blocks + 2);
    this.first.fill(0, 0, blocks + 2);
    this.#seen = freshRoom(this.#seen, blocks);
    this.#taken = freshRoom(this.#taken, blocks);
    this.closure = freshRoom(this.closure, blocks);
    this.#queue = freshRoom(this.#queue, blocks);
    const total = this.#climb(graph, true);
    if (!fuel.burn(2 * total + blocks)) return false;
    for (let b = 2; b <= blocks + 1; b++) this.first[b]! += this.first[b - 1]!;
    this.block = freshRoom(this.block, total);
    this.#climb(graph, false);
    return true;
  }

  /** From each edge into a join up to what dominates the join: counts, or notes the join. */
  #climb({ blocks, firstIn, incoming, source, dominator }: BodyGraph, isCount: boolean): number {
    const seen = this.#seen;
    seen.fill(-1, 0, blocks);
    let total = 0;
    for (let b = 0; b < blocks; b++) {
      if (firstIn[b + 1]! - firstIn[b]! < 2) continue;
      for (let i = firstIn[b]!; i < firstIn[b + 1]!; i++) {
        let at = source[incoming[i]!]!;
        while (at !== dominator[b] && at >= 0 && seen[at] !== b) {
          seen[at] = b;
          total++;
          if (isCount) this.first[at + 2]!++;
          else this.block[this.first[at + 1]!++] = b;
          at = dominator[at]!;
        }
      }
    }
    return total;
  }

  /** Begins a closure. */
  begin(): void {
    this.#stamp++;
    this.closed = 0;
    this.#waiting = 0;
  }

  /** Adds the frontier of a block where something is defined. */
  add(block: number): void {
    const end = this.first[block + 1]!;
    for (let i = this.first[block]!; i < end; i++) this.take(this.block[i]!);
  }

  /** Adds a block to the closure itself. */
  take(block: number): void {
    if (this.#taken[block] === this.#stamp) return;
    this.#taken[block] = this.#stamp;
    this.closure[this.closed++] = block;
    this.#queue[this.#waiting++] = block;
  }

  /** Adds the frontiers of all that was added. Returns how many blocks there are. */
  close(): number {
    while (this.#waiting > 0) this.add(this.#queue[--this.#waiting]!);
    return this.closed;
  }

  /** True when the last closure has the block. */
  has(block: number): boolean {
    return this.#taken[block] === this.#stamp;
  }
}

/** Lists of blocks by variable, each in order and without repeats in a row. */
export class BlockLists {
  /** The last node of each list, -1 for none; `next` leads to the one before. */
  head: Ints = new Int32Array(64);
  next: Ints = new Int32Array(64);
  block: Ints = new Int32Array(64);
  count = 0;

  begin(lists: number): void {
    this.head = freshRoom(this.head, lists);
    this.head.fill(-1, 0, lists);
    this.count = 0;
  }

  add(list: number, block: number): void {
    const head = this.head[list]!;
    if (head >= 0 && this.block[head] === block) return;
    const node = this.count++;
    if (node === this.next.length) {
      this.next = roomFor(this.next, node + 1);
      this.block = roomFor(this.block, node + 1);
    }
    this.next[node] = head;
    this.block[node] = block;
    this.head[list] = node;
  }
}
