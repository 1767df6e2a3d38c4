/**
 * The tables that a question or an export reads and that not every preset writes. Whoever opens an index for a question turns
 * on the stages that write them, see `stagesFor` of the plan.
 */
import type { ExportFormat } from './export/index.ts';
import { GRAPH_SOURCES, isGraphKind } from './graph/sources.ts';
import type { QueryKind } from './query-members.ts';

export const QUERY_NEEDS: Readonly<Record<QueryKind, readonly string[]>> = {
  symbols: ['symbol'],
  definition: ['symbol'],
  references: ['occurrence'],
  callers: ['call_edge_name'],
  callees: ['call_edge_name'],
  path: ['call_edge_name'],
  imports: ['import_target'],
  importers: ['module_edge'],
  dependents: ['module_edge'],
  outline: ['declaration'],
  chunks: ['chunk'],
  typeAt: ['type_text'],
  typesOf: ['type_text', 'symbol'],
  cfg: ['basic_block', 'symbol'],
  definitionsReaching: ['flow_use', 'symbol'],
  uses: ['flow_use', 'symbol'],
  ssa: ['ssa_value', 'symbol'],
  constantAt: ['operation_value'],
  dominators: ['basic_block', 'symbol'],
  dependences: ['control_dependence', 'flow_use', 'symbol'],
  slice: ['control_dependence', 'flow_use', 'call_edge_name', 'symbol'],
};

const EXPORT_NEEDS: Readonly<Record<ExportFormat, readonly string[]>> = {
  json: [],
  callgraph: ['call_edge_name'],
  scip: ['occurrence'],
  graphml: ['call_edge_name', 'symbol'],
  types: ['type_text'],
  dot: ['symbol'],
  mermaid: ['symbol'],
};

/** The tables that a question of a kind reads. */
export function tablesOfQuery(kind: string): readonly string[] {
  // Safe because: the names of the record are asked first.
  return Object.hasOwn(QUERY_NEEDS, kind) ? QUERY_NEEDS[kind as QueryKind] : [];
}

/** The tables that an export reads; `graph` is the kind of graph that is drawn. */
export function tablesOfExport(format: ExportFormat, graph: string): readonly string[] {
  const isDrawn = format === 'dot' || format === 'mermaid';
  const drawn = isDrawn && isGraphKind(graph) ? GRAPH_SOURCES[graph].needs : [];
  return [...EXPORT_NEEDS[format], ...drawn];
}
