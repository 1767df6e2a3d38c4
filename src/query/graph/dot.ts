/** Graphs of functions in the language of Graphviz (`dot -Tsvg`): a digraph, with a cluster per function. */
import type { FunctionGraph, NodeShape } from './function-graph.ts';

const SHAPES: Readonly<Record<NodeShape, string>> = {
  box: '',
  start: ', style=rounded',
  end: ', shape=doublecircle',
  dim: ', style=dashed, color=gray, fontcolor=gray',
};

export function* dotText(graphs: Iterable<FunctionGraph>): Generator<string> {
  yield 'digraph {\n  node [shape=box, fontname="monospace", fontsize=10];\n  edge [fontname="monospace", fontsize=9];\n';
  let number = 0;
  for (const graph of graphs) yield cluster(graph, number++);
  yield '}\n';
}

function cluster({ title, nodes, edges }: FunctionGraph, number: number): string {
  const id = (node: string): string => `f${number}_${node}`;
  const lines = [
    `  subgraph cluster_${number} {`,
    `    label="${escape(title)}";`,
    ...nodes.map(({ id: node, label, shape }) => {
      const text = label.map((line) => `${escape(line)}\\l`).join('');
      return `    ${id(node)} [label="${text}"${SHAPES[shape]}];`;
    }),
    ...edges.map(({ from, to, label, style }) => {
      const look = style === 'plain' ? '' : `, style=${style}`;
      return `    ${id(from)} -> ${id(to)} [label="${escape(label)}"${look}];`;
    }),
    '  }',
  ];
  return `${lines.join('\n')}\n`;
}

/** A text within quotes: no escape of Graphviz, no line end, no control character. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/\p{Cc}/gu, ' ');
}
