/** Flow graphs from the command line: the stages that a question or a drawing needs run whatever the preset says. */
import { expect, test } from 'vitest';
import { cli, folder, SHOP } from './run-cli.ts';

const FILES = { ...SHOP, 'flow.py': 'def f(a):\n    while a:\n        if g(a): break\n    return a\n' };

test('query cfg turns on the stage that it needs, and prints a line per block', async () => {
  const { code, out } = await cli(['query', folder(FILES), 'cfg', 'flow.f', '--workers', '0']);
  expect(code).toBe(0);
  expect(out.split('\n')).toContain(
    'flow.py:2:5  while a:  (flow.f block 1 loop_header: true 2, false 5; flow-graph/basic_block; resolved)',
  );
  expect(out.trim().split('\n').length).toBe(7);
});

test('query dominators says what always comes before and after a block', async () => {
  const { out } = await cli(['query', folder(FILES), 'dominators', 'flow.f', '--workers', '0']);
  expect(out).toContain('(flow.f block 3, always after 2, always before 5;');
});

test('a question in JSON turns on its stages too', async () => {
  const asked = '{"kind":"cfg","symbol":"flow.f","limit":1}';
  const { code, out } = await cli(['query', folder(FILES), asked, '--json', '--workers', '0']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ kind: 'cfg', rows: [{ block: 0, line: 1 }], truncated: true });
});

test('other questions do not run it', async () => {
  const { out } = await cli(['query', folder(FILES), '-', '--workers', '0'], {
    input: '{"kind":"cfg","symbol":"flow.f"}\n',
  });
  expect(JSON.parse(out).error.message).toContain("kind 'cfg' needs table basic_block");
});

test('export draws a function in two languages', async () => {
  const root = folder(FILES);
  const draw = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await cli(['export', root, ...args, '--workers', '0']);
    expect([code, err]).toEqual([0, '']);
    return out;
  };
  expect(await draw('--format', 'dot', '--function', 'flow.f')).toContain('f0_b1 -> f0_b5 [label="false"];');
  expect(await draw('--format', 'mermaid', '--function', 'flow.py:1:5', '--graph', 'cfg')).toContain(
    'f0_b4 -->|"back"| f0_b1',
  );
});

test('a drawing without a function is refused before the index', async () => {
  const { code, err } = await cli(['export', folder(FILES), '--format', 'dot', '--workers', '0']);
  expect(code).toBe(2);
  expect(err).toContain('name one with --function TARGET');
  const other = await cli(['export', folder(FILES), '--format', 'json', '--function', 'flow.f', '--workers', '0']);
  expect([other.code, other.out]).toEqual([2, '']);
});
