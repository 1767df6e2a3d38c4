import { describe, expect, it } from 'vitest';
import { typeOfX, typesOf } from './read.ts';

describe('types of values', () => {
  it.each([
    ['x = 1', 'int'],
    ['x = 1.5', 'float'],
    ['x = 2j', 'complex'],
    ["x = 'a'", 'str'],
    ["x = b'a'", 'bytes'],
    ["x = f'{1}'", 'str'],
    ['x = True', 'bool'],
    ['x = None', 'None'],
    ['x = ...', 'ellipsis'],
    ['x = -1', 'int'],
    ['x = not 1', 'bool'],
    ['x = 1 + 2', 'int'],
    ['x = 1 / 2', 'float'],
    ['x = 1 + 2.0', 'float'],
    ["x = 'a' % 1", 'str'],
    ["x = 'a' + 'b'", 'str'],
    ["x = 'a' * 3", 'str'],
    ['x = 1 < 2', 'bool'],
    ['x = 1 in [1]', 'bool'],
    ['x = 1 if y else None', 'None | int'],
    ["x = None or 'a'", 'str'],
    ["x = 'a' or 1", 'str'],
    ["x = 0 and 'a'", 'int'],
    ['x = lambda: 1', 'def m.<lambda>'],
    ['x = (lambda: 1)()', 'int'],
    ['(x := 1)', 'int'],
    ["a = x = 'a'", 'str'],
    ['x = 1\nx += 1.5', 'float'],
  ])('%s is %s', async (source, type) => {
    expect(await typeOfX(source)).toBe(type);
  });

  it('nothing is known of what is not bound, not even through operators', async () => {
    expect(await typeOfX('x = unknown')).toBe('-');
    expect(await typeOfX('x = unknown + 1')).toBe('-');
    expect(await typeOfX('x = unknown.a[0]()')).toBe('-');
    expect(await typeOfX('x = x')).toBe('-');
  });

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
  it.each([
    ['x = []', 'list'],
    ['x = [1, 2]', 'list[int]'],
    ["x = [1, 'a']", 'list[int | str]'],
    ['x = (1, None)', 'tuple[int, None]'],
    ['x = {1, 2}', 'set[int]'],
    ["x = {'a': 1}", 'dict[str, int]'],
    ['x = [1, 2][0]', 'int'],
    ["x = (1, 'a')[1]", 'str'],
    ["x = (1, 'a')[-1]", 'str'],
    ["x = (1, 'a', None)[1:]", 'tuple[str, None]'],
    ["x = {'a': 1, 'b': 'c'}['b']", 'str'],
    ["d = {}\nd['a'] = 1\nx = d['a']", 'int'],
    ["d = {'a': {'b': 1}}\nd['a']['b'] = 'c'\nx = d['a']['b']", 'str'],
    ['x = [1]\nx.append("a")\nx = x', 'list[int | str]'],
    ['a = []\nfor i in range(3):\n    a.append(i)\nx = a', 'list[int]'],
    ['x = [*[1], *("a",)]', 'list[int | str]'],
    ["x = {**{'a': 1}, 'b': 2}", 'dict[str, int]'],
    ["x = {'a': 1, **({} if y else unknown)}", 'dict[str | Unknown, int | Unknown]'],
    ['x = [i for i in (1, 2)]', 'list[int]'],
    ['x = {i: str(i) for i in (1, 2)}', 'dict[int, str]'],
    ['x = {i for i in "ab"}', 'set[str]'],
    ['x = [a for a in [1, None] if a]', 'list[int]'],
    ['x = [b for a in [[1]] for b in a]', 'list[int]'],
    ['x = list(i for i in (1, 2))', 'list[int]'],
    ['x, y = 1, "a"', 'int'],
    ['y, x = [1, 2]', 'int'],
    ['(y, x), z = (1, "a"), 2', 'str'],
    ['y, *x = 1, "a", None', 'list[None | str]'],
    ['*y, x = 1, "a"', 'str'],
    ['for x in {"a": 1}: pass', 'str'],
    ['for y, x in {"a": 1}.items(): pass', 'int'],
    ['for y, x in enumerate(["a"]): pass', 'str'],
    ['for y, x in zip([1], ["a"]): pass', 'str'],
    ['x = sorted([3, 1])', 'list[int]'],
    ["x = {'a': 1}.get('a')", 'None | int'],
    ["x = 'a,b'.split(',')", 'list[str]'],
    ['x = max([1, 2])', 'int'],
    ['x = list(map(str, [1]))', 'list[str]'],
  ])('%s', async (source, type) => {
    expect(await typeOfX(source)).toBe(type);
  });

  it('of too many elements keep one type for all', async () => {
    const items = Array.from({ length: 100 }, (_, i) => String(i)).join(', ');
    expect(await typeOfX(`x = (${items})`)).toBe('tuple[int]');
    expect(await typeOfX(`x = [${items}][99]`)).toBe('int');
  });
});
