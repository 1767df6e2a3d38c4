/** Imports and exports of all forms: ECMAScript, TypeScript's own, CommonJS. */
import { describe, expect, it } from 'vitest';
import { view } from './view.ts';

describe('imports', () => {
  it('default, named, renamed, whole module, side effect only', async () => {
    const v = await view(
      `import d, { a as b, c, default as e, 'x-y' as z } from './m'; import * as ns from "n"; import 's';`,
    );
    expect(v.imports).toEqual([
      './m default as d',
      './m a as b',
      './m c as c',
      './m default as e',
      './m x-y as z',
      'n as ns',
      's',
    ]);
    expect(v.references.every((line) => line.includes(' import import '))).toBe(true);
    expect(v.operations(0)).toHaveLength(7);
  });

  it('type-only imports are marked and are no operations', async () => {
    const v = await view(`import type { A } from 'a'; import { type B, c } from 'b'; let x: A | B = c;`);
    expect(v.imports).toEqual(['a A as A type', 'b B as B type', 'b c as c']);
    expect(v.operations(0).filter((line) => line.startsWith('import'))).toEqual(['import @2']);
    expect(v.of('A')).toEqual(['import import 0', 'type import 0']);
  });

  it('import = require and import = name', async () => {
    const v = await view(`import x = require('y'); export import q = x.A.B; q;`);
    expect(v.imports).toEqual(['y as x require']);
    expect(v.exports).toEqual(['q alias x.A.B']);
    expect(v.of('q')).toEqual(['write declaration constant q', 'read declaration constant q']);
  });

  it('require binds names as an import does', async () => {
    const v = await view(
      `const a = require('x'), { b, c: d } = require('y'), e = require('z').f; function g() { return require('w'); } d(a);`,
      'src/m.js',
    );
    expect(v.imports).toEqual([
      'x as a require',
      'y b as b require',
      'y c as d require',
      'z f as e require',
      'w nested require',
    ]);
    expect(v.of('d')).toEqual(['call import 2']);
    expect(v.declarations).toEqual(['function g']);
  });

  it('dynamic imports and imports in types', async () => {
    const v = await view(`const load = () => import('./lazy'); type T = import('./types').Deep;`);
    expect(v.imports).toEqual(['./types Deep type dynamic', './lazy dynamic nested']);
    expect(v.of('Deep')).toEqual(['type import 0']);
  });
});

describe('exports', () => {
  it('declarations', async () => {
    const v = await view(
      'export const a = 1, { b } = a; export function c() {} export class D {} export interface E {} export type F = E; export enum G {}',
    );
    expect(v.exports).toEqual([
      'a declaration constant',
      'b declaration constant',
      'c declaration function',
      'D declaration class',
      'E declaration interface',
      'F declaration type_alias',
      'G declaration enum',
    ]);
  });

  it('lists may stand above what they name, and re-export imports', async () => {
    const v = await view(
      `export { a as b, imported, ns }; const a = 1; import { imported } from 'm'; import * as ns from 'n';`,
    );
    expect(v.exports).toEqual(['b declaration constant', 'imported import m imported', 'ns module n']);
    expect(v.of('a')).toEqual(['export declaration constant a', 'write declaration constant a']);
  });

  it('re-exports of names, of all names, of the module', async () => {
    const v = await view(
      `export { a as b, default as c } from 'm'; export * from 'n'; export * as o from 'p'; export type { T } from 'q';`,
    );
    expect(v.exports).toEqual(['* star n', 'b import m a', 'c import m default', 'o module p', 'T import q T']);
    expect(v.imports).toEqual([
      'm a reexport',
      'm default reexport',
      'n * reexport',
      'p reexport',
      'q T type reexport',
    ]);
  });

  it.each([
    ['export default function f() {}', 'function f exported default'],
    ['export default function () {}', 'function default exported default'],
    ['export default class {}', 'class default exported default'],
    ['export default () => 1', 'function default exported default'],
    ['export default { a: 1 }', 'constant default exported default'],
    ['const f = 1; export default f', 'constant f exported default'],
  ])('%s', async (text, declared) => {
    const v = await view(text);
    expect(v.declarations[0]).toBe(declared);
    expect(v.exports).toEqual([`default declaration ${declared.split(' ')[0]!}`]);
  });

  it('export = names the value that the module is', async () => {
    expect((await view('class A {} export = A;')).exports).toEqual(['export= declaration class']);
  });

  it('an exported name may be a type and a value', async () => {
    const v = await view('interface A {} const A = 1; export { A };');
    expect(v.exports).toEqual(['A declaration constant', 'A declaration interface']);
  });

  it('CommonJS exports', async () => {
    const text = `function f() {} module.exports = { f, g: f, h() {}, k: 1 }; exports.x = () => 1; module.exports.y = class {};`;
    const v = await view(text, 'src/m.js');
    expect(v.exports).toEqual([
      'export= declaration constant',
      'f declaration function',
      'g declaration function',
      'h declaration method',
      'k declaration property',
      'x declaration function',
      'y declaration class',
    ]);
    expect((await view('module.exports = f; function f() {}', 'src/m.js')).exports).toEqual([
      'export= declaration function',
    ]);
  });

  it('names of ambient modules are no exports of the file', async () => {
    const v = await view(
      `declare module 'm' { export function f(): void; export { f as g }; } declare global { var h: number }`,
    );
    expect(v.exports).toEqual([]);
    expect(v.declarations).toEqual([
      'module m ambient',
      'function m.f exported overload',
      'namespace global ambient',
      'variable global.h',
    ]);
  });
});
