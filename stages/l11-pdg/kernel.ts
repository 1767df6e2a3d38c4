/** L11: control dependence of each body over the graph of L4, and the nodes at which values cross its border. */
import {
  basicBlock,
  body,
  chainBody,
  codeOf,
  controlDependence,
  DEFINITION_KINDS,
  FLOW_EDGE_KINDS,
  FLOW_VARIABLE_KINDS,
  flowBody,
  flowDefinition,
  flowEdge,
  flowVariable,
  OPCODES,
  operation,
  PARAMETER_NODE_KINDS,
  parameterNode,
  pdgBody,
} from '#facts';
import { endOf, type TableReader } from '#columns';
import type { KernelOf } from '#stage';
import { ControlDependence, type ControlGraph } from './control-dependence.ts';
import type { stage } from './stage.ts';

const STUCK = codeOf(FLOW_EDGE_KINDS, 'stuck');
const [ENTRY, PARAMETER, MERGE] = (['entry', 'parameter', 'merge'] as const).map((kind) =>
  codeOf(DEFINITION_KINDS, kind),
);
const CLOBBER = codeOf(DEFINITION_KINDS, 'clobber');
/** Variables that other bodies see, when they are written here. */
const OUTSIDE = new Set(
  (['outer', 'module', 'free', 'path', 'item', 'outer_import'] as const).map((kind) =>
    codeOf(FLOW_VARIABLE_KINDS, kind),
  ),
);
const [FORMAL_IN, FORMAL_OUT, MODIFIED] = [...PARAMETER_NODE_KINDS.keys()];
const HANDS_OUT = new Set((['return', 'yield', 'raise'] as const).map((code) => codeOf(OPCODES, code)));

const dependence = new ControlDependence();

export const kernel: KernelOf<(typeof stage.steps)[0]> = (view, out, { fuel }) => {
  const bodies = view.table(body);
  const first = out.table(pdgBody);
  const controls = out.table(controlDependence);
  const nodes = out.table(parameterNode);
  if (bodies.rows === 0) return;
  const flow = view.table(flowBody);
  const graph = new BodyGraph(flow, view.table(basicBlock), view.table(flowEdge));
  const chains = view.table(chainBody);
  const definitions = view.table(flowDefinition);
  const variables = view.table(flowVariable);
  const operations = view.table(operation);

  const add = (kind: number, value: number): void => {
    const row = nodes.add();
    nodes.col.kind[row] = kind;
    nodes.col.value[row] = value;
  };
  const addFormals = (row: number): void => {
    const [from, to] = range(chains.definition, row, chains.rows, definitions.rows);
    const base = chains.variable.at(row);
    for (let at = from; at < to; at++) {
      const kind = definitions.kind.at(at);
      if (kind === ENTRY || kind === PARAMETER) add(FORMAL_IN!, at - from);
    }
    const [start, end] = range(bodies.operation, row, bodies.rows, operations.rows);
    for (let at = start; at < end; at++)
      if (HANDS_OUT.has(operations.opcode.at(at)) && operations.a.at(at) >= 0) add(FORMAL_OUT!, at - start);
    for (let at = from; at < to; at++) {
      const kind = definitions.kind.at(at);
      if (kind === ENTRY || kind === PARAMETER || kind === MERGE || kind === CLOBBER) continue;
      if (OUTSIDE.has(variables.kind.at(base + definitions.variable.at(at)))) add(MODIFIED!, at - from);
    }
  };
  for (let row = 0; row < bodies.rows; row++) {
    first.add();
    first.col.control[row] = controls.rows;
    first.col.node[row] = nodes.rows;
    graph.open(row);
    if (!fuel.burn(graph.blocks + graph.edges) || chains.complete.at(row) === 0) continue;
    if (!dependence.find(graph, fuel)) continue;
    dependence.forEach(graph.blocks, (block, edge) => {
      const at = controls.add();
      controls.col.block[at] = block;
      controls.col.edge[at] = edge;
    });
    addFormals(row);
    first.col.complete[row] = 1;
  }
};

/** The rows of one owner in a table whose rows are contiguous per owner. */
function range(
  starts: { at(row: number): number },
  row: number,
  owners: number,
  rows: number,
): [from: number, to: number] {
  return [starts.at(row), endOf(starts, row, owners, rows)];
}

/** The flow graph of one body at a time. */
class BodyGraph implements ControlGraph {
  readonly #flow: TableReader<(typeof flowBody)['columns']>;
  readonly #blocks: TableReader<(typeof basicBlock)['columns']>;
  readonly #edges: TableReader<(typeof flowEdge)['columns']>;
  #block = 0;
  #edge = 0;
  blocks = 0;
  edges = 0;

  constructor(
    flow: TableReader<(typeof flowBody)['columns']>,
    blocks: TableReader<(typeof basicBlock)['columns']>,
    edges: TableReader<(typeof flowEdge)['columns']>,
  ) {
    this.#flow = flow;
    this.#blocks = blocks;
    this.#edges = edges;
  }

  open(row: number): void {
    const [block, blockEnd] = range(this.#flow.block, row, this.#flow.rows, this.#blocks.rows);
    const [edge, edgeEnd] = range(this.#flow.edge, row, this.#flow.rows, this.#edges.rows);
    this.#block = block;
    this.#edge = edge;
    this.blocks = blockEnd - block;
    this.edges = edgeEnd - edge;
  }

  source(edge: number): number {
    return this.#edges.source.at(this.#edge + edge);
  }

  target(edge: number): number {
    return this.#edges.target.at(this.#edge + edge);
  }

  postDominator(block: number): number {
    return this.#blocks.post_dominator.at(this.#block + block);
  }

  isReal(edge: number): boolean {
    return this.#edges.kind.at(this.#edge + edge) !== STUCK;
  }
}
