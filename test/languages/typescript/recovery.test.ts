/** Source that is broken or hostile gives the facts around it and a problem, never an exception. */
import { describe, expect, it } from 'vitest';
import { view } from './view.ts';

describe('broken source', () => {
  it('what stands around an error is lowered', async () => {
    const v = await view(
      'import { a } from "m";\nexport function f() { return a(); }\nconst = ;\nclass A { m() { f(); } }\nexport const z = 1;\n',
    );
    expect(v.declarations).toEqual(
      expect.arrayContaining(['function f exported', 'class A', 'method A.m', 'constant z exported']),
    );
    expect(v.of('a')).toContain('call import 0');
    expect(v.of('f')).toContain('call declaration function f');
    expect(v.problems).toHaveLength(1);
  });

  it('an error inside a function leaves the rest of it', async () => {
    const v = await view('function f(a) { before(a); let = = 3; after(a); }\nfunction g() {}');
    expect(v.references).toEqual(expect.arrayContaining(['before call free', 'after call free']));
    expect(v.declarations).toEqual(['function f', 'function g']);
  });

  it('a file that ends in the middle keeps what was complete', async () => {
    const v = await view('export class A {\n  m() { return this.n(); }\n  n() { if (x) {');
    expect(v.problems.length).toBeGreaterThan(0);
    expect(v.references).toEqual(expect.arrayContaining(['n call attribute of this']));
  });

  it('nothing and noise are files like any other', async () => {
    expect((await view('')).declarations).toEqual([]);
    expect((await view('}{)(=>'.repeat(500))).problems.length).toBeLessThanOrEqual(51);
    expect((await view('// only a comment')).problems).toEqual([]);
  });

  it('every prefix of a source is lowered', async () => {
    const text =
      'import d, { a as b } from "m"; export default class A<T> extends B { @D() x: T = 1; constructor(private y = 2) { super(); } get z() { return `${this.y}`; } }\nconst { p, q: [r = 1] } = f?.(g) ?? <T>h; lab: for (const i of j) { switch (i) { case 1: break lab; } }';
    for (let length = 0; length < text.length; length += 3) {
      const v = await view(text.slice(0, length));
      expect(v.references.some((line) => line.startsWith(' '))).toBe(false);
    }
  });
});

describe('deep source', () => {
  const n = 20_000;
  it.each([
    ['parentheses', `x = ${'('.repeat(n)}1${')'.repeat(n)}`],
    ['calls', `${'f('.repeat(n)}${')'.repeat(n)}`],
    ['blocks', `${'{'.repeat(n)}${'}'.repeat(n)}`],
    ['objects', `x = ${'{a:'.repeat(n)}1${'}'.repeat(n)}`],
    ['patterns', `const ${'['.repeat(n)}a${']'.repeat(n)} = b`],
    ['conditionals', `x = ${'a ? b : '.repeat(n)}c`],
    ['assignments', `${'x = '.repeat(n)}1`],
    ['functions', `${'function f() { a;'.repeat(n)}${'}'.repeat(n)}`],
    ['templates', `x = ${'`${'.repeat(n)}1${'}`'.repeat(n)}`],
    ['imports', `${'import('.repeat(n)}${')'.repeat(n)}`],
  ])('%s end in a problem', async (_, text) => {
    const v = await view(text);
    expect(v.problems.some((line) => line.startsWith('too-deep'))).toBe(true);
  });

  it.each([
    ['types', `type X = ${'A<'.repeat(n)}B${'>'.repeat(n)}`],
    ['conditional types', `type X = ${'A extends B ? C : '.repeat(n)}D`],
    ['qualified names', `class X implements A${'.B'.repeat(n)} {}`],
  ])('%s are read to the end', async (_, text) => {
    const v = await view(text);
    expect(v.problems).toEqual([]);
    expect(v.references.length).toBeGreaterThan(n);
  });
});
