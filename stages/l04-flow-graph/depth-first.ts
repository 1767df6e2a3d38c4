/** Depth-first search over rows of neighbours, without recursion: preorder, spanning tree, postorder. Reused from body to body. */

export class DepthFirst {
  /** Blocks found. */
  count = 0;
  /** Preorder number of each block, or -1. */
  pre: Int32Array = new Int32Array(64);
  /** Block by preorder number. */
  vertex: Int32Array = new Int32Array(64);
  /** By preorder number: that of the parent in the spanning tree, -1 for a root; the last one of the subtree. */
  parent: Int32Array = new Int32Array(64);
  last: Int32Array = new Int32Array(64);
  /** Block by postorder number. */
  post: Int32Array = new Int32Array(64);
  #stack = new Int32Array(64);
  #at = new Int32Array(64);
  #posted = 0;

  begin(blocks: number): void {
    if (this.pre.length < blocks) this.#grow(2 * blocks);
    this.pre.fill(-1, 0, blocks);
    this.count = 0;
    this.#posted = 0;
  }

  /** Visits what can be reached from `root` and was not. Neighbours are taken from the last to the first. */
  visit(root: number, start: Int32Array, neighbours: Int32Array): void {
    const { pre, last, post } = this;
    const stack = this.#stack;
    const at = this.#at;
    let depth = 0;
    this.#enter(root, -1);
    stack[0] = root;
    at[0] = start[root + 1]!;
    while (depth >= 0) {
      const block = stack[depth]!;
      const from = start[block]!;
      let edge = at[depth]! - 1;
      while (edge >= from && pre[neighbours[edge]!]! >= 0) edge--;
      at[depth] = edge;
      if (edge >= from) {
        const next = neighbours[edge]!;
        this.#enter(next, pre[block]!);
        stack[++depth] = next;
        at[depth] = start[next + 1]!;
      } else {
        last[pre[block]!] = this.count - 1;
        post[this.#posted++] = block;
        depth--;
      }
    }
  }

  /** True when the block of preorder number `a` is `b` or above it in the spanning tree. */
  isAncestor(a: number, b: number): boolean {
    return a <= b && b <= this.last[a]!;
  }

  #enter(block: number, parent: number): number {
    const number = this.count++;
    this.pre[block] = number;
    this.vertex[number] = block;
    this.parent[number] = parent;
    return number;
  }

  #grow(blocks: number): void {
    this.pre = new Int32Array(blocks);
    this.vertex = new Int32Array(blocks);
    this.parent = new Int32Array(blocks);
    this.last = new Int32Array(blocks);
    this.post = new Int32Array(blocks);
    this.#stack = new Int32Array(blocks);
    this.#at = new Int32Array(blocks);
  }
}
