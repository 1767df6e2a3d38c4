import { describe, expect, it } from 'vitest';
import { factsOf } from './read.ts';

describe('imports in TypeScript', () => {
  it('mean the declaration behind barrels, default exports and renamed re-exports', async () => {
    const facts = await factsOf({
      'main.ts': [
        "import Main, { a, b as c, inner, type Shape } from './lib';",
        "import * as all from './lib';",
        "export { a as again } from './lib';",
        'all.a(); all.inner.deep(); c();',
      ].join('\n'),
      'lib/index.ts': [
        "export * from './one';",
        "export { two as b } from './two';",
        "export * as inner from './two';",
        'export default class Main {}',
      ].join('\n'),
      'lib/one.ts': 'export function a() {}\nexport interface Shape {}\nexport default 1;\n',
      'lib/two.ts': 'export function two() {}\nexport function deep() {}\n',
      'user.ts': "import { again } from './main';\nagain();\n",
    });
    expect(facts.imports('main.ts')).toEqual([
      'Main -> lib/index.ts#Main',
      'a -> lib/one.ts#a',
      'c -> lib/two.ts#two',
      'inner -> lib/two.ts',
      'Shape -> lib/one.ts#Shape',
      'all -> lib/index.ts',
      'a -> lib/one.ts#a',
    ]);
    expect(facts.calls('main')).toEqual(['lib/one.a', 'lib/two.deep', 'lib/two.two']);
    expect(facts.calls('user')).toEqual(['lib/one.a']);
  });

  it('do not bring the default export through a star, nor names into the scope', async () => {
    const facts = await factsOf({
      'main.ts': "import whole from './lib';\nexport * from './other';\nfree();\n",
      'lib.ts': "export * from './other';\n",
      'other.ts': 'export default function whole() {}\nexport function free() {}\n',
    });
    expect(facts.imports('main.ts')[0]).toBe('whole -> lib.ts undeclared');
    expect(facts.references('main.ts', 'free')).toEqual([]);
  });

  it('take members of what a module exports as itself', async () => {
    const facts = await factsOf({
      'main.ts':
        "import lib, { run } from './lib';\nimport required = require('./lib');\nrun(); lib.run(); required.run(); new required();\n",
      'lib.ts': 'class Lib { constructor() {} static run() {} }\nexport = Lib;\n',
      'use.js': "const make = require('./make');\nconst { helper } = require('./kit');\nmake(); helper();\n",
      'make.js': 'module.exports = function make() {};\n',
      'kit.js': 'function helper() {}\nmodule.exports = { helper };\n',
    });
    expect(facts.imports('main.ts').slice(0, 2)).toEqual(['lib -> lib.ts#Lib', 'run -> lib.ts#Lib.run']);
    expect(facts.calls('main')).toEqual(['lib.Lib.constructor', 'lib.Lib.run']);
    expect(facts.calls('use')).toContain('kit.helper');
  });

  it('follow dynamic imports, and super and this to their classes', async () => {
    const facts = await factsOf({
      'main.ts': [
        "import { Base } from './lib';",
        'export class A extends Base {',
        '  constructor() { super(); this.go(); }',
        '  go() { super.go(); return () => this.go(); }',
        '}',
        "export async function load() { const lib = await import('./lib'); lib.helper(); }",
      ].join('\n'),
      'lib.ts': 'export class Base { constructor() {} go() {} }\nexport function helper() {}\n',
    });
    expect(facts.calls('main.A.constructor')).toEqual(['lib.Base.constructor', 'main.A.go']);
    expect(facts.calls('main.A.go')).toEqual(['lib.Base.go']);
    expect(facts.calls('main.load')).toEqual(['lib.helper']);
  });

  it('find packages of the repository by name, and name those outside', async () => {
    const facts = await factsOf({
      'package.json': '{ "name": "root", "workspaces": ["packages/*"] }',
      'packages/core/package.json': '{ "name": "@app/core", "main": "index.ts" }',
      'packages/core/index.ts': 'export function start() {}\n',
      'packages/web/package.json': '{ "name": "@app/web" }',
      'packages/web/main.ts':
        "import { start } from '@app/core';\nimport { useState } from 'react';\nimport { no } from './no';\n",
    });
    expect(facts.imports('packages/web/main.ts')).toEqual([
      'start -> packages/core/index.ts#start',
      'useState -> external react.useState',
      'no -> missing ./no.no',
    ]);
  });

  it('reach members of namespaces and enums of other files', async () => {
    const facts = await factsOf({
      'main.ts': "import { N, E } from './lib';\nN.run(); new N.C().go(); E.A;\n",
      'lib.ts': 'export namespace N { export function run() {} export class C { go() {} } }\nexport enum E { A }\n',
    });
    expect(facts.calls('main')).toEqual(['lib.N.C.go', 'lib.N.run']);
    expect(facts.references('main.ts', 'A')).toEqual(['A -> lib.ts#E.A']);
  });
});
