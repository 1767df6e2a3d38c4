/** Bodies that are large, deep or broken: near linear work, no recursion, and a note where a body is given up. */
import { describe, expect, it } from 'vitest';
import { body, flowBody, FLOW_STATES, operation } from '#facts';
import { Fuel } from '#stage';
import { flowTables, type Tables } from '#testkit';
import { FlowAnalysis } from '../../../stages/l04-flow-graph/analysis.ts';
import { EdgeLists } from '../../../stages/l04-flow-graph/edge-lists.ts';
import { blocksOf, loopsOf } from './flow.ts';

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

/** The states of all bodies. */
function states(tables: Tables): string[] {
  const { state, rows } = tables(flowBody);
  return Array.from({ length: rows }, (_, row) => FLOW_STATES[state.at(row)]!);
}

/** Fuel of about 100 units per operation: quadratic work does not fit into it. */
async function within(path: string, text: string): Promise<Tables> {
  const { rows } = (await flowTables(path, text))(operation);
  const tables = await flowTables(path, text, 100 * rows);
  expect(new Set(states(tables))).toEqual(new Set(['whole']));
  return tables;
}

describe('large bodies', () => {
  it('20,000 statements with a branch each', async () => {
    const tables = await within('a.py', `def f(a):\n${lines(20_000, (at) => `    if a: b${at}()`)}\n`);
    expect(blocksOf(tables, 1).length).toBe(40_002);
  });

  it('20,000 statements in a try', async () => {
    const tables = await within(
      'a.py',
      `def f():\n    try:\n${lines(20_000, (at) => `        x = b${at}()`)}\n    finally: c()\n`,
    );
    expect(blocksOf(tables, 1).length).toBeGreaterThan(20_000);
  });

  it('10,000 cases', async () => {
    const js = await within(
      'a.js',
      `function f(x) { switch (x) {\n${lines(10_000, (at) => `case ${at}: a(); break;`)}\n} }`,
    );
    expect(blocksOf(js, 1).length).toBe(20_002);
    const py = await within('a.py', `def f(x):\n    match x:\n${lines(10_000, (at) => `        case ${at}: a()`)}\n`);
    expect(blocksOf(py, 1).length).toBe(20_002);
  });

  it('10,000 returns through one finally', async () => {
    const text = `def f(a):\n    try:\n${lines(10_000, () => '        if a: return b')}\n    finally: c()\n`;
    const blocks = blocksOf(await within('a.py', text), 1);
    expect(blocks.at(-2)!.edges.map(([kind]) => kind)).toEqual(['next', 'finally']);
  });

  it('a condition of 5,000 parts', async () => {
    const tables = await within(
      'a.js',
      `function f(a) { if (${Array.from({ length: 5000 }, () => 'a').join(' && ')}) b(); }`,
    );
    expect(blocksOf(tables, 1).filter(({ edges }) => edges.length === 2).length).toBe(5000);
  });
});

describe('deep bodies', () => {
  it('hundreds of nested loops', async () => {
    const depth = 300;
    const text = `function f(a) { ${'while (a) { '.repeat(depth)}b();${' }'.repeat(depth)} }`;
    expect(loopsOf(await within('a.js', text), 1).length).toBe(depth);
  });

  it('hundreds of nested finally parts with jumps to each loop around', async () => {
    const depth = 200;
    const heads = lines(depth, (at) => `l${at}: for (;;) { try {`);
    const jumps = lines(depth, (at) => `if (a) break l${at};`);
    const tables = await flowTables(
      'a.js',
      `function f(a) { ${heads} ${jumps} ${'} finally { b(); } }'.repeat(depth)} }`,
    );
    expect(states(tables)[1]).toBe('whole');
  });

  it('a graph of a hundred thousand blocks in a row of loops inside one another', () => {
    const blocks = 100_000;
    const graph = new EdgeLists();
    for (let block = 0; block < blocks; block++) graph.open(block);
    const add = (from: number, to: number): void => {
      graph.direct(graph.edge(from, 0), to);
    };
    for (let block = 0; block + 1 < blocks; block++) add(block, block + 1);
    // Block n goes back to block (blocks - n): every loop holds the next one.
    for (let block = blocks >> 1; block + 2 < blocks; block++) add(block, blocks - 1 - block);
    const analysis = new FlowAnalysis();
    expect(analysis.run(graph, new Fuel(30 * blocks))).toBe(true);
    expect(analysis.loopCount).toBe((blocks >> 1) - 2);
    expect(analysis.dominator[blocks - 1]).toBe(blocks - 2);
  });
});

describe('broken and bounded bodies', () => {
  it('a syntax error in a function leaves its flow around the error', async () => {
    const tables = await flowTables(
      'a.py',
      'def f(a):\n    if a:\n        b(\n    else:\n        c()\n    for in x: d()\n    e()\n',
    );
    expect(new Set(states(tables))).toEqual(new Set(['whole']));
    for (let row = 0; row < tables(body).rows; row++) expect(blocksOf(tables, row).length).toBeGreaterThan(1);
  });

  it('jumps that lead nowhere let control go on', async () => {
    const tables = await flowTables('a.py', 'def f():\n    break\n    a()\n    continue\n    b()\n');
    expect(blocksOf(tables, 1).some(({ flags }) => flags.includes('unreachable'))).toBe(false);
  });

  it('a body is given up when the fuel ends, with entry and exit and a note', async () => {
    const text = `def f(a):\n${lines(5000, (at) => `    if a: b${at}()`)}\n`;
    const tables = await flowTables('a.py', text, 20_000);
    expect(states(tables)).toEqual(['whole', 'given_up']);
    expect(blocksOf(tables, 1).map(({ edges }) => edges)).toEqual([[['next', 1]], []]);
  });
});
