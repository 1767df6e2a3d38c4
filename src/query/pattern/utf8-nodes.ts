/**
 * Nodes of a class automaton while it is built: equal nodes are one node, so the result is minimal.
 */

/** Target of an edge that completes the character. */
export const ACCEPT = -1;

export interface NodeBuild {
  readonly byEdges: Map<string, number>;
  /** Edges `[lo, hi, to]` by node, ascending by byte. */
  readonly nodes: (readonly number[])[];
}

export function addNode(build: NodeBuild, edges: readonly number[]): number {
  const key = edges.join();
  const known = build.byEdges.get(key);
  if (known !== undefined) return known;
  build.nodes.push(edges);
  build.byEdges.set(key, build.nodes.length - 1);
  return build.nodes.length - 1;
}
