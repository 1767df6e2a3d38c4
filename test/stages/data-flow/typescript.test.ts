/** Data flow of what ECMAScript and TypeScript have beside Python, from source: `line <- the lines that give its value`. */
import { describe, expect, test } from 'vitest';
import { bodyFlow } from './flow-lines.ts';

async function flow(source: string, name: string, row = 1): Promise<string[]> {
  return (await bodyFlow('m.ts', source, row)).flow(name);
}

describe('hoisting', () => {
  test('a function is there before its statement, and runs nothing where it stands', async () => {
    const source = 'function f() {\n  g();\n  g = 1;\n  function g() {}\n  g;\n}\n';
    expect(await flow(source, 'g')).toEqual(['2 <- 4', '5 <- 3']);
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

  test('a function of the module is there too, and an import', async () => {
    const source = "g(x);\nfunction g() {}\nimport { x } from 'x';\n";
    expect(await flow(source, 'g', 0)).toEqual(['1 <- 2']);
    expect(await flow(source, 'x', 0)).toEqual(['1 <- 3']);
  });

  test('a function expression is assigned where it stands', async () => {
    expect(await flow('h();\nconst h = function () {};\nh();\n', 'h', 0)).toEqual(['1 <- entry', '3 <- 2']);
  });

  test('var belongs to the function, let to its block', async () => {
    const source =
      'function f() {\n  var v = 1;\n  {\n    let v = 2;\n    g(v);\n  }\n  if (x) { var w = 3; }\n  g(v, w);\n}\n';
    expect(await flow(source, 'v')).toEqual(['5 <- 4', '8 <- 2']);
    expect(await flow(source, 'w')).toEqual(['8 <- 7, entry']);
  });

  test('a let before its statement has what it has at entry', async () => {
    expect(await flow('function f() {\n  g(a);\n  let a = 1;\n  g(a);\n}\n', 'a')).toEqual(['2 <- entry', '4 <- 3']);
  });
});

describe('assignments', () => {
  test('destructuring takes apart, with defaults and rests', async () => {
    const source = 'function f({ a, b: [c = 1, ...d] }, e = a) {\n  ({ a, ...d } = e);\n  return [a, c, d, e];\n}\n';
    expect(await flow(source, 'a')).toEqual(['1 <- 1', '3 <- 2']);
    expect(await flow(source, 'd')).toEqual(['3 <- 2']);
    expect(await flow(source, 'c')).toEqual(['3 <- 1']);
  });

  test('logical ones leave what was there on the other way', async () => {
    const source = 'function f(a) {\n  a ??= 1;\n  a ||= 2;\n  return a;\n}\n';
    expect(await flow(source, 'a')).toEqual(['2 <- 1', '3 <- 1, 2', '4 <- 1, 2, 3']);
  });

  test('counting up uses and defines', async () => {
    expect(await flow('function f() {\n  let i = 0;\n  i++;\n  return --i;\n}\n', 'i')).toEqual(['3 <- 2', '4 <- 3']);
  });

  test('short circuits assign on one of their ways', async () => {
    const source = 'function f(a, b) {\n  a && (b = 1);\n  a?.g((b = 2));\n  return b;\n}\n';
    expect(await flow(source, 'b')).toEqual(['4 <- 1, 2, 3']);
  });
});

describe('flow', () => {
  test('a labelled break leaves two loops', async () => {
    const source =
      'function f(x) {\n  let a = 0;\n  l: for (;;) {\n    for (const y of x) {\n      a = 1;\n      if (y) break l;\n      a = 2;\n    }\n  }\n  return a;\n}\n';
    expect(await flow(source, 'a')).toEqual(['10 <- 5']);
  });

  test('a switch falls through', async () => {
    const source =
      'function f(x) {\n  let a;\n  switch (x) {\n    case 1: a = 1;\n    case 2: g(a); break;\n    default: a = 3;\n  }\n  return a;\n}\n';
    expect(await flow(source, 'a')).toEqual(['5 <- 4, entry', '8 <- 4, 6, entry']);
  });

  test('the update of a loop comes before its next round', async () => {
    const source = 'function f(n) {\n  for (let i = 0; i < n; i++) {\n    g(i);\n  }\n}\n';
    expect(await flow(source, 'i')).toEqual(['2 <- 2', '3 <- 2', '2 <- 2']);
  });

  test('an await lets others write what they share', async () => {
    const source = 'let g = 0;\nfunction w() { g = 1; }\nasync function f() {\n  g = 2;\n  await 0;\n  return g;\n}\n';
    expect(await flow(source, 'g', 2)).toEqual(['6 <- 4, clobber']);
  });

  test('a closure of a loop shares its variable', async () => {
    const source = 'function f() {\n  let n = 0;\n  const w = () => { n++; };\n  w();\n  return n;\n}\n';
    expect(await flow(source, 'n')).toEqual(['5 <- 2, clobber']);
  });
});

describe('objects', () => {
  test('members of this are paths', async () => {
    const source = 'class C { m() {\n  this.a = 1;\n  const b = this.a;\n  this.m();\n  return this.a;\n} }\n';
    expect(await flow(source, 'this.a', 2)).toEqual(['3 <- 2', '5 <- 2, clobber']);
  });

  test('a write under a computed name may be one of any member', async () => {
    const source = 'function f(a, k) {\n  a.x = 1;\n  a[k] = 2;\n  return a.x;\n}\n';
    expect(await flow(source, 'a.x')).toEqual(['4 <- 2, clobber']);
  });

  test('what an object holds goes along when it is spread', async () => {
    const source = 'function f(o) {\n  o.x = 1;\n  return { ...o };\n}\n';
    expect(await flow(source, 'o[]')).toEqual(['3 <- 2, entry']);
  });

  test('a member is that of the object that was there when it was read', async () => {
    const source = 'function f(o, p) {\n  o.x = (o = p);\n  return o.x;\n}\n';
    expect(await flow(source, 'o.x')).toEqual(['3 <- 2, gone 2']);
  });
});

describe('namespaces and enums', () => {
  test('names of a namespace are those of the module body', async () => {
    const source = 'namespace N {\n  export const q = 1;\n  g(q);\n}\nenum E { A }\ng(E);\n';
    expect(await flow(source, 'q', 0)).toEqual(['3 <- 2']);
    expect(await flow(source, 'E', 0)).toEqual(['6 <- 5']);
  });
});
