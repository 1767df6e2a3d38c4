/** The JSON document and the call graph: what they hold, and that they are the same whatever the order of work. */
import { expect, test } from 'vitest';
import { exported, SHOP } from './export-text.ts';

interface Exported {
  readonly snapshot: number;
  readonly repository: string;
  readonly files: readonly {
    readonly path: string;
    readonly language: string;
    readonly lines: number;
    readonly declarations: readonly Readonly<Record<string, unknown>>[];
    readonly imports: readonly Readonly<Record<string, unknown>>[];
    readonly calls: readonly Readonly<Record<string, unknown>>[];
  }[];
}

async function shop(): Promise<Exported> {
  const document: Exported = JSON.parse((await exported(SHOP, 'json')).toString());
  return document;
}

test('the document lists every file by path, text files too', async () => {
  const document = await shop();
  expect(document).toMatchObject({ snapshot: 1, repository: 'shop' });
  expect(document.files.map(({ path, language }) => `${path} ${language}`)).toEqual([
    'main.py python',
    'notes.txt text',
    'package.json manifest',
    'shop/__init__.py python',
    'shop/cart.py python',
    'web/view.ts typescript',
  ]);
});

test('each file is one line, so that it can be cut and read line by line', async () => {
  const lines = (await exported(SHOP, 'json')).toString().trimEnd().split('\n');
  expect(lines).toHaveLength(Object.keys(SHOP).length + 2);
  for (const line of lines.slice(1, -1)) expect(JSON.parse(line.replace(/,$/, ''))).toHaveProperty('path');
});

test('declarations come in the order of the text, nested functions among them', async () => {
  const file = (await shop()).files.find(({ path }) => path === 'shop/cart.py')!;
  expect(
    file.declarations.map(
      (one) => `${String(one['line'])}:${String(one['column'])} ${String(one['kind'])} ${String(one['qualifiedName'])}`,
    ),
  ).toEqual([
    '3:7 class shop.cart.Basket',
    '9:9 method shop.cart.Basket.add',
    '11:7 class shop.cart.Cart',
    '12:9 method shop.cart.Cart.add',
    '13:13 function shop.cart.Cart.add.twice',
    '17:9 method shop.cart.Cart.size',
    '20:9 method shop.cart.Cart.size',
    '23:9 function shop.cart.pick',
    '25:9 function shop.cart.pick',
  ]);
  expect(file.declarations[2]).toMatchObject({ bases: ['shop.cart.Basket'], endLine: 21 });
  expect(file.declarations[0]).toMatchObject({ documentation: 'Holds things.\n\nPlain.\n    Deeper.' });
});

test('imports say what they mean, calls say who and whom', async () => {
  const { files } = await shop();
  const main = files.find(({ path }) => path === 'main.py')!;
  expect(main.imports).toEqual([
    {
      module: 'shop',
      name: 'Cart',
      local: 'Cart',
      line: 1,
      column: 18,
      target: 'symbol',
      targetName: 'shop.cart.Cart',
    },
  ]);
  expect(main.calls).toContainEqual({
    caller: 'main',
    callee: 'shop.cart.Cart.add',
    line: 3,
    column: 6,
    certainty: 'resolved',
  });
  const view = files.find(({ path }) => path === 'web/view.ts')!;
  expect(view.imports[0]).toMatchObject({ module: 'node:fs', target: 'external', targetName: 'node:fs.readFile' });
  expect(view.calls.map(({ caller, callee }) => [caller, callee])).toEqual([
    ['web/view.Square.area', 'web/view.sum'],
    ['web/view', 'web/view.sum'],
  ]);
});

test('the call graph has qualified names of Python, paths of TypeScript, builtins and externals', async () => {
  const graph: Readonly<Record<string, string[]>> = JSON.parse((await exported(SHOP, 'callgraph')).toString());
  expect(graph['shop.cart.Cart.add']).toEqual(['<builtin>.super', 'shop.cart.Basket.add', 'shop.cart.Cart.add.twice']);
  expect(graph['shop.cart.Basket.add']).toEqual(['<builtin>.str', 'os.path.join']);
  expect(graph['main']).toContain('shop.cart.Cart.add');
  expect(graph['web/view.Square.area']).toEqual(['web/view.sum']);
  expect(Object.keys(graph)).toEqual(Object.keys(graph).toSorted());
});

test('an empty repository gives documents that can be read', async () => {
  expect(JSON.parse((await exported({}, 'json')).toString())).toMatchObject({ files: [] });
  expect(JSON.parse((await exported({}, 'callgraph')).toString())).toEqual({});
});
