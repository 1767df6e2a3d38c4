/** Which blocks a block dominates, by the times of a walk down the dominator tree; and the blocks in reverse postorder. */
import { freshRoom, type Ints } from '#stage';
import type { SsaBody } from './ssa-body.ts';

export class DominatorTree {
  /** Blocks in order, those that are reached first. */
  inOrder: Ints = new Int32Array(64);
  #enter = new Int32Array(64);
  #leave = new Int32Array(64);
  #firstChild = new Int32Array(64);
  #nextChild = new Int32Array(64);
  #stack = new Int32Array(64);
  #body!: SsaBody;

  build(body: SsaBody): void {
    this.#body = body;
    const { blocks, dominator } = body;
    this.#enter = freshRoom(this.#enter, blocks);
    this.#leave = freshRoom(this.#leave, blocks);
    this.#firstChild = freshRoom(this.#firstChild, blocks);
    this.#nextChild = freshRoom(this.#nextChild, blocks);
    this.#stack = freshRoom(this.#stack, blocks);
    this.#enter.fill(-1, 0, blocks);
    this.#firstChild.fill(-1, 0, blocks);
    for (let b = blocks - 1; b > 0; b--) {
      if (dominator[b]! < 0) continue;
      this.#nextChild[b] = this.#firstChild[dominator[b]!]!;
      this.#firstChild[dominator[b]!] = b;
    }
    this.#number();
    this.inOrder = blocksInOrder(this.inOrder, body);
  }

  /** True when every way to `block` takes an edge: the edge is the only one into a block that dominates it. */
  passes(edge: number, block: number): boolean {
    const target = this.#body.target[edge]!;
    if (this.#body.incoming[target] !== 1 || this.#enter[target]! < 0) return false;
    return this.#enter[target]! <= this.#enter[block]! && this.#leave[block]! <= this.#leave[target]!;
  }

  #number(): void {
    let time = 0;
    let depth = 0;
    this.#stack[depth++] = 0;
    this.#enter[0] = time++;
    while (depth > 0) {
      const block = this.#stack[depth - 1]!;
      const child = this.#firstChild[block]!;
      if (child >= 0) {
        this.#firstChild[block] = this.#nextChild[child]!;
        this.#enter[child] = time++;
        this.#stack[depth++] = child;
      } else {
        this.#leave[block] = time++;
        depth--;
      }
    }
  }
}

/** The blocks by their place in reverse postorder. */
export function blocksInOrder(into: Ints, { blocks, order }: SsaBody): Ints {
  const list = freshRoom(into, blocks);
  let unordered = blocks;
  list.fill(-1, 0, blocks);
  for (let b = 0; b < blocks; b++) {
    const at = order[b]!;
    if (at < blocks && list[at] === -1) list[at] = b;
    else unordered--;
  }
  if (unordered === blocks) return list;
  for (let b = 0; b < blocks; b++) list[b] = b;
  return list;
}
