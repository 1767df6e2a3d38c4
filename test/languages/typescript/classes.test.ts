/** Classes, interfaces, enums and object literals: their members, bodies and bases. */
import { describe, expect, it } from 'vitest';
import { declaration } from '#facts';
import { view } from './view.ts';

describe('classes', () => {
  it('members of all forms are declared with their flags', async () => {
    const v = await view(`abstract class A {
      private static readonly x?: number = 1; #p = 2; declare y: string; protected z; 'quoted' = 3; ['com' + 1] = 4;
      constructor(public a: string, b: number, readonly c = 1) {}
      get v() { return 1; } set v(n) {} static async *gen() {} abstract m(): void; arrow = async () => 1; [key: string]: unknown; }`);
    expect(v.declarations).toEqual([
      'class A abstract',
      'property A.x static private readonly optional',
      'property A.#p private',
      'property A.y ambient',
      'property A.z protected',
      'property A.quoted',
      `property A.['com' + 1]`,
      'constructor A.constructor',
      'property A.a instance',
      'property A.c readonly instance',
      'property A.v getter',
      'property A.v setter',
      'method A.gen async generator static',
      'method A.m abstract overload',
      'method A.arrow async',
    ]);
    expect(v.parameters).toEqual(['plain a default string', 'plain b number', 'plain c default', 'plain n']);
  });

  it('every function of a class has a body below the body of the class', async () => {
    const v = await view('class A { m() {} f = () => 1; static { run(); } x = g(); }');
    expect(v.bodies).toEqual([
      'module in -1 declared',
      'class in 0 declared',
      'function in 1 declared',
      'lambda in 1 declared',
    ]);
    expect(v.operations(1).filter((line) => line.startsWith('call'))).toEqual(['call %7 ()', 'call %12 ()']);
  });

  it('bases, interfaces and mixins', async () => {
    const v = await view(
      'class A<T> extends ns.B<T> implements I, J.K<X> {} class C extends Mix(D, E) {} interface F extends G, H<A> {}',
    );
    expect(v.bases).toEqual([
      'A extends ns.B',
      'A implements I',
      'A implements J.K',
      'C mixin D',
      'C mixin E',
      'F extends G',
      'F extends H',
    ]);
    const inherit = v.references.filter((line) => line.includes(' inherit '));
    expect(inherit.map((line) => line.split(' ')[0])).toEqual(['B', 'I', 'K', 'G', 'H']);
    expect(v.of('Mix')).toEqual(['call free']);
  });

  it('in JavaScript too', async () => {
    const v = await view('class A extends (B ?? C) { static #p = 1; y; m() { this.z = 1; } }', 'src/a.js');
    expect(v.declarations).toEqual([
      'class A',
      'property A.#p static private',
      'property A.y',
      'method A.m',
      'property A.z instance',
    ]);
  });

  it('an assignment to this declares a member once, in arrow functions too, not in functions', async () => {
    const v = await view(
      'class A { x = 0; constructor() { this.x = 1; this.y = 2; this.y = 3; () => { this.z = 1; }; function g() { this.w = 1; } } }',
    );
    expect(v.declarations).toEqual([
      'class A',
      'property A.x',
      'constructor A.constructor',
      'property A.y instance',
      'property A.z instance',
    ]);
    expect(v.members).toEqual(['constructor', 'x', 'y', 'z']);
  });

  it('overloads and accessors are one symbol, a static member of one name is another', async () => {
    const v = await view(
      'class A { m(a): void; m(b) {} get v() { return 1 } set v(x) {} static m() {} } function f(a): void; function f(b) {}',
    );
    const { rows, hash, name } = v.reader.table(declaration);
    const hashes = (wanted: string): number[] =>
      Array.from({ length: rows }, (_, row) => row)
        .filter((row) => name.at(row) === wanted)
        .map((row) => hash.lo(row));
    const [first, second, other] = hashes('m');
    expect(first).toBe(second);
    expect(other).not.toBe(first);
    expect(new Set(hashes('v')).size).toBe(1);
    expect(new Set(hashes('f')).size).toBe(1);
  });

  it('decorators are references and calls, of classes, members and parameters', async () => {
    const v = await view('@Dec({ a: 1 }) @ns.Plain export class A { @P() x; @Q m(@R() p) {} }');
    expect(v.decorators).toEqual(['A @Dec', 'A @ns.Plain', 'x @P', 'm @Q']);
    expect(v.references.filter((line) => line.includes(' decorate ')).map((line) => line.split(' ')[0])).toEqual([
      'Dec',
      'Plain',
      'P',
      'Q',
      'R',
    ]);
    const calls = v.operations(0).filter((line) => line.startsWith('call'));
    expect(calls.map((line) => line.replaceAll(/%\d+/g, '%'))).toEqual(['call % (%) decorator', 'call % () decorator']);
  });

  it('super calls are marked', async () => {
    const v = await view('class A extends B { constructor() { super(1); } m() { super.m(); this.m(); } }');
    expect(v.operations(2).at(-2)).toBe('call %0 (%1) super');
    expect(v.operations(3).filter((line) => line.startsWith('call'))).toEqual(['call %1 () super', 'call %5 ()']);
  });

  it('a class expression is linked to the name that it is the value of', async () => {
    const v = await view('export const A = class Inner { m() { return Inner; } }; let B = function () {};');
    expect(v.declarations).toEqual(['class A exported', 'function B', 'method A.m']);
    expect(v.bodies.slice(1)).toEqual(['class in 0 declared', 'function in 0 declared', 'function in 1 declared']);
    expect(v.of('Inner')).toEqual(['read local class of body 0']);
  });
});

describe('other types', () => {
  it('interfaces merge, their members are declared', async () => {
    const v = await view(
      'interface A<T> { a: T; m?(x: T): void; get g(): number; (x: number): T; new (y: T): A<T>; [k: string]: T } interface A { b }',
    );
    expect(v.declarations).toEqual([
      'interface A',
      'property A.a',
      'method A.m optional',
      'property A.g getter',
      'interface A',
      'property A.b',
    ]);
    expect(v.signatures).toEqual([
      'A<T>: { (x: number): T; new (y: T): A<T>; [k: string]: T; }',
      'a: T',
      'm: void',
      'g: number',
    ]);
    expect(v.members).toEqual(['a', 'b', 'g', 'm']);
    expect(v.of('T').every((line) => line === 'type local type_parameter of body 0')).toBe(true);
  });

  it('enum members are declared and seen by later initialisers', async () => {
    const v = await view(`enum A { X = 1, 'Y' = X << 1, Z } A.X;`);
    expect(v.declarations).toEqual(['enum A', 'enum_member A.X', 'enum_member A.Y', 'enum_member A.Z']);
    expect(v.of('X')).toEqual(['read declaration enum_member X', 'read attribute of A']);
    expect(v.members).toEqual(['X', 'Y', 'Z']);
  });

  it('an object literal of the module declares its properties, and functions in it have bodies', async () => {
    const v = await view('export const api = { a() { return b; }, b: 1, c: (x) => x, d, ["e"]: 2, ...f };');
    expect(v.declarations).toEqual([
      'constant api exported',
      'method api.a',
      'property api.b',
      'method api.c',
      'property api.d',
    ]);
    expect(v.bodies.slice(1)).toEqual(['function in 0 declared', 'lambda in 0 declared']);
    expect(v.of('b')).toEqual(['key attribute', 'read free']);
  });

  it('namespaces of several names nest and merge', async () => {
    const v = await view('namespace A.B { export const x = 1; } namespace A { export const y = 2; }');
    expect(v.declarations).toEqual([
      'namespace A',
      'namespace A.B exported',
      'constant A.B.x exported',
      'namespace A',
      'constant A.y exported',
    ]);
  });

  it('documentation is the comment above', async () => {
    const v = await view(`// licence

/** Of f. */
export function f() {}
const a = 1; // of a
const b = 2;
// two
// lines
class C {
  /** Of m. */
  @D m() {}
}`);
    expect(v.documentation).toEqual(['f: /** Of f. */', 'C: // two\n// lines', 'm: /** Of m. */']);
  });
});
