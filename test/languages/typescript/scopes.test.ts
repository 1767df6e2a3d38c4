/** What bare names are bound to: hoisting, blocks, closures, parameters, the two name spaces. */
import { describe, expect, it } from 'vitest';
import { view } from './view.ts';

describe('names are bound in the scope that JavaScript gives them', () => {
  it('a var in a block belongs to the function, a let to the block', async () => {
    const v = await view('function f() { if (c) { var a = 1; let b = 2; } a; b; }');
    expect(v.of('a')).toEqual(['write local variable of body 1', 'read local variable of body 1']);
    expect(v.of('b')).toEqual(['write local variable of body 1', 'read free']);
  });

  it('a use above a let in a block means the let, not the outer name', async () => {
    const v = await view('function f() { let a = 1; { a; let a = 2; } }');
    const { reference, local } = v.rows;
    const [, outer, use, inner] = reference.map((row) => row.target);
    expect(local.map((row) => row.name)).toEqual(['a', 'a']);
    expect(use).toBe(inner);
    expect(outer).not.toBe(inner);
  });

  it('functions are known above their declaration', async () => {
    const v = await view('function f() { g(); function g() {} }');
    expect(v.of('g')[0]).toBe('call local function of body 1');
  });

  it('a closure in a loop captures the name of the loop', async () => {
    const v = await view(
      'function f(xs) { for (const x of xs) { run(() => x); } for (let i = 0; i < 2; i++) run(() => i); x; i; }',
    );
    expect(v.of('x')).toEqual(['write local variable of body 1', 'read free', 'read local variable of body 1']);
    expect(v.rows.local.filter((row) => row.captured).map((row) => row.name)).toEqual(['x', 'i']);
  });

  it('parameters of all forms are bound, with their defaults', async () => {
    const v = await view('function f(a, { b, c: d = a }, [e, , g] = b, ...h) { return [a, b, d, e, g, h]; }');
    const reads = v.references.filter((line) => line.includes(' read local parameter of body 1'));
    expect(reads.map((line) => line.split(' ')[0])).toEqual(['a', 'b', 'a', 'b', 'd', 'e', 'g', 'h']);
    expect(v.operations(1).filter((line) => /^(?:parameter|unpack)/.test(line))).toEqual([
      'parameter a',
      'parameter { b, c: d = a }',
      'parameter [e, , g]',
      'unpack %16',
      'unpack %16 2',
      'parameter h',
    ]);
  });

  it('the name of a catch clause and of a function expression is seen inside only', async () => {
    const v = await view('function f() { try {} catch (e) { e; } e; const g = function h() { return h; }; h; }');
    expect(v.of('e')).toEqual(['write local variable of body 1', 'read local variable of body 1', 'read free']);
    expect(v.of('h')).toEqual(['read free', 'read local function of body 2']);
  });

  it('cases of a switch share one scope', async () => {
    const v = await view('function f(x) { switch (x) { case 1: let a = 1; case 2: a; } a; }');
    expect(v.of('a')).toEqual(['write local variable of body 1', 'read local variable of body 1', 'read free']);
  });

  it('names of modules and namespaces are declarations, names in their blocks are locals', async () => {
    const v = await view(
      'let a = 1; { let b = a; var c = b; } namespace N { const d = a; export function e() { return d; } }',
    );
    expect(v.declarations).toEqual([
      'variable a',
      'variable c',
      'namespace N',
      'constant N.d',
      'function N.e exported',
    ]);
    expect(v.of('b')).toEqual(['write local variable of body 0', 'read local variable of body 0']);
    expect(v.of('d')).toEqual(['write declaration constant d', 'read declaration constant d']);
  });

  it('types and values have name spaces of their own', async () => {
    const v = await view('interface A {} const A = 1; let x: A = A; type B = typeof A;');
    expect(v.of('A')).toEqual([
      'write declaration constant A',
      'read declaration constant A',
      'type declaration interface A',
      'type declaration constant A',
    ]);
  });

  it('a name of a type passes over values of that name', async () => {
    const v = await view('interface A {} function f(A: A) { const B = 1; let x: B; return (A: A) => A; }');
    expect(v.of('A')).toEqual([
      'type declaration interface A',
      'type declaration interface A',
      'read local parameter of body 2',
    ]);
    expect(v.of('B')).toEqual(['write local variable of body 1', 'type free']);
    const w = await view('namespace N { export class C {} } import C = N.C; let x: C; let y: N.C; let z: typeof x;');
    expect(w.of('C')).toContain('type declaration constant C');
    expect(w.of('x')).toContain('type declaration variable x');
  });

  it('parameters of signatures are seen in their signature, members of object types nowhere', async () => {
    const v = await view(
      'interface I { is(value: object): value is I; }\ndeclare function g(node: I): node is I;\ntype F = (item: { I: I; item: typeof item }) => item is I;\nnode; value;\n',
    );
    expect(v.of('value')).toEqual(['type local signature of body 0', 'read free']);
    expect(v.of('node')).toEqual(['type local signature of body 0', 'read free']);
    expect(v.of('item')).toEqual(['type local signature of body 0', 'type local signature of body 0']);
    expect(new Set(v.of('I'))).toEqual(new Set(['type declaration interface I']));
  });

  it('members of a class are not in scope as bare names', async () => {
    const v = await view('class A { m() { return m(); } n = m; }');
    expect(v.of('m')).toEqual(['read free', 'call free']);
  });

  it('members of a local class are locals of its body', async () => {
    const v = await view('function f() { class A { m() {} x = 1; } }');
    expect(v.rows.local.map((row) => `${row.name} ${row.body}`)).toEqual(['A 1', 'm 2', 'x 2']);
    expect(v.bodies).toEqual([
      'module in -1 declared',
      'function in 0 declared',
      'class in 1 owned',
      'function in 2 owned',
    ]);
  });

  it('this and super are references by name', async () => {
    const v = await view('class A extends B { m() { return super.m(this.x); } }');
    expect(v.of('super')).toEqual(['read free']);
    expect(v.of('this')).toEqual(['read free']);
    expect(v.of('x')).toEqual(['read attribute of this']);
  });
});
