import { describe, expect, it } from 'vitest';
import { typeOfX, typesOf } from './read.ts';

describe('what a call returns', () => {
  const either = ['def f(a, b=None):', '    if a is None:', '        return 1', "    return 'a'"];

  it.each([
    ['f(None)', 'int'],
    ['f(1)', 'str'],
    ['f(unknown)', 'int | str'],
  ])('is what the tests of its arguments reach: %s is %s', async (code, type) => {
    expect(await typeOfX(...either, `x = ${code}`)).toBe(type);
  });

  it.each([
    ['f(1)', 'int'],
    ["f('a')", 'str'],
    ['f()', 'None'],
  ])('is told apart by class and truth: %s is %s', async (code, type) => {
    const tests = [
      'def f(*args):',
      '    if not args: return None',
      '    return g(args[0])',
      'def g(a):',
      '    if isinstance(a, int): return 1',
      '    else: return "a"',
    ];
    expect(await typeOfX(...tests, `x = ${code}`)).toBe(type);
  });

  it('is everything where a parameter is assigned before it is tested', async () => {
    const body = ['def f(a):', '    a = unknown(a)', '    if a is None: return 1', "    return 'a'"];
    expect(await typeOfX(...body, 'x = f(2)')).toBe('int | str');
  });
});

describe('an object that stands for a function', () => {
  const cached = [
    'class cached:',
    '    def __init__(self, func): self.func = func',
    '    def __get__(self, instance, owner=None):',
    '        if instance is None: return self',
    '        return self.func(instance)',
    'class Other: pass',
  ];

  it('as a descriptor gives what its own function gives', async () => {
    const lines = [
      'class A:',
      '    @cached',
      '    def one(self): return 1',
      '    @cached',
      '    def two(self): return self',
    ];
    expect(await typeOfX(...cached, ...lines, 'x = A().one')).toBe('int');
    expect(await typeOfX(...cached, ...lines, 'x = A().two')).toBe('m.A');
    expect(await typeOfX(...cached, ...lines, 'x = A.one')).toBe('m.cached');
  });

  it('as a callable calls its own function', async () => {
    const types = await typesOf(
      [
        'class Call:',
        '    def __init__(self, func): self.func = func',
        '    def __call__(self, *args): return self.func(*args)',
        '@Call',
        'def one(a): return a',
        '@Call',
        'def two(a): return [a]',
        'x = one(1)',
        'y = two(1)',
        'def run(): one(2)',
      ].join('\n'),
    );
    expect(types.written('x')).toBe('int');
    expect(types.written('y')).toBe('list[int]');
    expect(types.calls('m.run')).toEqual(['m.Call.__call__']);
  });

  it('of a class below classmethod or property binds as these do, by its own __get__', async () => {
    const types = await typesOf(
      [
        'class only(classmethod):',
        '    def __get__(self, instance, owner=None): return super().__get__(instance, owner)',
        'class computed(property): pass',
        'class A:',
        '    @only',
        '    def make(cls): return cls()',
        '    @computed',
        '    def size(self): return 1',
        'class B(A): pass',
        'x = B.make()',
        'y = B().size',
        'def run(): B.make()',
        'def read(b: B): b.size',
      ].join('\n'),
    );
    expect(types.written('x')).toBe('m.B');
    expect(types.written('y')).toBe('int');
    expect(types.calls('m.run')).toEqual(['m.A.make', 'm.only.__get__']);
    expect(types.calls('m.read')).toEqual(['m.A.size']);
  });
});
