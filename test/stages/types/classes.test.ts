import { describe, expect, it } from 'vitest';
import { typeOfX, typesOf } from './read.ts';

const SHAPES = [
  'class Shape:',
  '    kind = "none"',
  '    def __init__(self, side=None):',
  '        self.side = side',
  '        self.name = "shape"',
  '    def area(self):',
  '        return 1.5',
  '    def clone(self):',
  '        return self',
  '    @property',
  '    def label(self):',
  '        return self.name',
  '    @classmethod',
  '    def make(cls):',
  '        return cls()',
  '    @staticmethod',
  '    def count():',
  '        return 0',
  'class Square(Shape):',
  '    def area(self):',
  '        return 4',
  '    def both(self):',
  '        return super().area(), super(Square, self).name',
];

describe('members', () => {
  it.each([
    ['Shape', 'type[m.Shape]'],
    ['Shape()', 'm.Shape'],
    ['Shape().name', 'str'],
    ['Shape().kind', 'str'],
    ['Shape.kind', 'str'],
    ['Square().name', 'str'],
    ['Shape().area()', 'float'],
    ['Square().area()', 'int'],
    ['Square().clone()', 'm.Square'],
    ['Square().label', 'str'],
    ['Square.make()', 'm.Square'],
    ['Square().make()', 'm.Square'],
    ['Square.count()', 'int'],
    ['Shape.area(Shape())', 'float'],
    ['Square().both()', 'tuple[float, str]'],
    ['Square().__class__', 'type[m.Square]'],
    ['type(Square())', 'type[m.Square]'],
    ['type(Square())()', 'm.Square'],
    ['getattr(Square(), "name")', 'str'],
    ['Square().missing', '-'],
    ['Square().area().real', 'int'],
    ['Square().__doc__', 'None | str'],
  ])('%s is %s', async (expression, type) => {
    expect(await typeOfX(...SHAPES, `x = ${expression}`)).toBe(type);
  });

  it('that several methods write are all that they hold', async () => {
    const types = await typesOf(
      ['class A:', '    def __init__(self): self.v = None', '    def set(self): self.v = 1', 'x = A().v'].join('\n'),
    );
    expect(types.written('x')).toBe('None | int');
  });

  it('follow the C3 order', async () => {
    const types = await typesOf(
      [
        'class A:\n    def f(self): return "a"',
        'class B(A): pass',
        'class C(A):\n    def f(self): return 1',
        'class D(B, C): pass',
        'x = D().f()',
      ].join('\n'),
    );
    expect(types.written('x')).toBe('int');
  });

  it('of a local class are its own and those of its bases', async () => {
    const types = await typesOf(
      [
        'class A:\n    def f(self): return "a"',
        'def make():',
        '    class B(A):',
        '        def __init__(self): self.v = 1',
        '        def g(self): return self.v',
        '    b = B()',
        '    return b.f(), b.g()',
        'x = make()',
      ].join('\n'),
    );
    expect(types.written('x')).toBe('tuple[str, int]');
  });

  it('come from __getattr__ where the class has none of the name', async () => {
    expect(await typeOfX('class A:', '    def __getattr__(self, name): return 1', 'x = A().any')).toBe('int');
  });

  it('of a descriptor are what its __get__ gives', async () => {
    const source = ['class D:', '    def __get__(self, one, owner): return 1', 'class A:', '    d = D()', 'x = A().d'];
    expect(await typeOfX(...source)).toBe('int');
  });

  it('of an enumeration are its objects', async () => {
    const source = ['import enum', 'class E(enum.Enum):', '    A = 1', 'x = E.A'];
    expect(await typeOfX(...source)).toBe('m.E');
    expect(await typeOfX(...source.slice(0, 3), 'for x in E: pass')).toBe('m.E');
  });
});

describe('special methods', () => {
  it.each([
    ['__call__(self)', 'A()()'],
    ['__getitem__(self, key)', 'A()[0]'],
    ['__add__(self, other)', 'A() + 1'],
    ['__radd__(self, other)', '1 + A()'],
    ['__neg__(self)', '-A()'],
    ['__enter__(self)', 'None\nwith A() as x: pass'],
    ['__eq__(self, other)', 'A() == 2'],
  ])('%s gives %s', async (method, expression) => {
    expect(await typeOfX('class A:', `    def ${method}: return 1`, `x = ${expression}`)).toBe('int');
  });

  it('iterate', async () => {
    const source = ['class A:', '    def __iter__(self): return self', '    def __next__(self): return 1'];
    expect(await typeOfX(...source, 'for x in A(): pass')).toBe('int');
    expect(await typeOfX('class A:', '    def __iter__(self): yield "a"', 'for x in A(): pass')).toBe('str');
    expect(await typeOfX('class A:', '    def __getitem__(self, i): return 1', 'for x in A(): pass')).toBe('int');
  });

  it('await and enter asynchronously', async () => {
    const source = [
      'class A:',
      '    async def __aenter__(self): return 1',
      '    def __aiter__(self): return self',
      '    async def __anext__(self): return "a"',
      'async def f():',
      '    async with A() as a:',
      '        async for b in A():',
      '            return a, b',
      'async def g():',
      '    x = await f()',
    ];
    const types = await typesOf(source.join('\n'));
    expect(types.written('a')).toBe('int');
    expect(types.written('b')).toBe('str');
    expect(types.written('x')).toBe('None | tuple[int, str]');
  });
});
