/** The control-flow graph as it is drawn: a box per block with its statements, an arrow per edge. */
import { flowGraph, type FlowBlock, type FlowGraph } from '../flow-blocks.ts';
import type { TargetBody } from '../target-bodies.ts';
import type { View } from '../view.ts';
import type { EdgeStyle, FunctionGraph, GraphNode, GraphSource, NodeShape } from './function-graph.ts';

/** Most statements that a box shows, and characters of each. */
const MAX_STATEMENTS = 6;
const MAX_TEXT = 60;

/** Edges that need no word. */
const SILENT: ReadonlySet<string> = new Set(['next']);
const STYLES: Readonly<Record<string, EdgeStyle>> = { exception: 'dashed', raise: 'dashed', stuck: 'dotted' };

export const flowSource: GraphSource = { needs: ['basic_block'], graphOf: drawn };

function drawn(view: View, body: TargetBody): FunctionGraph | null {
  const graph = flowGraph(view, body);
  if (graph === null) return null;
  return {
    title: titleOf(body),
    nodes: graph.blocks.map((block) => nodeOf(view, graph, block)),
    edges: graph.blocks.flatMap(({ block, edges }) =>
      edges.map(({ to, kind }) => ({
        from: `b${block}`,
        to: `b${to}`,
        label: SILENT.has(kind) ? '' : kind,
        style: STYLES[kind] ?? 'plain',
      })),
    ),
  };
}

/** The name of a body in a drawing; lambdas and comprehensions have that of what is around them. */
function titleOf({ name, kind }: TargetBody): string {
  return kind === 'lambda' || kind === 'comprehension' ? `${name} (${kind})` : name;
}

function nodeOf(view: View, { body, blocks }: FlowGraph, { block, statements, marks }: FlowBlock): GraphNode {
  const lines = view.lines(body.unit);
  const shown = statements.slice(0, MAX_STATEMENTS).map((start) => {
    const line = lines.lineAt(start);
    return `${line + 1}: ${cut(lines.textOf(line).trim())}`;
  });
  const isExit = block + 1 === blocks.length;
  const more = statements.length > MAX_STATEMENTS ? [`and ${statements.length - MAX_STATEMENTS} more`] : [];
  return {
    id: `b${block}`,
    label: [`${block}${isExit ? ' exit' : block === 0 ? ' entry' : ''}`, ...new Set(shown), ...more],
    shape: shapeOf(block, isExit, marks.includes('unreachable')),
  };
}

function shapeOf(block: number, isExit: boolean, isDead: boolean): NodeShape {
  if (isExit) return 'end';
  if (block === 0) return 'start';
  return isDead ? 'dim' : 'box';
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…`.toWellFormed() : text;
}
