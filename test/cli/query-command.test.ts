/** `stratagraph query`: one question, many questions, and what is said when a question is wrong. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { savedStages } from '#orchestrator';
import { query } from '#query';
import { indexFiles } from '#testkit';
import { KIND_NAMES } from '../../src/cli/query-kinds.ts';
import { cli, folder, SHOP } from './run-cli.ts';

const ask = async (...args: string[]): ReturnType<typeof cli> =>
  cli(['query', folder(SHOP), ...args, '--workers', '0']);

test('rows are lines with place, text, meaning, origin and certainty', async () => {
  const { code, out, err } = await ask('callers', 'shop.cart.total');
  expect([code, err]).toEqual([0, '']);
  expect(out.split('\n')).toEqual([
    'main.py:4:1  total([1])  (main -> shop.cart.total; cross-file/call_edge_name; resolved)',
    'shop/cart.py:3:16  return total([item])  (shop.cart.Cart.add -> shop.cart.total; cross-file/call_edge_name; resolved)',
    '',
  ]);
});

test('a target is a name, the end of one, or a position', async () => {
  const places = async (...args: string[]): Promise<string> => (await ask('definition', ...args)).out.split('  ')[0]!;
  expect(await places('shop.cart.Cart.add')).toBe('shop/cart.py:2:9');
  expect(await places('Cart.add')).toBe('shop/cart.py:2:9');
  expect(await places('main.py:4:2')).toBe('shop/cart.py:5:5');
});

test('--json prints the answer as it is', async () => {
  const { out } = await ask('outline', 'shop/cart.py', '--json');
  expect(JSON.parse(out)).toMatchObject({
    kind: 'outline',
    snapshot: 1,
    truncated: false,
    rows: [{ name: 'shop.cart.Cart' }, {}, {}],
  });
});

test('options become members of the question, and pages go on', async () => {
  const first = await ask('references', 'total', '--roles', 'call', '--limit', '1');
  expect(first.out).toMatch(/^main\.py:4:1 /);
  const cursor = /--cursor (\S+)/.exec(first.err)![1]!;
  const second = await ask('references', 'total', '--roles', 'call', '--limit', '1', '--cursor', cursor);
  expect(second.out).toMatch(/^shop\/cart\.py:3:16 /);
});

test('a chain of calls, importers of a file, and text', async () => {
  expect((await ask('path', 'main', 'shop.cart.total')).out).toContain('main -> shop.cart.total');
  expect((await ask('importers', 'shop/cart.py')).out).toMatch(/^main\.py:1:/);
  expect((await ask('search', 'LEN(', '--mode', 'literal', '--ignore-case')).out).toMatch(
    /^shop\/cart\.py:6:12 {2}return len\(items\) /,
  );
  expect((await ask('search', '^def \\w+', '--mode', 'pattern')).out).toMatch(/^broken\.py:1:1 {2}def f\(\): pass /);
  expect((await ask('search', 'total items')).out).toMatch(
    /^shop\/cart\.py:\d+:1 .*\(score \d+\.\d\d; lexical\/term; candidate\)/,
  );
});

test('a question may be JSON', async () => {
  expect((await ask('{"kind":"callees","symbol":"main","limit":1}')).out).toMatch(/^main\.py:/);
});

test('a symbol that is not there gives no rows, says so, and ends with 0', async () => {
  expect(await ask('callers', 'nobody')).toEqual({ code: 0, out: '', err: 'no rows; no symbol is called so\n' });
});

test('a misspelt kind ends with 2 before anything is indexed, with the kind that was meant', async () => {
  const { code, out, err } = await cli(['query', '/nowhere', 'calers', 'x']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain("there is no kind 'calers' (did you mean 'callers'?); the kinds are symbols, definition,");
});

test('too few or too many words end with 2 and the usage of the kind', async () => {
  expect(await cli(['query', '/nowhere', 'callers'])).toMatchObject({ code: 2 });
  expect((await cli(['query', '/nowhere', 'path', 'a'])).err).toContain(
    "'path' has 1 word after it; give: query DIR path TARGET TARGET",
  );
  expect((await cli(['query', '/nowhere', 'outline', 'a', 'b'])).err).toContain('give: query DIR outline FILE');
});

test('an option that the kind does not take ends with 2 and those that it takes', async () => {
  const { code, err } = await ask('outline', 'shop/cart.py', '--depth', '2');
  expect(code).toBe(2);
  expect(err).toContain("member 'depth' is none of 'outline'; it takes path, limit, cursor, maxTokens");
});

test('the kinds of the command line are those of the engine', async () => {
  const { orchestrator, context } = await indexFiles({});
  let message = '';
  try {
    query(
      context.snapshot,
      { kind: '?' },
      { search: () => ({ kind: 'search', snapshot: 1, rows: [], truncated: false }) },
    );
  } catch (error) {
    message = String(error);
  }
  await orchestrator.close();
  expect(message).toContain(`give one of ${KIND_NAMES.join(', ')}`);
});

test('- answers every line of the input with a line, errors too, and ends with 0', async () => {
  const input = [
    '{"kind":"definition","symbol":"total"}',
    '',
    'no json',
    '["callers"]',
    '{"kind":"calers"}',
    '{"kind":"callers","symbol":"total","limit":0}',
    '{"kind":"search","text":"(a","mode":"pattern"}',
    '{"kind":"search","text":"items","limit":1}',
  ].join('\n');
  const { code, out, err } = await cli(['query', folder(SHOP), '-', '--workers', '0'], { input });
  expect([code, err]).toEqual([0, '']);
  const answers = out
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(answers).toMatchObject([
    { kind: 'definition', rows: [{ path: 'shop/cart.py', line: 5 }] },
    { error: { code: 'E_QUERY', message: expect.stringContaining('no JSON') } },
    { error: { code: 'E_QUERY', message: expect.stringContaining('no JSON object') } },
    { error: { code: 'E_QUERY', message: expect.stringContaining('"calers"') } },
    { error: { code: 'E_QUERY', message: expect.stringContaining("'limit'") } },
    { error: { code: 'E_PATTERN' } },
    { kind: 'search', rows: [{ path: 'shop/cart.py' }] },
  ]);
});

test('- answers each line before the next one comes', async () => {
  const input = new PassThrough();
  const { PassThrough: Stream } = await import('node:stream');
  const stdout = new Stream();
  const { main } = await import('../../src/cli/main.ts');
  const done = main(['query', folder(SHOP), '-', '--workers', '0'], {
    stdin: input,
    stdout,
    stderr: new Stream(),
    env: {},
    signal: new AbortController().signal,
  });
  for (const name of ['total', 'Cart', 'Cart.add']) {
    input.write(`{"kind":"definition","symbol":"${name}"}\n`);
    const [piece] = await new Promise<[Buffer]>((resolve) => stdout.once('data', (data: Buffer) => resolve([data])));
    expect(JSON.parse(piece.toString())).toMatchObject({ rows: [{ name: `shop.cart.${name}` }] });
  }
  input.end();
  expect(await done).toBe(0);
});

test('- takes no words and no options of a single question', async () => {
  expect(await cli(['query', '/nowhere', '-', 'callers'])).toMatchObject({ code: 2 });
  expect(await cli(['query', '/nowhere', '-', '--limit', '3'])).toMatchObject({ code: 2 });
});

test('--saved keeps the index from run to run and takes what changed meanwhile', async () => {
  const root = folder(SHOP);
  const saved = folder({});
  const callers = async (): Promise<string> =>
    (await cli(['query', root, 'callers', 'shop.cart.total', '--saved', saved, '--workers', '0'])).out;
  const first = await callers();
  expect(first).toContain('main.py:4:1');
  writeFileSync(join(root, 'late.py'), 'from shop.cart import total\ntotal([2])\n');
  expect((await callers()).split('\n')).toEqual([
    'late.py:2:1  total([2])  (late -> shop.cart.total; cross-file/call_edge_name; resolved)',
    ...first.split('\n'),
  ]);
  const again = await cli(['index', root, '--saved', saved, '--workers', '0', '--json']);
  expect(JSON.parse(again.out)).toMatchObject({ snapshot: 3 });
});

test('--saved keeps the stages that an earlier question switched on', async () => {
  const root = folder(SHOP);
  const saved = folder({});
  const ask = async (...question: string[]): Promise<string> =>
    (await cli(['query', root, ...question, '--saved', saved, '--workers', '0'])).out;
  expect(await ask('cfg', 'shop.cart.total')).not.toBe('');
  expect(savedStages(saved)).toContain('flow-graph');
  expect(await ask('callers', 'shop.cart.total')).toContain('main.py:4:1');
  expect(savedStages(saved)).toContain('flow-graph');
});
