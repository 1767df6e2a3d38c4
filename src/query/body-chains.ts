/** Definitions and uses of one body as the questions see them: names of variables, places of definitions, what reaches what. */
import { endOf } from '#columns';
import type { UnitId } from '#core';
import {
  basicBlock,
  body,
  bodyPosition,
  chainBody,
  codeOf,
  declaration,
  DEFINITION_KINDS,
  FLOW_VARIABLE_KINDS,
  flowBody,
  flowDefinition,
  flowUse,
  flowVariable,
  importTable,
  local,
  mergeOperand,
  OPCODES,
  operation,
  reference,
  statement,
  statementPosition,
} from '#facts';
import { CLOSING } from './flow-blocks.ts';
import type { View } from './view.ts';

export type DefinitionKind = (typeof DEFINITION_KINDS)[number];

const MERGE = codeOf(DEFINITION_KINDS, 'merge');
const ITEM = codeOf(FLOW_VARIABLE_KINDS, 'item');
const PARAMETER = codeOf(OPCODES, 'parameter');
/** Operations whose `aux` is the reference that names what they read or write. */
const NAMED: ReadonlySet<number> = new Set(
  (['load', 'store', 'delete', 'attribute', 'store_attribute', 'delete_attribute'] as const).map((name) =>
    codeOf(OPCODES, name),
  ),
);

interface Rows {
  readonly from: number;
  readonly to: number;
}

interface FirstRows {
  at(row: number): number;
}

/** Definitions, uses and blocks are ordinals within the body. */
export class BodyChains {
  readonly view: View;
  readonly unit: UnitId;
  readonly row: number;
  readonly #variables: Rows;
  readonly #definitions: Rows;
  readonly #uses: Rows;
  readonly #operands: Rows;
  readonly #firstOperation: number;
  #operandLists: ReadonlyMap<number, readonly number[]> | null = null;

  private constructor(view: View, unit: UnitId, row: number) {
    this.view = view;
    this.unit = unit;
    this.row = row;
    const first = view.table(chainBody, unit)!;
    const rowsOf = (column: FirstRows, rows: number): Rows => ({
      from: column.at(row),
      to: endOf(column, row, first.rows, rows),
    });
    this.#variables = rowsOf(first.variable, view.table(flowVariable, unit)!.rows);
    this.#definitions = rowsOf(first.definition, view.table(flowDefinition, unit)!.rows);
    this.#uses = rowsOf(first.use, view.table(flowUse, unit)!.rows);
    this.#operands = rowsOf(first.operand, view.table(mergeOperand, unit)!.rows);
    this.#firstOperation = view.table(body, unit)!.operation.at(row);
  }

  /** The chains of a body, or null when its file has none. */
  static of(view: View, unit: UnitId, row: number): BodyChains | null {
    const first = view.table(chainBody, unit);
    return first === null || row >= first.rows ? null : new BodyChains(view, unit, row);
  }

  /** Row of the first definition, as tables beside `flow_definition` number them. */
  get firstDefinition(): number {
    return this.#definitions.from;
  }

  get definitions(): number {
    return this.#definitions.to - this.#definitions.from;
  }

  get uses(): number {
    return this.#uses.to - this.#uses.from;
  }

  kindOf(definition: number): DefinitionKind {
    return DEFINITION_KINDS[this.#definitionTable.kind.at(this.#definitions.from + definition)]!;
  }

  variableOf(definition: number): number {
    return this.#definitionTable.variable.at(this.#definitions.from + definition);
  }

  blockOf(definition: number): number {
    return this.#definitionTable.block.at(this.#definitions.from + definition);
  }

  previousOf(definition: number): number {
    return this.#definitionTable.previous.at(this.#definitions.from + definition);
  }

  /** The operation, the variable and the definition of a use. */
  use(ordinal: number): { readonly operation: number; readonly variable: number; readonly definition: number } {
    const { operation: at, variable, definition } = this.view.table(flowUse, this.unit)!;
    const row = this.#uses.from + ordinal;
    return { operation: at.at(row), variable: variable.at(row), definition: definition.at(row) };
  }

  isItem(variable: number): boolean {
    return this.view.table(flowVariable, this.unit)!.kind.at(this.#variables.from + variable) === ITEM;
  }

  /** A variable as the source writes it; what an object holds as `x[]`. */
  nameOf(variable: number): string {
    const { kind, row, base } = this.view.table(flowVariable, this.unit)!;
    const at = this.#variables.from + variable;
    const bound = row.at(at);
    switch (FLOW_VARIABLE_KINDS[kind.at(at)]!) {
      case 'local':
      case 'outer':
        return this.view.table(local, this.unit)!.name.at(bound);
      case 'declaration':
      case 'module':
        return this.view.table(declaration, this.unit)!.name.at(bound);
      case 'import':
      case 'outer_import':
        return this.view.table(importTable, this.unit)!.local.at(bound);
      case 'free':
        return this.view.table(reference, this.unit)!.name.at(bound);
      case 'path':
        return `${this.nameOf(base.at(at))}.${this.view.table(reference, this.unit)!.name.at(bound)}`;
      case 'item':
        return `${this.nameOf(base.at(at))}[]`;
    }
  }

  /** Operands of a merge: their definitions, one per edge. */
  operandsOf(merge: number): readonly number[] {
    return this.#operandsByMerge.get(merge) ?? [];
  }

  /** The definitions behind one, through merges and what may still hold. Merges themselves are left out. */
  reaching(definitions: readonly number[]): Set<number> {
    const operands = this.#operandsByMerge;
    const seen = new Set<number>();
    const queue = [...definitions];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (at < 0 || seen.has(at)) continue;
      seen.add(at);
      queue.push(...(operands.get(at) ?? []), this.previousOf(at));
    }
    return new Set([...seen].filter((at) => this.#codeOf(at) !== MERGE));
  }

  /** The definitions through which others go on: merges of them, and what may leave them in place. */
  goingOn(definitions: ReadonlySet<number>): Set<number> {
    const next = new Map<number, number[]>();
    const add = (from: number, to: number): void => {
      const list = next.get(from);
      if (list === undefined) next.set(from, [to]);
      else list.push(to);
    };
    for (let at = 0; at < this.definitions; at++) {
      if (this.previousOf(at) >= 0) add(this.previousOf(at), at);
      for (const one of this.operandsOf(at)) add(one, at);
    }
    const seen = new Set(definitions);
    // What is added while the set is walked is walked too.
    for (const at of seen) for (const one of next.get(at) ?? []) seen.add(one);
    return seen;
  }

  /** What the operations of a reference read and write: the definitions that reach the reads, and those that are made. */
  ofReference(row: number): { readonly read: number[]; readonly made: number[]; readonly operations: number[] } {
    const { opcode, aux, rows } = this.view.table(operation, this.unit)!;
    const bodies = this.view.table(body, this.unit)!;
    const end = endOf(bodies.operation, this.row, bodies.rows, rows);
    const operations: number[] = [];
    for (let at = this.#firstOperation; at < end; at++) {
      if (aux.at(at) === row && NAMED.has(opcode.at(at))) operations.push(at - this.#firstOperation);
    }
    const asked = new Set(operations);
    const read: number[] = [];
    for (let at = 0; at < this.uses; at++) {
      const use = this.use(at);
      if (asked.has(use.operation) && !this.isItem(use.variable)) read.push(use.definition);
    }
    const made: number[] = [];
    for (let at = 0; at < this.definitions; at++) {
      const isOwn = asked.has(this.operationOf(at)) && this.kindOf(at) !== 'clobber';
      if (isOwn && !this.isItem(this.variableOf(at))) made.push(at);
    }
    return { read, made, operations };
  }

  operationOf(definition: number): number {
    return this.#definitionTable.operation.at(this.#definitions.from + definition);
  }

  /** Where a definition is in the source: its name, else its statement, else the start of its block. */
  offsetOf(definition: number): number {
    const at = this.operationOf(definition);
    if (at >= 0) return this.offsetOfOperation(at);
    const { start } = this.view.table(bodyPosition, this.unit)!;
    if (this.kindOf(definition) === 'entry') return start.at(this.row);
    return this.#statementOf(this.#beginOf(this.blockOf(definition)));
  }

  /** The name that an operation reads or writes, else its statement. */
  offsetOfOperation(ordinal: number): number {
    const { opcode, aux } = this.view.table(operation, this.unit)!;
    const at = this.#firstOperation + ordinal;
    const row = aux.at(at);
    if (NAMED.has(opcode.at(at)) && row >= 0) return this.view.positions(this.unit).reference(row);
    if (opcode.at(at) === PARAMETER) return this.view.positions(this.unit).local(row);
    return this.#statementOf(ordinal);
  }

  /** The first operation of a block that does something: one that closes a bracket belongs to the statement before it. */
  #beginOf(block: number): number {
    const row = this.view.table(flowBody, this.unit)!.block.at(this.row) + block;
    const { operation: starts } = this.view.table(basicBlock, this.unit)!;
    const { opcode } = this.view.table(operation, this.unit)!;
    let begin = starts.at(row);
    // No definition stands in the exit: another block follows.
    while (begin + 1 < starts.at(row + 1) && CLOSING.has(opcode.at(this.#firstOperation + begin))) begin++;
    return begin;
  }

  #statementOf(ordinal: number): number {
    const bodies = this.view.table(body, this.unit)!;
    const statements = this.view.table(statement, this.unit)!;
    const target = this.#firstOperation + ordinal;
    let from = bodies.statement.at(this.row);
    let to = endOf(bodies.statement, this.row, bodies.rows, statements.rows);
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (statements.operation.at(middle) <= target) from = middle;
      else to = middle;
    }
    return this.view.table(statementPosition, this.unit)!.start.at(from);
  }

  get #definitionTable() {
    return this.view.table(flowDefinition, this.unit)!;
  }

  #codeOf(definition: number): number {
    return this.#definitionTable.kind.at(this.#definitions.from + definition);
  }

  get #operandsByMerge(): ReadonlyMap<number, readonly number[]> {
    if (this.#operandLists !== null) return this.#operandLists;
    const { merge, definition } = this.view.table(mergeOperand, this.unit)!;
    const found = new Map<number, number[]>();
    for (let row = this.#operands.from; row < this.#operands.to; row++) {
      const list = found.get(merge.at(row));
      if (list === undefined) found.set(merge.at(row), [definition.at(row)]);
      else list.push(definition.at(row));
    }
    this.#operandLists = found;
    return found;
  }
}
