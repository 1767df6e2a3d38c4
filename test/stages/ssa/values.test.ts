/** Constants, ranges, branch facts and dead code of both languages, from source. */
import { describe, expect, test } from 'vitest';
import { BRANCH_TESTS, branchFact, constantValue, flowBody, flowEdge, ssaValue } from '#facts';
import { BodyFlow } from '../data-flow/flow-lines.ts';
import { BodyValues, ssaOf } from './values.ts';

/** What is known of the names that the function loads, as `line name = text` or `line name in low..high`. */
async function known(path: string, source: string): Promise<string[]> {
  return new BodyValues(await ssaOf(path, source), source, 1).lines;
}

describe('constants', () => {
  test('operators of Python do what they do there', async () => {
    const source = 'def f():\n  a = -7 // 2\n  b = -7 % 3\n  c = 7 / 2\n  d = 2 ** 10\n  g(a, b, c, d)\n';
    expect(await known('m.py', source)).toEqual(['6 a = -4', '6 b = 2', '6 c = 3.5', '6 d = 1024']);
  });

  test('operators of ECMAScript do what they do there', async () => {
    const source =
      "function f() {\n  const a = -7 % 3, b = '1' + 2, c = '3' * 2, d = typeof null, e = 1 / 2;\n  g(a, b, c, d, e);\n}\n";
    expect(await known('m.js', source)).toEqual(['3 a = -1', "3 b = '12'", '3 c = 6', "3 d = 'object'", '3 e = 0.5']);
  });

  test('strings, booleans and nothing are constants', async () => {
    const source =
      "def f():\n  a = 'x' + 'y'\n  b = a == 'xy'\n  c = None\n  d = c is None and not b\n  g(a, b, c, d)\n";
    expect(await known('m.py', source)).toEqual([
      "3 a = 'xy'",
      '5 c = None',
      '5 b = True',
      "6 a = 'xy'",
      '6 b = True',
      '6 c = None',
      '6 d = False',
    ]);
  });

  test('what is not exact is given up', async () => {
    const source =
      "def f():\n  a = 9007199254740993\n  b = 9007199254740991 + 1\n  c = 1 // 0\n  d = 'a\\n'\n  g(a, b, c, d)\n";
    expect(await known('m.py', source)).toEqual([]);
    expect(await known('m.ts', 'function f() { const a = 10n, b = 010, c = `x${1}`;\n g(a, b, c); }\n')).toEqual([]);
  });

  test('only the way that a constant allows counts', async () => {
    const source = 'def f():\n  a = 1\n  if a > 0:\n    b = 2\n  else:\n    b = 3\n  g(b)\n';
    expect(await known('m.py', source)).toEqual(['3 a = 1', '7 b = 2']);
  });

  test('a loop that changes nothing leaves a constant', async () => {
    const source = 'def f(x):\n  a = 1\n  while x:\n    if a != 1:\n      a = 2\n  g(a)\n';
    expect(await known('m.py', source)).toEqual(['4 a = 1', '6 a = 1']);
  });

  test('a name that is not bound says nothing against a constant', async () => {
    expect(await known('m.py', 'def f(x):\n  if x: a = 1\n  g(a)\n')).toEqual(['3 a = 1']);
    expect(await known('m.ts', 'function f(x) {\n  var a; if (x) a = 1;\n  g(a);\n}\n')).toEqual([]);
    expect(await known('m.ts', 'function f(x) {\n  let a;\n  g(a);\n}\n')).toEqual(['3 a = undefined']);
  });

  test('what a call may write is no constant behind it', async () => {
    const source = 'def f():\n  n = 0\n  def w():\n    nonlocal n\n    n += 1\n  g(n)\n  w()\n  g(n)\n';
    expect(await known('m.py', source)).toEqual(['6 n = 0']);
  });

  test('members are no constants: a property may compute what it likes', async () => {
    expect(await known('m.py', 'def f(self):\n  self.a = 1\n  b = self.a\n  g(b)\n')).toEqual([]);
  });

  test('conditionals and short circuits have the value that their condition allows', async () => {
    const source =
      "function f() {\n  const a = 0 || 'x', b = null ?? 1, c = 1 ? 2 : 3, d = null?.y;\n  g(a, b, c, d);\n}\n";
    expect(await known('m.ts', source)).toEqual(["3 a = 'x'", '3 b = 1', '3 c = 2', '3 d = undefined']);
  });

  test('code that only runs on reads what is hoisted', async () => {
    const source = "function f() {\n  const a = 'x';\n  h(g, a);\n  const b = a;\n  function g() {}\n  h(b);\n}\n";
    expect(await known('m.ts', source)).toEqual(["3 a = 'x'", "4 a = 'x'", "6 b = 'x'"]);
  });

  test('a switch takes the case that a constant equals', async () => {
    const source =
      "function f() {\n  let a, k = 'y';\n  switch (k) {\n    case 'x': a = 1; break;\n    case 'y': a = 2; break;\n    default: a = 3;\n  }\n  g(a);\n}\n";
    expect((await known('m.ts', source)).at(-1)).toBe('8 a = 2');
  });
});

describe('ranges', () => {
  test('a counter stays below what its loop compares it with', async () => {
    const source = 'function f(n) {\n  for (let i = 0; i < 10; i++) {\n    g(i);\n  }\n}\n';
    expect(await known('m.ts', source)).toContain('3 i in 0..9');
  });

  test('without a bound a counter is open on one side', async () => {
    const source = 'def f(x):\n  n = 0\n  while x():\n    n += 1\n  return n\n';
    expect(await known('m.py', source)).toEqual(['4 n in 0..', '5 n in 0..']);
  });

  test('range, enumerate and len of Python give what they give', async () => {
    const source =
      'def f(x):\n  for i in range(3, 9, 2): g(i)\n  for j, y in enumerate(x): g(j)\n  k = len(x)\n  g(k)\n  for m in range(5, 0, -1): g(m)\n';
    expect(await known('m.py', source)).toEqual(['2 i in 3..8', '3 j in 0..', '5 k in 0..', '6 m in 1..5']);
  });

  test('a name of the file that is called range is another', async () => {
    expect(await known('m.py', 'def f(x, range):\n  for i in range(3): g(i)\n')).toEqual([]);
  });

  test('comparisons narrow where they hold', async () => {
    const source =
      'def f(x):\n  n = len(x)\n  if n > 5 and n != 6:\n    g(n)\n  elif n < 2:\n    g(n)\n  m = n % 4\n  g(m)\n';
    expect(await known('m.py', source)).toEqual([
      '3 n in 0..',
      '3 n in 6..',
      '4 n in 7..',
      '5 n in 0..',
      '6 n in 0..1',
      '7 n in 0..',
      '8 m in 0..3',
    ]);
  });
});

/** Branch facts as `line-kind name test constant`. */
async function branches(path: string, source: string): Promise<string[]> {
  const tables = await ssaOf(path, source);
  const flow = new BodyFlow(tables, source, 1);
  const { edge, definition, test: asked, constant, rows } = tables(branchFact);
  const edges = tables(flowEdge);
  const { text } = tables(constantValue);
  const firstEdge = tables(flowBody).edge.at(1);
  return Array.from({ length: rows }, (_, at) => {
    const kind = ['next', 'true', 'false', 'case'][edges.kind.at(firstEdge + edge.at(at))];
    const name = flow.name(flow.definition(definition.at(at)).variable);
    const value = constant.at(at) < 0 ? '' : ` ${text.at(constant.at(at))}`;
    return `${kind}: ${name} ${BRANCH_TESTS[asked.at(at)]}${value}`;
  });
}

describe('branches', () => {
  test('tell of what they compare', async () => {
    expect(await branches('m.py', "def f(x):\n  if x == 'a': g()\n  elif x is None: h()\n")).toEqual([
      'true: x equal a',
      'false: x not_equal a',
      'true: x equal None',
      'false: x not_equal None',
    ]);
  });

  test('tell of both sides of an and that holds, and of an or that does not', async () => {
    expect(await branches('m.py', 'def f(x, y):\n  a = x and not y\n  if a: g()\n')).toEqual([
      'true: x truthy',
      'false: x falsy',
      'true: a truthy',
      'false: a falsy',
    ]);
  });

  test('a loose comparison with null tells of null and undefined', async () => {
    expect(
      await branches('m.ts', 'function f(x, y) {\n  if (x == null) g();\n  if (y == 1) g();\n  y?.z;\n}\n'),
    ).toEqual([
      'true: x nullish',
      'false: x not_nullish',
      'false: y not_equal 1',
      'true: y not_nullish',
      'false: y nullish',
    ]);
  });

  test('a switch tells of its subject', async () => {
    expect(await branches('m.ts', "function f(x) {\n  switch (x) { case 'a': g(); }\n}\n")).toEqual([
      'case: x equal a',
      'false: x not_equal a',
    ]);
  });

  test('name members too', async () => {
    expect(await branches('m.py', 'def f(self):\n  if self.a is not None: self.a.b\n')).toEqual([
      'true: self.a not_equal None',
      'false: self.a equal None',
    ]);
  });
});

test('constants prove that lines never run', async () => {
  const source = 'def f():\n  debug = False\n  if debug:\n    g()\n  h()\n';
  expect([...new BodyValues(await ssaOf('m.py', source), source, 1).deadLines]).toEqual([4]);
});

test('versions count the definitions of each variable, what dominates first', async () => {
  const source =
    'function f(x) {\n  let a = 1;\n  switch (x) { case 1: default: a = 2; case 2: a += 1; }\n  return a;\n}\n';
  const tables = await ssaOf('m.ts', source);
  const flow = new BodyFlow(tables, source, 1);
  const { version } = tables(ssaValue);
  const first = tables(ssaValue).rows - flow.definitions;
  const seen = new Map<number, Set<number>>();
  for (let at = 0; at < flow.definitions; at++) {
    const { variable } = flow.definition(at);
    const versions = seen.get(variable) ?? new Set();
    expect(versions.has(version.at(first + at))).toBe(false);
    seen.set(variable, versions.add(version.at(first + at)));
  }
  for (const versions of seen.values()) expect(Math.max(...versions)).toBe(versions.size - 1);
});
