/** Writes the rows of one body, and of a file the constants and ranges that they name, each once. */
import type { StringTableBuilder, TableBuilder } from '#columns';
import type { branchFact, constantValue, deadEdge, operationValue, ssaValue, valueRange } from '#facts';
import type { BranchFacts } from './branch-facts.ts';
import { OP } from './codes.ts';
import type { Constants } from './constants.ts';
import { RANGE } from './intervals.ts';
import type { Propagation } from './propagation.ts';
import type { Ranges } from './ranges.ts';
import type { SsaBody } from './ssa-body.ts';
import type { StraightLine } from './straight-line.ts';
import type { Versions } from './versions.ts';

export interface Builders {
  readonly strings: StringTableBuilder;
  readonly values: TableBuilder<typeof ssaValue.columns>;
  readonly constants: TableBuilder<typeof constantValue.columns>;
  readonly ranges: TableBuilder<typeof valueRange.columns>;
  readonly operations: TableBuilder<typeof operationValue.columns>;
  readonly branches: TableBuilder<typeof branchFact.columns>;
  readonly dead: TableBuilder<typeof deadEdge.columns>;
}

export class ValueRows {
  readonly #constants: Constants;
  /** Rows by constant, and by the text of a range. */
  readonly #constantRows: number[] = [];
  readonly #rangeRows = new Map<string, number>();
  #out!: Builders;

  constructor(constants: Constants) {
    this.#constants = constants;
  }

  begin(out: Builders): void {
    this.#out = out;
    this.#constantRows.length = 0;
    this.#rangeRows.clear();
  }

  writeDefinitions(body: SsaBody, versions: Versions, propagation: Propagation, ranges: Ranges): void {
    for (let d = 0; d < body.definitions; d++) {
      const { values } = this.#out;
      const row = values.add();
      const constant = this.#constantRow(propagation.ofDefinition[d]!);
      values.col.version[row] = versions.version[d]!;
      values.col.constant[row] = constant;
      values.col.range[row] = constant < 0 ? this.#rangeRow(ranges, body.operations + d) : -1;
    }
  }

  writeStraightLine(line: StraightLine): void {
    const { values, operations } = this.#out;
    for (let d = 0; d < line.definitions; d++) {
      const row = values.add();
      values.col.version[row] = line.version[d]!;
      values.col.constant[row] = this.#constantRow(line.constant[d]!);
      values.col.range[row] = -1;
    }
    for (let i = 0; i < line.loads; i++) {
      const row = operations.add();
      operations.col.operation[row] = line.load[i]!;
      operations.col.constant[row] = this.#constantRow(line.ofLoad[i]!);
      operations.col.range[row] = -1;
    }
  }

  writeOperations(body: SsaBody, propagation: Propagation, ranges: Ranges): void {
    const { ofOperation } = propagation;
    const { isAny, state } = ranges;
    for (let op = 0; op < body.operations; op++) {
      if (ofOperation[op]! < 0 && !(isAny && state[op] === RANGE)) continue;
      if (body.opcode[op] === OP.constant) continue;
      const constant = this.#constantRow(ofOperation[op]!);
      const range = constant < 0 ? this.#rangeRow(ranges, op) : -1;
      if (constant < 0 && range < 0) continue;
      const { operations } = this.#out;
      const row = operations.add();
      operations.col.operation[row] = op;
      operations.col.constant[row] = constant;
      operations.col.range[row] = range;
    }
  }

  /** Facts stand by block; edges of one block follow each other, so they ascend. */
  writeBranches(body: SsaBody, facts: BranchFacts, ranges: Ranges): void {
    for (let fact = 0; fact < facts.count; fact++) {
      // What is compared with no constant only narrows ranges.
      if (facts.constant[fact]! < 0 && facts.other[fact]! >= 0) continue;
      const isWhole = ranges.isAny && ranges.state[body.operations + facts.definition[fact]!] === RANGE;
      if (facts.inverse[fact] === 1 && !isWhole) continue;
      const { branches } = this.#out;
      const row = branches.add();
      branches.col.edge[row] = facts.edge[fact]!;
      branches.col.definition[row] = facts.definition[fact]!;
      branches.col.test[row] = facts.test[fact]!;
      branches.col.constant[row] = this.#constantRow(facts.constant[fact]!);
    }
  }

  writeDead(body: SsaBody, { isTaken }: Propagation): void {
    for (let edge = 0; edge < body.edges; edge++) {
      if (isTaken[edge] === 1 || !body.counts(edge)) continue;
      const { dead } = this.#out;
      const row = dead.add();
      dead.col.edge[row] = edge;
    }
  }

  #constantRow(constant: number): number {
    if (constant < 0) return -1;
    const known = this.#constantRows[constant];
    if (known !== undefined && known >= 0) return known;
    const { constants, strings } = this.#out;
    const row = constants.add();
    constants.col.kind[row] = this.#constants.kinds[constant]!;
    constants.col.text[row] = strings.intern(this.#constants.texts[constant]!);
    while (this.#constantRows.length < constant) this.#constantRows.push(-1);
    this.#constantRows[constant] = row;
    return row;
  }

  #rangeRow(ranges: Ranges, slot: number): number {
    if (!ranges.isAny || ranges.state[slot] !== RANGE) return -1;
    const low = endText(ranges.low[slot]!);
    const high = endText(ranges.high[slot]!);
    if (low === '' && high === '') return -1;
    const key = `${low}..${high}`;
    const known = this.#rangeRows.get(key);
    if (known !== undefined) return known;
    const { ranges: rows, strings } = this.#out;
    const row = rows.add();
    rows.col.low[row] = strings.intern(low);
    rows.col.high[row] = strings.intern(high);
    this.#rangeRows.set(key, row);
    return row;
  }
}

function endText(end: number): string {
  return Number.isFinite(end) ? String(end) : '';
}
