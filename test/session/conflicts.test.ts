/** Conflicts: every pair of changes of one path, merges by declaration in both languages, and what a refusal says. */
import { describe, expect, test } from 'vitest';
import type { ChangeOp } from '#engine';
import type { CommitResult, Committed, Refused } from '#session';
import { indexFiles } from '#testkit';

const FILES = { 'a.py': 'def f():\n    return 1\n\n\ndef g():\n    return 2\n', 'b.py': 'x = 1\n' };

/** Both agents begin at one snapshot; the first commits, then the second. */
async function both(
  first: readonly ChangeOp[],
  second: readonly ChangeOp[],
  files: Readonly<Record<string, string>> = FILES,
): Promise<{ result: CommitResult; text: (path: string) => string | null }> {
  const { orchestrator } = await indexFiles(files);
  const [one, two] = [orchestrator.beginSession('one'), orchestrator.beginSession('two')];
  for (const change of first) one.addChange(change);
  for (const change of second) two.addChange(change);
  expect((await one.commit()).status).toBe('committed');
  const result = await two.commit();
  const context = orchestrator.getContext();
  await orchestrator.close();
  return { result, text: (path) => context.text(path) };
}

const create = (path: string, content: string): ChangeOp => ({ kind: 'create', path, content });
const modify = (path: string, content: string): ChangeOp => ({ kind: 'modify', path, content });
const remove = (path: string): ChangeOp => ({ kind: 'delete', path });
const rename = (from: string, to: string): ChangeOp => ({ kind: 'rename', from, to });

describe('the matrix of one path', () => {
  test.for<[name: string, first: ChangeOp, second: ChangeOp, paths: string[]]>([
    ['create, create with another text', create('n.py', '1'), create('n.py', '2'), ['n.py']],
    ['create, rename onto it', create('n.py', '1'), rename('b.py', 'n.py'), ['n.py']],
    ['modify, modify of the same', modify('b.py', 'x = 2\n'), modify('b.py', 'x = 3\n'), ['b.py']],
    ['modify, delete', modify('b.py', 'x = 2\n'), remove('b.py'), ['b.py']],
    ['modify, rename away', modify('b.py', 'x = 2\n'), rename('b.py', 'n.py'), ['b.py']],
    ['delete, modify', remove('b.py'), modify('b.py', 'x = 2\n'), ['b.py']],
    ['delete, rename away', remove('b.py'), rename('b.py', 'n.py'), ['b.py']],
    ['rename away, modify', rename('b.py', 'n.py'), modify('b.py', 'x = 2\n'), ['b.py']],
    ['rename away, delete', rename('b.py', 'n.py'), remove('b.py'), ['b.py']],
    ['rename away, rename elsewhere', rename('b.py', 'n.py'), rename('b.py', 'm.py'), ['b.py']],
    ['rename onto, create', rename('b.py', 'n.py'), create('n.py', '2'), ['n.py']],
    ['rename onto, rename another onto', rename('b.py', 'n.py'), rename('a.py', 'n.py'), ['n.py']],
  ])('%s: refused', async ([, first, second, paths]) => {
    const { result } = await both([first], [second]);
    expect(result.status).toBe('conflict');
    const { conflicts } = result as Refused;
    expect(conflicts.map((conflict) => conflict.path)).toEqual(paths);
    expect(conflicts[0]).toMatchObject({ kind: 'write', agentId: 'one', txnId: 4 });
  });

  test.for<[name: string, first: ChangeOp, second: ChangeOp]>([
    ['create, create with the same text', create('n.py', '1'), create('n.py', '1')],
    ['modify, modify to the same text', modify('b.py', 'x = 2\n'), modify('b.py', 'x = 2\n')],
    ['delete, delete', remove('b.py'), remove('b.py')],
    ['rename, rename to one place', rename('b.py', 'n.py'), rename('b.py', 'n.py')],
    ['modify of one file, delete of another', modify('b.py', 'x = 2\n'), remove('a.py')],
  ])('%s: both stand', async ([, first, second]) => {
    const { result } = await both([first], [second]);
    expect(result.status).toBe('committed');
  });
});

const PYTHON = {
  'm.py': [
    'import os',
    '',
    '',
    'class Cart:',
    '    """A cart."""',
    '',
    '    def add(self, item):',
    '        return item',
    '',
    '    def remove(self, item):',
    '        return None',
    '',
    '',
    '@cached',
    'def total(cart):',
    '    return 0',
    '',
  ].join('\n'),
};
const TYPESCRIPT = {
  'm.ts': [
    "import { x } from './x';",
    '',
    '/** A cart. */',
    'export class Cart {',
    '  add(item: string): string {',
    '    return item;',
    '  }',
    '  remove(): void {}',
    '}',
    '',
    'export function total(): number {',
    '  return 0;',
    '}',
    '',
  ].join('\n'),
};

describe('merges by declaration', () => {
  const python = PYTHON['m.py'];
  const typescript = TYPESCRIPT['m.ts'];
  const swap = (text: string, from: string, to: string): string => {
    if (!text.includes(from)) throw new Error(`no ${from}`);
    return text.replace(from, to);
  };

  test.for<[name: string, path: string, base: string, edits: [string, string][], others: [string, string][]]>([
    ['two methods of one class', 'm.py', python, [['return item', 'return [item]']], [['return None', 'return False']]],
    ['a method and a function', 'm.py', python, [['return item', 'return 7']], [['return 0', 'return 1']]],
    ['a docstring of the class and a method', 'm.py', python, [['A cart.', 'One cart.']], [['return None', 'pass']]],
    ['an import and a function', 'm.py', python, [['import os', 'import os\nimport re']], [['return 0', 'return 1']]],
    ['a decorator and another function', 'm.py', python, [['@cached', '@other']], [['return item', 'return 1']]],
    [
      'a new function behind another and one before it',
      'm.py',
      python,
      [['    return 0\n', '    return 0\n\n\ndef last():\n    return 9\n']],
      [['class Cart:', 'def first():\n    return 8\n\n\nclass Cart:']],
    ],
    ['two methods in TypeScript', 'm.ts', typescript, [['return item;', "return item + '';"]], [['{}', '{ x(); }']]],
    ['a signature and a new import', 'm.ts', typescript, [['total()', 'total(a: string)']], [['{ x }', '{ x, y }']]],
    [
      'the head of a class and a method',
      'm.ts',
      typescript,
      [['class Cart', 'class Cart extends Base']],
      [['{}', '{ x(); }']],
    ],
  ])('%s merge', async ([, path, base, edits, others]) => {
    const edit = (text: string, list: [string, string][]): string =>
      list.reduce((now, [from, to]) => swap(now, from, to), text);
    const { result, text } = await both([modify(path, edit(base, edits))], [modify(path, edit(base, others))], {
      [path]: base,
    });
    expect(result).toMatchObject({ status: 'committed', merged: [path] });
    expect(text(path)).toBe(edit(edit(base, edits), others));
  });

  test('two functions added at the end of one file both stand, the first committed first', async () => {
    const add = (name: string): ChangeOp => modify('m.py', `${python}\n\ndef ${name}():\n    return 1\n`);
    const { result, text } = await both([add('one')], [add('two')], PYTHON);
    expect(result.status).toBe('committed');
    expect(text('m.py')).toMatch(/def one\(\):\n {4}return 1\n\s*def two\(\):\n {4}return 1\n$/u);
  });

  test('two edits of one method conflict and name it', async () => {
    const { result, text } = await both(
      [modify('m.py', swap(python, 'return item', 'return 1'))],
      [modify('m.py', swap(python, 'return item', 'return 2'))],
      PYTHON,
    );
    expect((result as Refused).conflicts).toMatchObject([
      { path: 'm.py', mine: 'modify', theirs: 'modify', symbols: ['m.Cart.add'] },
    ]);
    expect(text('m.py')).toContain('return 1');
  });

  test('an edit of a method that the other deleted conflicts', async () => {
    const { result } = await both(
      [modify('m.py', swap(python, '    def remove(self, item):\n        return None\n', ''))],
      [modify('m.py', swap(python, 'return None', 'return 2'))],
      PYTHON,
    );
    expect((result as Refused).conflicts[0]!.symbols).toContain('m.Cart.remove');
  });

  test('two functions of one name added by both conflict', async () => {
    const add = (value: number): ChangeOp => modify('m.py', `${python}\n\ndef one():\n    return ${value}\n`);
    const { result } = await both([add(1)], [add(2)], PYTHON);
    expect((result as Refused).conflicts[0]!.symbols).toContain('m.one');
  });
});

test('a refused session loses nothing: it is rebased when the cause is gone, and commits', async () => {
  const { orchestrator } = await indexFiles(FILES);
  const [one, two] = [orchestrator.beginSession('one'), orchestrator.beginSession('two')];
  one.addChange(modify('b.py', 'x = 2\n'));
  two.addChange(modify('b.py', 'x = 3\n'));
  two.addChange(modify('a.py', FILES['a.py'].replace('return 1', 'return 7')));
  await one.commit();
  expect((await two.commit()).status).toBe('conflict');
  expect(two.text('b.py')).toBe('x = 3\n');
  expect((await two.rebase()).status).toBe('conflict');
  two.addChange(modify('b.py', 'x = 2\n'));
  expect(await two.rebase()).toMatchObject({ status: 'rebased', merged: [] });
  expect(two.base).toBe(orchestrator.getContext().snapshot);
  const result = (await two.commit()) as Committed;
  expect(result.delta.files).toEqual([{ path: 'a.py', kind: 'modify' }]);
  expect(orchestrator.getContext().text('a.py')).toContain('return 7');
  await orchestrator.close();
});

describe('what must not be merged into something else', () => {
  const CLASSES = 'class A:\n    def a(self):\n        return 1\n\n\nclass C:\n    def m(self):\n        return 1\n';
  const added = modify('c.py', `${CLASSES}\n    def n(self):\n        return 3\n`);
  const removed = modify('c.py', CLASSES.slice(0, CLASSES.indexOf('\n\nclass C')));

  test.for<[string, ChangeOp, ChangeOp]>([
    ['added first', added, removed],
    ['removed first', removed, added],
  ])('a method of a class that the other removed is no method of the class before: %s', async ([, first, second]) => {
    const { result } = await both([first], [second], { 'c.py': CLASSES });
    expect(result).toMatchObject({ status: 'conflict', conflicts: [{ path: 'c.py' }] });
  });

  test('two additions before the last lines of a script leave those lines once', async () => {
    const script = (added: string): string => `def f():\n    return 1\n\n\n${added}if f():\n    f()\n`;
    const [g, h] = ['def g():\n    return 2\n\n\n', 'def h():\n    return 3\n\n\n'];
    const { result, text } = await both([modify('m.py', script(g))], [modify('m.py', script(h))], {
      'm.py': script(''),
    });
    expect(result).toMatchObject({ status: 'committed', merged: ['m.py'] });
    expect(text('m.py')).toBe(script(g + h));
  });

  test('two additions in different places of some lines are a conflict, for the lines would stand twice', async () => {
    const script = (g: string, h: string): string => `def f():\n    return 1\n\n\n${g}f()\n${h}f(2)\n`;
    const [g, h] = ['def g():\n    return 2\n\n\n', 'def h():\n    return 3\n\n\n'];
    const { result } = await both([modify('m.py', script(g, ''))], [modify('m.py', script('', h))], {
      'm.py': script('', ''),
    });
    expect(result.status).toBe('conflict');
  });

  test('a line that one side removed and the other put an addition before stays removed: a conflict', async () => {
    const { result } = await both(
      [modify('m.py', 'def f():\n    return 1\n')],
      [modify('m.py', 'def g():\n    return 2\n\n\nx = 1\n')],
      { 'm.py': 'x = 1\n' },
    );
    expect(result.status).toBe('conflict');
  });
});
