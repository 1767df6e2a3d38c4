/** Control dependence is what its definition says, on arbitrary graphs and in source text of both languages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  body,
  controlDependence,
  FLOW_EDGE_KINDS,
  flowBody,
  flowEdge,
  parameterNode,
  PARAMETER_NODE_KINDS,
  pdgBody,
} from '#facts';
import { Fuel } from '#stage';
import { indexFiles, lawRuns } from '#testkit';
import { FlowAnalysis } from '../../../stages/l04-flow-graph/analysis.ts';
import { EdgeLists } from '../../../stages/l04-flow-graph/edge-lists.ts';
import { ControlDependence } from '../../../stages/l11-pdg/control-dependence.ts';

const RUNS = lawRuns(600);

type Edge = readonly [source: number, target: number];

const graph = fc.integer({ min: 2, max: 10 }).chain((blocks) =>
  fc.record({
    blocks: fc.constant(blocks),
    edges: fc.array(fc.tuple(fc.nat(blocks - 2), fc.integer({ min: 1, max: blocks - 1 })), { maxLength: 3 * blocks }),
  }),
);

/** True when every path from a block to the exit goes through `through`; the block itself counts. */
function mustPass(edges: readonly Edge[], from: number, through: number, exit: number): boolean {
  const seen = new Set(from === through ? [] : [from]);
  for (const block of seen) for (const [a, b] of edges) if (a === block && b !== through) seen.add(b);
  return !seen.has(exit) || through === exit;
}

const dependence = new ControlDependence();
const analysis = new FlowAnalysis();

describe('control dependence', () => {
  it('holds by definition: sure once the edge is taken, not sure before', () => {
    const law = fc.property(graph, ({ blocks, edges }) => {
      const lists = new EdgeLists();
      for (let block = 0; block < blocks; block++) lists.open(block);
      for (const [source, target] of edges) lists.direct(lists.edge(source, 0), target);
      expect(analysis.run(lists, new Fuel(1e9))).toBe(true);
      const all = Array.from({ length: lists.edges }, (_, i): Edge => [lists.source[i]!, lists.target[i]!]);
      const fuel = new Fuel(1e9);
      const found: string[] = [];
      dependence.find(
        {
          blocks,
          edges: lists.edges,
          source: (edge) => lists.source[edge]!,
          target: (edge) => lists.target[edge]!,
          postDominator: (block) => analysis.postDominator[block]!,
          isReal: (edge) => edge < edges.length,
        },
        fuel,
      );
      dependence.forEach(blocks, (block, edge) => found.push(`${block} ${edge}`));
      const expected: string[] = [];
      for (let block = 0; block < blocks; block++) {
        for (const edge of edges.keys()) {
          const [source, target] = all[edge]!;
          const isSure = mustPass(all, target, block, blocks - 1);
          const wasSure = block !== source && mustPass(all, source, block, blocks - 1);
          if (isSure && !wasSure) expected.push(`${block} ${edge}`);
        }
      }
      expect(found).toEqual(expected);
    });
    fc.assert(law, RUNS);
  });
});

/** Edges that the blocks of the first function depend on: `block: kind of edge from source`, and its parameter nodes. */
async function factsOf(path: string, text: string): Promise<{ controls: string[]; nodes: string[] }> {
  const { context } = await indexFiles(
    { [path]: text },
    { stages: { enableFlowGraph: true, enableDataFlow: true, enablePdg: true } },
  );
  const first = context.table(pdgBody, path)!;
  const edges = context.table(flowEdge, path)!;
  const controls = context.table(controlDependence, path)!;
  const nodes = context.table(parameterNode, path)!;
  const row = 1;
  expect(context.table(body, path)!.rows).toBeGreaterThan(row);
  expect(first.complete.at(row)).toBe(1);
  const base = context.table(flowBody, path)!.edge.at(row);
  const until = (column: { at(at: number): number }, rows: number): number =>
    row + 1 < first.rows ? column.at(row + 1) : rows;
  const found = { controls: [] as string[], nodes: [] as string[] };
  for (let at = first.control.at(row); at < until(first.control, controls.rows); at++) {
    const edge = base + controls.edge.at(at);
    found.controls.push(
      `${controls.block.at(at)}: ${FLOW_EDGE_KINDS[edges.kind.at(edge)]} of ${edges.source.at(edge)}`,
    );
  }
  for (let at = first.node.at(row); at < until(first.node, nodes.rows); at++)
    found.nodes.push(PARAMETER_NODE_KINDS[nodes.kind.at(at)]!);
  return found;
}

describe('facts of source text', () => {
  it.for<[path: string, text: string]>([
    ['a.py', 'def f(a):\n    if a:\n        b = 1\n    return a\n'],
    ['a.js', 'function f(a) { let b; if (a) { b = 1; } return a; }'],
  ])('a branch controls its arm and not what follows: %s', async ([path, text]) => {
    const { controls } = await factsOf(path, text);
    expect(controls).toEqual([expect.stringMatching(/^1: true of 0$/u)]);
  });

  it('a loop controls its body and itself', async () => {
    const { controls } = await factsOf('a.py', 'def f(a):\n    while a:\n        a = a - 1\n    return a\n');
    const [header] = controls
      .map((line) => Number(line.split(':')[0]))
      .filter((block, i, all) => all.indexOf(block) === i);
    expect(controls).toContain(`${header}: true of ${header}`);
    expect(controls).toContain(`${header! + 1}: true of ${header}`);
  });

  it('values cross the border at parameters, returns, and writes that others see', async () => {
    const { nodes } = await factsOf(
      'a.py',
      'total = 0\ndef f(a, b):\n    global total\n    total = g(a, b.x.m(1))\n    return a\n',
    );
    expect(nodes).toEqual(['formal_in', 'formal_in', 'formal_out', 'modified']);
  });

  it('a body that the fuel does not reach has no rows and says so', async () => {
    // The innermost block depends on each loop around it: a number that grows with the square of the depth.
    const nested = `${'do { '.repeat(200)} g(); ${'} while (a()); '.repeat(200)}`;
    const { context } = await indexFiles(
      { 'a.js': `function f() { ${nested} }` },
      { stages: { enableFlowGraph: true, enableDataFlow: true, enablePdg: true }, fuel: 20_000 },
    );
    expect(context.table(pdgBody, 'a.js')!.complete.at(1)).toBe(0);
    expect(context.table(controlDependence, 'a.js')!.rows).toBe(0);
  });
});
