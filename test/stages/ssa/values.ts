/** Reads what L7 knows of the operations of a body: constants and ranges by line and name, and lines that never run. */
import {
  basicBlock,
  body,
  constantValue,
  deadEdge,
  flowBody,
  flowEdge,
  FLOW_EDGE_KINDS,
  LITERAL_KINDS,
  OPCODES,
  operation,
  operationValue,
  reference,
  ssaBody,
  statement,
  statementPosition,
  valueRange,
} from '#facts';
import { indexFiles } from '#testkit';
import type { Tables } from '../data-flow/flow-lines.ts';

export interface KnownValue {
  readonly line: number;
  readonly name: string;
  readonly kind: string;
  readonly text: string;
  readonly low: string;
  readonly high: string;
}

/** Indexes one file with the layers up to SSA, and gives its tables. */
export async function ssaOf(path: string, text: string, fuel?: number): Promise<Tables> {
  const stages = { enableFlowGraph: true, enableDataFlow: true, enableSsa: true };
  const { context } = await indexFiles({ [path]: text }, fuel === undefined ? { stages } : { stages, fuel });
  const { snapshot } = context;
  const unit = snapshot.unit(path);
  if (unit === -1) throw new Error(`${path} is not indexed`);
  return (schema) => snapshot.table(schema, unit)!;
}

export class BodyValues {
  readonly #tables: Tables;
  readonly #text: string;
  readonly #row: number;

  constructor(tables: Tables, text: string, row: number) {
    this.#tables = tables;
    this.#text = text;
    this.#row = row;
  }

  /** What is known of loads of names, in order. */
  get loads(): KnownValue[] {
    const tables = this.#tables;
    const row = this.#row;
    const first = tables(ssaBody);
    const values = tables(operationValue);
    const end = row + 1 < first.rows ? first.operation.at(row + 1) : values.rows;
    const { opcode, aux } = tables(operation);
    const from = tables(body).operation.at(row);
    const found: KnownValue[] = [];
    for (let at = first.operation.at(row); at < end; at++) {
      const op = from + values.operation.at(at);
      if (OPCODES[opcode.at(op)] !== 'load') continue;
      const constant = values.constant.at(at);
      const range = values.range.at(at);
      const { kind, text } = tables(constantValue);
      const { low, high } = tables(valueRange);
      found.push({
        line: this.line(op - from),
        name: tables(reference).name.at(aux.at(op)),
        kind: constant < 0 ? '' : LITERAL_KINDS[kind.at(constant)]!,
        text: constant < 0 ? '' : text.at(constant),
        low: range < 0 ? '' : low.at(range),
        high: range < 0 ? '' : high.at(range),
      });
    }
    return found;
  }

  /** Lines of operations that constants prove to be never reached. */
  get deadLines(): Set<number> {
    const tables = this.#tables;
    const row = this.#row;
    const flow = tables(flowBody);
    const blocks = tables(basicBlock);
    const edges = tables(flowEdge);
    const first = tables(ssaBody);
    const dead = tables(deadEdge);
    const isLast = row + 1 === flow.rows;
    const deadEnd = isLast ? dead.rows : first.dead.at(row + 1);
    const isDead = new Set<number>();
    for (let at = first.dead.at(row); at < deadEnd; at++) isDead.add(dead.edge.at(at));
    const firstBlock = flow.block.at(row);
    const firstEdge = flow.edge.at(row);
    const blockEnd = isLast ? blocks.rows : flow.block.at(row + 1);
    const edgeEnd = isLast ? edges.rows : flow.edge.at(row + 1);
    const lines = new Set<number>();
    const { opcode } = tables(operation);
    const from = tables(body).operation.at(row);
    for (let b = firstBlock + 1; b + 1 < blockEnd; b++) {
      const into: number[] = [];
      for (let e = firstEdge; e < edgeEnd; e++) {
        if (edges.target.at(e) === b - firstBlock && FLOW_EDGE_KINDS[edges.kind.at(e)] !== 'stuck')
          into.push(e - firstEdge);
      }
      if (
        into.some(
          (edge) => !isDead.has(edge) && blocks.dominator.at(firstBlock + edges.source.at(firstEdge + edge)) >= -1,
        )
      )
        continue;
      for (let op = blocks.operation.at(b); op < blocks.operation.at(b + 1); op++) {
        // Brackets belong to no statement of their own.
        if (OPCODES[opcode.at(from + op)] === 'load') lines.add(this.line(op));
      }
    }
    return lines;
  }

  /** The line of an operation, from 1. */
  line(op: number): number {
    const bodies = this.#tables(body);
    const statements = this.#tables(statement);
    const target = bodies.operation.at(this.#row) + op;
    let found = bodies.statement.at(this.#row);
    const end = this.#row + 1 < bodies.rows ? bodies.statement.at(this.#row + 1) : statements.rows;
    for (let at = found; at < end && statements.operation.at(at) <= target; at++) found = at;
    return this.#text.slice(0, this.#tables(statementPosition).start.at(found)).split('\n').length;
  }
}
