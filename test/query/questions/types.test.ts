/** Questions about types, and their export. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportSnapshot, query } from '#query';
import { indexFiles, type IndexedFiles } from '#testkit';

const FILES = {
  'shop.py': [
    'class Cart:',
    '    def __init__(self, size=1):',
    '        self.size = size',
    '    def add(self, item):',
    '        total = self.size + 1',
    '        return [item, total]',
    '',
    'def make():',
    '    return Cart(2)',
    '',
    'def run(cart):',
    '    cart.add("a")',
    '',
    'run(make())',
    'x = unknown()',
  ].join('\n'),
};
const ORIGIN = { repository: 'shop', root: '/shop', version: '0' };

describe('questions about types', () => {
  let indexed: IndexedFiles;
  beforeAll(async () => {
    indexed = await indexFiles(FILES, { stages: { enableTypes: true } });
  });
  afterAll(async () => indexed.orchestrator.close());

  it.each([
    [12, 5, 'cart', ['shop.Cart']],
    [12, 10, 'add', ['def shop.Cart.add']],
    [11, 9, 'cart', ['shop.Cart']],
    [5, 22, 'size', ['int']],
    [8, 5, 'make', ['def shop.make']],
    [4, 19, 'item', ['str']],
  ])('typeAt line %i, column %i is that of %s', (line, column, name, types) => {
    const { rows } = indexed.context.typeAt('shop.py', line, column);
    expect(rows).toMatchObject([{ name, types, line }]);
  });

  it('typeAt has no row where nothing is known, or no name stands', () => {
    expect(indexed.context.typeAt('shop.py', 15, 1).rows).toEqual([]);
    expect(indexed.context.typeAt('shop.py', 7, 1).rows).toEqual([]);
    expect(() => query(indexed.context.snapshot, { kind: 'typeAt', path: 'shop.py' })).toThrow(
      "member 'line' of 'typeAt' is missing; give it",
    );
  });

  it('typesOf has the parameters, the variables and the result of a function', () => {
    const { rows, subjects } = indexed.context.typesOf({ symbol: 'shop.Cart.add' });
    expect(subjects).toEqual(['shop.Cart.add']);
    expect(
      rows.map(({ line, variable, parameter, types }) => [line, variable ?? parameter ?? 'result', types]),
    ).toEqual([
      [4, 'result', ['list[int | str]']],
      [4, 'self', ['shop.Cart']],
      [4, 'item', ['str']],
      [5, 'total', ['int']],
    ]);
  });

  it('callers and references follow an object to the method of its class', () => {
    const { rows } = indexed.context.callers({ symbol: 'shop.Cart.add' });
    expect(rows).toMatchObject([{ line: 12, origin: 'types/call_edge_typed', certainty: 'resolved' }]);
    expect(indexed.context.callees({ symbol: 'shop.run' }).rows).toMatchObject([
      { line: 12, callee: { kind: 'method' } },
    ]);
    const lines = indexed.context.references({ symbol: 'shop.Cart.add' }).rows.map((row) => row.line);
    expect(lines).toContain(12);
    expect(indexed.context.definition({ path: 'shop.py', line: 12, column: 10 }).rows).toMatchObject([
      { name: 'shop.Cart.add', line: 4, origin: 'types/reference_target_typed' },
    ]);
  });

  it('the export has a row for each place, line and column from 1', () => {
    const text = [...exportSnapshot(indexed.context.snapshot, 'types', ORIGIN)].join('');
    const rows: object[] = JSON.parse(text);
    expect(rows).toContainEqual({
      file: 'shop.py',
      line: 3,
      column: 9,
      function: 'Cart.__init__',
      variable: 'self.size',
      types: ['int'],
    });
    expect(rows).toContainEqual({
      file: 'shop.py',
      line: 4,
      column: 19,
      function: 'Cart.add',
      parameter: 'item',
      types: ['str'],
    });
    expect(rows).toContainEqual({ file: 'shop.py', line: 8, column: 5, function: 'make', types: ['shop.Cart'] });
  });
});

describe('without the stage of types', () => {
  it('an export of types is empty and the question says what it needs', async () => {
    const { orchestrator, context } = await indexFiles(FILES);
    expect([...exportSnapshot(context.snapshot, 'types', ORIGIN)].join('')).toBe('[]\n');
    expect(() => query(context.snapshot, { kind: 'typeAt', path: 'shop.py', line: 1, column: 1 })).toThrow('type_text');
    expect(context.callees({ symbol: 'shop.run' }).rows).toEqual([]);
    await orchestrator.close();
  });
});
