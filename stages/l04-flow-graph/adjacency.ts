/** Successors and predecessors of blocks as compressed rows, in the order of the edges. Reused from body to body. */

export class Adjacency {
  blocks = 0;
  edges = 0;
  /** Edge numbers, by source. */
  order: Int32Array = new Int32Array(128);
  /** Successors of block `b`: `successors[successorStart[b]]` up to `successorStart[b + 1]`. */
  successorStart: Int32Array = new Int32Array(65);
  successors: Int32Array = new Int32Array(128);
  predecessorStart: Int32Array = new Int32Array(65);
  predecessors: Int32Array = new Int32Array(128);

  /** Reads `edges` edges between `blocks` blocks. Stable: edges of one source keep their order. */
  build(blocks: number, edges: number, source: Int32Array, target: Int32Array): void {
    this.#reserve(blocks, edges);
    this.blocks = blocks;
    this.edges = edges;
    const { order, successorStart, successors, predecessorStart, predecessors } = this;
    successorStart.fill(0, 0, blocks + 1);
    predecessorStart.fill(0, 0, blocks + 1);
    for (let edge = 0; edge < edges; edge++) {
      successorStart[source[edge]!]!++;
      predecessorStart[target[edge]!]!++;
    }
    endsOf(successorStart, blocks);
    endsOf(predecessorStart, blocks);
    // From the last edge down: each row is filled from its end, and its end becomes its start.
    for (let edge = edges - 1; edge >= 0; edge--) {
      const at = --successorStart[source[edge]!]!;
      order[at] = edge;
      successors[at] = target[edge]!;
      predecessors[--predecessorStart[target[edge]!]!] = source[edge]!;
    }
  }

  #reserve(blocks: number, edges: number): void {
    if (this.successorStart.length < blocks + 1) {
      this.successorStart = new Int32Array(2 * blocks + 1);
      this.predecessorStart = new Int32Array(2 * blocks + 1);
    }
    if (this.successors.length < edges) {
      this.order = new Int32Array(2 * edges);
      this.successors = new Int32Array(2 * edges);
      this.predecessors = new Int32Array(2 * edges);
    }
  }
}

/** Turns counts into the end of each row; behind the last row stands the total. */
function endsOf(counts: Int32Array, blocks: number): void {
  let sum = 0;
  for (let block = 0; block < blocks; block++) {
    sum += counts[block]!;
    counts[block] = sum;
  }
  counts[blocks] = sum;
}
