/** The program dependence graph as it is drawn: a box per statement, an arrow to what depends on it. */
import { statementPosition } from '#facts';
import { statementDependences } from '../dependences.ts';
import type { TargetBody } from '../target-bodies.ts';
import type { View } from '../view.ts';
import type { FunctionGraph, GraphSource } from './function-graph.ts';

const MAX_TEXT = 60;

export const dependenceSource: GraphSource = {
  needs: ['control_dependence', 'flow_use'],
  graphOf: drawn,
};

function drawn(view: View, body: TargetBody): FunctionGraph | null {
  const edges = statementDependences(view, body);
  if (edges.length === 0) return null;
  const { start } = view.table(statementPosition, body.unit)!;
  const statements = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  return {
    title: body.name,
    nodes: statements.map((statement) => {
      const { line, text } = view.place(body.unit, start.at(statement));
      return {
        id: `s${statement}`,
        label: [`${line}: ${text.trim().slice(0, MAX_TEXT).toWellFormed()}`],
        shape: 'box',
      };
    }),
    edges: edges.map(({ from, to, kind }) => ({
      from: `s${to}`,
      to: `s${from}`,
      label: kind === 'control' ? 'control' : '',
      style: kind === 'control' ? 'dashed' : 'plain',
    })),
  };
}
