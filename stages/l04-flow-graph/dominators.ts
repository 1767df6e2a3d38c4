/**
 * Immediate dominators by the algorithm of T. Lengauer and R. E. Tarjan ("A fast algorithm for finding dominators in a
 * flowgraph", TOPLAS 1979), in its simple form with path compression: O(m log n), whatever the shape of the graph.
 * Post-dominators are the dominators of the reversed graph from its exit.
 */
import type { DepthFirst } from './depth-first.ts';

export class Dominators {
  // All by preorder number.
  #semi = new Int32Array(64);
  #idom = new Int32Array(64);
  #label = new Int32Array(64);
  #ancestor = new Int32Array(64);
  #bucket = new Int32Array(64);
  #nextInBucket = new Int32Array(64);
  #path = new Int32Array(64);

  /**
   * Writes the immediate dominator of each block that the search found to `out`, -1 for its root and for other blocks.
   * `start` and `neighbours` are the predecessors; `reached` is how many blocks belong to the root.
   */
  find(
    out: Int32Array,
    blocks: number,
    search: DepthFirst,
    reached: number,
    start: Int32Array,
    neighbours: Int32Array,
  ): void {
    if (this.#semi.length < reached) this.#grow(2 * reached);
    for (let i = 0; i < reached; i++) {
      this.#semi[i] = i;
      this.#label[i] = i;
      this.#ancestor[i] = -1;
      this.#bucket[i] = -1;
    }
    for (let w = reached - 1; w > 0; w--) this.#step(w, search, reached, start, neighbours);
    const idom = this.#idom;
    for (let w = 1; w < reached; w++) if (idom[w] !== this.#semi[w]) idom[w] = idom[idom[w]!]!;
    out.fill(-1, 0, blocks);
    for (let w = 1; w < reached; w++) out[search.vertex[w]!] = search.vertex[idom[w]!]!;
  }

  #step(w: number, search: DepthFirst, reached: number, start: Int32Array, neighbours: Int32Array): void {
    const semi = this.#semi;
    const block = search.vertex[w]!;
    let least = semi[w]!;
    for (let at = start[block]!; at < start[block + 1]!; at++) {
      const v = search.pre[neighbours[at]!]!;
      if (v < 0 || v >= reached) continue;
      const found = semi[this.#eval(v)]!;
      if (found < least) least = found;
    }
    semi[w] = least;
    this.#nextInBucket[w] = this.#bucket[least]!;
    this.#bucket[least] = w;
    const parent = search.parent[w]!;
    this.#ancestor[w] = parent;
    for (let v = this.#bucket[parent]!; v >= 0; v = this.#nextInBucket[v]!) {
      const u = this.#eval(v);
      this.#idom[v] = semi[u]! < semi[v]! ? u : parent;
    }
    this.#bucket[parent] = -1;
  }

  /** The vertex of least semidominator on the way up from `v` in the forest. */
  #eval(v: number): number {
    const ancestor = this.#ancestor;
    if (ancestor[v]! < 0) return v;
    const label = this.#label;
    const path = this.#path;
    let top = 0;
    let at = v;
    for (; ancestor[ancestor[at]!]! >= 0; at = ancestor[at]!) path[top++] = at;
    while (top > 0) {
      const x = path[--top]!;
      const above = ancestor[x]!;
      if (this.#semi[label[above]!]! < this.#semi[label[x]!]!) label[x] = label[above]!;
      ancestor[x] = ancestor[above]!;
    }
    return label[v]!;
  }

  #grow(blocks: number): void {
    this.#semi = new Int32Array(blocks);
    this.#idom = new Int32Array(blocks);
    this.#label = new Int32Array(blocks);
    this.#ancestor = new Int32Array(blocks);
    this.#bucket = new Int32Array(blocks);
    this.#nextInBucket = new Int32Array(blocks);
    this.#path = new Int32Array(blocks);
  }
}
