import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PYTHON_SHOP, Repository, TYPESCRIPT_SHOP } from './repository.ts';

describe('references', () => {
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

  it('are the definition, the calls and the imports of a function, by path and position', () => {
    expect(python.places({ kind: 'references', symbol: 'shop.cart.price' }, 'role', 'within', 'origin')).toEqual([
      'shop/cart.py:12:17 call shop.cart.Cart.add ir-build/reference',
      'shop/cart.py:17:5 definition shop.cart ir-build/declaration',
      'shop/cart.py:25:45 call shop.cart.dump ir-build/reference',
      'shop/main.py:2:23 import shop.main cross-file/import_target',
      'shop/main.py:8:12 call shop.main.run cross-file/reference_target',
    ]);
  });

  it('of a local stay in its function and tell reads from writes', () => {
    const asked = { kind: 'references', ...python.at('shop/cart.py', 'total') };
    expect(python.places(asked, 'role')).toEqual([
      'shop/cart.py:12:9 definition',
      'shop/cart.py:13:9 write',
      'shop/cart.py:13:17 read',
      'shop/cart.py:14:16 read',
    ]);
  });

  it('are found for names outside the repository and for builtins', () => {
    expect(python.places({ kind: 'references', symbol: 'json.dumps' }, 'role')).toEqual(['shop/cart.py:25:17 call']);
    expect(python.places({ kind: 'references', ...python.at('shop/cart.py', 'len(') }, 'role')).toEqual([
      'shop/cart.py:21:20 call',
    ]);
  });

  it('of an interface include its two declarations, a type import and the class that implements it', () => {
    expect(typescript.places({ kind: 'references', symbol: 'src/store.Store' }, 'role')).toEqual([
      'src/cart.ts:1:15 import',
      'src/cart.ts:5:30 inherit',
      'src/store.ts:1:18 definition',
      'src/store.ts:5:18 definition',
    ]);
  });

  it('of a member are its uses on this', () => {
    expect(typescript.places({ kind: 'references', symbol: 'src/cart.Cart.items' }, 'role')).toEqual([
      'src/cart.ts:6:11 definition',
      'src/cart.ts:11:10 read',
      'src/cart.ts:16:17 read',
    ]);
  });

  it('can be asked for by role', () => {
    const asked = { kind: 'references', symbol: 'shop.cart.price', roles: ['import', 'definition'] };
    expect(python.places(asked, 'role')).toEqual(['shop/cart.py:17:5 definition', 'shop/main.py:2:23 import']);
  });

  it('that write do not include the definition itself', () => {
    const asked = { kind: 'references', ...python.at('shop/cart.py', 'total'), roles: ['write'] };
    expect(python.places(asked)).toEqual(['shop/cart.py:13:9']);
    expect(python.places({ kind: 'references', symbol: 'shop.cart.price', roles: ['write'] })).toEqual([]);
  });

  it('come in pages that together are the whole, in the same order', () => {
    const asked = { kind: 'references', name: 'price' };
    const whole = python.places(asked);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = python.ask({ ...asked, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.rows.length).toBeLessThanOrEqual(2);
      expect(page.truncated).toBe(page.cursor !== undefined);
      paged.push(...page.rows.map((row) => `${String(row['path'])}:${String(row['line'])}:${String(row['column'])}`));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole);
  });

  it('keep to a budget of tokens but always give one row', () => {
    const whole = python.ask({ kind: 'references', symbol: 'shop.cart.price' });
    const tokens = Math.ceil(JSON.stringify(whole.rows).length / 4);
    const some = python.ask({ kind: 'references', symbol: 'shop.cart.price', maxTokens: Math.floor(tokens / 2) });
    expect(some.rows.length).toBeGreaterThan(0);
    expect(some.rows.length).toBeLessThan(whole.rows.length);
    expect(some.truncated).toBe(true);
    expect(python.ask({ kind: 'references', symbol: 'shop.cart.price', maxTokens: 1 }).rows).toHaveLength(1);
  });
});

it('references of a name that means too many symbols are refused with an example', async () => {
  const files = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`m${i}.py`, 'def run():\n    pass\n']));
  const many = await Repository.of(files);
  expect(() => many.ask({ kind: 'references', name: 'run' })).toThrow(
    "E_QUERY: 'run' means 65 symbols; give a qualified name, such as 'm0.run'",
  );
  expect(many.ask({ kind: 'definition', name: 'run' }).rows).toHaveLength(65);
  await many.close();
});
