/** Types of TypeScript: one construct a test, from source text to the type that is said of a variable or a result. */
import { describe, expect, test } from 'vitest';
import { typed } from './typescript-read.ts';

/** `const x = EXPRESSION` in a function, behind what it needs: the type of `x`. */
async function of(expression: string, before = '', inside = ''): Promise<string> {
  const file = await typed(`${before}\nexport function f() { ${inside} const x = ${expression}; return x; }`);
  return file.variable('x');
}

describe('expressions', () => {
  test.each([
    ['1', '1'],
    [`'a'`, '"a"'],
    ['`a${1}`', 'string'],
    ['true', 'true'],
    ['null', 'null'],
    ['10n', '10n'],
    ['/a/', 'RegExp'],
    ['1 + 2', 'number'],
    [`1 + 'a'`, 'string'],
    ['1 < 2', 'boolean'],
    ['!g()', 'boolean'],
    ['-1', '-1'],
    ['[1, 2]', 'number[]'],
    [`[1, 'a']`, '(number | string)[]'],
    ['[...[1]]', 'number[]'],
    [`{ a: 1, b: { c: 'x' } }`, '{ a: number; b: { c: string; }; }'],
    [`{ a: 1, ...{ b: true } }`, '{ a: number; b: boolean; }'],
    [`'a' as string`, 'string'],
    [`'a' as const`, '"a"'],
    ['g()!', 'string'],
    ['g() ?? 1', 'string | 1'],
    ['g() || 1', 'string | 1'],
    ['g() && 1', '"" | 1 | undefined'],
    ['g() ? 1 : 2', '1 | 2'],
    ['g()?.length', 'number | undefined'],
    [`typeof g === 'string'`, 'boolean'],
    ['void 0', 'undefined'],
    ['(n: number) => n', '(n: number) => number'],
  ])('%s is %s', async (expression, type) => {
    const text = `declare function g(): string | undefined;`;
    expect((await of(expression, text)).split(' / ').at(-1)).toBe(type);
  });

  test('a variable that can change takes the base of a literal', async () => {
    const file = await typed(`let a = 1; var b = 'x'; const c = a; let d = true;`);
    expect(['a', 'b', 'c', 'd'].map((name) => file.variable(name))).toEqual(['number', 'string', 'number', 'boolean']);
  });
});

describe('the built-ins', () => {
  test.each([
    ['[1].map(n => String(n))', 'string[]'],
    ['[1].filter(n => n > 1)', 'number[]'],
    ['[1, 2].find(n => n > 1)', 'number | undefined'],
    [`'a,b'.split(',')`, 'string[]'],
    [`new Map<string, number>().get('a')`, 'number | undefined'],
    ['new Set([1])', 'Set<number>'],
    ['Promise.resolve(1)', 'Promise<number>'],
    ['Object.keys({})', 'string[]'],
    ['Math.max(1, 2)', 'number'],
    ['new Date().getTime()', 'number'],
    [`[['a', 1] as [string, number]]`, '[string, number][]'],
    [`document.querySelector('x')`, 'Element | null'],
    ['[1, 2].reduce((sum, n) => sum + n, 0)', 'number'],
  ])('%s is %s', async (expression, type) => {
    expect(await of(expression)).toBe(type);
  });

  test('modules of Node by their names, with and without the prefix', async () => {
    const file = await typed(
      `import { readFileSync } from 'node:fs'; import * as os from 'os'; const a = os.homedir(); const b = readFileSync(a, 'utf8');`,
    );
    expect([file.variable('a'), file.variable('b')]).toEqual(['string', 'string']);
  });
});

describe('declarations', () => {
  const SHAPES = `
    interface Named { readonly name: string; nick?: string; }
    class Base<T> implements Named { name = 'x'; item!: T; static made = 1; get size() { return 1; } own(): T { return this.item; } self() { return this; } }
    class Below extends Base<number> { extra = [1]; }
    enum Color { Red, Green }
    type Pair<T> = [T, T]; type Maybe<T> = T | undefined; type Size = number | string;`;

  test.each([
    ['new Below().item', 'number'],
    ['new Below().own()', 'number'],
    ['new Below().extra', 'number[]'],
    ['new Below().size', 'number'],
    ['new Below().self()', 'Below'],
    ['Base.made', 'number'],
    ['new Base<string>().item', 'string'],
    ['Color.Red', 'Color.Red'],
    ['(null as unknown as Named).nick', 'string | undefined'],
    ['(null as unknown as Pair<string>)[0]', 'string'],
    ['(null as unknown as Maybe<Size>)', 'Maybe<Size>'],
    ['(null as unknown as Size)', 'Size'],
    ['(null as unknown as Partial<Named>).name', 'string | undefined'],
    ['(null as unknown as Record<string, Below>).a.item', 'number'],
    [`(null as unknown as Named['name'])`, 'string'],
    ['Below', 'typeof Below'],
  ])('%s is %s', async (expression, type) => {
    expect(await of(expression, SHAPES)).toBe(type);
  });

  test('results are inferred: nothing, promises, several ways out', async () => {
    const file = await typed(`
      function a() {} function b(x: boolean) { if (x) return 1; return 'a'; } async function c() { return 1; }
      function d(x: boolean) { if (x) { return 1; } } function e() { return; } const g = () => { throw new Error(); };
      function h() { return 'a'; } async function i() { await c(); }`);
    const results = ['a', 'b', 'c', 'd', 'e', 'g', 'h', 'i'].map((name) => file.result(name));
    expect(results).toEqual([
      'void',
      '1 | "a"',
      'Promise<number>',
      '1 | undefined',
      'void',
      'never',
      'string',
      'Promise<void>',
    ]);
  });

  test('a callback knows its parameters by what takes it', async () => {
    const file = await typed(`
      interface Options { onDone(code: number): void; }
      declare function run(options: Options): void;
      function f(list: string[]) { list.forEach((item, at) => { const y = item; const z = at; }); run({ onDone: code => { const w = code; } }); }`);
    expect([file.variable('y'), file.variable('z'), file.variable('w')]).toEqual(['string', 'number', 'number']);
  });

  test('destructuring and loops take values apart', async () => {
    const file = await typed(`
      function f(p: { a: number; b?: string }, m: Map<string, boolean>, t: [number, string]) {
        const { a, b: c } = p; const [d, e] = t; for (const [k, v] of m) { const u = v; } for (const s of 'abc') {} for (const i in p) {} }`);
    expect(['a', 'c', 'd', 'e', 'k', 'u', 's', 'i'].map((name) => file.variable(name))).toEqual([
      'number',
      'string | undefined',
      'number',
      'string',
      'string',
      'boolean',
      'string',
      'string',
    ]);
  });

  test('generic functions take their type parameters from the arguments', async () => {
    const before = `declare function one<T>(x: T): T; declare function all<T>(x: T[]): T; declare function made<T, U>(x: T, f: (x: T) => U): U;`;
    expect(await of(`all([1])`, before)).toBe('number');
    expect(await of(`made('a', s => s.length)`, before)).toBe('number');
    expect(await of(`one<string>(null!)`, before)).toBe('string');
  });
});

describe('narrowing', () => {
  const SHAPES = `
    interface Circle { kind: 'circle'; r: number } interface Square { kind: 'square'; w: number } type Shape = Circle | Square;
    class A { a = 1 } class B { b = 1 } declare function isA(x: unknown): x is A;`;
  test.each([
    ['x: string | undefined', 'if (x) { const y = x; }', 'string'],
    ['x: string | undefined', 'if (!x) return; const y = x;', 'string'],
    ['x: string | null | undefined', 'if (x == null) return; const y = x;', 'string'],
    ['x: string | null', 'if (x !== null) { const y = x; }', 'string'],
    ['x: string | number', `if (typeof x === 'string') { const y = x; }`, 'string'],
    ['x: string | number', `if (typeof x === 'string') return; const y = x;`, 'number'],
    ['x: A | B', 'if (x instanceof A) { const y = x; }', 'A'],
    ['x: A | B', 'if (x instanceof A) {} else { const y = x; }', 'B'],
    ['x: Shape', `if (x.kind === 'circle') { const y = x; }`, 'Circle'],
    ['x: Shape', `switch (x.kind) { case 'circle': break; default: const y = x; }`, 'Square'],
    ['x: Shape', `if ('w' in x) { const y = x; }`, 'Square'],
    ['x: A | string', 'if (isA(x)) { const y = x; }', 'A'],
    ['x: string | undefined', 'x = x ?? "a"; const y = x;', 'string'],
    ['x: { a?: string }', 'if (x.a) { const y = x.a; }', 'string'],
    ['x: { a?: { b: string } }', 'if (x.a?.b) { const y = x.a; }', '{ b: string; }'],
    ['x: string | undefined, z: boolean', 'if (z && x) { const y = x; }', 'string'],
    ['x: string | undefined, z: boolean', 'if (z || x) { const y = x; }', 'string | undefined'],
    ['x: string | undefined', 'while (!x) { x = "a"; } const y = x;', 'string'],
    ['x: "a" | "b"', 'if (x === "a") return; const y = x;', '"b"'],
    ['x: string | undefined', 'try { if (!x) throw 1; } finally {} const y = x;', 'string'],
  ])('%s; %s gives %s', async (parameters, statements, type) => {
    const file = await typed(`${SHAPES}\nfunction f(${parameters}) { ${statements} }`);
    expect(file.variable('y')).toBe(type);
  });
});

describe('other files', () => {
  const OTHERS = {
    'lib.ts': `import { Box } from './box';\nexport interface Item { id: number }\nexport class Store { items = new Box<Item>(); all() { return [this.items.value]; } static open() { return new Store(); } }\nexport const LIMIT = 10; export function first(s: Store) { return s.all()[0]; }\nexport default class Hidden { x = 'a' }`,
    'box.ts': `export class Box<T> { value!: T; map<U>(f: (value: T) => U): Box<U> { return null!; } }`,
    'more.ts': `export * from './lib';`,
  };

  test('declared and inferred types cross files, through bases, type arguments and re-exports', async () => {
    const file = await typed(
      `import { Store, LIMIT, first } from './more'; import H from './lib'; import * as lib from './lib';
       const a = Store.open().all(); const b = LIMIT; const c = first(new Store()); const d = new Store().items.map(i => i.id);
       const e = new H().x; const g = lib.LIMIT;`,
      OTHERS,
    );
    expect(['a', 'b', 'c', 'd', 'e', 'g'].map((name) => file.variable(name))).toEqual([
      'Item[]',
      '10',
      'Item',
      'Box<number>',
      'string',
      '10',
    ]);
  });

  test('members are found by the type of their object, and calls by their members', async () => {
    const file = await typed(
      `import { Store } from './lib'; function f(s: Store) { s.all(); const box = s.items; box.map(i => i.id); }`,
      OTHERS,
    );
    expect(file.meanings()).toEqual(
      expect.arrayContaining(['items -> lib.ts: Store.items', 'map -> box.ts: Box.map', 'id -> lib.ts: Item.id']),
    );
    expect(file.callees()).toEqual(expect.arrayContaining(['map -> box.ts: Box.map']));
  });

  test('what a package that is not here gives is not guessed', async () => {
    const file = await typed(
      `import { X } from 'absent'; const a = new X(); const b: X = null!; const c = b.d; const e = new Map<string, X>();`,
    );
    expect(['a', 'b', 'c', 'e'].map((name) => file.variable(name))).toEqual(['-', '-', '-', '-']);
  });
});

describe('other dialects', () => {
  test('JavaScript has types too', async () => {
    const file = await typed(`class A { m() { return [1]; } }\nconst x = new A().m();`, {}, 'm.js');
    expect(file.variable('x')).toBe('number[]');
  });

  test('TSX is read', async () => {
    const file = await typed(`const x = 1; const y = <div>{x}</div>;`, {}, 'm.tsx');
    expect([file.variable('x'), file.variable('y')]).toEqual(['1', '-']);
  });
});

describe('hostile input', () => {
  test.each([
    [
      'aliases that name themselves',
      'type A = A[]; type B = B | { b: B }; type C<T> = C<C<T>>; let a: A; let b: B; let c: C<string>; const x = a!; const y = b!; const z = c!;',
    ],
    [
      'bases that name themselves',
      'class A extends A {} interface B extends C {} interface C extends B {} const x = new A().p; let b: B; const y = b!.q;',
    ],
    [
      'functions that call themselves',
      'function f() { return g(); } function g() { return f(); } const x = f(); const h = () => h; const y = h();',
    ],
    [
      'a generic that grows',
      'class A<T> { next(): A<A<T>> { return null!; } } const x = new A<string>().next().next().next().next().next().next().next().next().next().next();',
    ],
    ['deep nesting of a type', `let a: ${'Array<'.repeat(500)}string${'>'.repeat(500)}; const x = a!;`],
    [
      'a union of thousands',
      `let a: ${Array.from({ length: 5000 }, (_, at) => `'m${at}'`).join(' | ')}; const x = a!;`,
    ],
    ['a record of thousands', `const x = { ${Array.from({ length: 3000 }, (_, at) => `m${at}: ${at}`).join(', ')} };`],
    [
      'broken types',
      'let a: { b: ; const x = a; function f(c: <, d: [) { return c; } type = 3; let g: keyof; let h: (a: => b;',
    ],
  ])('%s: bounded, and nothing thrown', async (_, text) => {
    const started = performance.now();
    await expect(typed(text)).resolves.toBeDefined();
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('a long function costs in proportion to its length', async () => {
    const lines = (count: number): string =>
      `declare const m: Map<string, number>; function f(x: string | undefined) {\n${Array.from({ length: count }, (_, at) => `if (x && m.get(x)) { const v${at} = m.get(x)! + ${at}; }`).join('\n')}\n}`;
    const time = async (count: number): Promise<number> => {
      const started = performance.now();
      await typed(lines(count));
      return performance.now() - started;
    };
    await time(100);
    const short = await time(1000);
    expect(await time(4000)).toBeLessThan(12 * short + 500);
  });
});
