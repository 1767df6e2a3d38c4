import { describe, expect, it } from 'vitest';
import { argumentType } from '#facts';
import { indexFiles } from '#testkit';
import { STAGES, Types, typesOf } from './read.ts';

const LIB = [
  'import other',
  'class Box:',
  '    def __init__(self, value): self.value = value',
  '    def get(self): return self.value',
  'def make(value): return Box(value)',
  'def passed(f): return f(1)',
  'default = make("a")',
  'def outside(): return other.number()',
  'def wrap(f):',
  '    def inner(): return f()',
  '    return inner',
].join('\n');

describe('types across files', () => {
  it('come through results, attributes, variables and closures', async () => {
    const types = await typesOf({
      'lib.py': LIB,
      'other.py': 'def number(): return 1\n',
      'm.py': [
        'import lib',
        'from lib import Box, default, wrap',
        'a = lib.make(1).get()',
        'b = lib.passed(lambda n: n + 1)',
        'c = default.get()',
        'd = lib.outside()',
        'e = Box(None).value',
        '@wrap',
        'def g(): return "g"',
        'f = g()',
      ].join('\n'),
    });
    expect(['a', 'b', 'd', 'f'].map((name) => types.written(name))).toEqual(['None | str', 'int', 'int', 'str']);
    expect(types.written('c')).toBe('None | str');
    expect(types.calls('m')).toContain('lib.Box.get');
  });

  it('parameters get what calls of other files give', async () => {
    const types = await typesOf({
      'lib.py': 'def f(a):\n    x = a\n',
      'm.py': 'import lib\nlib.f(1)\n',
      'n.py': 'from lib import f\nf("a")\n',
    });
    expect(types.written('x', 'lib.py')).toBe('int | str');
  });

  it('do not depend on the files that were evaluated in front', async () => {
    const types = await typesOf({
      'a.py': 'def f(a): return a\nx = f(None)\n',
      'b.py': 'def g() -> None: ...\ndef f(a): pass\nf(None)\nf(g())\n',
    });
    // One `None`, whether it is written or given.
    expect(types.context.table(argumentType, 'b.py')!.rows).toBe(1);
  });

  it('functions that are passed to other files are called there', async () => {
    const types = await typesOf({
      'lib.py': 'def run(f):\n    f()\n',
      'm.py': 'import lib\ndef g(): pass\nlib.run(g)\n',
    });
    expect(types.calls('lib.run')).toEqual(['m.g']);
  });

  it('cycles of imports, results and bases end', async () => {
    const types = await typesOf({
      'a.py': 'import b\nclass A(b.B): pass\ndef f(n): return b.g(n)\n',
      'b.py': 'import a\nclass B(a.A): pass\ndef g(n): return a.f(n) if n else 1\n',
      'm.py': 'import a\nx = a.f(1)\ny = a.A().z\n',
    });
    expect(types.written('x')).toBe('int');
    expect(types.written('y')).toBe('-');
  });
});

describe('what an edit runs', () => {
  const FILES = {
    'lib.py': 'def f():\n    a = 1\n    return a\n',
    'm.py': 'import lib\nx = lib.f()\n',
    'n.py': 'y = 1\n',
  };

  async function edited(text: string): Promise<{ types: Types; runs: Record<string, number> }> {
    const { orchestrator } = await indexFiles(FILES, { stages: STAGES });
    const stats = await orchestrator.update([{ path: 'lib.py', content: text }]);
    const types = new Types(orchestrator.getContext());
    const report = stats.stages.find((stage) => stage.slug === 'types')!;
    await orchestrator.close();
    return { types, runs: { units: report.units } };
  }

  it('a body that gives the same runs the steps of its own file alone', async () => {
    const { types, runs } = await edited('def f():\n    b = 0\n    a = 1\n    return a\n');
    expect(types.written('x')).toBe('int');
    expect(runs['units']).toBe(1);
  });

  it('a body that gives another type runs those that asked for it', async () => {
    const { types, runs } = await edited('def f():\n    return "a"\n');
    expect(types.written('x')).toBe('str');
    expect(runs['units']).toBe(2);
  });
});
