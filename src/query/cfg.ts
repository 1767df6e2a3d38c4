/** How does control flow through a function? Its blocks with their statements, edges and loops. */
import type { BODY_KINDS } from '#facts';
import { flowGraph, type BlockMark, type FlowEdgeKind, type FlowGraph } from './flow-blocks.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { bodiesOfTarget } from './target-bodies.ts';
import type { Target } from './target.ts';
import { viewOf, type Place, type View } from './view.ts';

/** A block. It stands where its first statement does; that statement may have begun in a block before it. */
export interface BlockRow extends Place {
  /** Qualified name of the function, class or module. */
  readonly name: string;
  /** What kind of body it is; lambdas and comprehensions are called as what is around them. */
  readonly body: (typeof BODY_KINDS)[number];
  /** Number within the body. 0 is the entry, the last one is the exit. */
  readonly block: number;
  /** The line of the last statement. */
  readonly endLine: number;
  readonly statements: readonly { readonly line: number; readonly text: string }[];
  /** Where control goes next, in the order in which it is tried. */
  readonly edges: readonly { readonly to: number; readonly kind: FlowEdgeKind }[];
  readonly marks: readonly (BlockMark | 'entry' | 'exit' | 'given_up')[];
  /** Headers of the loops around the block, the innermost first. */
  readonly loops: readonly number[];
  readonly origin: string;
  readonly certainty: 'resolved';
}

export function cfg(snapshot: SnapshotReader, target: Target, options: PageOptions = {}): Answer<BlockRow> {
  const view = viewOf(snapshot);
  const { bodies, subjects } = bodiesOfTarget(view, target);
  const page = new PageBuilder<BlockRow>('cfg', snapshot.txnId, options);
  for (const one of bodies) {
    const graph = flowGraph(view, one);
    for (let block = 0; graph !== null && block < graph.blocks.length; block++) {
      const mark = { depth: 0, path: view.path(one.unit), offset: one.start, tie: block };
      if (!page.add(mark, () => blockRow(view, graph, block))) return page.finish(subjects);
    }
  }
  return page.finish(subjects);
}

function blockRow(view: View, graph: FlowGraph, block: number): BlockRow {
  const { unit, name, kind } = graph.body;
  const { offset, statements, edges, marks } = graph.blocks[block]!;
  const place = view.place(unit, offset);
  const lines = view.lines(unit);
  const isExit = block + 1 === graph.blocks.length;
  return {
    ...place,
    name,
    body: kind,
    block,
    endLine: 1 + lines.lineAt(statements.at(-1) ?? offset),
    statements: statements.map((start) => {
      const line = lines.lineAt(start);
      return { line: line + 1, text: lines.textOf(line).trim() };
    }),
    edges,
    marks: [
      ...(block === 0 ? (['entry'] as const) : []),
      ...(isExit ? (['exit'] as const) : []),
      ...(graph.isWhole ? [] : (['given_up'] as const)),
      ...marks,
    ],
    loops: loopsAround(graph, block),
    origin: 'flow-graph/basic_block',
    certainty: 'resolved',
  };
}

function loopsAround({ blocks, loops }: FlowGraph, block: number): number[] {
  const headers: number[] = [];
  for (let loop = blocks[block]!.loop; loop >= 0; loop = loops[loop]!.parent) headers.push(loops[loop]!.header);
  return headers;
}
