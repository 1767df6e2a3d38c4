/** Expressions as operations: chains, assignments, destructuring, templates, JSX; and types as references. */
import { describe, expect, it } from 'vitest';
import { view } from './view.ts';

/** The operations of a module, its `expression` operations left out. */
async function operations(text: string, path?: string): Promise<string[]> {
  return (await view(text, path)).operations(0).filter((line) => !line.startsWith('expression'));
}

describe('expressions', () => {
  it('a chain opens a bracket at each question mark, to the end of the chain', async () => {
    expect(await operations('a?.b.c(d)?.[e];')).toEqual([
      'load a',
      'if %0 4',
      'attribute %0 b',
      'attribute %2 c',
      'load d',
      'call %3 (%4)',
      'if %5 4',
      'load e',
      'index %5 %7',
      'end',
      'merge %8',
      'end',
      'merge %10',
    ]);
  });

  it('an optional call is marked in all grammars', async () => {
    for (const path of ['m.ts', 'm.tsx', 'm.js']) {
      expect((await operations('a?.(b);', path))[3]).toBe('call %0 (%2) optional');
    }
  });

  it('assignments evaluate the object, then the value, then store', async () => {
    expect(await operations('a.b[c()] = d; e.f = g;')).toEqual([
      'load a',
      'attribute %0 b',
      'load c',
      'call %2 ()',
      'load d',
      'store_index %1 %3 4',
      'load e',
      'load g',
      'store_attribute %6 %7 f',
    ]);
  });

  it('an assignment with an operator reads and writes through one reference', async () => {
    const v = await view('a += 1; b.c++; d ??= e;');
    expect(v.references).toEqual([
      'a readwrite free',
      'b read free',
      'c readwrite attribute of b',
      'd readwrite free',
      'e read free',
    ]);
    expect(v.operations(0)).toEqual([
      'load a',
      'constant 1',
      'binary %0 %1 +',
      'store %2 a',
      'load b',
      'attribute %4 c',
      'unary %5 ++',
      'store_attribute %4 %6 c',
      'load d',
      'if %8 4',
      'else',
      'load e',
      'store %11 d',
      'end',
      'merge %8 %11',
    ]);
  });

  it('destructuring assigns to what stands in the pattern', async () => {
    expect(await operations('({ a, b: [c.d], ...e } = f);')).toEqual([
      'load f',
      'attribute %0 a',
      'store %1 a',
      'attribute %0 b',
      'unpack %3',
      'load c',
      'store_attribute %5 %4 d',
      'unpack %0 65536',
      'store %7 e',
    ]);
  });

  it('array positions count holes', async () => {
    const lines = await operations('const [a, , b, /* , */ c, ...d] = e;');
    expect(lines.filter((line) => line.startsWith('unpack'))).toEqual([
      'unpack %0',
      'unpack %0 2',
      'unpack %0 3',
      `unpack %0 ${4 | 0x10000}`,
    ]);
  });

  it('templates, tagged templates, spread, sequences', async () => {
    expect(await operations('`a${b}c`; t`x${y}`; f(...g, (h, i)); [...j];')).toEqual([
      'build template',
      'constant a',
      'element %0 %1',
      'load b',
      'format %3',
      'element %0 %4',
      'constant c',
      'element %0 %6',
      'load t',
      'constant x${y}',
      'load y',
      'call %9 (%10 %11) tagged',
      'load f',
      'load g',
      'load h',
      'load i',
      'call %14 (*%15 %17) spread',
      'build list',
      'load j',
      'element %20 %21 1',
    ]);
  });

  it('await, yield, delete, typeof, new, casts', async () => {
    const v = await view(
      'async function* f() { await a; yield b; yield* c; delete d.e; delete g[h]; typeof i; new J(k); new l.M; <T>n; o as P; q!; }',
    );
    expect(v.operations(1).filter((line) => !/^(?:load|expression)/.test(line))).toEqual([
      'await %0',
      'yield %3',
      'yield %6 1',
      'delete_attribute %9 e',
      'delete_index %12 %13',
      'unary %16 typeof',
      'call %19 (%20) new',
      'attribute %23 M',
      'call %24 () new',
      'unary %27 as',
      'unary %30 as',
    ]);
    expect(v.of('M')).toEqual(['call attribute of l']);
  });

  it('object literals keep keys, methods, accessors, spreads; shorthand reads the name', async () => {
    const v = await view('f({ a, b: 1, [c]: 2, d() {}, get e() { return 1 }, ...g });');
    expect(v.references.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'f call',
      'a key',
      'a read',
      'b key',
      'c read',
      'd key',
      'e key',
      'g read',
    ]);
    expect(v.bodies).toHaveLength(3);
  });

  it('using ends with its block', async () => {
    const lines = await operations('{ using a = b(); c(); } d();', 'm.js');
    expect(lines.map((line) => line.replaceAll(/ %\d+| \(\)/g, ''))).toEqual([
      'load b',
      'call',
      'store a',
      // 2: an exception goes on behind it.
      'with 2',
      'load c',
      'call',
      'end',
      'load d',
      'call',
    ]);
  });

  it('the same text gives the same operations in all three grammars', async () => {
    const text =
      'class A extends B { x = 1; m(a, { b = 2, ...c }) { for (const d of a) if (d?.e) return `${b}`; } } const f = async (g) => await g;';
    const [ts, tsx, js] = await Promise.all(
      ['m.ts', 'm.tsx', 'm.js'].map(async (path) => {
        const v = await view(text, path);
        return {
          references: v.references,
          bodies: v.bodies.map((_, body) => v.operations(body)),
          declarations: v.declarations,
        };
      }),
    );
    expect(tsx).toEqual(ts);
    expect(js).toEqual(ts);
  });
});

describe('JSX', () => {
  it('a component is called with its attributes, an intrinsic element is built', async () => {
    const v = await view('const e = <A.B c="d" {...f} g={h} i>text {j}<br k={l}/></A.B>;', 'm.tsx');
    expect(v.references.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'A read',
      'B call',
      'c key',
      'f read',
      'h read',
      'g key',
      'i key',
      'j read',
      'l read',
      'e write',
    ]);
    const call = v.operations(0).find((line) => line.startsWith('call'));
    expect(call).toBe('call %1 (c=%2 **%3 g=%4 i=%5 %6 %7 %8) jsx');
  });

  it('lower-case names are no references, fragments are built', async () => {
    const v = await view('<><div a={b}/><Foo/></>;', 'm.jsx');
    expect(v.references).toEqual(['b read free', 'Foo call free']);
    expect(v.operations(0).filter((line) => line.startsWith('build'))).toEqual(['build jsx', 'build jsx']);
  });
});

describe('types are references with the role type', () => {
  it.each<[string, readonly string[]]>([
    ['let x: A.B.C<D[]>', ['A', 'B', 'C', 'D']],
    ['let x: typeof a.b', ['a', 'b']],
    ['let x: keyof A | B["k"] & readonly C[]', ['A', 'B', 'C']],
    ['let x: [a: A, b?: B, ...c: C[]]', ['A', 'B', 'C']],
    ['let x: (a: A, ...b: B[]) => a is C', ['A', 'B', 'C']],
    ['let x: new (a: A) => B', ['A', 'B']],
    ['let x: `a${A}`', ['A']],
    ['let x: { a: A; m(b: B): C; [k: string]: D }', ['A', 'B', 'C', 'D']],
    ['f<A>(b as B, c satisfies C); new D<E>()', ['A', 'B', 'C', 'E']],
  ])('%s', async (text, expected) => {
    const types = (await view(text)).references.filter((line) => line.includes(' type '));
    expect(types.map((line) => line.split(' ')[0]).filter((name) => name !== 'a' || expected.includes('a'))).toEqual(
      expected,
    );
  });

  it('type parameters, infer and mapped names are bound where they hold', async () => {
    const v = await view(
      'type M<T> = { [P in keyof T as `x${P}`]: T[P] } | (T extends (infer U)[] ? U : V); let f: <W>(a: W) => U;',
    );
    expect(v.of('T').every((line) => line.includes('type_parameter'))).toBe(true);
    expect(v.of('P').every((line) => line.includes('type_parameter'))).toBe(true);
    expect(v.of('U')).toEqual(['type local type_parameter of body 0', 'type free']);
    expect(v.of('V')).toEqual(['type free']);
    expect(v.of('W')).toEqual(['type local type_parameter of body 0']);
  });

  it('type parameters of functions and classes are seen in their bodies', async () => {
    const v = await view('function f<T extends U, U>(a: T): U { let b: T; } class C<V> { m(a: V): V { let b: V; } }');
    for (const name of ['T', 'U', 'V']) {
      expect(v.of(name).length).toBeGreaterThan(1);
      expect(v.of(name).every((line) => line.startsWith('type local type_parameter'))).toBe(true);
    }
  });
});
