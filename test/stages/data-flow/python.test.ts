/** Data flow of every construct of Python, from source: each use as `line <- the lines that give its value`. */
import { describe, expect, test } from 'vitest';
import { bodyFlow } from './flow-lines.ts';

async function flow(source: string, name: string, row = 1): Promise<string[]> {
  return (await bodyFlow('m.py', source, row)).flow(name);
}

describe('assignments', () => {
  test('a later one takes the place of an earlier one', async () => {
    expect(await flow('def f():\n  a = 1\n  a = 2\n  g(a)\n', 'a')).toEqual(['4 <- 3']);
  });

  test('an augmented one uses what it changes', async () => {
    expect(await flow('def f():\n  a = 1\n  a += 2\n  g(a)\n', 'a')).toEqual(['3 <- 2', '4 <- 3']);
  });

  test('those of both arms of a branch reach behind it', async () => {
    expect(await flow('def f(x):\n  if x:\n    a = 1\n  else:\n    a = 2\n  g(a)\n', 'a')).toEqual(['6 <- 3, 5']);
  });

  test('a name that is not assigned on some way comes from the entry', async () => {
    expect(await flow('def f(x):\n  if x:\n    a = 1\n  g(a)\n', 'a')).toEqual(['4 <- 3, entry']);
  });

  test('targets are taken apart, starred ones too', async () => {
    const source = 'def f(x):\n  (a, *b), c.d = x\n  g(a, b)\n  [a, b] = b\n  g(a)\n';
    expect(await flow(source, 'a')).toEqual(['3 <- 2', '5 <- 4']);
    expect(await flow(source, 'b')).toEqual(['3 <- 2', '4 <- 2']);
  });

  test('an assignment expression binds where it stands', async () => {
    expect(await flow('def f(x):\n  if (n := x) and n:\n    g(n)\n', 'n')).toEqual(['2 <- 2', '3 <- 2']);
  });

  test('an annotation without a value defines nothing', async () => {
    expect(await flow('def f():\n  a: int\n  g(a)\n', 'a')).toEqual(['3 <- entry']);
  });
});

describe('loops', () => {
  test('the round before and the start meet at the header', async () => {
    const source = 'def f(x):\n  n = 0\n  for i in x:\n    n += i\n  return n\n';
    expect(await flow(source, 'n')).toEqual(['4 <- 2, 4', '5 <- 2, 4']);
    expect(await flow(source, 'i')).toEqual(['4 <- 3']);
  });

  test('a break passes the else part by', async () => {
    const source = 'def f(x):\n  while x:\n    a = 1\n    break\n  else:\n    a = 2\n  g(a)\n';
    expect(await flow(source, 'a')).toEqual(['7 <- 3, 6']);
  });
});

describe('exceptions', () => {
  test('a handler sees what was assigned before something raised', async () => {
    const source = 'def f():\n  a = 1\n  try:\n    a = g()\n    a = h()\n  except E:\n    k(a)\n';
    expect(await flow(source, 'a')).toEqual(['7 <- 2, 4']);
  });

  test('the name of an exception is gone behind its clause', async () => {
    const source = 'def f():\n  try:\n    g()\n  except E as e:\n    h(e)\n  k(e)\n';
    expect(await flow(source, 'e')).toEqual(['5 <- 4', '6 <- delete 5, entry']);
  });

  test('a finally part sees every way in, and all ways see what it assigns', async () => {
    const source = 'def f():\n  a = 1\n  try:\n    a = g()\n  finally:\n    h(a)\n    a = 3\n  k(a)\n';
    expect(await flow(source, 'a')).toEqual(['6 <- 2, 4', '8 <- 7']);
  });

  test('what a with may swallow comes out behind it', async () => {
    const source = 'def f():\n  a = 1\n  with m() as b:\n    a = g(b)\n  h(a)\n';
    expect(await flow(source, 'a')).toEqual(['5 <- 2, 4']);
    expect(await flow(source, 'b')).toEqual(['4 <- 3']);
  });
});

describe('scopes', () => {
  test('a call may run a closure that writes a name', async () => {
    const source = 'def f():\n  n = 0\n  def w():\n    nonlocal n\n    n += 1\n  w()\n  return n\n';
    expect(await flow(source, 'n')).toEqual(['7 <- 2, clobber']);
    expect(await flow(source, 'n', 2)).toEqual(['5 <- entry']);
  });

  test('a closure that only reads a name changes nothing', async () => {
    expect(await flow('def f():\n  n = 0\n  def w(): return n\n  w()\n  return n\n', 'n')).toEqual(['5 <- 2']);
  });

  test('a global that a function writes may change with every call', async () => {
    const source = 'G = 1\ndef f():\n  global G\n  G = 2\n  g()\n  return G\ndef h():\n  a = G\n  g()\n  return G\n';
    expect(await flow(source, 'G')).toEqual(['6 <- 4, clobber']);
    expect(await flow(source, 'G', 2)).toEqual(['8 <- entry', '10 <- clobber, entry']);
  });

  test('a global that only the module writes stays as it is', async () => {
    expect(await flow('G = 1\ndef f():\n  g(G)\n  return G\n', 'G')).toEqual(['3 <- entry', '4 <- entry']);
  });

  test('the body of a class has its own names, which its methods do not see', async () => {
    const source = 'x = 1\nclass C:\n  y = x\n  x = 2\n  z = x\n  def m(self): return x\n';
    const module = await bodyFlow('m.py', source, 0);
    expect(module.flow('x')).toEqual([]);
    expect(await flow(source, 'x')).toEqual(['3 <- entry', '5 <- 4']);
    expect(await flow(source, 'x', 2)).toEqual(['6 <- entry']);
  });

  test('a comprehension has its own variable, and an assignment expression in it binds outside', async () => {
    const source = 'def f(x):\n  i = 0\n  w = [k for i in x if (k := i)]\n  return i, k\n';
    expect(await flow(source, 'i')).toEqual(['4 <- 2']);
    expect(await flow(source, 'k')).toEqual(['4 <- clobber, entry']);
    expect(await flow(source, 'i', 2)).toEqual(['3 <- 3']);
    expect(await flow(source, 'k', 2)).toEqual(['3 <- 3']);
  });

  test('a default argument is evaluated where the function is made', async () => {
    const source = 'def f():\n  a = 1\n  def g(b=a): return b\n  a = 2\n  return a\n';
    expect(await flow(source, 'a')).toEqual(['3 <- 2', '5 <- 4']);
    expect(await flow(source, 'b', 2)).toEqual(['3 <- 3']);
  });

  test('a name is deleted', async () => {
    expect(await flow('def f(x):\n  a = 1\n  if x:\n    del a\n  return a\n', 'a')).toEqual(['5 <- 2, delete 4']);
  });

  test('imports of one name in several places are one variable', async () => {
    const source = 'try:\n  import json\nexcept E:\n  import simplejson as json\njson.x\n';
    expect(await flow(source, 'json', 0)).toEqual(['5 <- 2, 4']);
  });

  test('functions of one name in both arms are one variable', async () => {
    const source = 'if x:\n  def g(): pass\nelse:\n  def g(): pass\ng()\n';
    expect(await flow(source, 'g', 0)).toEqual(['5 <- 2, 4']);
  });

  test('what yields lets others write what they share', async () => {
    const source = 'def f():\n  n = 0\n  def w():\n    nonlocal n\n    n = 1\n  yield w\n  return n\n';
    expect(await flow(source, 'n')).toEqual(['7 <- 2, clobber']);
  });
});

describe('patterns', () => {
  test('a case binds names of its own', async () => {
    const source =
      'def f(x):\n  match x:\n    case [1, p]: g(p)\n    case {"k": p} if p: h(p)\n    case _: p = 0\n  k(p)\n';
    expect(await flow(source, 'p')).toEqual(['3 <- 3', '4 <- 4', '4 <- 4', '6 <- 3, 4, 5']);
  });
});

describe('paths and elements', () => {
  test('a member holds until it is written', async () => {
    const source = 'def f(self):\n  self.a = 1\n  x = self.a\n  self.a = 2\n  return self.a\n';
    expect(await flow(source, 'self.a')).toEqual(['3 <- 2', '5 <- 4']);
  });

  test('a call may write a member', async () => {
    const source = 'def f(self):\n  self.a = 1\n  self.m()\n  return self.a\n';
    expect(await flow(source, 'self.a')).toEqual(['4 <- 2, clobber']);
  });

  test('a write of that member through another path may be one of it', async () => {
    const source = 'def f(a, b):\n  a.x = 1\n  b.x = 2\n  b.y = 3\n  return a.x, b.y\n';
    expect(await flow(source, 'a.x')).toEqual(['5 <- 2, clobber']);
    expect(await flow(source, 'b.y')).toEqual(['5 <- 4']);
  });

  test('a new object has none of the members of the old one', async () => {
    const source = 'def f(a, b):\n  a.x = 1\n  a = b\n  return a.x\n';
    expect(await flow(source, 'a.x')).toEqual(['4 <- gone 3']);
  });

  test('paths are followed for three members', async () => {
    const flow4 = await bodyFlow('m.py', 'def f(a):\n  a.b.c.d = 1\n  a.b.c.d.e = 2\n  return a.b.c.d.e\n', 1);
    expect(flow4.variables).toContain('a.b.c.d');
    expect(flow4.variables).not.toContain('a.b.c.d.e');
    expect(flow4.flow('a.b.c.d')).toEqual(['3 <- 2', '4 <- 2']);
  });

  test('an element is a part of what an object holds', async () => {
    const source = "def f(a):\n  a['x'] = 1\n  a['y'] = 2\n  return a['x'], a\n";
    expect(await flow(source, 'a[]')).toEqual(['4 <- 2, 3, entry', '4 <- 2, 3, entry']);
  });

  test('members that are read once, and those that are called, are no variables', async () => {
    const found = await bodyFlow('m.py', 'def f(self):\n  self.a()\n  self.a()\n  return self.b\n', 1);
    expect(found.variables).toEqual(['self']);
  });
});

describe('broken source', () => {
  test('what can be read has its flow', async () => {
    expect(await flow('def f(x):\n  a = (1\n  b = x\n  return b\n', 'x')).not.toEqual([]);
  });

  test('code behind a return is reached by nothing', async () => {
    const found = await bodyFlow('m.py', 'def f():\n  a = 1\n  return a\n  a = 2\n  g(a)\n', 1);
    expect(found.flow('a')).toEqual(['3 <- 2', '5 <- ']);
  });
});
