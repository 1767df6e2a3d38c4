/** The control-flow graph of one body as the questions see it: blocks with their statements and edges, by number. */
import { endOf } from '#columns';
import {
  basicBlock,
  BLOCK_FLAG,
  body,
  codeOf,
  flowBody,
  flowEdge,
  FLOW_EDGE_KINDS,
  flowLoop,
  FLOW_LOOP_KINDS,
  FLOW_STATES,
  OPCODES,
  operation,
  statement,
  statementPosition,
} from '#facts';
import type { TargetBody } from './target-bodies.ts';
import type { View } from './view.ts';

/** What closes one part of a bracket and opens the next: the statement in front of it is over. */
export const CLOSING: ReadonlySet<number> = new Set(
  (['end', 'else', 'except', 'finally', 'case'] as const).map((name) => codeOf(OPCODES, name)),
);

export type FlowEdgeKind = (typeof FLOW_EDGE_KINDS)[number];
export type BlockMark = keyof typeof BLOCK_FLAG;

export interface FlowBlock {
  readonly block: number;
  readonly edges: readonly { readonly to: number; readonly kind: FlowEdgeKind }[];
  readonly marks: readonly BlockMark[];
  /** Place in reverse postorder. */
  readonly order: number;
  /** Immediate dominator and post-dominator, -1 for none. */
  readonly dominator: number;
  readonly postDominator: number;
  /** Number of the innermost loop, -1 for none. */
  readonly loop: number;
  /** Offsets of the statements that operations of the block belong to, in order. The first may have begun before it. */
  readonly statements: readonly number[];
  /** Where the block begins: its first statement, or an end of the body. */
  readonly offset: number;
}

export interface FlowLoop {
  readonly header: number;
  readonly parent: number;
  readonly kind: (typeof FLOW_LOOP_KINDS)[number];
}

export interface FlowGraph {
  readonly body: TargetBody;
  readonly blocks: readonly FlowBlock[];
  readonly loops: readonly FlowLoop[];
  /** False when the stage gave the body up: it has an entry and an exit only. */
  readonly isWhole: boolean;
}

/** The graph of a body, or null when its file has none. */
export function flowGraph(view: View, target: TargetBody): FlowGraph | null {
  const { unit, row } = target;
  const flow = view.table(flowBody, unit);
  if (flow === null || row >= flow.rows) return null;
  const blocks = view.table(basicBlock, unit)!;
  const edges = view.table(flowEdge, unit)!;
  const loops = view.table(flowLoop, unit)!;
  const isLast = row + 1 === flow.rows;
  const first = flow.block.at(row);
  const count = (isLast ? blocks.rows : flow.block.at(row + 1)) - first;
  const starts = statementsOf(view, target, first, count);
  let edge = flow.edge.at(row);
  const edgeEnd = isLast ? edges.rows : flow.edge.at(row + 1);
  let before = target.start;
  const found = Array.from({ length: count }, (_, block): FlowBlock => {
    const out: { to: number; kind: FlowEdgeKind }[] = [];
    for (; edge < edgeEnd && edges.source.at(edge) === block; edge++)
      out.push({ to: edges.target.at(edge), kind: FLOW_EDGE_KINDS[edges.kind.at(edge)]! });
    const at = first + block;
    const isExit = block + 1 === count;
    const offset = isExit ? Math.max(target.start, target.end - 1) : (starts[block]![0] ?? before);
    before = offset;
    return {
      block,
      edges: out,
      marks: marksOf(blocks.flags.at(at)),
      order: blocks.order.at(at),
      dominator: blocks.dominator.at(at),
      postDominator: blocks.post_dominator.at(at),
      loop: blocks.loop.at(at),
      statements: starts[block]!,
      offset,
    };
  });
  const loopEnd = isLast ? loops.rows : flow.loop.at(row + 1);
  const nested = Array.from({ length: loopEnd - flow.loop.at(row) }, (_, at): FlowLoop => {
    const loop = flow.loop.at(row) + at;
    return {
      header: loops.header.at(loop),
      parent: loops.parent.at(loop),
      kind: FLOW_LOOP_KINDS[loops.kind.at(loop)]!,
    };
  });
  return { body: target, blocks: found, loops: nested, isWhole: FLOW_STATES[flow.state.at(row)] === 'whole' };
}

function marksOf(flags: number): BlockMark[] {
  // Safe because: the keys of a frozen record of the facts.
  return (Object.keys(BLOCK_FLAG) as BlockMark[]).filter((name) => (flags & BLOCK_FLAG[name]) !== 0);
}

/** The offsets of the statements of each block: that in which it begins, and those that begin in it. */
function statementsOf(view: View, { unit, row }: TargetBody, first: number, count: number): number[][] {
  const bodies = view.table(body, unit)!;
  const statements = view.table(statement, unit)!;
  const { start } = view.table(statementPosition, unit)!;
  const { opcode } = view.table(operation, unit)!;
  const blocks = view.table(basicBlock, unit)!;
  const base = bodies.operation.at(row);
  const end = endOf(bodies.statement, row, bodies.rows, statements.rows);
  const operationAt = (at: number): number => (at < end ? statements.operation.at(at) - base : Infinity);
  let at = bodies.statement.at(row);
  return Array.from({ length: count }, (_, block) => {
    const found: number[] = [];
    const stop = block + 1 < count ? blocks.operation.at(first + block + 1) : 0;
    let begin = blocks.operation.at(first + block);
    while (begin < stop && CLOSING.has(opcode.at(base + begin))) begin++;
    if (begin >= stop) return found;
    while (operationAt(at + 1) <= begin) at++;
    for (let one = at; operationAt(one) < stop; one++) {
      // Statements without operations do nothing.
      if (operationAt(one + 1) > operationAt(one)) found.push(start.at(one));
    }
    return found;
  });
}
