/**
 * Control dependence by the post-dominance frontier (Ferrante, Ottenstein, Warren 1987; Cytron et al. 1991): for an edge out
 * of a block with several, all blocks from its target up the tree of post-dominators, short of the post-dominator of its
 * source, depend on it. Typed arrays, reused from body to body.
 */
import type { Fuel } from '#stage';

/** The graph of one body: ordinals within it, -1 for no post-dominator. */
export interface ControlGraph {
  readonly blocks: number;
  readonly edges: number;
  source(edge: number): number;
  target(edge: number): number;
  postDominator(block: number): number;
  /** False for edges that no program takes. */
  isReal(edge: number): boolean;
}

export class ControlDependence {
  /** Pairs of block and edge, in the order in which they were found: by edge, then up the tree. */
  #found = new Uint32Array(256);
  #count = 0;
  #starts = new Uint32Array(64);
  /** Edges of each block, ascending, after `find`. */
  #edges = new Uint32Array(128);

  /** Finds the dependences of a body; false when the fuel runs out. */
  find(graph: ControlGraph, fuel: Fuel): boolean {
    this.#count = 0;
    for (let edge = 0; edge < graph.edges; edge++) {
      if (!graph.isReal(edge)) continue;
      const source = graph.source(edge);
      const end = graph.postDominator(source);
      for (let block = graph.target(edge); block !== end && block >= 0; block = graph.postDominator(block)) {
        if (!fuel.burn(1)) return false;
        this.#add(block, edge);
      }
    }
    this.#sort(graph.blocks);
    return true;
  }

  get count(): number {
    return this.#count;
  }

  /** Calls `visit` with each pair, by block, then by edge. */
  forEach(blocks: number, visit: (block: number, edge: number) => void): void {
    for (let block = 0; block < blocks; block++)
      for (let at = this.#starts[block]!; at < this.#starts[block + 1]!; at++) visit(block, this.#edges[at]!);
  }

  #add(block: number, edge: number): void {
    if (2 * this.#count === this.#found.length) {
      const larger = new Uint32Array(2 * this.#found.length);
      larger.set(this.#found);
      this.#found = larger;
    }
    this.#found[2 * this.#count] = block;
    this.#found[2 * this.#count + 1] = edge;
    this.#count++;
  }

  /** Counting sort by block; edges stay in their order. */
  #sort(blocks: number): void {
    if (this.#starts.length < blocks + 1) this.#starts = new Uint32Array(2 * blocks + 2);
    if (this.#edges.length < this.#count) this.#edges = new Uint32Array(2 * this.#count);
    const starts = this.#starts;
    starts.fill(0, 0, blocks + 1);
    for (let i = 0; i < this.#count; i++) starts[this.#found[2 * i]! + 1]!++;
    for (let block = 0; block < blocks; block++) starts[block + 1]! += starts[block]!;
    for (let i = 0; i < this.#count; i++) this.#edges[starts[this.#found[2 * i]!]!++] = this.#found[2 * i + 1]!;
    for (let block = blocks; block > 0; block--) starts[block] = starts[block - 1]!;
    starts[0] = 0;
  }
}
