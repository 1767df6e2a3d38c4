/**
 * Laws over random functions in both languages: what reaches a use is what paths bring there; definitions dominate their uses;
 * nothing stands that no use needs.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import { basicBlock, flowBody, flowEdge } from '#facts';
import { BodyFlow, flowOf, type Tables } from './flow-lines.ts';
import { PathOracle } from './path-oracle.ts';
import { asPython, asTypeScript, program } from './programs.ts';

const RUNS = lawRuns(120);
const TIMEOUT_MS = 60_000 + 200 * RUNS.numRuns;

/** Expects the uses of the body `row` to be those that paths bring. */
function expectPaths(path: string, tables: Tables, flow: BodyFlow, row: number): void {
  const oracle = new PathOracle(tables, row, flow.variables, path.endsWith('.ts'));
  const found = new Map(
    flow.uses.map(({ operation, variable, definition }) => [
      `${operation} ${flow.name(variable)}`,
      [...flow.reaching(definition)].toSorted(),
    ]),
  );
  for (const [use, tokens] of found) expect([use, tokens]).toEqual([use, [...(oracle.uses.get(use) ?? [])].toSorted()]);
  for (const use of oracle.uses.keys()) expect([...found.keys()]).toContain(use);
}

/** Expects the chains of a body to be in SSA form, and pruned. */
function expectForm(tables: Tables, flow: BodyFlow, row: number): void {
  const bodies = tables(flowBody);
  const blocks = tables(basicBlock);
  const edges = tables(flowEdge);
  const firstBlock = bodies.block.at(row);
  const last = row + 1 === bodies.rows ? blocks.rows : bodies.block.at(row + 1);
  const dominates = (a: number, b: number): boolean => {
    for (let at = b; at >= 0; at = blocks.dominator.at(firstBlock + at)) if (at === a) return true;
    return false;
  };
  const blockOf = (op: number): number => {
    let found = 0;
    for (let b = firstBlock; b < last; b++) if (blocks.operation.at(b) <= op) found = b - firstBlock;
    return found;
  };
  const needed = new Set<number>();
  for (const { operation, variable, definition } of flow.uses) {
    if (definition < 0) continue;
    const made = flow.definition(definition);
    needed.add(definition);
    expect(made.variable).toBe(variable);
    const block = blockOf(operation);
    expect(dominates(made.block, block)).toBe(true);
    if (made.block === block && made.operation >= 0 && made.kind !== 'declare')
      expect(made.operation).toBeLessThanOrEqual(operation);
  }
  for (const { merge, edge, definition } of flow.operands) {
    const at = bodies.edge.at(row) + edge;
    needed.add(definition);
    expect(definition).toBeGreaterThanOrEqual(0);
    expect(edges.target.at(at)).toBe(flow.definition(merge).block);
    expect(dominates(flow.definition(definition).block, edges.source.at(at))).toBe(true);
    expect(flow.definition(definition).variable).toBe(flow.definition(merge).variable);
  }
  const places = new Set<string>();
  for (let at = 0; at < flow.definitions; at++) {
    const { kind, variable, operation, block, previous } = flow.definition(at);
    needed.add(previous);
    const place = `${variable} ${operation < 0 ? `block ${block} ${kind}` : operation} ${kind === 'clobber'}`;
    expect(places).not.toContain(place);
    places.add(place);
  }
  for (let at = 0; at < flow.definitions; at++) {
    if (/^(merge|entry|clobber)$/.test(flow.definition(at).kind)) expect(needed).toContain(at);
  }
}

test.each([
  ['Python', 'm.py', asPython],
  ['TypeScript', 'm.ts', asTypeScript],
] as const)(
  'what reaches a use in %s is what paths bring there; definitions dominate what they reach, and none stands that nothing needs',
  { timeout: TIMEOUT_MS },
  async (_, path, print) => {
    const law = fc.asyncProperty(program, async (statements) => {
      const text = print(statements);
      const tables = await flowOf(path, text);
      const flow = new BodyFlow(tables, text, 1);
      expectPaths(path, tables, flow, 1);
      expectForm(tables, flow, 1);
    });
    await fc.assert(law, RUNS);
  },
);
