/** A graph of the functions that a target means, in a language that draws it. Given in pieces, one per function. */
import { EngineError } from '#core';
import type { FunctionGraph } from '../graph/function-graph.ts';
import { dotText } from '../graph/dot.ts';
import { mermaidText } from '../graph/mermaid.ts';
import { GRAPH_KINDS, GRAPH_SOURCES, isGraphKind } from '../graph/sources.ts';
import { bodiesOfTarget } from '../target-bodies.ts';
import type { Target } from '../target.ts';
import type { View } from '../view.ts';

/** What is drawn: the functions, and which graph of each; `cfg` when none is named. */
export interface DrawOptions {
  readonly function?: Target;
  readonly graph?: string;
}

/** `E_QUERY` when no function is named, when the name means none, and when there is no such graph. */
export function exportGraph(view: View, format: 'dot' | 'mermaid', options: DrawOptions): Generator<string> {
  const { function: target, graph = 'cfg' } = options;
  if (target === undefined)
    throw new EngineError('E_QUERY', `format '${format}' draws functions; name one, by name or by position`);
  if (!isGraphKind(graph))
    throw new EngineError('E_QUERY', `there is no graph '${graph}'; use ${GRAPH_KINDS.join(', ')}`);
  const source = GRAPH_SOURCES[graph];
  for (const name of source.needs) {
    if (view.snapshot.plan.place({ name }) === undefined)
      throw new EngineError('E_QUERY', `graph '${graph}' needs table ${name}; switch on the stage that writes it`);
  }
  const { bodies } = bodiesOfTarget(view, target);
  const graphs = bodies.map((body) => source.graphOf(view, body)).filter((one): one is FunctionGraph => one !== null);
  if (graphs.length === 0)
    throw new EngineError('E_QUERY', 'nothing to draw: the name means no function, class or module of the index');
  return format === 'dot' ? dotText(graphs) : mermaidText(graphs);
}
