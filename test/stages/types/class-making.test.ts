import { describe, expect, it } from 'vitest';
import { callEdgeTyped, CERTAINTY } from '#facts';
import { typesOf } from './read.ts';

const META = [
  'class Meta(type):',
  '    def __new__(cls, name, bases, attrs): pass',
  '    def __call__(cls): pass',
  '    @property',
  '    def manager(cls): return 1',
  '    def build(cls): return cls()',
  '    def __instancecheck__(cls, o): pass',
  '    def __len__(cls): pass',
  'class K(metaclass=Meta): pass',
  'class L(K): pass',
];

describe('a metaclass', () => {
  it.each([
    ['L()', ['Meta.__call__']],
    ['L.manager', ['Meta.manager']],
    ['L.build()', ['Meta.build']],
    ['isinstance(1, L)', ['Meta.__instancecheck__']],
    ['isinstance(1, (int, L))', ['Meta.__instancecheck__']],
    ['len(L)', ['Meta.__len__']],
    ['class M(L): pass', ['Meta.__new__']],
    ['class M(metaclass=Meta): pass', ['Meta.__new__']],
    ['class M: pass', []],
  ])('%s runs %j', async (code, expected) => {
    const types = await typesOf([...META, 'def run():', `    ${code}`].join('\n'));
    const called = types.calls('m.run').filter((name) => name.startsWith('m.'));
    expect(called.map((name) => name.slice(2))).toEqual(expected);
  });

  it('is no base of the class that it makes', async () => {
    const types = await typesOf(
      [...META, 'def f():', '    class M(metaclass=Meta): pass', '    x = M().build'].join('\n'),
    );
    expect(types.written('x')).toBe('-');
  });

  it('that makes its classes may put something else into the place of an object, so nothing of it is sure', async () => {
    const field = ['class Field:', '    def __str__(self): pass'];
    const use = ['    name = Field()', 'def run(k: N): str(k.name)'];
    const sure = async (header: string): Promise<string[]> => {
      const { context } = await typesOf([...META, ...field, header, ...use].join('\n'));
      const { certainty, rows } = context.table(callEdgeTyped, 'm.py')!;
      return Array.from({ length: rows }, (_, row) => CERTAINTY[certainty.at(row)]!);
    };
    expect((await sure('class N(K):')).filter((one) => one === 'candidate')).toHaveLength(1);
    expect(await sure('class N:')).not.toContain('candidate');
  });
});

describe('a class statement', () => {
  it('runs what a class above does with those below it', async () => {
    const types = await typesOf(
      ['class A:', '    def __init_subclass__(cls): pass', 'def run():', '    class B(A): pass'].join('\n'),
    );
    expect(types.calls('m.run')).toEqual(['m.A.__init_subclass__']);
  });
});

describe('a class', () => {
  it('with both runs __new__ before __init__', async () => {
    const types = await typesOf(
      ['class A:', '    def __new__(cls): pass', '    def __init__(self): pass', 'def run(): A()'].join('\n'),
    );
    expect(types.calls('m.run')).toEqual(['m.A.__init__', 'm.A.__new__']);
  });

  it('has what its decorators assign to it, which pass it on', async () => {
    const types = await typesOf({
      'd.py': [
        'def made(*args, path=None):',
        '    def decorator(klass):',
        '        def __new__(cls, *args): pass',
        '        def parts(self): return 1',
        '        klass.__new__ = staticmethod(__new__)',
        '        klass.parts = parts',
        '        return klass',
        '    if not args:',
        '        return decorator',
        '    return decorator(*args)',
      ].join('\n'),
      'm.py': [
        'from d import made',
        '@made',
        'class A:',
        '    def __init__(self): pass',
        "@made(path='a')",
        'class B: pass',
        'class C(B): pass',
        'def first(): A()',
        'def second(): C()',
        'x = A().parts()',
      ].join('\n'),
    });
    expect(types.calls('m.first')).toEqual(['d.made.decorator.__new__', 'm.A.__init__']);
    expect(types.calls('m.second')).toEqual(['d.made.decorator.__new__']);
    expect(types.written('x')).toBe('int');
  });
});
