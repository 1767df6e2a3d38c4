import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PYTHON_SHOP, Repository, TYPESCRIPT_SHOP } from './repository.ts';

describe('definition in Python', () => {
  let shop: Repository;
  beforeAll(async () => (shop = await Repository.of(PYTHON_SHOP)));
  afterAll(() => shop.close());

  it('follows an import under another name to the declaring file', () => {
    const answer = shop.ask({ kind: 'definition', ...shop.at('shop/main.py', 'cost(') });
    expect(answer.subjects).toEqual(['shop.cart.price']);
    expect(answer.rows).toEqual([
      {
        symbol: expect.stringMatching(/^[0-9a-f]{16}$/),
        name: 'shop.cart.price',
        kind: 'function',
        path: 'shop/cart.py',
        line: 17,
        column: 5,
        text: 'def price(item):',
        origin: 'cross-file/reference_target',
        certainty: 'resolved',
      },
    ]);
  });

  it('follows a re-export of a package', () => {
    const asked = { kind: 'definition', ...shop.at('shop/main.py', 'Cart(') };
    expect(shop.places(asked, 'name')).toEqual(['shop/cart.py:7:7 shop.cart.Cart']);
  });

  it('finds the first binding of a local', () => {
    const asked = { kind: 'definition', ...shop.at('shop/cart.py', 'total *') };
    expect(shop.places(asked, 'name', 'kind', 'origin')).toEqual([
      'shop/cart.py:12:9 shop.cart.Cart.add.total variable ir-build/local',
    ]);
  });

  it('finds a name from every character of it and from behind it, and nothing one further', () => {
    const start = shop.at('shop/cart.py', 'price(item)');
    const found = Array.from({ length: 7 }, (_, i) =>
      shop.places({ kind: 'definition', ...start, column: start.column + i }).join(),
    );
    expect(new Set(found.slice(0, 6))).toEqual(new Set(['shop/cart.py:17:5']));
    expect(found[6]).not.toBe('shop/cart.py:17:5');
  });

  it('is the name itself where the name is declared', () => {
    for (const [text, name] of [
      ['Cart(Store)', 'shop.cart.Cart'],
      ['RATE = ', 'shop.cart.RATE'],
      ['add(self', 'shop.cart.Cart.add'],
      ['rounded(value', 'shop.cart.price.rounded'],
      ['owner = owner', 'shop.cart.Cart.owner'],
    ] as const) {
      const at = shop.at('shop/cart.py', text);
      expect(shop.places({ kind: 'definition', ...at }, 'name'), text).toEqual([
        `shop/cart.py:${at.line}:${at.column} ${name}`,
      ]);
    }
  });

  it('names what lies outside the repository and has no rows for it', () => {
    const answer = shop.ask({ kind: 'definition', ...shop.at('shop/cart.py', 'dumps') });
    expect(answer.subjects).toEqual(['json.dumps']);
    expect(answer.rows).toEqual([]);
  });

  it('has no subject where no name stands', () => {
    const answer = shop.ask({ kind: 'definition', path: 'shop/cart.py', line: 3, column: 1 });
    expect(answer.subjects).toEqual([]);
    expect(shop.ask({ kind: 'definition', path: 'shop/cart.py', line: 900, column: 1 }).subjects).toEqual([]);
  });

  it('takes a qualified name, a hash, a path and the end of a name for the same symbol', () => {
    const [row] = shop.ask({ kind: 'definition', symbol: 'shop.cart.Cart.add' }).rows;
    expect(row).toMatchObject({ path: 'shop/cart.py', line: 11, kind: 'method' });
    for (const target of [{ symbol: row!['symbol'] }, { symbol: 'Cart.add' }, { name: 'Cart.add' }])
      expect(shop.ask({ kind: 'definition', ...target }).rows[0]).toMatchObject({ path: 'shop/cart.py', line: 11 });
    for (const symbol of ['shop.cart', 'shop/cart.py'])
      expect(shop.places({ kind: 'definition', symbol }, 'kind'), symbol).toEqual(['shop/cart.py:1:1 module']);
    expect(shop.places({ kind: 'definition', symbol: 'shop' }, 'kind')).toEqual(['shop/__init__.py:1:1 module']);
  });

  it('gives every symbol of a simple name by path', () => {
    expect(shop.places({ kind: 'definition', name: 'add' }, 'name')).toEqual([
      'shop/base.py:2:9 shop.base.Store.add',
      'shop/cart.py:11:9 shop.cart.Cart.add',
    ]);
    expect(shop.ask({ kind: 'definition', name: 'no_such_name' }).rows).toEqual([]);
  });
});

describe('definition in TypeScript', () => {
  let shop: Repository;
  beforeAll(async () => (shop = await Repository.of(TYPESCRIPT_SHOP)));
  afterAll(() => shop.close());

  it('follows a barrel that renames', () => {
    const asked = { kind: 'definition', ...shop.at('src/main.ts', 'cost(') };
    expect(shop.places(asked, 'name')).toEqual(['src/cart.ts:20:17 src/cart.price']);
  });

  it('gives every declaration of a merged interface', () => {
    const asked = { kind: 'definition', ...shop.at('src/cart.ts', 'Store {') };
    expect(shop.places(asked, 'name')).toEqual([
      'src/store.ts:1:18 src/store.Store',
      'src/store.ts:5:18 src/store.Store',
    ]);
  });

  it('counts columns in UTF-16 units behind characters of several bytes', () => {
    const asked = { kind: 'definition', ...shop.at('src/main.ts', "add('x')") };
    expect(shop.places(asked, 'name')).toEqual(['src/cart.ts:10:3 src/cart.Cart.add']);
  });
});

it('finds declarations and lines in a file with CR LF ends and characters outside the basic plane', async () => {
  const text = "x = '😀'; y = x\r\nz = '😀' + y\r\n";
  const files = await Repository.of({ 'a.py': text });
  const column = 1 + "z = '😀' + ".length;
  expect(files.ask({ kind: 'definition', path: 'a.py', line: 2, column }).rows).toMatchObject([
    { name: 'a.y', line: 1, column: 1 + "x = '😀'; ".length, text: "x = '😀'; y = x" },
  ]);
  await files.close();
});

it('cuts a long line, not in the middle of a pair of surrogates', async () => {
  const files = await Repository.of({ 'a.py': `x = '${'a'.repeat(394)}😀😀'\n`, 'b.py': `y = '${'b'.repeat(900)}'\n` });
  expect(files.ask({ kind: 'definition', name: 'x' }).rows).toMatchObject([{ text: `x = '${'a'.repeat(394)}` }]);
  expect(files.ask({ kind: 'definition', name: 'y' }).rows).toMatchObject([{ text: `y = '${'b'.repeat(395)}` }]);
  await files.close();
});
