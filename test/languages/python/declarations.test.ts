/** What a Python file declares: kinds, flags, members, parameters, signatures. */
import { describe, expect, it } from 'vitest';
import * as facts from '#facts';
import { view } from './view.ts';

describe('declarations', () => {
  it('every kind of binding of a module and of a class declares once', async () => {
    const { declarations } = await view(
      [
        'A, (b, *c) = 1, [2]',
        'A = 3',
        'd: int',
        'e += 1',
        'for f, g in h: pass',
        'with open(h) as i, j as (k, l): pass',
        'if (m := 1): pass',
        'type N[T] = list[T]',
        'class O:',
        '    p = 1',
        '    Q: int = 2',
        '    class R: pass',
        '    def s(self): pass',
        'try: pass',
        'except E as t: pass',
      ].join('\n'),
    );
    expect(declarations).toEqual([
      'constant A exported',
      'variable b exported',
      'variable c exported',
      'variable d exported',
      'variable e exported',
      'variable f exported',
      'variable g exported',
      'variable i exported',
      'variable k exported',
      'variable l exported',
      'variable m exported conditional',
      'type_alias N exported',
      'class O exported',
      'variable t exported conditional',
      'variable O.p',
      'constant O.Q',
      'class O.R',
      'method O.s',
    ]);
  });

  it('flags follow from syntax, decorators, names and place', async () => {
    const { declarations } = await view(
      [
        'async def a(): yield',
        'def _b(): return (lambda: (yield))',
        'class C:',
        '    @staticmethod',
        '    def d(): pass',
        '    @abc.abstractmethod',
        '    def __e(self): pass',
        '    @classmethod',
        '    def __f__(cls): pass',
        'if x:',
        '    def g(): pass',
      ].join('\n'),
    );
    expect(declarations).toEqual([
      'function a async generator exported',
      'function _b exported protected',
      'class C exported',
      'function g exported conditional',
      'method C.d static',
      'method C.__e abstract private',
      'method C.__f__ classmethod',
    ]);
  });

  it('accessors and overloads are one symbol, redefinitions are not', async () => {
    const { reader } = await view(
      [
        'class C:',
        '    @property',
        '    def x(self): return 1',
        '    @x.setter',
        '    def x(self, v): pass',
        '@overload',
        'def f(a: int): ...',
        '@overload',
        'def f(a: str): ...',
        'def f(a): ...',
        'def g(): pass',
        'def g(): pass',
      ].join('\n'),
    );
    const { rows, name, hash } = reader.table(facts.declaration);
    const hashes = new Map<string, Set<string>>();
    for (let row = 1; row < rows; row++) {
      const known = hashes.get(name.at(row)) ?? new Set();
      hashes.set(name.at(row), known.add(`${hash.hi(row)} ${hash.lo(row)}`));
    }
    expect([...hashes].map(([key, set]) => [key, set.size])).toEqual([
      ['C', 1],
      ['f', 1],
      ['g', 2],
      ['x', 1],
    ]);
  });

  it('assignments through the first parameter of a method declare members of its class', async () => {
    const { declarations } = await view(
      [
        'class C:',
        '    a = 1',
        '    def m(this, self):',
        '        this.a, this.b = 1, 2',
        '        this._c: int = 3',
        '        self.no = 4',
        '        def inner(): this.d = 5',
        '        def other(this): this.no = 6',
        '        for this.e in []: pass',
        '    @classmethod',
        '    def n(cls): cls.f = 7',
        '    @staticmethod',
        '    def o(x): x.no = 8',
      ].join('\n'),
    );
    expect(declarations.filter((line) => !line.startsWith('method'))).toEqual([
      'class C exported',
      'variable C.a',
      'property C.b instance',
      'property C._c protected instance',
      'property C.e instance',
      'property C.f',
      'property C.d instance',
    ]);
  });

  it('parameters keep their kinds, defaults and annotations', async () => {
    const { parameters } = await view(
      [
        'class C:',
        '    def f(self, a, b: int = 1, /, c=2, *d: str, e, g: "X" = 3, **h): pass',
        'def i(*, j, (k, l)=m): pass',
      ].join('\n'),
    );
    expect(parameters).toEqual([
      'keyword_only j',
      'pattern (k, l) default',
      'receiver self',
      'positional_only a',
      'positional_only b default int',
      'plain c default',
      'rest d str',
      'keyword_only e',
      'keyword_only g default "X"',
      'keyword_rest h',
    ]);
  });

  it('signatures, bases, decorators and documentation belong to their declaration', async () => {
    const { reader, text } = await view(
      [
        '"""module"""',
        '@a',
        '@b.c(1)',
        'class D[T](E, f.G[T], H(), metaclass=I, x=1):',
        '    """class"""',
        '    y: list[T] = []',
        "    def m[U](self) -> 'U': r'method'",
      ].join('\n'),
    );
    const names = reader.table(facts.declaration).name;
    const { signature, heritage, decorator, docstring } = facts;
    const signatures = reader.table(signature);
    expect(
      Array.from({ length: signatures.rows }, (_, row) => [
        names.at(signatures.declaration.at(row)),
        signatures.type.at(row),
        signatures.parameters.at(row),
      ]),
    ).toEqual([
      ['D', '', '[T]'],
      ['y', 'list[T]', ''],
      ['m', "'U'", '[U]'],
    ]);
    const bases = reader.table(heritage);
    expect(
      Array.from(
        { length: bases.rows },
        (_, row) => `${facts.HERITAGE_KINDS[bases.kind.at(row)]!} ${bases.base.at(row)}`,
      ),
    ).toEqual(['extends E', 'extends f.G', 'extends H()', 'metaclass I']);
    const decorators = reader.table(decorator);
    expect(Array.from({ length: decorators.rows }, (_, row) => decorators.name.at(row))).toEqual(['a', 'b.c']);
    const docs = reader.table(docstring);
    expect(
      Array.from({ length: docs.rows }, (_, row) => [
        names.at(docs.declaration.at(row)),
        text.slice(docs.start.at(row), docs.end.at(row)),
      ]),
    ).toEqual([
      ['mod.py', 'module'],
      ['D', 'class'],
      ['m', 'method'],
    ]);
  });
});
