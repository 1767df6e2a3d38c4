/** Writes what is known of a body as rows of the four tables. */
import type { BuilderOf } from '#columns';
import {
  BLOCK_FLAG,
  codeOf,
  FLOW_LOOP_KINDS,
  FLOW_STATES,
  type basicBlock,
  type flowBody,
  type flowEdge,
  type flowLoop,
} from '#facts';
import type { FlowAnalysis } from './analysis.ts';
import type { EdgeLists } from './edge-lists.ts';
import { NEXT } from './flow-codes.ts';

const IRREDUCIBLE = codeOf(FLOW_LOOP_KINDS, 'irreducible');
const GIVEN_UP = codeOf(FLOW_STATES, 'given_up');

export class FlowRows {
  readonly #bodies: BuilderOf<typeof flowBody>;
  readonly #blocks: BuilderOf<typeof basicBlock>;
  readonly #edges: BuilderOf<typeof flowEdge>;
  readonly #loops: BuilderOf<typeof flowLoop>;

  constructor(
    bodies: BuilderOf<typeof flowBody>,
    blocks: BuilderOf<typeof basicBlock>,
    edges: BuilderOf<typeof flowEdge>,
    loops: BuilderOf<typeof flowLoop>,
  ) {
    this.#bodies = bodies;
    this.#blocks = blocks;
    this.#edges = edges;
    this.#loops = loops;
  }

  add(graph: EdgeLists, analysis: FlowAnalysis): void {
    this.#addBody();
    const first = this.#blocks.rows;
    for (let block = 0; block < graph.blocks; block++) this.#addBlock(block, graph, analysis);
    const { post } = analysis.forward;
    const { order } = this.#blocks.col;
    for (let place = 0; place < graph.blocks; place++) order[first + post[place]!] = analysis.orderAt(place);
    this.#addEdges(graph, analysis);
    if (analysis.loopCount > 0) this.#addLoops(analysis);
  }

  /** A body without branches: all in the entry, then the exit. */
  addStraight(operations: number, flags: number, kind: number): number {
    const row = this.#addBody();
    const blocks = this.#blocks;
    const entry = blocks.add();
    const exit = blocks.add();
    const { operation, order, dominator, post_dominator: postDominator, loop } = blocks.col;
    blocks.col.flags[entry] = flags;
    operation[exit] = operations;
    order[exit] = 1;
    dominator[entry] = -1;
    postDominator[entry] = 1;
    postDominator[exit] = -1;
    loop[entry] = -1;
    loop[exit] = -1;
    const edge = this.#edges.add();
    this.#edges.col.target[edge] = 1;
    this.#edges.col.kind[edge] = kind;
    return row;
  }

  /** Entry and exit, and a note that the rest is missing. */
  giveUp(operations: number): void {
    this.#bodies.col.state[this.addStraight(operations, 0, NEXT)] = GIVEN_UP;
  }

  #addBody(): number {
    const row = this.#bodies.add();
    const { block, edge, loop } = this.#bodies.col;
    block[row] = this.#blocks.rows;
    edge[row] = this.#edges.rows;
    loop[row] = this.#loops.rows;
    return row;
  }

  #addBlock(block: number, graph: EdgeLists, analysis: FlowAnalysis): void {
    const row = this.#blocks.add();
    const { operation, flags, dominator, post_dominator: postDominator, loop } = this.#blocks.col;
    const at = analysis.forward.pre[block]!;
    operation[row] = graph.start[block]!;
    flags[row] =
      (graph.flags[block]! & ~BLOCK_FLAG.unreachable) |
      (at < analysis.reached ? 0 : BLOCK_FLAG.unreachable) |
      (analysis.loops.isHeader[at] === 1 ? BLOCK_FLAG.loop_header : 0);
    dominator[row] = analysis.dominator[block]!;
    postDominator[row] = analysis.postDominator[block]!;
    loop[row] = analysis.innermost(block);
  }

  #addEdges(graph: EdgeLists, analysis: FlowAnalysis): void {
    const { order } = analysis.adjacency;
    for (let at = 0; at < graph.edges; at++) {
      const row = this.#edges.add();
      const edge = order[at]!;
      const { source, target, kind } = this.#edges.col;
      source[row] = graph.source[edge]!;
      target[row] = graph.target[edge]!;
      kind[row] = graph.kind[edge]!;
    }
  }

  #addLoops({ forward, loops, loopOf }: FlowAnalysis): void {
    for (let place = forward.count - 1; place >= 0; place--) {
      const block = forward.post[place]!;
      const at = forward.pre[block]!;
      if (loops.isHeader[at] !== 1) continue;
      const row = this.#loops.add();
      const { header, parent, kind } = this.#loops.col;
      header[row] = block;
      parent[row] = loops.header[at]! < 0 ? -1 : loopOf[loops.header[at]!]!;
      kind[row] = loops.isIrreducible[at] === 1 ? IRREDUCIBLE : 0;
    }
  }
}
