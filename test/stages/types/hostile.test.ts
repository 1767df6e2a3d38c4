import { describe, expect, it } from 'vitest';
import { typesOf } from './read.ts';

/** No input may take longer, on a machine that does other things too. */
const LIMIT_MS = 20_000;

describe('hostile input ends', { timeout: LIMIT_MS }, () => {
  it.each([
    ['a long sum', `x = ${Array.from({ length: 5000 }, () => '1').join(' + ')}`],
    ['a long chain of attributes', `x = a${'.b'.repeat(3000)}`],
    ['a long chain of calls', `x = f${'()'.repeat(3000)}`],
    ['deep brackets', `x = ${'['.repeat(200)}1${']'.repeat(200)}`],
    ['nested calls', `def f(a): return a\nx = ${'f('.repeat(200)}1${')'.repeat(200)}`],
    [
      'nested branches',
      Array.from({ length: 90 }, (_, i) => `${' '.repeat(i)}if c${i}:`).join('\n') + `\n${' '.repeat(90)}x = 1`,
    ],
    [
      'nested loops',
      Array.from({ length: 15 }, (_, i) => `${' '.repeat(i)}for a${i} in b:`).join('\n') + `\n${' '.repeat(15)}x = a0`,
    ],
    ['a type of itself', 'A = A\nB = list[B]\ndef f(a: A, b: B): x = a, b'],
    ['aliases of each other', 'from typing import Union\nA = Union[int, "B"]\nB = Union[str, "A"]\ndef f(a: A): x = a'],
    ['a value of itself', 'x = x\na = [a]\nb = {"k": b}\nb["k"] = b\nc = lambda: c()\nc()'],
    ['a growing tuple', 'x = ()\nwhile c:\n    x = (x, x)'],
    ['a growing list', 'x = []\nfor i in y:\n    x.append(x)'],
    ['a class of itself', 'class A(A): pass\nx = A().a'],
    ['a function that returns itself', 'def f(): return f\nx = f()()()()'],
    ['a function that grows its argument', 'def f(a): return f([a])\nx = f(1)'],
    [
      'two functions that grow arguments',
      'def f(a, n): return g((a, n), n)\ndef g(a, n): return f({"k": a}, a)\nx = f(1, 2)',
    ],
    ['a property that asks for itself', 'class A:\n    @property\n    def p(self): return self.p\nx = A().p'],
    ['many branches', Array.from({ length: 3000 }, (_, i) => `if c: x = ${i}\nelse: x = "${i}"`).join('\n')],
    [
      'many names in many branches',
      `def f():\n${Array.from({ length: 1500 }, (_, i) => `    if c: a${i} = 1\n`).join('')}    x = 1`,
    ],
    ['many arms', `match c:\n${Array.from({ length: 3000 }, (_, i) => `    case ${i}:\n        x = ${i}\n`).join('')}`],
    [
      'many breaks',
      `while c:\n${Array.from({ length: 2000 }, (_, i) => `    a${i} = ${i}\n    if a: break\n`).join('')}x = 1`,
    ],
    [
      'many returns behind tests of a parameter',
      `def f(a):\n${Array.from({ length: 10_000 }, (_, i) => `    if a == ${i}:\n        return ${i}`).join('\n')}\nx = f(1)`,
    ],
    ['many values of one name', `def f(c):\n${Array.from({ length: 20_000 }, (_, i) => `    x = "${i}"`).join('\n')}`],
    ['a long annotation', `def f(a: ${'list['.repeat(300)}int${']'.repeat(300)}): x = a`],
    ['a union of a hundred', `def f(a: ${Array.from({ length: 100 }, (_, i) => `C${i}`).join(' | ')}): x = a`],
    ['broken source', 'def f(:\n  x = (1,\nclass :\n  self.x = x = '],
    [
      'many overloads of one name',
      `${Array.from({ length: 300 }, (_, i) => `def f(a): return ${i}\n`).join('')}x = f(1)`,
    ],
    ['twenty ways through nested conditions', `x = ${'(a if c else '.repeat(20)}1${')'.repeat(20)}`],
  ])('%s', async (_, source) => {
    const types = await typesOf(`${source}\n`);
    expect(typeof types.written('x')).toBe('string');
  });

  it('calls that double at each level are evaluated in bounded work', async () => {
    const functions = Array.from(
      { length: 60 },
      (_, i) => `def f${i}(a): return f${i + 1}((a, 1)), f${i + 1}((a, "b"))`,
    );
    const types = await typesOf([...functions, 'def f60(a): return a', 'x = f0(1)'].join('\n'));
    expect(typeof types.written('x')).toBe('string');
  });
});
