import { describe, expect, it } from 'vitest';
import { factsOf } from './read.ts';

describe('global scripts of TypeScript', () => {
  it('see the declarations of each other', async () => {
    const facts = await factsOf({
      'a.ts': 'function run() {}\ninterface Shape { area(): number }\ndeclare const limit: number;\n',
      'b.ts': 'run();\nlet s: Shape;\nconst n = limit;\n',
    });
    expect(facts.references('b.ts', 'run')).toEqual(['run -> a.ts#run']);
    expect(facts.references('b.ts', 'Shape')).toEqual(['Shape -> a.ts#Shape']);
    expect(facts.references('b.ts', 'limit')).toEqual(['limit -> a.ts#limit']);
    expect(facts.calls('b')).toEqual(['a.run']);
  });

  it('are seen by modules, but modules are not', async () => {
    const facts = await factsOf({
      'global.d.ts': 'declare function run(): void;\n',
      'module.ts': 'export function hidden() {}\nrun();\n',
      'other.ts': 'hidden();\nrun();\n',
    });
    expect(facts.references('module.ts', 'run')).toEqual(['run -> global.d.ts#run']);
    expect(facts.references('other.ts')).toEqual(['run -> global.d.ts#run']);
  });

  it('are asked after the own scopes', async () => {
    const facts = await factsOf({
      'a.ts': 'function run() {}\n',
      'b.ts': 'function f(run) { run(); }\n',
      'c.ts': "import { run } from './m.js';\nrun();\n",
      'm.ts': 'export function run() {}\n',
    });
    expect(facts.references('b.ts', 'run')).toEqual([]);
    expect(facts.references('c.ts', 'run')).toEqual(['run -> m.ts#run', 'run -> m.ts#run']);
  });

  it('mean nothing when two of them declare what only one may', async () => {
    const facts = await factsOf({ 'a.ts': 'function run() {}\n', 'b.ts': 'function run() {}\n', 'c.ts': 'run();\n' });
    expect(facts.references('c.ts', 'run')).toEqual([]);
  });

  it('are not scripts of JavaScript', async () => {
    const facts = await factsOf({ 'a.js': 'function run() {}\n', 'b.js': 'run();\n', 'c.ts': 'run();\n' });
    expect(facts.references('b.js')).toEqual([]);
    expect(facts.references('c.ts')).toEqual([]);
  });

  it('take from declare global in a module what it declares', async () => {
    const facts = await factsOf({
      'a.ts':
        'export {};\nfunction own() {}\ndeclare global {\n  interface Window { app: string }\n  function boot(): void;\n}\n',
      'b.ts': 'boot();\nown();\n',
    });
    expect(facts.references('b.ts')).toEqual(['boot -> a.ts#global.boot']);
  });
});

describe('namespaces of several scripts', () => {
  const files = {
    'types.ts':
      'namespace app {\n  export interface Node { kind: Kind }\n  export enum Kind { A, B }\n  const hidden = 1;\n}\n',
    'core.ts':
      'namespace app {\n  export function make(): Node { return null; }\n  export namespace debug { export function log() {} }\n}\n',
  };

  it('are one: what one exports the other sees by its bare name', async () => {
    const facts = await factsOf({
      ...files,
      'use.ts':
        'namespace app {\n  export const n: Node = make();\n  function f(k: Kind) { debug.log(); return Kind.A; }\n}\n',
    });
    expect(facts.references('use.ts')).toEqual(
      expect.arrayContaining([
        'Node -> types.ts#app.Node',
        'make -> core.ts#app.make',
        'Kind -> types.ts#app.Kind',
        'debug -> core.ts#app.debug',
        'log -> core.ts#app.debug.log',
        'A -> types.ts#app.Kind.A',
      ]),
    );
    expect(facts.calls('use.app.f')).toEqual(['core.app.debug.log']);
  });

  it('do not share what they do not export', async () => {
    const facts = await factsOf({ ...files, 'use.ts': 'namespace app { export const n = hidden; }\n' });
    expect(facts.references('use.ts', 'hidden')).toEqual([]);
  });

  it('are asked through their name, from outside and from a part of them', async () => {
    const facts = await factsOf({
      ...files,
      'outside.ts': 'const a = app.make();\nlet n: app.Node;\napp.debug.log();\n',
      'part.ts': 'namespace app { export const part = app.make(); }\napp.part;\n',
    });
    expect(facts.references('outside.ts', 'make')).toEqual(['make -> core.ts#app.make']);
    expect(facts.references('outside.ts', 'Node')).toEqual(['Node -> types.ts#app.Node']);
    expect(facts.references('outside.ts', 'log')).toEqual(['log -> core.ts#app.debug.log']);
    expect(facts.references('part.ts', 'make')).toEqual(['make -> core.ts#app.make']);
    expect(facts.references('part.ts', 'part')).toContain('part -> part.ts#app.part');
  });

  it('hide the built-in names that they export', async () => {
    const facts = await factsOf({
      'a.ts': 'namespace app { export interface Symbol { flags: number } }\n',
      'b.ts': 'namespace app { export let s: Symbol; }\nlet t: Symbol;\n',
    });
    expect(facts.references('b.ts', 'Symbol')).toEqual(['Symbol -> a.ts#app.Symbol', 'Symbol -> builtin Symbol']);
  });

  it('give bases to classes and interfaces', async () => {
    const facts = await factsOf({
      'a.ts': 'namespace app { export class Base { go() {} }\n export interface Root {} }\n',
      'b.ts':
        'namespace app.inner { class Sub extends Base { run() { this.go(); } }\n interface Leaf extends app.Root {} }\n',
    });
    expect(facts.bases('b.ts')).toEqual(['app.inner.Leaf -> a.ts#app.Root', 'app.inner.Sub -> a.ts#app.Base']);
    expect(facts.calls('b.app.inner.Sub.run')).toEqual(['a.app.Base.go']);
  });

  it('tell types from values of one name', async () => {
    const facts = await factsOf({
      'a.ts': 'namespace app { export interface Box {} }\n',
      'b.ts': 'namespace app { export const Box = 1; }\n',
      'c.ts': 'namespace app { export let t: Box; export const v = Box; let q: app.Box = app.Box; }\n',
    });
    expect(facts.references('c.ts', 'Box')).toEqual([
      'Box -> a.ts#app.Box',
      'Box -> b.ts#app.Box',
      'Box -> b.ts#app.Box',
      'Box -> a.ts#app.Box',
    ]);
  });

  it('export all that a declaration file declares in them', async () => {
    const facts = await factsOf({
      'lib.d.ts': 'declare namespace lib { function open(): void; namespace deep { const x: number; } }\n',
      'use.ts': 'lib.open();\nlib.deep.x;\n',
    });
    expect(facts.references('use.ts', 'open')).toEqual(['open -> lib.d.ts#lib.open']);
    expect(facts.references('use.ts', 'x')).toEqual(['x -> lib.d.ts#lib.deep.x']);
  });

  it('of modules are not shared', async () => {
    const facts = await factsOf({
      'a.ts': 'export namespace app { export function run() {} }\n',
      'b.ts': 'export namespace app { run(); }\n',
    });
    expect(facts.references('b.ts', 'run')).toEqual([]);
  });
});
