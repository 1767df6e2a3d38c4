import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PYTHON_SHOP, Repository } from './repository.ts';

describe('symbols', () => {
  let shop: Repository;
  beforeAll(async () => (shop = await Repository.of(PYTHON_SHOP)));
  afterAll(() => shop.close());

  it('are found by name, by the end of a qualified name and by kind', () => {
    expect(shop.places({ kind: 'symbols', name: 'add' }, 'name')).toEqual([
      'shop/base.py:2:9 shop.base.Store.add',
      'shop/cart.py:11:9 shop.cart.Cart.add',
    ]);
    expect(shop.places({ kind: 'symbols', name: 'base.Store.add' })).toEqual(['shop/base.py:2:9']);
    expect(shop.places({ kind: 'symbols', symbolKind: 'class' }, 'name')).toEqual([
      'shop/base.py:1:7 shop.base.Store',
      'shop/cart.py:7:7 shop.cart.Cart',
    ]);
  });

  it('include nested functions, but no variables of functions', () => {
    expect(shop.places({ kind: 'symbols', name: 'rounded' }, 'kind')).toEqual(['shop/cart.py:18:9 function']);
    expect(shop.places({ kind: 'symbols', name: 'total' })).toEqual([]);
  });

  it('include modules by the last part of their name', () => {
    expect(shop.places({ kind: 'symbols', name: 'cart' }, 'name', 'kind')).toEqual([
      'shop/cart.py:1:1 shop.cart module',
    ]);
  });

  it('are found by a pattern over simple names', () => {
    expect(shop.places({ kind: 'symbols', pattern: '^(Ca|St)', symbolKind: 'class' }, 'name')).toEqual([
      'shop/base.py:1:7 shop.base.Store',
      'shop/cart.py:7:7 shop.cart.Cart',
    ]);
    expect(() => shop.ask({ kind: 'symbols', pattern: '(' })).toThrow('E_PATTERN');
  });

  it('are all listed in pages when nothing is asked', () => {
    const whole = shop.places({ kind: 'symbols' }, 'name');
    const first = shop.ask({ kind: 'symbols', limit: 5 });
    const rest = shop.places({ kind: 'symbols', cursor: first.cursor }, 'name');
    expect(whole).toHaveLength(16);
    expect(rest).toEqual(whole.slice(5));
  });
});
