import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PYTHON_SHOP, Repository, TYPESCRIPT_SHOP } from './repository.ts';

describe('questions about files', () => {
  let python: Repository;
  let typescript: Repository;
  beforeAll(async () => {
    python = await Repository.of(PYTHON_SHOP);
    typescript = await Repository.of(TYPESCRIPT_SHOP);
  });
  afterAll(async () => {
    await python.close();
    await typescript.close();
  });

  it('imports say what is written and what it means, inside and outside', () => {
    expect(python.ask({ kind: 'imports', path: 'shop/main.py' }).rows).toMatchObject([
      {
        line: 1,
        column: 18,
        module: 'shop',
        imported: 'Cart',
        local: 'Cart',
        target: { kind: 'symbol', name: 'shop.cart.Cart', path: 'shop/cart.py' },
      },
      { line: 2, imported: 'price', local: 'cost', target: { name: 'shop.cart.price' } },
      { line: 2, imported: 'dump', local: 'dump', target: { name: 'shop.cart.dump' } },
    ]);
    expect(python.ask({ kind: 'imports', path: 'shop/cart.py' }).rows[1]).toMatchObject({
      module: 'json',
      target: { kind: 'external', name: 'json' },
    });
  });

  it('an import that leads nowhere is a candidate', async () => {
    const files = await Repository.of({ 'pkg/__init__.py': '', 'pkg/a.py': 'from .gone import it\n' });
    expect(files.ask({ kind: 'imports', path: 'pkg/a.py' }).rows).toMatchObject([
      { module: '.gone', imported: 'it', target: { kind: 'missing' }, certainty: 'candidate' },
    ]);
    await files.close();
  });

  it('importers of a file are the imports that load it, through a barrel only its own', () => {
    expect(typescript.places({ kind: 'importers', path: 'src/cart.ts' }, 'imported')).toEqual([
      'src/index.ts:1:10 Cart',
      'src/index.ts:1:16 price',
    ]);
    expect(typescript.places({ kind: 'importers', path: 'src/index.ts' }, 'imported')).toEqual([
      'src/main.ts:1:10 Cart',
      'src/main.ts:1:16 cost',
    ]);
  });

  it('importers of a symbol are the imports that mean it, re-exports included', () => {
    expect(typescript.places({ kind: 'importers', symbol: 'src/cart.price' }, 'imported')).toEqual([
      'src/index.ts:1:16 price',
      'src/main.ts:1:16 cost',
    ]);
    const at = python.at('shop/cart.py', 'Cart(Store)');
    expect(python.places({ kind: 'importers', ...at }, 'module')).toEqual([
      'shop/__init__.py:1:23 shop.cart',
      'shop/main.py:1:18 shop',
    ]);
  });

  it('dependents are reached through others, nearest first, each once', () => {
    expect(typescript.places({ kind: 'dependents', path: 'src/store.ts' }, 'depth', 'via')).toEqual([
      'src/cart.ts:1:15 1 src/store.ts',
      'src/index.ts:1:10 2 src/cart.ts',
      'src/main.ts:1:10 3 src/index.ts',
    ]);
    expect(typescript.places({ kind: 'dependents', path: 'src/store.ts', depth: 1 })).toEqual(['src/cart.ts:1:15']);
    expect(typescript.places({ kind: 'dependents', path: 'src/main.ts' })).toEqual([]);
  });

  it('dependents end on files that import each other', async () => {
    const files = await Repository.of({ 'a.py': 'import b\n', 'b.py': 'import a\n', 'c.py': 'import b\n' });
    expect(files.places({ kind: 'dependents', path: 'a.py' }, 'depth')).toEqual(['b.py:1:8 1', 'c.py:1:8 2']);
    await files.close();
  });

  it('an outline has every declaration with its depth and its last line', () => {
    expect(python.places({ kind: 'outline', path: 'shop/cart.py' }, 'depth', 'kind', 'name', 'endLine')).toEqual([
      'shop/cart.py:4:1 0 constant shop.cart.RATE 4',
      'shop/cart.py:7:7 0 class shop.cart.Cart 14',
      'shop/cart.py:8:9 1 method shop.cart.Cart.__init__ 9',
      'shop/cart.py:9:14 1 property shop.cart.Cart.owner 9',
      'shop/cart.py:11:9 1 method shop.cart.Cart.add 14',
      'shop/cart.py:17:5 0 function shop.cart.price 21',
      'shop/cart.py:24:5 0 function shop.cart.dump 25',
    ]);
  });

  it('leaf chunks cover every line of a file once', () => {
    const { rows } = python.ask({ kind: 'chunks', path: 'shop/cart.py' });
    const lines: number[] = [];
    for (const row of rows) {
      if (row['leaf'] !== true) continue;
      for (let line = Number(row['line']); line <= Number(row['endLine']); line++) lines.push(line);
    }
    expect(lines.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    const ids = new Set(rows.map((row) => row['id']));
    expect(rows.slice(1).every((row) => ids.has(row['parent']))).toBe(true);
  });

  it('a file without language has no declarations and is still a file', () => {
    expect(typescript.ask({ kind: 'outline', path: 'package.json' }).rows).toEqual([]);
    expect(typescript.places({ kind: 'definition', symbol: 'package.json' }, 'kind')).toEqual([
      'package.json:1:1 module',
    ]);
  });
});
