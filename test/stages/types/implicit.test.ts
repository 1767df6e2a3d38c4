import { describe, expect, it } from 'vitest';
import { callEdgeTyped, CERTAINTY } from '#facts';
import { typesOf } from './read.ts';

/** The callees of `run` in a module `m`, without the module. */
async function runs(...lines: string[]): Promise<string[]> {
  const types = await typesOf(lines.join('\n'));
  return types
    .calls('m.run')
    .filter((name) => !name.startsWith('<'))
    .map((name) => name.slice(2));
}

const POINT = [
  'class Point:',
  '    def __eq__(self, other): pass',
  '    def __lt__(self, other): pass',
  '    def __add__(self, other): pass',
  '    def __radd__(self, other): pass',
  '    def __neg__(self): pass',
  '    def __bool__(self): pass',
  '    def __len__(self): pass',
  '    def __iter__(self): return iter([])',
  '    def __contains__(self, item): pass',
  '    def __getitem__(self, key): pass',
  '    def __setitem__(self, key, value): pass',
  '    def __delitem__(self, key): pass',
  '    def __repr__(self): pass',
  '    def __hash__(self): pass',
  '    def __int__(self): pass',
];

describe('attributes', () => {
  const property = [
    'class A:',
    '    @property',
    '    def x(self): return 1',
    '    @x.setter',
    '    def x(self, value): pass',
    '    def _get(self): pass',
    '    def _set(self, value): pass',
    '    def _delete(self): pass',
    '    y = property(_get, _set, fdel=_delete)',
    'class B(A): pass',
  ];

  it.each([
    ['b.x', ['A.x']],
    ['b.y', ['A._get']],
    ['b.y = 1', ['A._set']],
    ['del b.y', ['A._delete']],
    ["getattr(b, 'y')", ['A._get']],
    ["setattr(b, 'y', 1)", ['A._set']],
    ['B.y', []],
    ['b.x = 2', ['A.x']],
  ])('%s runs %j', async (code, expected) => {
    expect(await runs(...property, 'def run(b: B):', `    ${code}`)).toEqual(expected);
  });

  it.each([
    ['a.x', ['D.__get__']],
    ['a.x = 1', ['D.__set__']],
    ['del a.x', []],
    ['A.x', ['D.__get__']],
    ['a.plain', []],
  ])('of a descriptor: %s runs %j', async (code, expected) => {
    const descriptor = [
      'class D:',
      '    def __get__(self, o, t=None): return 1',
      '    def __set__(self, o, v): pass',
      'class A:',
      '    x = D()',
      '    plain = 1',
    ];
    expect(await runs(...descriptor, 'def run(a: A):', `    ${code}`)).toEqual(expected);
  });

  it('that no class has are asked of __getattr__, and all of __getattribute__', async () => {
    const lazy = [
      'class Lazy:',
      '    known = 1',
      '    def __getattr__(self, name): pass',
      'class Strict:',
      '    known = 1',
      '    def __getattribute__(self, name): pass',
      '    def __setattr__(self, name, value): pass',
    ];
    expect(await runs(...lazy, 'def run(a: Lazy):', '    a.other')).toEqual(['Lazy.__getattr__']);
    expect(await runs(...lazy, 'def run(a: Lazy):', '    a.known')).toEqual([]);
    expect(await runs(...lazy, 'def run(a: Strict):', '    a.known')).toEqual(['Strict.__getattribute__']);
    expect(await runs(...lazy, 'def run(a: Strict):', '    a.known = 2')).toEqual(['Strict.__setattr__']);
  });

  it('of a class with a base that is not known run nothing', async () => {
    const open = ['from outside import Base', 'class A(Base):', '    def __getattr__(self, name): pass'];
    expect(await runs(...open, 'def run(a: A):', '    a.other')).toEqual([]);
  });
});

describe('operators and builtins', () => {
  it.each([
    ['p == 1', ['Point.__eq__']],
    ['p != 1', ['Point.__eq__']],
    ['1 == p', ['Point.__eq__']],
    ['p < p', ['Point.__lt__']],
    ['p + 1', ['Point.__add__']],
    ['1 + p', ['Point.__radd__']],
    ['-p', ['Point.__neg__']],
    ['not p', ['Point.__bool__']],
    ['1 in p', ['Point.__contains__']],
    ['p[0]', ['Point.__getitem__']],
    ['p[0] = 1', ['Point.__setitem__']],
    ['del p[0]', ['Point.__delitem__']],
    ['len(p)', ['Point.__len__']],
    ['str(p)', ['Point.__repr__']],
    ['f"{p}"', ['Point.__repr__']],
    ['"%s and %d" % (p, 1)', ['Point.__repr__']],
    ['"%d" % p', []],
    ['"%(a)s" % {"a": p, "b": 1}', ['Point.__repr__']],
    ['hash(p)', ['Point.__hash__']],
    ['int(p)', ['Point.__int__']],
    ['list(p)', ['Point.__iter__', 'Point.__len__']],
    ['any(p)', ['Point.__iter__']],
    ['p is None', []],
    ['p - 1', []],
    ['unknown + p', []],
    ['unknown == p', []],
  ])('%s runs %j', async (code, expected) => {
    expect(await runs(...POINT, 'def run(p: Point):', `    ${code}`)).toEqual(expected);
  });

  it('a condition asks for the truth, or for the length of what has none', async () => {
    const classes = ['class Sized:', '    def __len__(self): pass', ...POINT];
    const body = ['    if p: pass', '    while s: pass'];
    expect(await runs(...classes, 'def run(p: Point, s: Sized):', ...body)).toEqual([
      'Point.__bool__',
      'Sized.__len__',
    ]);
  });

  it('run a candidate where one alternative runs nothing of the repository', async () => {
    const types = await typesOf([...POINT, 'def run(c):', '    (Point() if c else [])[0]'].join('\n'));
    expect(types.calls('m.run')).toEqual(['m.Point', 'm.Point.__getitem__'].slice(1));
    const edges = types.context.table(callEdgeTyped, 'm.py')!;
    const certainties = Array.from({ length: edges.rows }, (_, row) => CERTAINTY[edges.certainty.at(row)]);
    expect(certainties).toEqual(['candidate']);
  });

  it('of what is known in part are candidates, but for managers, which few classes are', async () => {
    const classes = [
      'class M:',
      '    def __enter__(self): pass',
      '    def __exit__(self, *a): pass',
      '    def __str__(self): pass',
    ];
    const certainties = async (code: string): Promise<string[]> => {
      const types = await typesOf(
        [...classes, 'def run(c):', '    m = M() if c else unknown()', `    ${code}`].join('\n'),
      );
      const { certainty, rows } = types.context.table(callEdgeTyped, 'm.py')!;
      return Array.from({ length: rows }, (_, row) => CERTAINTY[certainty.at(row)]!);
    };
    expect(await certainties('with m: pass')).toEqual(['resolved', 'resolved']);
    expect(await certainties('f"{m}"')).toEqual(['candidate']);
  });

  it('know the name nearest to them', async () => {
    const types = await typesOf([...POINT, 'def run(p: Point):', '    p[0]', '    len(p)'].join('\n'));
    const edges = types.context.table(callEdgeTyped, 'm.py')!;
    for (let row = 0; row < edges.rows; row++) expect(edges.reference.at(row)).toBeGreaterThanOrEqual(0);
    expect(edges.rows).toBe(2);
  });

  it.each([
    ['p += 1', ['Both.__iadd__']],
    ['p -= 1', ['Both.__sub__']],
    ['p = p + 1', ['Both.__add__']],
    ['self.p += 1', ['Both.__iadd__']],
    ['self.q[0] += 1', ['Both.__iadd__']],
  ])('assign by the method for it, else by that of the operator: %s', async (code, expected) => {
    const both = [
      'class Both:',
      ...['iadd', 'add', 'sub'].map((name) => `    def __${name}__(self, other): return self`),
      'class Held:',
      '    p: Both',
      '    q: list[Both]',
    ];
    expect(await runs(...both, 'def run(p: Both, self: Held):', `    ${code}`)).toEqual(expected);
  });
});

describe('a class', () => {
  const classes = [
    'class Named:',
    '    def __set_name__(self, owner, name): self.name = name',
    'class Made(Named):',
    '    def __class_getitem__(cls, key): return cls',
    'class Meta(type):',
    '    def __new__(cls, *a): return super().__new__(cls, *a)',
    '    def __getitem__(cls, key): return 1',
  ];
  const certainties = async (...lines: string[]): Promise<string[]> => {
    const types = await typesOf([...classes, 'def run():', ...lines.map((line) => `    ${line}`)].join('\n'));
    const { certainty, rows } = types.context.table(callEdgeTyped, 'm.py')!;
    return Array.from({ length: rows }, (_, row) => CERTAINTY[certainty.at(row)]!);
  };

  it('tells its attributes their names when it is made', async () => {
    const lines = ['class Own:', '    a = Named()', '    b = Made()', '    c = 1'];
    expect(await runs(...classes, 'def run():', ...lines.map((line) => `    ${line}`))).toEqual(['Named.__set_name__']);
    expect(await certainties(...lines)).toEqual(['resolved']);
  });

  it('tells them by its metaclass where that makes it', async () => {
    const lines = ['class Own(metaclass=Meta):', '    a = Named()'];
    expect(await certainties(...lines)).toContain('candidate');
  });

  it.each([
    ['Made[1]', ['Made.__class_getitem__']],
    ['Below[1]', ['Made.__class_getitem__']],
    ['Own[1]', ['Meta.__getitem__']],
    ['Named[1]', []],
  ])('runs what it says of an index: %s', async (code, expected) => {
    const below = ['class Below(Made): pass', 'class Own(metaclass=Meta): pass'];
    expect(await runs(...classes, ...below, 'def run():', `    ${code}`)).toEqual(expected);
  });

  it('that is gone through without waiting is asked for the next one that is waited for', async () => {
    const stream = [
      'class Stream:',
      '    def __aiter__(self): return self',
      '    async def __anext__(self): return 1',
      'async def run(s: Stream):',
      '    async for i in s: pass',
    ];
    expect(await runs(...stream)).toEqual(['Stream.__aiter__', 'Stream.__anext__']);
  });
});
