/** Reads the data flow of a file in memory as lines of text: which lines give the value that a line uses. */
import type { Columns, TableReader, TableSchema } from '#columns';
import {
  body,
  chainBody,
  declaration,
  DEFINITION_KINDS,
  FLOW_VARIABLE_KINDS,
  flowDefinition,
  flowUse,
  flowVariable,
  importTable,
  local,
  mergeOperand,
  reference,
  statement,
  statementPosition,
} from '#facts';
import { indexFiles } from '#testkit';

export type Tables = <C extends Columns>(schema: TableSchema<C>) => TableReader<C>;

/** Indexes one file with the flow layers, and gives its tables. */
export async function flowOf(path: string, text: string, fuel?: number): Promise<Tables> {
  const stages = { enableFlowGraph: true, enableDataFlow: true };
  const { context } = await indexFiles({ [path]: text }, fuel === undefined ? { stages } : { stages, fuel });
  const { snapshot } = context;
  const unit = snapshot.unit(path);
  if (unit === -1) throw new Error(`${path} is not indexed`);
  return (schema) => snapshot.table(schema, unit)!;
}

interface Rows {
  readonly from: number;
  readonly to: number;
}

/** The data flow of one body. */
export class BodyFlow {
  readonly tables: Tables;
  readonly row: number;
  readonly #text: string;
  readonly #variables: Rows;
  readonly #definitions: Rows;
  readonly #uses: Rows;
  readonly #operands: Rows;

  constructor(tables: Tables, text: string, row: number) {
    this.tables = tables;
    this.row = row;
    this.#text = text;
    const first = tables(chainBody);
    const rowsOf = (column: { at(row: number): number }, schema: TableSchema): Rows => ({
      from: column.at(row),
      to: row + 1 < first.rows ? column.at(row + 1) : tables(schema).rows,
    });
    this.#variables = rowsOf(first.variable, flowVariable);
    this.#definitions = rowsOf(first.definition, flowDefinition);
    this.#uses = rowsOf(first.use, flowUse);
    this.#operands = rowsOf(first.operand, mergeOperand);
  }

  get definitions(): number {
    return this.#definitions.to - this.#definitions.from;
  }

  get variables(): string[] {
    const count = this.#variables.to - this.#variables.from;
    return Array.from({ length: count }, (_, variable) => this.name(variable));
  }

  /** A variable as the source writes it; what an object holds as `x[]`. */
  name(variable: number): string {
    const { kind, row, base } = this.tables(flowVariable);
    const at = this.#variables.from + variable;
    const bound = row.at(at);
    switch (FLOW_VARIABLE_KINDS[kind.at(at)]!) {
      case 'local':
      case 'outer':
        return this.tables(local).name.at(bound);
      case 'declaration':
      case 'module':
        return this.tables(declaration).name.at(bound);
      case 'import':
      case 'outer_import':
        return this.tables(importTable).local.at(bound);
      case 'free':
        return this.tables(reference).name.at(bound);
      case 'path':
        return `${this.name(base.at(at))}.${this.tables(reference).name.at(bound)}`;
      case 'item':
        return `${this.name(base.at(at))}[]`;
    }
  }

  definition(ordinal: number): {
    kind: string;
    variable: number;
    block: number;
    operation: number;
    value: number;
    previous: number;
  } {
    const { kind, variable, block, operation, value, previous } = this.tables(flowDefinition);
    const at = this.#definitions.from + ordinal;
    return {
      kind: DEFINITION_KINDS[kind.at(at)]!,
      variable: variable.at(at),
      block: block.at(at),
      operation: operation.at(at),
      value: value.at(at),
      previous: previous.at(at),
    };
  }

  /** Operands of all merges: merge, edge and definition. */
  get operands(): { merge: number; edge: number; definition: number }[] {
    const { merge, edge, definition } = this.tables(mergeOperand);
    const count = this.#operands.to - this.#operands.from;
    return Array.from({ length: count }, (_, i) => {
      const at = this.#operands.from + i;
      return { merge: merge.at(at), edge: edge.at(at), definition: definition.at(at) };
    });
  }

  get uses(): { operation: number; variable: number; definition: number }[] {
    const { operation, variable, definition } = this.tables(flowUse);
    const count = this.#uses.to - this.#uses.from;
    return Array.from({ length: count }, (_, i) => {
      const at = this.#uses.from + i;
      return { operation: operation.at(at), variable: variable.at(at), definition: definition.at(at) };
    });
  }

  /**
   * What reaches a use, through merges and what may still hold: `entry`, `clobber`, the operation of a definition, or `gone` and
   * the operation that took the object away.
   */
  reaching(definition: number): Set<string> {
    const found = new Set<string>();
    const seen = new Set<number>();
    const operandsOf = Map.groupBy(this.operands, (operand) => operand.merge);
    const queue = [definition];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (at < 0 || seen.has(at)) continue;
      seen.add(at);
      const { kind, operation, previous } = this.definition(at);
      if (kind === 'merge') queue.push(...(operandsOf.get(at) ?? []).map((operand) => operand.definition));
      else if (kind === 'clobber') found.add(previous < 0 ? `gone ${operation}` : 'clobber');
      else found.add(kind === 'entry' ? 'entry' : `${kind === 'delete' ? 'delete ' : ''}${operation}`);
      queue.push(previous);
    }
    return found;
  }

  /** The line of an operation, from 1. */
  line(operation: number): number {
    const { tables, row } = this;
    const bodies = tables(body);
    const statements = tables(statement);
    const target = bodies.operation.at(row) + operation;
    let found = bodies.statement.at(row);
    const end = row + 1 < bodies.rows ? bodies.statement.at(row + 1) : statements.rows;
    for (let at = found; at < end && statements.operation.at(at) <= target; at++) found = at;
    return this.#text.slice(0, tables(statementPosition).start.at(found)).split('\n').length;
  }

  /** Every use of a variable as `line <- lines`, in order; `entry`, `clobber`, `delete` and `gone` by name. */
  flow(name: string): string[] {
    return this.uses
      .filter((use) => this.name(use.variable) === name)
      .map(({ operation, definition }) => {
        const from = [...this.reaching(definition)].map((token) => {
          const words = token.split(' ');
          const at = Number(words.at(-1));
          if (Number.isNaN(at)) return token;
          return words.length === 1 ? String(this.line(at)) : `${words[0]} ${at < 0 ? '' : this.line(at)}`.trim();
        });
        return `${this.line(operation)} <- ${[...new Set(from)].toSorted().join(', ')}`;
      });
  }
}

/** The flow of the innermost body whose text begins with `start`; of the module when that is empty. */
export async function bodyFlow(path: string, text: string, row: number): Promise<BodyFlow> {
  return new BodyFlow(await flowOf(path, text), text, row);
}
