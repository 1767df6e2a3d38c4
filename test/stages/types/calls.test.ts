import { describe, expect, it } from 'vitest';
import { typeOfX, typesOf } from './read.ts';

describe('results of calls', () => {
  it.each([
    [['def f(): return 1', 'x = f()'], 'int'],
    [['def f(): pass', 'x = f()'], 'None'],
    [['def f(c):', '    if c: return 1', 'x = f(1)'], 'None | int'],
    [['def f(): raise E', 'x = f()'], '-'],
    [['def f(a): return a', 'x = f(1)'], 'int'],
    [['def f(a): return a', 'f("a")', 'x = f(1)'], 'int'],
    [['def f(a, b=1): return b', 'x = f(1)'], 'int'],
    [['def f(a, *, b): return b', 'x = f(1, b="a")'], 'str'],
    [['def f(*a): return a', 'x = f(1, "a")'], 'tuple[int, str]'],
    [['def f(**k): return k["b"]', 'x = f(b=1)'], 'int'],
    [['def f(a, b): return b', 'x = f(*(1, "a"))'], 'str'],
    [['def f(a, b): return b', 'x = f(**{"a": 1, "b": "a"})'], 'str'],
    [['def f(g): return g()', 'x = f(lambda: 1)'], 'int'],
    [['def f(a):', '    def g(): return a', '    return g', 'x = f(1)()'], 'int'],
    [['def f(a): return lambda b: (a, b)', 'x = f(1)("a")'], 'tuple[int, str]'],
    [['def f(): return f2()', 'def f2(): return 1', 'x = f()'], 'int'],
    [['def f():', '    yield 1', 'for x in f(): pass'], 'int'],
    [['def g():', '    yield 1', 'def f():', '    yield from g()', 'for x in f(): pass'], 'int'],
    [['async def f(): return 1', 'async def g():', '    x = await f()'], 'int'],
    [['d = {"a": lambda: 1}', 'x = d["a"]()'], 'int'],
    [['def f(a: int) -> str: ...', 'x = f(1)'], 'str'],
    [['import functools', 'def f(a): return 1', 'x = functools.partial(f, 2)()'], 'int'],
  ])('%s', async (lines, type) => {
    expect(await typeOfX(...lines)).toBe(type);
  });

  it('of recursive functions are what does not recur', async () => {
    const source = ['def f(n):', '    if n == 0: return 1', '    return n * f(n - 1)', 'x = f(3)'];
    expect(await typeOfX(...source)).toBe('int');
    const mutual = ['def a(n): return b(n) if n else "a"', 'def b(n): return a(n - 1)', 'x = a(1)'];
    expect(await typeOfX(...mutual)).toBe('str');
  });
});

describe('decorators', () => {
  it.each([
    [['def deco(f): return f', '@deco', 'def g(): return 1', 'x = g()'], 'int'],
    [
      [
        'def deco(f):',
        '    def inner(*a, **k): return f(*a, **k)',
        '    return inner',
        '@deco',
        'def g(): return 1',
        'x = g()',
      ],
      'int',
    ],
    [['def deco(f): return 1', '@deco', 'def g(): pass', 'x = g'], 'int'],
    [
      ['def make(a):', '    def deco(f): return f', '    return deco', '@make(1)', 'def g(): return 1', 'x = g()'],
      'int',
    ],
    [
      [
        'import functools',
        'def deco(f):',
        '    @functools.wraps(f)',
        '    def inner(): return f()',
        '    return inner',
        '@deco',
        'def g(): return 1',
        'x = g()',
      ],
      'int',
    ],
    [['import functools', '@functools.lru_cache(maxsize=None)', 'def g(): return 1', 'x = g()'], 'int'],
    [['import unknown', '@unknown.deco', 'def g(): return 1', 'x = g()'], 'int'],
    [['import contextlib', '@contextlib.contextmanager', 'def g():', '    yield 1', 'with g() as x: pass'], 'int'],
    [
      [
        'from functools import cached_property',
        'class A:',
        '    @cached_property',
        '    def p(self): return 1',
        'x = A().p',
      ],
      'int',
    ],
    [
      [
        'class A:',
        '    @property',
        '    def p(self): return 1',
        '    @p.setter',
        '    def p(self, v): pass',
        'x = A().p',
      ],
      'int',
    ],
    [['from dataclasses import dataclass', '@dataclass', 'class A:', '    v: int', 'x = A(1).v'], 'int'],
  ])('%s', async (lines, type) => {
    expect(await typeOfX(...lines)).toBe(type);
  });
});

describe('parameters', () => {
  it('are as annotated, whatever they are called with', async () => {
    const types = await typesOf('def f(a: str):\n    x = a\nf(1)\n');
    expect(types.written('x')).toBe('str');
    expect(types.variable('a')).toBe('str, annotation');
  });

  it('are what all known calls give, with their default', async () => {
    const types = await typesOf('def f(a=None):\n    x = a\nf(1)\nf("a")\n');
    expect(types.written('x')).toBe('None | int | str');
  });

  it('get what calls of the file pass on', async () => {
    const types = await typesOf('def f(a):\n    g(a)\ndef g(b):\n    x = b\nf(1)\n');
    expect(types.written('x')).toBe('int');
  });

  it('of methods and constructors get what they are called with', async () => {
    const types = await typesOf(
      'class A:\n    def __init__(self, a):\n        self.a = a\n    def m(self, b):\n        x = self.a, b\nA(1).m("a")\n',
    );
    expect(types.written('x')).toBe('tuple[int, str]');
  });

  it('whose calls are not known are not known', async () => {
    const types = await typesOf('def f(a):\n    x = a\n');
    expect(types.written('x')).toBe('-');
  });
});

describe('annotations', () => {
  it.each([
    ['int', 'int'],
    ['"int"', 'int'],
    ['Optional[int]', 'None | int'],
    ['int | None', 'None | int'],
    ['Union[int, str]', 'int | str'],
    ['List["A"]', 'list[m.A]'],
    ['dict[str, list[int]]', 'dict[str, list[int]]'],
    ['Tuple[int, ...]', 'tuple[int]'],
    ['tuple[int, str]', 'tuple[int, str]'],
    ['Type[A]', 'type[m.A]'],
    ['Callable[[int], str]', 'Callable'],
    ['Literal["a"]', 'str'],
    ['t.Any', '-'],
    ['t.Sequence[int]', 'typing.Sequence[int]'],
    ['Alias', 'None | int'],
    ['A.B', 'm.A.B'],
    ['Missing', '-'],
  ])('%s is %s', async (annotation, type) => {
    const source = [
      'import typing as t',
      'from typing import Optional, Union, List, Tuple, Type, Callable, Literal',
      'Alias = Optional[int]',
      'class A:',
      '    class B: pass',
      `def f(p: ${annotation}):`,
      '    x = p',
    ];
    expect(await typeOfX(...source)).toBe(type);
  });

  it('of variables, attributes and nested functions count', async () => {
    const types = await typesOf(
      [
        'a: int = unknown()',
        'class A:',
        '    def __init__(self):',
        '        self.v: str = unknown()',
        'def f():',
        '    def g(p: int) -> str: return unknown(p)',
        '    return g(1)',
        'x = a, A().v, f()',
      ].join('\n'),
    );
    expect(types.written('x')).toBe('tuple[int, str, str]');
  });

  it('with type variables are solved from the arguments', async () => {
    const source = [
      'from typing import TypeVar, List',
      'T = TypeVar("T")',
      'def first(a: List[T]) -> T: ...',
      'x = first([1])',
    ];
    expect(await typeOfX(...source)).toBe('int');
  });
});
