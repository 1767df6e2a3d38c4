import { isEngineError } from '#core';
import { StageControl } from '#orchestrator';
import { query } from '#query';
import { indexFiles } from '#testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PYTHON_SHOP, Repository } from './repository.ts';

function errorOf(ask: () => unknown): string {
  try {
    return JSON.stringify(ask());
  } catch (error) {
    return String(error);
  }
}

describe('query', () => {
  let shop: Repository;
  beforeAll(async () => (shop = await Repository.of(PYTHON_SHOP)));
  afterAll(() => shop.close());

  it('answers with the snapshot, in plain JSON', () => {
    const answer = shop.ask({ kind: 'callers', symbol: 'shop.cart.price', limit: 1 });
    expect(answer).toMatchObject({ kind: 'callers', snapshot: shop.indexed.context.txnId, truncated: true });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });

  it('has a function of its own on the context for each kind', () => {
    // The refusal of no kind names them all.
    const said = errorOf(() => shop.ask({})).split('give one of ')[1]!;
    const kinds = said.split(', ');
    expect(kinds).toContain('search');
    expect(kinds.filter((kind) => typeof Reflect.get(shop.indexed.context, kind) !== 'function')).toEqual([]);
  });

  it('gives equal answers to equal questions', () => {
    const asked = { kind: 'references', symbol: 'shop.cart.price' };
    expect(shop.ask(asked)).toEqual(shop.ask(asked));
  });

  it.each([
    [null, "a query is null; give an object with a member 'kind'"],
    ['callers', 'a query is "callers"; give an object with a member \'kind\''],
    [{}, "member 'kind' is undefined; give one of symbols, definition, "],
    [{ kind: 'toString' }, 'member \'kind\' is "toString"; give one of '],
    [{ kind: 'callers' }, "'callers' names no symbol; give either path, line and column, or symbol, or name"],
    [{ kind: 'callers', path: 'shop/cart.py', line: 1 }, "'callers' has path, line; give either"],
    [{ kind: 'callers', symbol: 'a', name: 'b' }, "'callers' has symbol, name; give either"],
    [{ kind: 'callers', symbol: '' }, 'member \'symbol\' is ""; give a string that is not empty'],
    [{ kind: 'callers', symbol: 'a', depht: 2 }, "member 'depht' is none of 'callers'; it takes path, line, "],
    [{ kind: 'callers', symbol: 'a', depth: 33 }, "member 'depth' is 33; give a whole number from 1 to 32"],
    [{ kind: 'definition', path: 'shop/cart.py', line: 0, column: 1 }, "member 'line' is 0; give a whole number"],
    [{ kind: 'definition', symbol: 'a', limit: 1.5 }, "member 'limit' is 1.5; give a whole number from 1 to 100000"],
    [{ kind: 'references', symbol: 'a', roles: ['reads'] }, 'member \'roles\' is ["reads"]; give a list of some of'],
    [{ kind: 'symbols', symbolKind: 'klass' }, 'member \'symbolKind\' is "klass"; give one of module, '],
    [{ kind: 'outline' }, "member 'path' of 'outline' is missing; give it"],
    [{ kind: 'outline', path: 'gone.py' }, "path 'gone.py' is not in the index; give the path of an indexed file"],
    [{ kind: 'path', from: 'a' }, "member 'to' of 'path' is missing; give it"],
    [{ kind: 'path', from: 'a', to: { symbol: 'b', depth: 1 } }, "member 'to' is {"],
    [{ kind: 'outline', path: 'shop/cart.py', cursor: 'x' }, "cursor 'x' is not of an answer to 'outline'"],
  ])('refuses %j and says what would be right', (asked, message) => {
    let thrown: unknown;
    try {
      query(shop.indexed.context.snapshot, asked);
    } catch (error) {
      thrown = error;
    }
    expect(isEngineError(thrown) && thrown.code).toBe('E_QUERY');
    expect(String(thrown)).toContain(message);
  });

  it('refuses a path that leaves the root', () => {
    expect(() => shop.ask({ kind: 'outline', path: '../shop/cart.py' })).toThrow('E_PATH');
  });

  it('refuses the cursor of another question', () => {
    const { cursor } = shop.ask({ kind: 'outline', path: 'shop/cart.py', limit: 1 });
    expect(() => shop.ask({ kind: 'imports', path: 'shop/cart.py', cursor })).toThrow('E_QUERY');
  });

  it('goes on from a cursor of the snapshot before', async () => {
    const { orchestrator } = shop.indexed;
    const first = shop.ask({ kind: 'outline', path: 'shop/cart.py', limit: 2 });
    await orchestrator.update([{ path: 'shop/new.py', content: 'x = 1\n' }]);
    const { snapshot } = orchestrator.getContext();
    const rest = query(snapshot, { kind: 'outline', path: 'shop/cart.py', cursor: first.cursor });
    expect(rest.snapshot).toBeGreaterThan(first.snapshot);
    expect(rest.rows).toHaveLength(5);
  });

  it('hands kinds of others to their answerers', () => {
    const { snapshot } = shop.indexed.context;
    const answer = query(
      snapshot,
      { kind: 'weather', where: 'here' },
      {
        weather: (reader, asked) => ({ kind: 'weather', snapshot: reader.txnId, rows: [asked], truncated: false }),
      },
    );
    expect(answer.rows).toEqual([{ kind: 'weather', where: 'here' }]);
  });
});

it('says which stage is missing when a question has no facts', async () => {
  const stages = new StageControl('fast', { enableCrossFile: false });
  const { orchestrator, context } = await indexFiles({ 'a.py': 'x = 1\n' }, { stages });
  expect(() => query(context.snapshot, { kind: 'callers', symbol: 'a.x' })).toThrow(
    "E_QUERY: kind 'callers' needs table call_edge_name; switch on the stage that writes it",
  );
  await orchestrator.close();
});
