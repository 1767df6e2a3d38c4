import { expect, it, test } from 'vitest';
import type { ChangeOp } from '#engine';
import { indexFiles } from '#testkit';
import { Facts, factsOf, STAGES } from './read.ts';

const LIBRARY = [
  'def plain(a, /, b, *rest, c=1, **more): pass',
  'class Box:',
  '    def __init__(self, size): pass',
  '    def fill(self, by): pass',
  '    @classmethod',
  '    def of(cls, other): pass',
  'class Crate(Box): pass',
  'class Bin(Box):',
  '    def __call__(self, deep): pass',
  '    def __init__(self, lid):',
  '        super().__init__(size=lid)',
  '',
].join('\n');

async function meanings(source: string, name: string): Promise<string[]> {
  const facts = await factsOf({ 'lib.py': LIBRARY, 'main.py': source });
  return facts.references('main.py', name);
}

it('an argument names the parameter of the function of another file', async () => {
  expect(await meanings('from lib import plain\nplain(1, b=2, c=3)\n', 'b')).toEqual(['b -> lib.py%b']);
  expect(await meanings('import lib\nlib.plain(1, b=2, c=3)\n', 'c')).toEqual(['c -> lib.py%c']);
});

it('an argument names no parameter that only a position can give, that gathers the rest, or that is not there', async () => {
  const source = 'from lib import plain\nplain(a=1, rest=2, more=3, other=4)\n';
  for (const name of ['a', 'rest', 'more', 'other']) expect(await meanings(source, name)).toEqual([]);
});

it('an argument of a class names a parameter of the constructor that runs', async () => {
  expect(await meanings('from lib import Crate\nCrate(size=1)\n', 'size')).toEqual(['size -> lib.py%size']);
  expect(await meanings('from lib import Bin\nBin(size=1)\n', 'size')).toEqual([]);
  expect(await meanings('from lib import Bin\nb = Bin(lid=1)\nb(deep=2)\n', 'deep')).toEqual(['deep -> lib.py%deep']);
  expect((await factsOf({ 'lib.py': LIBRARY })).references('lib.py', 'size')).toEqual(['size -> lib.py%size']);
});

it('an argument of a method names a parameter of the method that is found', async () => {
  expect(await meanings('from lib import Crate\nc = Crate(1)\nc.fill(by=1)\n', 'by')).toEqual(['by -> lib.py%by']);
  expect(await meanings('import lib\nlib.Crate.of(other=1)\n', 'other')).toEqual(['other -> lib.py%other']);
});

it('an argument names the parameter of a nested function', async () => {
  const source = 'def outer():\n    def inner(a, *, b): pass\n    inner(a=1, b=2)\n';
  expect(await meanings(source, 'a')).toEqual(['a -> main.py%a']);
  expect(await meanings(source, 'b')).toEqual(['b -> main.py%b']);
});

it('a name of the file that an argument shares is not meant by it', async () => {
  expect(await meanings('b = 1\ndef f(x): pass\nf(b=2)\n', 'b')).toEqual(['b -> main.py#b']);
  expect(await meanings('b = 1\nunknown(b=2)\n', 'b')).toEqual(['b -> main.py#b']);
});

test('a parameter that is renamed runs the files that name it, and an edit of the body none', async () => {
  const { orchestrator } = await indexFiles(
    { 'lib.py': 'def f(a): pass\n', 'main.py': 'import lib\nlib.f(a=1)\n', 'idle.py': 'import lib\nlib.f(1)\n' },
    { stages: STAGES },
  );
  const edit = (content: string): ChangeOp[] => [{ path: 'lib.py', content }];
  expect((await orchestrator.update(edit('def f(a): return a\n'))).affected).toEqual([]);
  expect((await orchestrator.update(edit('def f(b): return b\n'))).affected).toEqual(['main.py']);
  expect(new Facts(orchestrator.getContext()).references('main.py', 'a')).toEqual([]);
  await orchestrator.close();
});
