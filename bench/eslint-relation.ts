/** The flow graphs of a file as relations between the names and literals that its operations meet. */
import {
  body,
  basicBlock,
  BLOCK_FLAG,
  codeOf,
  flowBody,
  flowEdge,
  FLOW_EDGE_KINDS,
  importTable,
  literal,
  LITERAL_KINDS,
  operation,
  OPCODES,
  reference,
} from '../src/facts/index.ts';
import type { Tables } from '../src/testkit/flow-walk.ts';

const LITERAL_NAMES: Readonly<Record<string, string>> = { true: 'true', false: 'false', none: 'null' };
const LOAD = codeOf(OPCODES, 'load');
const ATTRIBUTE = codeOf(OPCODES, 'attribute');
const IMPORT = codeOf(OPCODES, 'import');
const CONSTANT = codeOf(OPCODES, 'constant');
const EXCEPTION = codeOf(FLOW_EDGE_KINDS, 'exception');
const STUCK = codeOf(FLOW_EDGE_KINDS, 'stuck');

export interface MetPath {
  /** Pairs `a b`, and those that only an exception of an operation makes. */
  readonly pairs: Set<string>;
  readonly exceptional: Set<string>;
}

/** One relation per body. */
export function metPaths(tables: Tables): MetPath[] {
  return Array.from({ length: tables(body).rows }, (_, row) => metPath(tables, row));
}

interface Graph {
  /** Names of each block; null for unreachable ones. */
  readonly names: readonly (readonly string[] | null)[];
  readonly next: readonly number[][];
  readonly caught: readonly number[][];
}

function metPath(tables: Tables, row: number): MetPath {
  const graph = graphOf(tables, row);
  const pairs = new Set<string>();
  const exceptional = new Set<string>();
  follow(graph, 'in', [0], pairs, exceptional);
  for (const [block, names] of graph.names.entries()) {
    for (const [at, name] of (names ?? []).entries()) {
      if (at + 1 < names!.length) pairs.add(`${name} ${names![at + 1]!}`);
      else follow(graph, name, graph.next[block]!, pairs, exceptional);
      follow(graph, name, graph.caught[block]!, exceptional, exceptional);
    }
  }
  return { pairs, exceptional };
}

/** Adds what is met first from some blocks on; what takes an exception to get there goes to `exceptional`. */
function follow(
  graph: Graph,
  name: string,
  from: readonly number[],
  pairs: Set<string>,
  exceptional: Set<string>,
): void {
  const seen = new Set<string>();
  const waiting = from.map((block): [number, Set<string>] => [block, pairs]);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const [block, into] = at;
    const key = `${block} ${into === exceptional}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const names = graph.names[block];
    waiting.push(...graph.caught[block]!.map((next): [number, Set<string>] => [next, exceptional]));
    if (block === graph.names.length - 1) into.add(`${name} out`);
    else if (names !== null && names !== undefined && names.length > 0) into.add(`${name} ${names[0]!}`);
    else waiting.push(...graph.next[block]!.map((next): [number, Set<string>] => [next, into]));
  }
}

function graphOf(tables: Tables, row: number): Graph {
  const isLast = row + 1 === tables(body).rows;
  const flow = tables(flowBody);
  const blocks = tables(basicBlock);
  const edges = tables(flowEdge);
  const first = flow.block.at(row);
  const count = (isLast ? blocks.rows : flow.block.at(row + 1)) - first;
  const next: number[][] = Array.from({ length: count }, () => []);
  const caught: number[][] = Array.from({ length: count }, () => []);
  const edgeEnd = isLast ? edges.rows : flow.edge.at(row + 1);
  for (let at = flow.edge.at(row); at < edgeEnd; at++) {
    const kind = edges.kind.at(at);
    if (kind !== STUCK) (kind === EXCEPTION ? caught : next)[edges.source.at(at)]!.push(edges.target.at(at));
  }
  const start = tables(body).operation.at(row);
  const names = Array.from({ length: count }, (_, block) => {
    if ((blocks.flags.at(first + block) & BLOCK_FLAG.unreachable) !== 0) return null;
    const from = start + blocks.operation.at(first + block);
    const end = block + 1 < count ? start + blocks.operation.at(first + block + 1) : from;
    return Array.from({ length: end - from }, (_unused, at) => nameAt(tables, from + at)).filter((name) => name !== '');
  });
  return { names, next, caught };
}

function nameAt(tables: Tables, op: number): string {
  const { opcode, aux } = tables(operation);
  const code = opcode.at(op);
  if (code === CONSTANT) {
    const { kind, text } = tables(literal);
    return text.at(aux.at(op)) || LITERAL_NAMES[LITERAL_KINDS[kind.at(aux.at(op))]!] || '';
  }
  if (code === IMPORT) return tables(importTable).module.at(aux.at(op));
  if (code !== LOAD && code !== ATTRIBUTE) return '';
  const name = tables(reference).name.at(aux.at(op));
  return name === 'this' || name === 'super' ? '' : name;
}
