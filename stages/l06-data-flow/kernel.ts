/**
 * L6: which definition of a variable reaches which use, for each body of a file. It follows the graph of L4 and never looks at
 * another file. A body for which the fuel is used up has no rows, and says so.
 */
import {
  basicBlock,
  body,
  chainBody,
  declaration,
  file,
  flowBody,
  flowDefinition,
  flowEdge,
  flowUse,
  flowVariable,
  importTable,
  local,
  mergeOperand,
  operation,
  reference,
  statement,
} from '#facts';
import type { KernelOf } from '#stage';
import { Accesses } from './accesses.ts';
import { BodyGraph } from './body-graph.ts';
import { Chains } from './chains.ts';
import { endOfOperations, type FileTables } from './file-tables.ts';
import { Merges } from './merges.ts';
import { NameSlots } from './name-slots.ts';
import { Places } from './places.ts';
import { Rows } from './rows.ts';
import { SharedNames } from './shared-names.ts';
import type { stage } from './stage.ts';
import { writeVariables } from './variable-rows.ts';

/** Scratch of this thread, refilled for every file. */
const slots = new NameSlots();
const shared = new SharedNames();
const places = new Places();
const accesses = new Accesses();
const graph = new BodyGraph();
const merges = new Merges();
const chains = new Chains();
const rows = new Rows();

/** Languages whose imports bind before anything runs. In all others that have bodies they run in order. */
const HOISTS_IMPORTS: ReadonlySet<string> = new Set(['javascript', 'typescript', 'tsx']);

export const kernel: KernelOf<(typeof stage.steps)[0]> = (view, out, { fuel }) => {
  const bodies = view.table(body);
  const tables: FileTables = {
    bodies,
    locals: view.table(local),
    declarations: view.table(declaration),
    imports: view.table(importTable),
    statements: view.table(statement),
    references: view.table(reference),
    operations: view.table(operation),
    hoistsImports: HOISTS_IMPORTS.has(view.table(file).language.at(0)),
  };
  const flow = { bodies: view.table(flowBody), blocks: view.table(basicBlock), edges: view.table(flowEdge) };
  const first = out.table(chainBody);
  const variables = out.table(flowVariable);
  const definitions = out.table(flowDefinition);
  const uses = out.table(flowUse);
  const operands = out.table(mergeOperand);
  if (tables.operations.rows === 0) {
    for (let row = 0; row < bodies.rows; row++) {
      first.add();
      first.col.complete[row] = 1;
    }
    return;
  }
  slots.read(tables);
  shared.read(tables, slots);
  places.open(tables, slots, shared);
  accesses.open(tables, slots);
  for (let row = 0; row < bodies.rows; row++) {
    first.add();
    first.col.variable[row] = variables.rows;
    first.col.definition[row] = definitions.rows;
    first.col.use[row] = uses.rows;
    first.col.operand[row] = operands.rows;
    const from = bodies.operation.at(row);
    const count = endOfOperations(tables, row) - from;
    if (!fuel.burn(count)) continue;
    if (row >= flow.bodies.rows) continue;
    places.read(from, count);
    accesses.read(places, shared, row, from, count);
    graph.load(flow, row, count);
    if (!merges.place(graph, accesses, places.variables, fuel)) continue;
    chains.build(graph, accesses, merges, places.variables);
    if (!fuel.burn(chains.definitions.operands)) continue;
    rows.arrange(chains, accesses, graph);
    writeVariables(variables, tables, slots, shared, places, row);
    rows.writeDefinitions(definitions, chains.definitions);
    rows.writeUses(uses, accesses, chains.reached);
    rows.writeOperands(operands, chains.definitions, graph);
    first.col.complete[row] = 1;
  }
};
