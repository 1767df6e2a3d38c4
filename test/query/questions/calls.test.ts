import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PYTHON_SHOP, Repository, TYPESCRIPT_SHOP } from './repository.ts';

interface Call {
  readonly path: string;
  readonly line: number;
  readonly depth: number;
  readonly caller: { readonly name: string };
  readonly callee: { readonly name: string };
}

function calls(repository: Repository, asked: object): string[] {
  // Safe because: the rows of these kinds are calls.
  const rows = repository.ask(asked).rows as unknown as Call[];
  return rows.map(
    ({ path, line, depth, caller, callee }) => `${depth} ${path}:${line} ${caller.name} -> ${callee.name}`,
  );
}

describe('questions about calls', () => {
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

  it('callers of a function stand in other files and in lambdas, which belong to the function around them', () => {
    expect(calls(python, { kind: 'callers', symbol: 'shop.cart.price' })).toEqual([
      '1 shop/cart.py:12 shop.cart.Cart.add -> shop.cart.price',
      '1 shop/cart.py:25 shop.cart.dump -> shop.cart.price',
      '1 shop/main.py:8 shop.main.run -> shop.cart.price',
    ]);
  });

  it('callers of a class are the places that call it, though the constructor is what runs', () => {
    expect(calls(python, { kind: 'callers', symbol: 'shop.cart.Cart' })).toEqual([
      '1 shop/main.py:6 shop.main.run -> shop.cart.Cart',
    ]);
    expect(calls(python, { kind: 'callers', symbol: 'shop.cart.Cart.__init__' })).toEqual([
      '1 shop/main.py:6 shop.main.run -> shop.cart.Cart.__init__',
    ]);
    expect(calls(typescript, { kind: 'callers', symbol: 'src/cart.Cart' })).toEqual([
      '1 src/main.ts:4 src/main.run -> src/cart.Cart',
    ]);
  });

  it('callers of callers come one level of depth after the other, each symbol followed once', () => {
    expect(calls(python, { kind: 'callers', symbol: 'shop.cart.price.rounded', depth: 3 })).toEqual([
      '1 shop/cart.py:21 shop.cart.price -> shop.cart.price.rounded',
      '2 shop/cart.py:12 shop.cart.Cart.add -> shop.cart.price',
      '2 shop/cart.py:25 shop.cart.dump -> shop.cart.price',
      '2 shop/main.py:8 shop.main.run -> shop.cart.price',
      '3 shop/main.py:7 shop.main.run -> shop.cart.dump',
      '3 shop/main.py:11 shop.main -> shop.main.run',
    ]);
  });

  it('callees are the calls in the code of a function, and with depth those of what it calls', () => {
    expect(calls(python, { kind: 'callees', symbol: 'shop.main.run', depth: 2 })).toEqual([
      '1 shop/main.py:6 shop.main.run -> shop.cart.Cart.__init__',
      '1 shop/main.py:7 shop.main.run -> shop.cart.dump',
      '1 shop/main.py:8 shop.main.run -> shop.cart.price',
      '2 shop/cart.py:21 shop.cart.price -> shop.cart.price.rounded',
      '2 shop/cart.py:25 shop.cart.dump -> shop.cart.price',
    ]);
    expect(calls(typescript, { kind: 'callees', symbol: 'src/cart.Cart.add' })).toEqual([
      '1 src/cart.ts:12 src/cart.Cart.add -> src/cart.price',
    ]);
  });

  it('pages over levels of depth give every row once', () => {
    const asked = { kind: 'callers', symbol: 'shop.cart.price.rounded', depth: 3 };
    const whole = calls(python, asked);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { ...asked, limit: 1, ...(cursor === undefined ? {} : { cursor }) };
      paged.push(...calls(python, query));
      cursor = python.ask(query).cursor;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole);
  });

  it('a path is a shortest chain of calls in the order in which they happen', () => {
    expect(calls(python, { kind: 'path', from: 'shop.main', to: 'shop.cart.price.rounded' })).toEqual([
      '1 shop/main.py:11 shop.main -> shop.main.run',
      '2 shop/main.py:8 shop.main.run -> shop.cart.price',
      '3 shop/cart.py:21 shop.cart.price -> shop.cart.price.rounded',
    ]);
  });

  it('there is no path against the direction of the calls', () => {
    const answer = python.ask({ kind: 'path', from: 'shop.cart.price', to: { name: 'run' } });
    expect(answer.rows).toEqual([]);
    expect(answer.truncated).toBe(false);
    expect(answer.subjects).toEqual(['shop.cart.price', 'shop.main.run']);
  });
});

it('walks over calls end on recursion', async () => {
  const files = await Repository.of({
    'a.py': 'def even(n):\n    return odd(n - 1)\n\n\ndef odd(n):\n    return even(n - 1)\n',
  });
  expect(calls(files, { kind: 'callers', symbol: 'a.even', depth: 32 })).toEqual([
    '1 a.py:6 a.odd -> a.even',
    '2 a.py:2 a.even -> a.odd',
  ]);
  expect(calls(files, { kind: 'path', from: 'a.even', to: 'a.even' })).toEqual([
    '1 a.py:2 a.even -> a.odd',
    '2 a.py:6 a.odd -> a.even',
  ]);
  await files.close();
});
