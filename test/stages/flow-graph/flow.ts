/** The blocks and loops of a body. For the tests of this folder. */
import { basicBlock, BLOCK_FLAG, body, flowBody, flowEdge, FLOW_EDGE_KINDS, flowLoop } from '#facts';
import type { Tables } from '#testkit';

export interface BlockFacts {
  readonly operation: number;
  readonly order: number;
  readonly dominator: number;
  readonly postDominator: number;
  readonly loop: number;
  readonly flags: readonly string[];
  /** Kind and target of each edge out of the block. */
  readonly edges: readonly (readonly [kind: string, target: number])[];
}

/** The blocks of a body as objects. */
export function blocksOf(tables: Tables, row: number): BlockFacts[] {
  const flow = tables(flowBody);
  const blocks = tables(basicBlock);
  const edges = tables(flowEdge);
  const isLast = row + 1 === tables(body).rows;
  const first = flow.block.at(row);
  const end = isLast ? blocks.rows : flow.block.at(row + 1);
  const found: BlockFacts[] = [];
  let edge = flow.edge.at(row);
  const lastEdge = isLast ? edges.rows : flow.edge.at(row + 1);
  for (let at = first; at < end; at++) {
    const out: [string, number][] = [];
    for (; edge < lastEdge && edges.source.at(edge) === at - first; edge++)
      out.push([FLOW_EDGE_KINDS[edges.kind.at(edge)]!, edges.target.at(edge)]);
    found.push({
      operation: blocks.operation.at(at),
      order: blocks.order.at(at),
      dominator: blocks.dominator.at(at),
      postDominator: blocks.post_dominator.at(at),
      loop: blocks.loop.at(at),
      flags: Object.entries(BLOCK_FLAG).flatMap(([name, bit]) => ((blocks.flags.at(at) & bit) === 0 ? [] : [name])),
      edges: out,
    });
  }
  return found;
}

/** Header and parent of each loop of a body. */
export function loopsOf(tables: Tables, row: number): (readonly [header: number, parent: number])[] {
  const flow = tables(flowBody);
  const loops = tables(flowLoop);
  const end = row + 1 === tables(body).rows ? loops.rows : flow.loop.at(row + 1);
  const found: [number, number][] = [];
  for (let at = flow.loop.at(row); at < end; at++) found.push([loops.header.at(at), loops.parent.at(at)]);
  return found;
}
