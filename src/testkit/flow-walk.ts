/**
 * What may follow what in a body, read from its flow graph: for each call, the calls that may come next. Calls are named by
 * their callee, so that a walk can be compared with what an interpreter does. For tests of the flow graph.
 */
import type { Columns, TableReader, TableSchema } from '#columns';
import { basicBlock, body, call, flowBody, flowEdge, FLOW_EDGE_KINDS, operation, OPCODES, reference } from '#facts';

/** Gives the tables of one file. */
export type Tables = <C extends Columns>(schema: TableSchema<C>) => TableReader<C>;

/** Names of where a walk begins and where it ends. */
export const ENTRY = 'in';
export const EXIT = 'out';

/** Operations that may raise besides calls, as far as walks know. */
const RAISERS: ReadonlySet<string> = new Set(['yield', 'await']);

interface Edge {
  readonly kind: string;
  readonly target: number;
}

export class FlowWalk {
  readonly #tables: Tables;
  readonly #first: number;
  readonly #starts: number[] = [];
  readonly #edges: Edge[][] = [];

  constructor(tables: Tables, row: number) {
    this.#tables = tables;
    const bodies = tables(body);
    const flow = tables(flowBody);
    const blocks = tables(basicBlock);
    const edges = tables(flowEdge);
    this.#first = bodies.operation.at(row);
    const isLast = row + 1 === bodies.rows;
    const blockEnd = isLast ? blocks.rows : flow.block.at(row + 1);
    const edgeEnd = isLast ? edges.rows : flow.edge.at(row + 1);
    for (let at = flow.block.at(row); at < blockEnd; at++) {
      this.#starts.push(blocks.operation.at(at));
      this.#edges.push([]);
    }
    for (let at = flow.edge.at(row); at < edgeEnd; at++) {
      const kind = FLOW_EDGE_KINDS[edges.kind.at(at)]!;
      this.#edges[edges.source.at(at)]!.push({ kind, target: edges.target.at(at) });
    }
  }

  /** Each call with the names that may come next: `next` when it returns, `raised` when it raises and something catches. */
  calls(): { readonly name: string; readonly next: Set<string>; readonly raised: Set<string> }[] {
    const found = [{ name: ENTRY, next: this.#from(0, 0), raised: new Set<string>() }];
    for (let block = 0; block + 1 < this.#starts.length; block++) {
      for (let op = this.#starts[block]!; op < this.#starts[block + 1]!; op++) {
        const name = this.#calleeAt(op);
        if (name !== null) found.push({ name, next: this.#from(block, op + 1), raised: this.#raised(block) });
      }
    }
    return found;
  }

  #raised(block: number): Set<string> {
    const found = new Set<string>();
    for (const { kind, target } of this.#edges[block]!) {
      if (kind !== 'exception') continue;
      this.#pass(target, found);
      this.#from(target, this.#starts[target]!, found);
    }
    return found;
  }

  /** An exception that a `with` lets pass, and that nothing around catches, leaves the body without an edge. */
  #pass(target: number, found: Set<string>): void {
    const name = OPCODES[this.#tables(operation).opcode.at(this.#first + this.#starts[target]!)]!;
    if (name === 'end' && !this.#edges[target]!.some(({ kind }) => kind === 'exception')) found.add(EXIT);
  }

  /** The calls that come first from an operation of a block on. */
  #from(block: number, op: number, found = new Set<string>()): Set<string> {
    const seen = new Set<number>();
    const waiting: [block: number, op: number][] = [[block, op]];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const [from, start] = at;
      const stopped = this.#walk(from, start, found);
      for (const { kind, target } of this.#edges[from]!) {
        const isRaised = kind === 'exception';
        const isTaken = isRaised ? stopped === 'raises' || stopped === 'call!' : !stopped.startsWith('call');
        if (!isTaken || kind === 'stuck') continue;
        if (isRaised) this.#pass(target, found);
        if (!seen.has(target)) waiting.push([target, this.#starts[target]!]);
        seen.add(target);
      }
    }
    return found;
  }

  /** Walks to the next call of a block, which it adds, or to its end. Says whether something on the way may raise. */
  #walk(block: number, start: number, found: Set<string>): 'call' | 'call!' | 'raises' | 'end' {
    const isExit = block + 1 === this.#starts.length;
    if (isExit) found.add(EXIT);
    const end = isExit ? start : this.#starts[block + 1]!;
    let raises = false;
    for (let op = start; op < end; op++) {
      const name = this.#calleeAt(op);
      if (name !== null) {
        found.add(name);
        return raises ? 'call!' : 'call';
      }
      raises ||= this.#mayRaise(block, op);
    }
    return raises ? 'raises' : 'end';
  }

  #mayRaise(block: number, op: number): boolean {
    const name = OPCODES[this.#tables(operation).opcode.at(this.#first + op)]!;
    // The end of a `with` begins a block that exceptions lead to.
    return RAISERS.has(name) || (name === 'end' && op === this.#starts[block]);
  }

  /** The name called by an operation, or null. */
  #calleeAt(op: number): string | null {
    const { opcode, aux } = this.#tables(operation);
    if (OPCODES[opcode.at(this.#first + op)] !== 'call') return null;
    const callee = this.#tables(call).callee.at(aux.at(this.#first + op));
    return callee < 0 ? null : this.#tables(reference).name.at(callee);
  }
}
