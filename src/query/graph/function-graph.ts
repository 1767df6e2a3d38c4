/**
 * A graph of a function as it is drawn, whatever it is a graph of. A source makes it from a body and says which tables it
 * reads; the writers of formats know nothing of sources. A new kind of graph is one source and one line of `sources.ts`.
 */
import type { TargetBody } from '../target-bodies.ts';
import type { View } from '../view.ts';

/** How a node is drawn. */
export type NodeShape = 'box' | 'start' | 'end' | 'dim';
export type EdgeStyle = 'plain' | 'dashed' | 'dotted';

export interface GraphNode {
  /** Unique within the graph; letters, digits and `_`. */
  readonly id: string;
  /** Lines of text. */
  readonly label: readonly string[];
  readonly shape: NodeShape;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly style: EdgeStyle;
}

export interface FunctionGraph {
  /** Qualified name of the function, and its kind when it is none by itself. */
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphSource {
  /** Tables whose writers must run. */
  readonly needs: readonly string[];
  /** The graph of a body, or null when its file has none. */
  readonly graphOf: (view: View, body: TargetBody) => FunctionGraph | null;
}
