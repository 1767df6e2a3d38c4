import { describe, expect, it } from 'vitest';
import { factsOf, type Facts } from './read.ts';

describe('bases of classes', () => {
  it('are found through imports, modules, classes, builtins and the class around', async () => {
    const facts = await factsOf({
      'main.py': [
        'import lib',
        'import outer.kit',
        'from lib import Base as B',
        'class Top(B, lib.Base, lib.Base.Meta, outer.kit.Widget, Exception, Gone): pass',
        'class Around:',
        '    class First: pass',
        '    class Second(First): pass',
        'class B(B): pass',
        'class Made(lib.make()): pass',
      ].join('\n'),
      'lib.py': 'class Base:\n    class Meta: pass\n',
    });
    expect(facts.bases('main.py')).toEqual([
      'Around.Second -> main.py#Around.First',
      'B -> lib.py#Base',
      'Made -> missing lib.make()',
      'Top -> main.py#B',
      'Top -> lib.py#Base',
      'Top -> lib.py#Base.Meta',
      'Top -> external outer.kit.Widget',
      'Top -> builtin Exception',
      'Top -> missing Gone',
    ]);
  });

  it('do not hold a metaclass', async () => {
    const facts = await factsOf({ 'm.py': 'class M(type): pass\nclass A(metaclass=M): pass\n' });
    expect(facts.bases('m.py')).toEqual(['M -> builtin type']);
  });

  it('hold interfaces in TypeScript', async () => {
    const facts = await factsOf({
      'm.ts':
        "import { I, Base } from './lib';\nexport class A extends Base implements I {}\nexport interface J extends I {}\n",
      'lib.ts': 'export interface I { x(): void }\nexport class Base {}\n',
    });
    expect(facts.bases('m.ts')).toEqual(['A -> lib.ts#Base', 'A -> lib.ts#I', 'J -> lib.ts#I']);
  });
});

describe('members', () => {
  it('are found in the order of C3, as the example of the paper on Python 2.3 has it', async () => {
    const facts = await factsOf({
      'main.py': [
        'class F:',
        '    def f(self): pass',
        'class E:',
        '    def e(self): pass',
        '    def f(self): pass',
        'class D:',
        '    def d(self): pass',
        'class C(D, F):',
        '    def e(self): pass',
        'class B(D, E): pass',
        'class A(B, C): pass',
        'a = A()',
        'a.e()',
        'a.f()',
        'a.d()',
      ].join('\n'),
    });
    // The order is A B C D E F: depth first would have asked E before C.
    expect(facts.calls('main')).toEqual(['main.C.e', 'main.D.d', 'main.E.f']);
  });

  it('are asked depth first where no order agrees with all bases', async () => {
    const facts = await factsOf({
      'm.py':
        'class X: pass\nclass Y: \n    def f(self): pass\nclass A(X, Y): pass\nclass B(Y, X): pass\nclass C(A, B): pass\nC().f()\n',
    });
    expect(facts.calls('m')).toEqual(['m.Y.f']);
  });

  it('are found across files, and a class that inherits from itself ends', async () => {
    const facts = await factsOf({
      'a.py': 'from b import B\nclass A(B):\n    def go(self):\n        self.far()\n        self.loop()\n',
      'b.py': 'from c import C\nclass B(C): pass\n',
      'c.py': 'class Root:\n    def far(self): pass\nclass C(Root): pass\nclass Loop(Loop): pass\n',
    });
    expect(facts.calls('a.A.go')).toEqual(['c.Root.far']);
  });

  it('of self, cls and super are those of the class around, and of no other first parameter', async () => {
    const facts = await factsOf({
      'm.py': [
        'class Base:',
        '    def __init__(self): pass',
        '    def m(self): pass',
        'class A(Base):',
        '    def __init__(this):',
        '        super().__init__()',
        '        super(A, this).m()',
        '        this.m()',
        '    def m(self):',
        '        def inner():',
        '            self.helper()',
        '            super().m()',
        '        return [self.helper() for _ in range(3)]',
        '    def helper(self): pass',
        '    @classmethod',
        '    def make(cls):',
        '        cls.helper(1)',
        '        return cls()',
        '    @staticmethod',
        '    def plain(self):',
        '        self.helper()',
        '    def again(self):',
        '        self = other()',
        '        self.helper()',
        'def m(self):',
        '    self.helper()',
      ].join('\n'),
    });
    expect(facts.calls('m.A.__init__')).toEqual(['<builtin>.super', 'm.A.m', 'm.Base.__init__', 'm.Base.m']);
    expect(facts.calls('m.A.m.inner')).toEqual(['<builtin>.super', 'm.A.helper', 'm.Base.m']);
    expect(facts.calls('m.A.m')).toEqual(['<builtin>.range', 'm.A.helper']);
    expect(facts.calls('m.A.make')).toEqual(['m.A.__init__', 'm.A.helper']);
    expect(facts.calls('m.A.plain')).toEqual([]);
    expect(facts.calls('m.A.again')).toEqual([]);
    expect(facts.calls('m.m')).toEqual([]);
  });

  it('that no class here has belong to the one base outside', async () => {
    const facts = await factsOf({
      'm.py': [
        'from unittest import TestCase',
        'from other import Mixin',
        'class One(TestCase):',
        '    def test(self): self.assertTrue(1)',
        'class Two(One, Mixin):',
        '    def test(self): self.assertTrue(1)',
        'class Three(Unknown, TestCase):',
        '    def test(self): self.assertTrue(1)',
      ].join('\n'),
    });
    expect(facts.references('m.py', 'assertTrue')).toEqual(['assertTrue -> external unittest.TestCase.assertTrue']);
  });

  it('that a property with a setter takes are that property in the classes below', async () => {
    const facts = await factsOf({
      'lib.py': [
        'class Base:',
        '    @property',
        '    def kept(self): pass',
        '    @kept.setter',
        '    def kept(self, value): pass',
        '    @cached_property',
        '    def once(self): pass',
      ].join('\n'),
      'm.py': [
        'from lib import Base',
        'class Below(Base):',
        '    def __init__(self): self.kept = self.once = 1',
        '    def read(self): return self.kept, self.once',
      ].join('\n'),
    });
    expect(new Set(facts.references('m.py', 'kept'))).toEqual(new Set(['kept -> lib.py#Base.kept']));
    expect(new Set(facts.references('m.py', 'once'))).toEqual(new Set(['once -> m.py#Below.once']));
  });

  it('of super with a class are those behind that class', async () => {
    const facts = await factsOf({
      'm.py': [
        'class A:',
        '    def go(self): pass',
        'class B(A):',
        '    def go(self): pass',
        'class C(B):',
        '    def go(self):',
        '        super(B, self).go()',
        '    def own(self):',
        '        super(C, self).go()',
        '    def other(self, cls):',
        '        super(cls, self).go()',
        'class D(B, Mixin):',
        '    def go(self):',
        '        super(B, self).go()',
        'class Left(A): pass',
        'class Right(A):',
        '    def go(self): pass',
        'class Both(Left, Right):',
        '    def go(self):',
        '        super(Left, self).go()',
      ].join('\n'),
    });
    const callees = (caller: string): string[] => facts.calls(caller).filter((name) => name.startsWith('m.'));
    expect(callees('m.C.go')).toEqual(['m.A.go']);
    expect(callees('m.C.own')).toEqual(['m.B.go']);
    expect(callees('m.C.other')).toEqual([]);
    expect(callees('m.D.go')).toEqual(['m.A.go']);
    expect(callees('m.Both.go')).toEqual([]);
  });

  it('of a class and of its instances are told apart in TypeScript', async () => {
    const facts = await factsOf({
      'm.ts': [
        'class Base { static check() {} run() {} }',
        'class A extends Base {',
        '  static run() { this.check(); }',
        '  check() {}',
        '  go() { this.run(); this.check(); A.run(); A.check(); }',
        '  field = () => this.check();',
        '}',
      ].join('\n'),
    });
    expect(facts.calls('m.A.run')).toEqual(['m.Base.check']);
    expect(facts.calls('m.A.go')).toEqual(['m.A.check', 'm.A.run', 'm.Base.check', 'm.Base.run']);
    expect(facts.references('m.ts', 'check').at(-1)).toBe('check -> m.ts#A.check');
  });

  it('of this in TypeScript are kept by arrow functions and lost in functions', async () => {
    const facts = await factsOf({
      'm.ts': [
        'class A {',
        '  check() {}',
        '  arrow() { return [1].map(() => this.check()); }',
        '  lost() { return function (this: unknown) { return this.check(); }; }',
        '}',
        'const o = { check() { this.check(); } };',
      ].join('\n'),
    });
    expect(facts.references('m.ts', 'check')).toEqual(['check -> m.ts#A.check']);
  });
});

describe('classes in functions', () => {
  const BASE = 'class Form:\n    def __init__(self, *, initial=None): pass\n    def clean(self): pass\n';
  const within = async (...lines: string[]): Promise<{ calls: readonly string[]; facts: Facts }> => {
    const source = ['import lib', 'def outer():', ...lines.map((line) => `    ${line}`), ''].join('\n');
    const facts = await factsOf({ 'lib.py': BASE, 'm.py': source });
    return { calls: facts.calls('m.outer'), facts };
  };

  it('inherit from what their header names', async () => {
    const { calls, facts } = await within(
      'class Local(lib.Form, option=1):',
      '    def go(self): super().clean()',
      '    def named(self): super(Local, self).clean()',
      'Local(initial=1).clean()',
      'Local().go()',
    );
    expect(calls).toEqual(['lib.Form.__init__', 'lib.Form.clean', 'm.outer.Local.go']);
    expect(facts.calls('m.outer.Local.go')).toEqual(['<builtin>.super', 'lib.Form.clean']);
    expect(facts.calls('m.outer.Local.named')).toContain('lib.Form.clean');
    expect(facts.references('m.py', 'initial')).toEqual(['initial -> lib.py%initial']);
  });

  it('inherit through one local class, and from several classes only when all are known elsewhere', async () => {
    const chain = await within('class A(lib.Form): pass', 'class B(A): pass', 'B().clean()');
    expect(chain.calls).toEqual(['lib.Form.__init__', 'lib.Form.clean']);
    const mixed = await within('class A: pass', 'class B(A, lib.Form): pass', 'B().clean()');
    expect(mixed.calls).not.toContain('lib.Form.clean');
    const several = await within('class B(dict, lib.Form): pass', 'B().clean()');
    expect(several.calls).toContain('lib.Form.clean');
  });

  it('inherit in TypeScript too, each side from its side', async () => {
    const facts = await factsOf({
      'm.ts': [
        'class Base { constructor() {} static make() {} run() {} }',
        'function outer() {',
        '  class Local extends Base { go() { this.run(); this.make(); } }',
        '  new Local().go();',
        '  Local.make();',
        '}',
      ].join('\n'),
    });
    expect(facts.calls('m.outer')).toEqual(['m.Base.constructor', 'm.Base.make', 'm.outer.Local.go']);
    expect(facts.calls('m.outer.Local.go')).toEqual(['m.Base.run']);
  });

  it('do not inherit what their methods set', async () => {
    const { facts } = await within(
      'class Local(lib.Form):',
      '    def __init__(self): self.clean = print',
      '    def go(self): self.clean()',
    );
    expect(facts.calls('m.outer.Local.go')).toEqual([]);
  });

  it('are never above themselves', async () => {
    expect((await within('class A(A): pass', 'A().clean()')).calls).not.toContain('lib.Form.clean');
    expect((await within('class A(B): pass', 'class B(A): pass', 'B().clean()')).calls).not.toContain('lib.Form.clean');
  });
});
