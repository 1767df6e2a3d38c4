/** What must have run before a block of a function, and what must run after it? The trees of dominators and post-dominators. */
import { flowGraph, type FlowBlock, type FlowGraph } from './flow-blocks.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { bodiesOfTarget } from './target-bodies.ts';
import type { Target } from './target.ts';
import { viewOf, type Place, type View } from './view.ts';

/** A block and where it stands. */
interface BlockPlace {
  readonly block: number;
  readonly line: number;
}

export interface DominatorRow extends Place {
  readonly name: string;
  readonly block: number;
  /** The nearest block on every way from the entry; absent for the entry, and for what is never reached. */
  readonly dominator?: BlockPlace;
  /** The nearest block on every way to the exit; absent for the exit. */
  readonly postDominator?: BlockPlace;
  /** How many blocks dominate it. */
  readonly depth: number;
  readonly origin: string;
  readonly certainty: 'resolved';
}

export function dominators(snapshot: SnapshotReader, target: Target, options: PageOptions = {}): Answer<DominatorRow> {
  const view = viewOf(snapshot);
  const { bodies, subjects } = bodiesOfTarget(view, target);
  const page = new PageBuilder<DominatorRow>('dominators', snapshot.txnId, options);
  for (const one of bodies) {
    const graph = flowGraph(view, one);
    if (graph === null) continue;
    const depths = depthsOf(graph);
    for (const found of graph.blocks) {
      const mark = { depth: 0, path: view.path(one.unit), offset: one.start, tie: found.block };
      if (!page.add(mark, () => dominatorRow(view, graph, found, depths[found.block]!))) return page.finish(subjects);
    }
  }
  return page.finish(subjects);
}

function dominatorRow(view: View, graph: FlowGraph, found: FlowBlock, depth: number): DominatorRow {
  const { unit, name } = graph.body;
  const lines = view.lines(unit);
  const place = (block: number): BlockPlace => ({ block, line: 1 + lines.lineAt(graph.blocks[block]!.offset) });
  return {
    ...view.place(unit, found.offset),
    name,
    block: found.block,
    ...(found.dominator < 0 ? {} : { dominator: place(found.dominator) }),
    ...(found.postDominator < 0 ? {} : { postDominator: place(found.postDominator) }),
    depth,
    origin: 'flow-graph/basic_block',
    certainty: 'resolved',
  };
}

/** A dominator precedes what it dominates in reverse postorder. */
function depthsOf({ blocks }: FlowGraph): Int32Array {
  const depths = new Int32Array(blocks.length);
  for (const { block, dominator } of blocks.toSorted((a, b) => a.order - b.order))
    if (dominator >= 0) depths[block] = depths[dominator]! + 1;
  return depths;
}
