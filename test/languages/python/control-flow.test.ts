/** Control flow, read back from the brackets of operations and compared with paths written by hand. */
import { describe, expect, it } from 'vitest';
import { pathsOf } from './paths.ts';
import { view } from './view.ts';

async function paths(...lines: string[]): Promise<string[]> {
  const { reader } = await view(`def f():\n${lines.map((line) => `    ${line}\n`).join('')}`);
  return pathsOf(reader, 1).toSorted();
}

describe('control flow can be read from the brackets alone', () => {
  it('if, elif, else', async () => {
    expect(await paths('if a():', '    b()', 'elif c():', '    return d()', 'else:', '    e()', 'z()')).toEqual([
      'a b z',
      'a c d <return>',
      'a c e z',
    ]);
  });

  it('short circuits and conditional expressions', async () => {
    expect(await paths('a() and b() or c()')).toEqual(['a', 'a b', 'a b c', 'a c']);
    expect(await paths('x = a() if b() else c()')).toEqual(['b a', 'b c']);
    expect(await paths('a() < b() < c()')).toEqual(['a b', 'a b c']);
    expect(await paths('assert a(), b()', 'c()')).toEqual(['a b <raise>', 'a c']);
  });

  it('while with else, break and continue', async () => {
    expect(
      await paths('while a():', '    if b(): break', '    if c(): continue', '    d()', 'else:', '    e()', 'z()'),
    ).toEqual(['a b c a e z', 'a b c d a e z', 'a b z', 'a e z']);
  });

  it('a break in a nested loop leaves the inner one only', async () => {
    expect(await paths('for x in a():', '    for y in b():', '        break', '    else: c()', '    d()')).toEqual([
      'a',
      'a b c d',
      'a b d',
    ]);
  });

  it('a return in try runs the finally part, and a return there wins', async () => {
    expect(await paths('try:', '    return a()', 'finally:', '    b()')).toEqual(['a b <return>']);
    expect(await paths('try:', '    may()', 'finally:', '    return b()')).toEqual([
      'may b <return>',
      'may b <return>',
    ]);
  });

  it('try with typed and bare excepts, else and finally', async () => {
    expect(
      await paths(
        'try:',
        '    may_a()',
        'except T() as e:',
        '    b()',
        'except U():',
        '    raise',
        'else:',
        '    c()',
        'finally:',
        '    d()',
        'z()',
      ),
    ).toEqual(['may_a T U d <raise>', 'may_a T U d <raise>', 'may_a T b d z', 'may_a c d z']);
    expect(await paths('try:', '    may_a()', 'except:', '    b()', 'z()')).toEqual(['may_a b z', 'may_a z']);
  });

  it('break and continue run the finally part on their way', async () => {
    expect(await paths('while a():', '    try:', '        break', '    finally:', '        b()', 'z()')).toEqual([
      'a b z',
      'a z',
    ]);
  });

  it('with enters its managers in order', async () => {
    expect(await paths('with a() as x, b():', '    return c()')).toEqual(['a b c <return>']);
  });

  it('match tries its cases in order; break in a case leaves the loop around', async () => {
    expect(
      await paths(
        'for x in a():',
        '    match b():',
        '        case 1 if c(): d()',
        '        case K(): break',
        '        case y: e()',
        '    g()',
        'z()',
      ),
    ).toEqual(['a b c d g z', 'a b c e g z', 'a b c z', 'a b e g z', 'a b z', 'a z']);
  });

  it('a match without a case that takes all may run none', async () => {
    expect(await paths('match a():', '    case 1 | 2: b()', 'z()')).toContain('a z');
    expect(await paths('match a():', '    case _: b()', 'z()')).toEqual(['a b z']);
  });
});
