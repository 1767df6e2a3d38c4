import { describe, expect, it } from 'vitest';
import { typeOfX, typesOf } from './read.ts';

describe('types of values', () => {
  it('say where they come from', async () => {
    const types = await typesOf(
      [
        'class A: pass',
        'def f(p, q: int, r=1):',
        '    a = 1',
        '    b = A()',
        '    c = len(q)',
        '    d = b',
        'f(None, 1)',
      ].join('\n'),
    );
    expect(['p', 'q', 'r', 'a', 'b', 'c', 'd'].map((name) => types.variable(name))).toEqual([
      'None, call_site',
      'int, annotation',
      'int, default',
      'int, literal',
      'm.A, constructor',
      'int, library',
      'm.A, constructor',
    ]);
  });
});

describe('containers', () => {
  it('of too many elements keep one type for all', async () => {
    const items = Array.from({ length: 100 }, (_, i) => String(i)).join(', ');
    expect(await typeOfX(`x = (${items})`)).toBe('tuple[int]');
    expect(await typeOfX(`x = [${items}][99]`)).toBe('int');
  });
});

it('a decorator that is not known is taken for one that gives what it decorates', async () => {
  expect(await typeOfX('import unknown', '@unknown.deco', 'def g(): return 1', 'x = g()')).toBe('int');
});
