/** L4: the control-flow graph of each body of a file. A body on which the fuel runs out keeps its entry and its exit only. */
import { endOf } from '#columns';
import { basicBlock, body, flowBody, flowEdge, flowLoop, literal, operation } from '#facts';
import type { KernelOf } from '#stage';
import { FlowAnalysis } from './analysis.ts';
import { NEXT } from './flow-codes.ts';
import { readBody } from './control-flow.ts';
import { FlowRows } from './flow-rows.ts';
import { Operations } from './operations.ts';
import { Scan } from './scan.ts';
import type { stage } from './stage.ts';

/** Scratch memory, empty between bodies: each one begins by clearing it. */
const scan = new Scan();
const analysis = new FlowAnalysis();

export const kernel: KernelOf<(typeof stage.steps)[0]> = (view, out, { fuel }) => {
  const bodies = view.table(body);
  const rows = view.table(operation);
  const written = new FlowRows(out.table(flowBody), out.table(basicBlock), out.table(flowEdge), out.table(flowLoop));
  if (rows.rows === 0) {
    // Most files of most repositories: no column needs to be opened.
    for (let row = 0; row < bodies.rows; row++) written.addStraight(0, 0, NEXT);
    return;
  }
  const operations = new Operations(rows, bodies, view.table(literal));
  for (let row = 0; row < bodies.rows; row++) {
    const end = endOf(bodies.operation, row, bodies.rows, rows.rows);
    operations.begin(bodies.operation.at(row), end);
    scan.begin(operations);
    if (!readBody(scan, fuel)) written.giveUp(operations.count);
    else if (scan.graph.blocks === 2) written.addStraight(operations.count, scan.graph.flags[0]!, scan.graph.kind[0]!);
    else if (analysis.run(scan.graph, fuel)) written.add(scan.graph, analysis);
    else written.giveUp(operations.count);
  }
};
