/** Questions about the flow of control, and drawings of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportSnapshot } from '#query';
import { indexFiles, type IndexedFiles } from '#testkit';

const FILES = {
  'shop/__init__.py': '',
  'shop/stock.py': [
    'class Stock:',
    '    def take(self, name):',
    '        for shelf in self.shelves:',
    '            if name in shelf:',
    '                return shelf.pop(name)',
    '        raise KeyError(name)',
    '',
    'names = [n.strip("\\"<#>") for n in open("names")]',
  ].join('\n'),
  'web/view.ts':
    'export function view(a?: string) {\n  while (a) {\n    a = next(a);\n  }\n  return () => a ?? "";\n}\n',
};
const ORIGIN = { repository: 'shop', root: '/shop', version: '0' };

describe('questions about flow', () => {
  let indexed: IndexedFiles;
  beforeAll(async () => {
    indexed = await indexFiles(FILES, { stages: { enableFlowGraph: true } });
  });
  afterAll(async () => indexed.orchestrator.close());

  it('cfg gives the blocks of a function with lines, statements, edges and loops', () => {
    const { rows, subjects } = indexed.context.cfg({ symbol: 'shop.stock.Stock.take' });
    expect(subjects).toEqual(['shop.stock.Stock.take']);
    expect(rows).toMatchObject([
      { block: 0, line: 2, marks: ['entry'], edges: [{ to: 1, kind: 'next' }], loops: [] },
      {
        block: 1,
        line: 3,
        marks: ['loop_header'],
        edges: [
          { to: 2, kind: 'next' },
          { to: 5, kind: 'exhausted' },
        ],
        loops: [1],
      },
      {
        block: 2,
        line: 3,
        endLine: 4,
        edges: [
          { to: 3, kind: 'true' },
          { to: 4, kind: 'false' },
        ],
        loops: [1],
      },
      {
        block: 3,
        line: 5,
        statements: [{ line: 5, text: 'return shelf.pop(name)' }],
        edges: [{ to: 6, kind: 'return' }],
      },
      { block: 4, statements: [], edges: [{ to: 1, kind: 'back' }], loops: [1] },
      { block: 5, line: 6, edges: [{ to: 6, kind: 'raise' }], loops: [] },
      { block: 6, marks: ['exit'], edges: [], statements: [] },
    ]);
    expect(rows[0]).toMatchObject({ path: 'shop/stock.py', name: 'shop.stock.Stock.take', body: 'function' });
  });

  it('cfg answers for modules, classes, and the body around a position', () => {
    expect(indexed.context.cfg({ symbol: 'shop.stock' }).rows[0]).toMatchObject({ body: 'module', line: 1 });
    expect(indexed.context.cfg({ symbol: 'Stock' }).rows[0]).toMatchObject({ body: 'class', name: 'shop.stock.Stock' });
    const inside = indexed.context.cfg({ path: 'shop/stock.py', line: 8, column: 10 });
    expect(inside.rows[0]).toMatchObject({ body: 'comprehension' });
    expect(indexed.context.cfg({ path: 'web/view.ts', line: 5, column: 15 }).rows[0]).toMatchObject({ body: 'lambda' });
  });

  it('dominators give the nearest blocks on every way in and out', () => {
    const { rows } = indexed.context.dominators({ symbol: 'shop.stock.Stock.take' });
    expect(
      rows.map(({ block, dominator, postDominator, depth }) => [block, dominator?.block, postDominator?.block, depth]),
    ).toEqual([
      [0, undefined, 1, 0],
      [1, 0, 6, 1],
      [2, 1, 6, 2],
      [3, 2, 6, 3],
      [4, 2, 1, 3],
      [5, 1, 6, 2],
      [6, 1, undefined, 2],
    ]);
    expect(rows[1]!.dominator).toEqual({ block: 0, line: 2 });
  });

  it('answers come in pages', () => {
    const first = indexed.context.cfg({ name: 'take' }, { limit: 3 });
    const second = indexed.context.cfg({ name: 'take' }, { limit: 9, cursor: first.cursor! });
    expect([...first.rows, ...second.rows].map(({ block }) => block)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('a query by data answers the same, and names what is unknown', () => {
    const { context } = indexed;
    expect(context.query({ kind: 'cfg', symbol: 'shop.stock.Stock.take' })).toEqual(
      context.cfg({ symbol: 'shop.stock.Stock.take' }),
    );
    expect(context.query({ kind: 'dominators', name: 'nothing' })).toMatchObject({ rows: [], subjects: [] });
  });

  it('without the stage, the question says which table is missing', async () => {
    const { context, orchestrator } = await indexFiles(FILES);
    expect(() => context.query({ kind: 'cfg', name: 'take' })).toThrow("kind 'cfg' needs table basic_block");
    expect(() => [...exportSnapshot(context.snapshot, 'dot', ORIGIN, { function: { name: 'take' } })]).toThrow(
      "graph 'cfg' needs table basic_block",
    );
    await orchestrator.close();
  });

  it('a drawing in DOT has a box per block and an arrow per edge, quoted', () => {
    const text = [
      ...exportSnapshot(indexed.context.snapshot, 'dot', ORIGIN, { function: { symbol: 'shop.stock' } }),
    ].join('');
    expect(text).toContain('label="shop.stock";');
    expect(text).toContain(
      'f0_b0 [label="0 entry\\l1: class Stock:\\l8: names = [n.strip(\\"\\\\\\"<#>\\") for n in open(\\"names\\")]\\l", style=rounded];',
    );
    expect(text).toContain('f0_b0 -> f0_b1 [label=""];');
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('a drawing in Mermaid writes reserved characters by number', () => {
    const draw = (name: string): string =>
      [...exportSnapshot(indexed.context.snapshot, 'mermaid', ORIGIN, { function: { symbol: name } })].join('');
    expect(draw('shop.stock')).toContain('n.strip(#34;#92;#34;#60;#35;#62;#34;)');
    expect(draw('web/view.view')).toContain('f0_b1 -->|"true"| f0_b2');
    expect(draw('web/view.view').startsWith('flowchart TD\n')).toBe(true);
  });

  it('a drawing of nothing is an error', () => {
    const { snapshot } = indexed.context;
    expect(() => exportSnapshot(snapshot, 'dot', ORIGIN)).toThrow("format 'dot' draws functions");
    expect(() => exportSnapshot(snapshot, 'dot', ORIGIN, { function: { name: 'gone' } })).toThrow('nothing to draw');
    expect(() => exportSnapshot(snapshot, 'dot', ORIGIN, { function: { name: 'take' }, graph: 'abc' })).toThrow(
      "there is no graph 'abc'",
    );
  });
});
