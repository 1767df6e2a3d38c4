import { describe, expect, it } from 'vitest';
import { callEdgeTyped, CERTAINTY } from '#facts';
import { typesOf } from './read.ts';

describe('call edges that types tell', () => {
  it('go to the method of the class of the receiver', async () => {
    const types = await typesOf(
      [
        'class A:',
        '    def go(self): pass',
        'def make(): return A()',
        'def run(a):',
        '    a.go()',
        'run(make())',
        'make().go()',
      ].join('\n'),
    );
    expect(types.calls('m')).toEqual(['m.A.go', 'm.make', 'm.run']);
    expect(types.calls('m.run')).toEqual(['m.A.go']);
  });

  it('follow functions in parameters, containers, attributes and results', async () => {
    const types = await typesOf(
      [
        'def f(): pass',
        'def g(): return f',
        'def call(h): h()',
        'class A:',
        '    def __init__(self): self.h = f',
        '    def run(self): self.h()',
        'call(f)',
        'g()()',
        '[f][0]()',
        '{"a": f}["a"]()',
        'A().run()',
      ].join('\n'),
    );
    expect(types.calls('m')).toEqual(['m.A.__init__', 'm.A.run', 'm.call', 'm.f', 'm.g']);
    expect(types.calls('m.call')).toEqual(['m.f']);
    expect(types.calls('m.A.run')).toEqual(['m.f']);
  });

  it('of several callees are candidates, of one it is resolved', async () => {
    const source = [
      'class A:',
      '    def go(self): pass',
      'class B:',
      '    def go(self): pass',
      'def run(c):',
      '    (A() if c else B()).go()',
      'def one():',
      '    a = A() or None',
      '    a.go()',
    ];
    const types = await typesOf(source.join('\n'));
    expect(types.calls('m.run')).toEqual(['m.A', 'm.A.go', 'm.B', 'm.B.go'].filter((name) => name.endsWith('go')));
    expect(types.members('go')).toEqual(['A.go, candidate', 'B.go, candidate', 'A.go, resolved']);
  });

  it('say what runs without a call', async () => {
    const types = await typesOf(
      [
        'class E(Exception):',
        '    def __init__(self): pass',
        'class A:',
        '    def __iter__(self): return self',
        '    def __next__(self): return 1',
        '    def __enter__(self): pass',
        '    def __exit__(self, *a): pass',
        'def loop():',
        '    for i in A(): pass',
        'def enter():',
        '    with A(): pass',
        'def fail():',
        '    raise E',
      ].join('\n'),
    );
    expect(types.calls('m.loop')).toEqual(['m.A.__iter__', 'm.A.__next__']);
    expect(types.calls('m.enter')).toEqual(['m.A.__enter__', 'm.A.__exit__']);
    expect(types.calls('m.fail')).toEqual(['m.E.__init__']);
    // All of them run for sure, though each statement runs two.
    const edges = types.context.table(callEdgeTyped, 'm.py')!;
    const sure = Array.from({ length: edges.rows }, (_, row) => CERTAINTY[edges.certainty.at(row)]);
    expect(new Set(sure)).toEqual(new Set(['resolved']));
  });

  it('never go to a method of a class that the receiver is not', async () => {
    const types = await typesOf(
      ['class A:', '    def go(self): pass', 'def run(a: int):', '    a.go()', '    "a".go()', '    unknown.go()'].join(
        '\n',
      ),
    );
    expect(types.calls('m.run')).toEqual([]);
    expect(types.members('go')).toEqual([]);
  });
});

describe('attribute references that types tell', () => {
  it('mean the member of the class, inherited or not', async () => {
    const types = await typesOf(
      [
        'class A:',
        '    def __init__(self): self.v = 1',
        'class B(A): pass',
        'def f(b: B):',
        '    b.v',
        '    b.v = 2',
        '    b.missing',
      ].join('\n'),
    );
    expect(types.members('v')).toEqual(['A.v, resolved', 'A.v, resolved']);
    expect(types.members('missing')).toEqual([]);
  });

  it('name what lies outside', async () => {
    const types = await typesOf('import re\np = re.compile("a")\np.match("a").group(0)\n');
    expect(types.members('match')).toEqual(['re.Pattern.match, resolved']);
    expect(types.members('group')).toEqual(['re.Match.group, resolved']);
  });
});
