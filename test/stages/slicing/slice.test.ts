/** Slices of source text: backward, forward, thin, across calls and files. */
import { afterAll, describe, expect, test } from 'vitest';
import type { SliceQuery } from '#query';
import type { UnifiedOrchestrator } from '#orchestrator';
import { indexFiles } from '#testkit';

const open: UnifiedOrchestrator[] = [];
afterAll(async () => {
  await Promise.all(open.map(async (orchestrator) => orchestrator.close()));
});

/** Lines of a slice, `path:line` for other files than that of the criterion. */
async function lines(files: Readonly<Record<string, string>>, query: SliceQuery): Promise<(number | string)[]> {
  const stages = { enableFlowGraph: true, enableDataFlow: true, enablePdg: true };
  const { orchestrator, context } = await indexFiles(files, { stages });
  open.push(orchestrator);
  return context.slice(query).rows.map(({ path, line }) => (path === query.path ? line : `${path}:${line}`));
}

const PYTHON = [
  'def f(a, b):',
  '    x = a',
  '    y = b',
  '    if b > 1:',
  '        x = x + 1',
  '    z = y * 2',
  '    return x',
].join('\n');
const TYPESCRIPT = [
  'function f(a: number, b: number) {',
  '  let x = a;',
  '  let y = b;',
  '  if (b > 1) {',
  '    x = x + 1;',
  '  }',
  '  const z = y * 2;',
  '  return x;',
  '}',
].join('\n');

describe('within a function', () => {
  test('backward: what decides the value, and nothing else', async () => {
    expect(await lines({ 'a.py': PYTHON }, { path: 'a.py', line: 7, variable: 'x' })).toEqual([1, 2, 4, 5, 7]);
    expect(await lines({ 'a.ts': TYPESCRIPT }, { path: 'a.ts', line: 8, variable: 'x' })).toEqual([1, 2, 4, 5, 8]);
  });

  test('each row says why it is there, and which table says so', async () => {
    const stages = { enableFlowGraph: true, enableDataFlow: true, enablePdg: true };
    const { orchestrator, context } = await indexFiles({ 'a.py': PYTHON }, { stages });
    open.push(orchestrator);
    const { rows } = context.slice({ path: 'a.py', line: 7, variable: 'x' });
    expect(rows.map(({ line, reason, origin }) => `${line} ${reason} ${origin}`)).toEqual([
      '1 data data-flow/flow_use',
      '2 data data-flow/flow_use',
      '4 control pdg/control_dependence',
      '5 data data-flow/flow_use',
      '7 criterion ir-build/statement',
    ]);
  });

  test('thin: the values only', async () => {
    expect(await lines({ 'a.py': PYTHON }, { path: 'a.py', line: 7, variable: 'x', thin: true })).toEqual([1, 2, 5, 7]);
  });

  test('forward: what the value decides', async () => {
    const query = { path: 'a.py', line: 3, variable: 'y', direction: 'forward' } as const;
    expect(await lines({ 'a.py': PYTHON }, query)).toEqual([3, 6]);
  });

  test('a jump that the value depends on is kept', async () => {
    const text =
      'def f(a):\n    n = 0\n    for i in a:\n        if i:\n            break\n        n = n + 1\n    return n\n';
    expect(await lines({ 'a.py': text }, { path: 'a.py', line: 7, variable: 'n' })).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('across calls', () => {
  const FILES = {
    'lib.py': 'def first(a, b):\n    c = b + 1\n    return a\n\n\ndef second(a, b):\n    return first(b, a)\n',
    'main.py':
      'from lib import second\n\n\ndef run(x, y):\n    p = x + 1\n    q = y + 1\n    r = second(p, q)\n    return r\n',
  };

  test('an argument that does not reach the result is left out, also through two calls and files', async () => {
    const found = await lines(FILES, { path: 'main.py', line: 8, variable: 'r' });
    expect(found).toContain(6);
    expect(found).not.toContain(5);
    expect(found).toContain('lib.py:3');
    expect(found).not.toContain('lib.py:2');
  });

  test('it goes up to all callers, and not up where it came down', async () => {
    const files = {
      'm.py':
        'def g(a):\n    return a\n\n\ndef one():\n    u = 1\n    return g(u)\n\n\ndef two():\n    v = 2\n    return g(v)\n',
    };
    expect(await lines(files, { path: 'm.py', line: 2, variable: 'a' })).toEqual([1, 2, 6, 7, 11, 12]);
    const fromOne = await lines(files, { path: 'm.py', line: 7 });
    expect(fromOne).toEqual(expect.arrayContaining([1, 2, 6, 7]));
    expect(fromOne).not.toContain(11);
  });

  test('depth 0 stays in the function, whose calls depend on all that they are given', async () => {
    expect(await lines(FILES, { path: 'main.py', line: 8, variable: 'r', depth: 0 })).toEqual([4, 5, 6, 7, 8]);
  });

  test('recursion ends, and what it passes on is found', async () => {
    const text =
      'def f(n, acc, junk):\n    if n == 0:\n        return acc\n    return f(n - 1, acc + n, junk)\n\n\ndef run():\n    j = 5\n    k = 1\n    return f(3, k, j)\n';
    const found = await lines({ 'r.py': text }, { path: 'r.py', line: 10 });
    expect(found).toContain(9);
    expect(await lines({ 'r.py': text }, { path: 'r.py', line: 3, variable: 'acc' })).not.toContain(8);
  });

  test('forward into a callee and back with its result', async () => {
    const found = await lines(FILES, { path: 'main.py', line: 6, variable: 'q', direction: 'forward' });
    expect(found).toEqual(expect.arrayContaining([6, 7, 8, 'lib.py:3']));
    expect(found).not.toContain('lib.py:2');
  });
});

test('a line without a statement, or without that variable, is an error that says so', async () => {
  await expect(lines({ 'a.py': PYTHON }, { path: 'a.py', line: 99 })).rejects.toThrow(
    'line 99 of a.py has no statement',
  );
  await expect(lines({ 'a.py': PYTHON }, { path: 'a.py', line: 2, variable: 'q' })).rejects.toThrow("no use of 'q'");
});
