/** The graphs of a function that can be drawn, by name. */
import { dependenceSource } from './dependence-source.ts';
import { flowSource } from './flow-source.ts';
import type { GraphSource } from './function-graph.ts';

export const GRAPH_SOURCES = { cfg: flowSource, dependences: dependenceSource } as const satisfies Readonly<
  Record<string, GraphSource>
>;
export type GraphKind = keyof typeof GRAPH_SOURCES;
/** The kinds of graphs, the one that is drawn by itself first. */
export const GRAPH_KINDS: readonly string[] = Object.keys(GRAPH_SOURCES);

export function isGraphKind(name: string): name is GraphKind {
  return Object.hasOwn(GRAPH_SOURCES, name);
}
