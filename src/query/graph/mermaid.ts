/** Graphs of functions in the language of Mermaid: a flowchart, with a subgraph per function. */
import type { EdgeStyle, FunctionGraph, GraphNode } from './function-graph.ts';

const ARROWS: Readonly<Record<EdgeStyle, string>> = { plain: '-->', dashed: '-.->', dotted: '-.-' };

export function* mermaidText(graphs: Iterable<FunctionGraph>): Generator<string> {
  yield 'flowchart TD\n';
  let number = 0;
  for (const graph of graphs) yield subgraph(graph, number++);
  yield '  classDef dim stroke-dasharray: 4 3,color:gray\n';
}

function subgraph({ title, nodes, edges }: FunctionGraph, number: number): string {
  const id = (node: string): string => `f${number}_${node}`;
  const lines = [
    `  subgraph f${number}["${escape(title)}"]`,
    ...nodes.map((node) => `    ${id(node.id)}${shaped(node)}`),
    ...edges.map(({ from, to, label, style }) => {
      const text = label === '' ? '' : `|"${escape(label)}"|`;
      return `    ${id(from)} ${ARROWS[style]}${text} ${id(to)}`;
    }),
    '  end',
  ];
  return `${lines.join('\n')}\n`;
}

function shaped({ label, shape }: GraphNode): string {
  const text = `"${label.map(escape).join('<br/>')}"`;
  if (shape === 'start') return `(${text})`;
  if (shape === 'end') return `((${text}))`;
  return shape === 'dim' ? `[${text}]:::dim` : `[${text}]`;
}

/** A text within quotes: what Mermaid or HTML would read becomes a character by number. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll(/[#"<>&`\\]/g, (character) => `#${character.codePointAt(0)!};`);
}
