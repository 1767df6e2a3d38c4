/**
 * What follows from the blocks and edges of a body: which blocks are reached, their order, dominators, loops, the pseudo
 * edges that let every block reach the exit, and post-dominators. Near linear in blocks and edges. Reused from body to body.
 */
import type { Fuel } from '#stage';
import { Adjacency } from './adjacency.ts';
import { DepthFirst } from './depth-first.ts';
import { Dominators } from './dominators.ts';
import type { EdgeLists } from './edge-lists.ts';
import { STUCK } from './flow-codes.ts';
import { LoopNesting } from './loop-nesting.ts';

/** Work per block and edge: searches, two dominator trees, loops. */
const WORK = 8;

export class FlowAnalysis {
  readonly adjacency: Adjacency = new Adjacency();
  readonly forward: DepthFirst = new DepthFirst();
  readonly loops: LoopNesting = new LoopNesting();
  readonly #backward = new DepthFirst();
  readonly #trees = new Dominators();
  /** Blocks that the entry reaches: those of the lower preorder numbers. */
  reached = 0;
  dominator: Int32Array = new Int32Array(64);
  postDominator: Int32Array = new Int32Array(64);
  /** Number of each loop by the preorder number of its header, and how many there are. */
  loopOf: Int32Array = new Int32Array(64);
  loopCount = 0;

  /** Analyses a graph, whose last block is the exit. Adds `stuck` edges to it. False when the fuel is used up. */
  run(graph: EdgeLists, fuel: Fuel): boolean {
    const { blocks, edges } = graph;
    if (!fuel.burn(WORK * (blocks + edges))) return false;
    if (this.dominator.length < blocks) this.#grow(2 * blocks);
    const { adjacency, forward } = this;
    adjacency.build(blocks, edges, graph.source, graph.target);
    this.#search(blocks);
    const { predecessorStart, predecessors } = adjacency;
    this.#trees.find(this.dominator, blocks, forward, this.reached, predecessorStart, predecessors);
    if (!fuel.burn(this.loops.find(forward, this.reached, predecessorStart, predecessors))) return false;
    this.#numberLoops();
    this.#searchBack(graph);
    const back = this.#backward;
    this.#trees.find(this.postDominator, blocks, back, back.count, adjacency.successorStart, adjacency.successors);
    return true;
  }

  /** Place of a block in reverse postorder; blocks that are not reached come behind all others. */
  orderAt(postorder: number): number {
    const { count } = this.forward;
    return postorder < this.reached ? this.reached - 1 - postorder : count - 1 - (postorder - this.reached);
  }

  /** The innermost loop of a block by its number, or -1. */
  innermost(block: number): number {
    const at = this.forward.pre[block]!;
    const header = this.loops.isHeader[at] === 1 ? at : this.loops.header[at]!;
    return header < 0 ? -1 : this.loopOf[header]!;
  }

  /** From the entry, then from each block in order that nothing reaches. */
  #search(blocks: number): void {
    const { adjacency, forward } = this;
    const { successorStart, successors } = adjacency;
    forward.begin(blocks);
    forward.visit(0, successorStart, successors);
    this.reached = forward.count;
    for (let block = 1; block < blocks && forward.count < blocks; block++) {
      if (forward.pre[block]! < 0) forward.visit(block, successorStart, successors);
    }
  }

  /** Numbers loops in reverse postorder of their headers: an outer one before those in it. */
  #numberLoops(): void {
    const { forward, loops } = this;
    this.loopCount = 0;
    for (let place = forward.count - 1; place >= 0; place--) {
      const header = forward.pre[forward.post[place]!]!;
      if (loops.isHeader[header] === 1) this.loopOf[header] = this.loopCount++;
    }
  }

  /** From the exit backwards. Where that ends before all blocks are found, pseudo edges lead to the exit. */
  #searchBack(graph: EdgeLists): void {
    const { adjacency } = this;
    const { blocks, edges } = graph;
    const back = this.#backward;
    const exit = blocks - 1;
    back.begin(blocks);
    back.visit(exit, adjacency.predecessorStart, adjacency.predecessors);
    if (back.count === blocks) return;
    for (let place = 0; place < blocks; place++) {
      const block = this.forward.post[place]!;
      if (back.pre[block]! >= 0) continue;
      const source = this.#stuckLoop(block);
      graph.direct(graph.edge(source, STUCK), exit);
      back.visit(source, adjacency.predecessorStart, adjacency.predecessors);
    }
    if (graph.edges === edges) return;
    adjacency.build(blocks, graph.edges, graph.source, graph.target);
    back.begin(blocks);
    back.visit(exit, adjacency.predecessorStart, adjacency.predecessors);
  }

  /** The header of the outermost loop around a block that cannot reach the exit either. */
  #stuckLoop(block: number): number {
    const { forward, loops } = this;
    const at = forward.pre[block]!;
    let found = block;
    for (let header = loops.isHeader[at] === 1 ? at : loops.header[at]!; header >= 0; header = loops.header[header]!) {
      const outer = forward.vertex[header]!;
      if (this.#backward.pre[outer]! < 0) found = outer;
    }
    return found;
  }

  #grow(blocks: number): void {
    this.dominator = new Int32Array(blocks);
    this.postDominator = new Int32Array(blocks);
    this.loopOf = new Int32Array(blocks);
  }
}
