/** What the literate pages cannot ask for by the place of a name: which variables there are, what objects hold, the order of rows. */
import { describe, expect, test } from 'vitest';
import { bodyFlow } from './flow-lines.ts';

async function flow(path: string, source: string, name: string): Promise<string[]> {
  return (await bodyFlow(path, source, 1)).flow(name);
}

describe('members', () => {
  test('paths are followed for three members', async () => {
    const found = await bodyFlow('m.py', 'def f(a):\n  a.b.c.d = 1\n  a.b.c.d.e = 2\n  return a.b.c.d.e\n', 1);
    expect(found.variables).toContain('a.b.c.d');
    expect(found.variables).not.toContain('a.b.c.d.e');
    expect(found.flow('a.b.c.d')).toEqual(['3 <- 2', '4 <- 2']);
  });

  test('members that are read once, and those that are called, are no variables', async () => {
    const found = await bodyFlow('m.py', 'def f(self):\n  self.a()\n  self.a()\n  return self.b\n', 1);
    expect(found.variables).toEqual(['self']);
  });

  test('of an object that is another one nothing is known', async () => {
    expect(await flow('m.py', 'def f(a, b):\n  a.x = 1\n  a = b\n  return a.x\n', 'a.x')).toEqual(['4 <- gone 3']);
    const source = 'function f(o, p) {\n  o.x = (o = p);\n  return o.x;\n}\n';
    expect(await flow('m.ts', source, 'o.x')).toEqual(['3 <- 2, gone 2']);
  });
});

describe('what an object holds', () => {
  test('an element is a part of it', async () => {
    const source = "def f(a):\n  a['x'] = 1\n  a['y'] = 2\n  return a['x'], a\n";
    expect(await flow('m.py', source, 'a[]')).toEqual(['4 <- 2, 3, entry', '4 <- 2, 3, entry']);
  });

  test('goes along when it is spread', async () => {
    expect(await flow('m.ts', 'function f(o) {\n  o.x = 1;\n  return { ...o };\n}\n', 'o[]')).toEqual([
      '3 <- 2, entry',
    ]);
  });
});

test('what is hoisted comes before all other definitions', async () => {
  const found = await bodyFlow(
    'm.ts',
    'function f() {\n  g = 1;\n  function g() {}\n  g.x = 1;\n  return g.x;\n}\n',
    1,
  );
  const kinds = Array.from({ length: found.definitions }, (_, at) => found.definition(at).kind);
  expect(kinds).toEqual(['declare', 'assign', 'clobber', 'assign', 'assign']);
});

test('of broken source what can be read has its flow', async () => {
  expect(await flow('m.py', 'def f(x):\n  a = (1\n  b = x\n  return b\n', 'x')).not.toEqual([]);
});
