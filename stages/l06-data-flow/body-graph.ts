/**
 * The control-flow graph of one body as arrays: blocks, edges by source and by target, the dominator tree. Loaded from the
 * tables of L4 and reused from body to body. It leaves out the edges that no run takes.
 */
import type { TableReader } from '#columns';
import { codeOf, FLOW_EDGE_KINDS, type basicBlock, type flowBody, type flowEdge } from '#facts';
import { freshRoom, type Ints } from '#stage';

const STUCK = codeOf(FLOW_EDGE_KINDS, 'stuck');
export const EXCEPTION: number = codeOf(FLOW_EDGE_KINDS, 'exception');

export interface FlowTables {
  readonly bodies: TableReader<typeof flowBody.columns>;
  readonly blocks: TableReader<typeof basicBlock.columns>;
  readonly edges: TableReader<typeof flowEdge.columns>;
}

export class BodyGraph {
  blocks = 0;
  edges = 0;
  operations = 0;
  /** First operation of each block, and behind the last one the number of operations. */
  start: Ints = new Int32Array(64);
  /** Immediate dominator, -1 for the entry and -2 for what is not reached. */
  dominator: Ints = new Int32Array(64);
  source: Ints = new Int32Array(64);
  target: Ints = new Int32Array(64);
  kind: Ints = new Int32Array(64);
  /** Edges by target: those of block `b` are `incoming[firstIn[b]]` to before `firstIn[b + 1]`. Edges that count only. */
  firstIn: Ints = new Int32Array(64);
  incoming: Ints = new Int32Array(64);
  /** By edge: its place among those into its target. */
  position: Ints = new Int32Array(64);
  firstOut: Ints = new Int32Array(64);
  outgoing: Ints = new Int32Array(64);
  /** Children in the dominator tree, ascending. */
  firstChild: Ints = new Int32Array(64);
  child: Ints = new Int32Array(64);
  /** Some block that is reached has several edges into it. */
  hasJoins = false;
  /** Some edge is that of an exception. */
  hasExceptions = false;

  /** Reads the graph of body row `row`, which has `operations` operations. */
  load({ bodies, blocks, edges }: FlowTables, row: number, operations: number): void {
    const isLast = row + 1 >= bodies.rows;
    const firstBlock = bodies.block.at(row);
    const firstEdge = bodies.edge.at(row);
    this.operations = operations;
    this.blocks = (isLast ? blocks.rows : bodies.block.at(row + 1)) - firstBlock;
    this.edges = (isLast ? edges.rows : bodies.edge.at(row + 1)) - firstEdge;
    this.#reserve();
    for (let b = 0; b < this.blocks; b++) {
      this.start[b] = blocks.operation.at(firstBlock + b);
      const dominator = blocks.dominator.at(firstBlock + b);
      this.dominator[b] = b === 0 ? -1 : dominator < 0 ? -2 : dominator;
    }
    this.start[this.blocks] = operations;
    for (let e = 0; e < this.edges; e++) {
      this.source[e] = edges.source.at(firstEdge + e);
      this.target[e] = edges.target.at(firstEdge + e);
      this.kind[e] = edges.kind.at(firstEdge + e);
    }
    this.#link();
  }

  isReached(block: number): boolean {
    return this.dominator[block]! > -2;
  }

  /** True for an edge that a run may take: from a block that is reached. */
  counts(edge: number): boolean {
    return this.kind[edge] !== STUCK && this.isReached(this.source[edge]!) && this.isReached(this.target[edge]!);
  }

  #reserve(): void {
    const { blocks, edges } = this;
    this.start = freshRoom(this.start, blocks + 1);
    this.dominator = freshRoom(this.dominator, blocks);
    this.source = freshRoom(this.source, edges);
    this.target = freshRoom(this.target, edges);
    this.kind = freshRoom(this.kind, edges);
    this.incoming = freshRoom(this.incoming, edges);
    this.outgoing = freshRoom(this.outgoing, edges);
    this.position = freshRoom(this.position, edges);
    this.firstIn = freshRoom(this.firstIn, blocks + 2);
    this.firstOut = freshRoom(this.firstOut, blocks + 2);
    this.firstChild = freshRoom(this.firstChild, blocks + 2);
    this.child = freshRoom(this.child, blocks);
  }

  #link(): void {
    const { blocks, edges, firstIn, firstOut, firstChild, dominator } = this;
    firstIn.fill(0, 0, blocks + 2);
    firstOut.fill(0, 0, blocks + 2);
    firstChild.fill(0, 0, blocks + 2);
    this.hasJoins = false;
    this.hasExceptions = false;
    for (let e = 0; e < edges; e++) {
      if (!this.counts(e)) continue;
      firstIn[this.target[e]! + 2]!++;
      firstOut[this.source[e]! + 2]!++;
      this.hasExceptions ||= this.kind[e] === EXCEPTION;
    }
    for (let b = 1; b < blocks; b++) if (dominator[b]! >= 0) firstChild[dominator[b]! + 2]!++;
    for (let b = 2; b <= blocks + 1; b++) {
      this.hasJoins ||= firstIn[b]! > 1;
      firstIn[b]! += firstIn[b - 1]!;
      firstOut[b]! += firstOut[b - 1]!;
      firstChild[b]! += firstChild[b - 1]!;
    }
    for (let e = 0; e < edges; e++) {
      if (!this.counts(e)) continue;
      this.incoming[firstIn[this.target[e]! + 1]!++] = e;
      this.outgoing[firstOut[this.source[e]! + 1]!++] = e;
    }
    for (let b = 0; b < blocks; b++) {
      for (let i = firstIn[b]!; i < firstIn[b + 1]!; i++) this.position[this.incoming[i]!] = i - firstIn[b]!;
      if (b > 0 && dominator[b]! >= 0) this.child[firstChild[dominator[b]! + 1]!++] = b;
    }
  }
}
