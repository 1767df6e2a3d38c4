/** What runs without a call being written, in questions about calls: at the name nearest to it, and marked. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexFiles, type IndexedFiles } from '#testkit';

const FILES = {
  'cart.py': [
    'class Cart:',
    '    def __init__(self):',
    '        self.items = []',
    '    @property',
    '    def total(self):',
    '        return len(self.items)',
    '    def __enter__(self):',
    '        return self',
    '    def __exit__(self, *args):',
    '        return None',
  ].join('\n'),
  'main.py': [
    'from cart import Cart',
    '',
    'def show(cart: Cart):',
    '    return cart.total',
    '',
    'def run():',
    '    with Cart() as cart:',
    '        return show(cart)',
  ].join('\n'),
};

let indexed: IndexedFiles;
beforeAll(async () => {
  indexed = await indexFiles(FILES, { stages: { enableTypes: true } });
});
afterAll(async () => indexed.orchestrator.close());

const written = ({
  rows,
}: {
  readonly rows: readonly { line: number; column: number; text: string; implicit?: true }[];
}) => rows.map(({ line, column, implicit }) => `${line}:${column}${implicit === true ? ' implicit' : ''}`);

test('callers of a property are the places that read it', () => {
  expect(written(indexed.context.callers({ symbol: 'cart.Cart.total' }))).toEqual(['4:17 implicit']);
});

test('callees of a function are what it calls, and what `with` runs', () => {
  const { rows } = indexed.context.callees({ symbol: 'main.run' });
  expect(rows.map(({ callee, implicit }) => `${callee.name}${implicit === true ? ' implicit' : ''}`)).toEqual([
    'cart.Cart.__init__',
    'cart.Cart.__enter__ implicit',
    'cart.Cart.__exit__ implicit',
    'main.show',
  ]);
});

test('a path of calls leads through a property', () => {
  const { rows } = indexed.context.path({ symbol: 'main.run' }, { symbol: 'cart.Cart.total' });
  expect(rows.map(({ caller, callee }) => `${caller.name} -> ${callee.name}`)).toEqual([
    'main.run -> main.show',
    'main.show -> cart.Cart.total',
  ]);
});
