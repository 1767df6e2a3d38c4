/**
 * L7: versions of definitions, constants, ranges, what branches tell and what never runs, for each body of a file. It never looks
 * at another file, and says nothing of a body that L6 left out or for which the fuel is used up.
 */
import { endOf } from '#columns';
import {
  argument,
  basicBlock,
  body,
  branchFact,
  call,
  chainBody,
  constantValue,
  deadEdge,
  file,
  flowBody,
  flowDefinition,
  flowEdge,
  flowUse,
  flowVariable,
  literal,
  local,
  mergeOperand,
  operation,
  operationValue,
  reference,
  ssaBody,
  ssaValue,
  valueRange,
} from '#facts';
import type { Fuel, KernelOf } from '#stage';
import { BranchFacts } from './branch-facts.ts';
import { Constants } from './constants.ts';
import { type FileTables } from './file-tables.ts';
import { Literals } from './literals.ts';
import { Propagation } from './propagation.ts';
import { Ranges } from './ranges.ts';
import { SsaBody } from './ssa-body.ts';
import { StraightLine } from './straight-line.ts';
import type { stage } from './stage.ts';
import { ValueRows } from './value-rows.ts';
import { Versions } from './versions.ts';

/** Scratch of this thread, refilled for every file. */
const constants = new Constants();
const ssa = new SsaBody();
const literals = new Literals(constants);
const straight = new StraightLine(constants, literals);
const propagation = new Propagation(constants, literals);
const facts = new BranchFacts(constants, propagation);
const ranges = new Ranges(constants, literals, propagation, facts);
const versions = new Versions();
const rows = new ValueRows(constants);

export const kernel: KernelOf<(typeof stage.steps)[0]> = (view, out, { fuel }) => {
  const tables: FileTables = {
    bodies: view.table(body),
    locals: view.table(local),
    literals: view.table(literal),
    references: view.table(reference),
    operations: view.table(operation),
    calls: view.table(call),
    arguments: view.table(argument),
    flow: view.table(flowBody),
    blocks: view.table(basicBlock),
    edges: view.table(flowEdge),
    chains: view.table(chainBody),
    variables: view.table(flowVariable),
    definitions: view.table(flowDefinition),
    uses: view.table(flowUse),
    operands: view.table(mergeOperand),
  };
  const first = out.table(ssaBody);
  const operations = out.table(operationValue);
  const branches = out.table(branchFact);
  const dead = out.table(deadEdge);
  if (tables.operations.rows === 0) {
    for (let row = 0; row < tables.bodies.rows; row++) first.add();
    return;
  }
  constants.begin(view.table(file).language.at(0) === 'python');
  literals.begin(tables.literals);
  rows.begin({
    strings: out.strings(constantValue),
    values: out.table(ssaValue),
    constants: out.table(constantValue),
    ranges: out.table(valueRange),
    operations,
    branches,
    dead,
  });
  for (let row = 0; row < tables.bodies.rows; row++) {
    first.add();
    first.col.operation[row] = operations.rows;
    first.col.branch[row] = branches.rows;
    first.col.dead[row] = dead.rows;
    if (tables.chains.complete.at(row) === 1) readBody(tables, row, fuel);
  }
};

function readBody(tables: FileTables, row: number, fuel: Fuel): void {
  if (straight.read(tables, row)) {
    rows.writeStraightLine(straight);
    return;
  }
  ssa.load(tables, row);
  const { chains, variables } = tables;
  versions.number(ssa, endOf(chains.variable, row, chains.rows, variables.rows) - ssa.firstVariable);
  const isKnown = propagation.run(ssa, fuel);
  if (isKnown) facts.read(ssa);
  const hasRanges = isKnown && ranges.run(ssa, fuel);
  if (!hasRanges) ranges.isAny = false;
  if (!isKnown) propagation.forget(ssa);
  rows.writeDefinitions(ssa, versions, propagation, ranges);
  if (!isKnown) return;
  rows.writeOperations(ssa, propagation, ranges);
  rows.writeBranches(ssa, facts, ranges);
  rows.writeDead(ssa, propagation);
}
