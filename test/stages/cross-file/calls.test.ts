import { describe, expect, it } from 'vitest';
import { factsOf } from './read.ts';

async function callsOf(source: string): Promise<readonly string[]> {
  const facts = await factsOf({ 'm.py': source, 'lib.py': 'class Box:\n    def open(self): pass\ndef make(): pass\n' });
  return facts.calls('m');
}

describe('call edges', () => {
  it('of a class go to the constructor that runs', async () => {
    expect(await callsOf('class A:\n    def __init__(self): pass\nclass B(A): pass\nB()\n')).toEqual(['m.A.__init__']);
    expect(await callsOf('class A:\n    def __new__(cls): pass\nA()\n')).toEqual(['m.A.__new__']);
    expect(await callsOf('class A: pass\nA()\n')).toEqual([]);
  });

  it('of an instance go to __call__', async () => {
    expect(await callsOf('class A:\n    def __call__(self): pass\na = A()\na()\nA()()\n')).toEqual(['m.A.__call__']);
  });

  it('follow a name that is written once, in its body or in the module', async () => {
    expect(await callsOf('from lib import Box\nbox = Box()\nbox.open()\n')).toEqual(['lib.Box.open']);
    expect(await callsOf('import lib\nf = lib.make\nf()\n')).toEqual(['lib.make']);
    expect(await callsOf('import lib\na, (b, c) = lib.make, (lib.Box(), 1)\na()\nb.open()\n')).toEqual([
      'lib.Box.open',
      'lib.make',
    ]);
    expect(await callsOf('import lib\nlib.Box().open()\n')).toEqual(['lib.Box.open']);
    expect(await callsOf('f = lambda: 1\nf()\n')).toEqual(['m.<lambda1>']);
  });

  it('do not follow a name that is written twice, a parameter, a result or a loop', async () => {
    expect(await callsOf('import lib\nf = lib.make\nf = None\nf()\n')).toEqual([]);
    expect(await callsOf('import lib\nf = lib.make\ndel f\nf()\n')).toEqual([]);
    expect(await callsOf('import lib\nx = lib.make()\nx.open()\n')).toEqual(['lib.make']);
    expect(await callsOf('import lib\nfor x in lib.Box():\n    x.open()\n')).toEqual([]);
    expect(await callsOf('import lib\nwith lib.Box() as x:\n    x.open()\n')).toEqual([]);
    expect(await callsOf('x = x\nx()\na = b\nb = a\na()\n')).toEqual([]);
  });

  it('reach nested functions and classes', async () => {
    const facts = await factsOf({
      'm.py': [
        'def outer():',
        '    def inner(): pass',
        '    class Local:',
        '        def __init__(self): self.go()',
        '        def go(self): pass',
        '    inner()',
        '    Local().go()',
      ].join('\n'),
    });
    expect(facts.calls('m.outer')).toEqual(['m.outer.Local.__init__', 'm.outer.Local.go', 'm.outer.inner']);
    expect(facts.calls('m.outer.Local.__init__')).toEqual(['m.outer.Local.go']);
  });

  it('of decorators go to the decorator, and those of marks of the language nowhere', async () => {
    const source =
      'def deco(f): return f\n@deco\ndef g(): pass\nclass A:\n    @staticmethod\n    def s(): pass\n    @property\n    def p(self): pass\n';
    const facts = await factsOf({ 'm.py': source });
    expect(facts.calls('m')).toEqual(['m.deco']);
    expect(facts.calls('m.A')).toEqual([]);
  });

  it('name what lies outside by its dotted name', async () => {
    expect(await callsOf('import os.path as p\nfrom ext import Kit\np.join()\nk = Kit()\nk.run()\nlen([])\n')).toEqual([
      '<builtin>.len',
      'ext.Kit',
      'ext.Kit.run',
      'os.path.join',
    ]);
  });

  it('reach modules through attributes of packages', async () => {
    const facts = await factsOf({
      'm.py': 'import pkg.sub.leaf\nimport pkg.other\npkg.sub.leaf.run()\npkg.other.run()\npkg.top()\n',
      'pkg/__init__.py': 'def top(): pass\n',
      'pkg/sub/__init__.py': '',
      'pkg/sub/leaf.py': 'def run(): pass\n',
      'pkg/other.py': 'def run(): pass\n',
    });
    expect(facts.calls('m')).toEqual(['pkg.other.run', 'pkg.sub.leaf.run', 'pkg.top']);
  });
});
