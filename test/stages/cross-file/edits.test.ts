import { expect, test } from 'vitest';
import type { ChangeOp } from '#engine';
import { differences, indexFiles } from '#testkit';
import { Facts, STAGES } from './read.ts';

type Files = Readonly<Record<string, string>>;

const BARREL: Files = {
  'main.py': 'from pkg import tool\ntool()\n',
  'pkg/__init__.py': 'from .one import *\nfrom .two import *\n',
  'pkg/one.py': 'def tool(): pass\ndef _x(): pass\n',
  'pkg/two.py': 'def other(): pass\n',
  'idle.py': 'from pkg import other\nother()\n',
};

/** Edits `files` and gives the facts and the other files that ran; they are the facts of a fresh index. */
async function edited(files: Files, changes: Files): Promise<{ facts: Facts; affected: readonly string[] }> {
  const { orchestrator } = await indexFiles(files, { stages: STAGES });
  const { affected } = await orchestrator.update(
    Object.entries(changes).map(([path, content]): ChangeOp => ({ path, content })),
  );
  const context = orchestrator.getContext();
  const fresh = await indexFiles({ ...files, ...changes }, { stages: STAGES });
  expect(differences(context.snapshot, fresh.context.snapshot)).toEqual([]);
  await orchestrator.close();
  await fresh.orchestrator.close();
  return { facts: new Facts(context), affected };
}

test('a private name or a body below a star runs nothing above it', async () => {
  const { affected } = await edited(BARREL, { 'pkg/one.py': 'def tool(): return 1\ndef _y(): pass\n' });
  expect(affected).toEqual([]);
});

test('a list of names that appears takes names away', async () => {
  const { facts } = await edited(BARREL, { 'pkg/one.py': '__all__ = ["other"]\ndef tool(): pass\n' });
  expect(facts.imports('main.py')).toEqual(['tool -> pkg/__init__.py undeclared']);
});

test.each<[string, Files, Files]>([
  ['Python', { 'p/a.py': 'import json\n', 'p/b.py': 'import json\n', 'q.py': 'import json\n' }, { 'json.py': '' }],
  ['Python', { 'p/a.py': 'import json\n', 'p/b.py': 'import json\n', 'q.py': 'import os\n' }, { 'p/json.py': '' }],
  [
    'TypeScript',
    { 'p/a.ts': "import 'x';\n", 'p/b.ts': "import 'x';\n" },
    { 'x/package.json': '{"name":"x","main":"m"}', 'x/m.ts': '' },
  ],
  ['TypeScript', { 'p/a.ts': "import './x';\n", 'p/b.ts': "import './x';\n" }, { 'p/x.ts': '' }],
])('a module of %s that appears is seen by all that asked for it together', async (_, files, changes) => {
  const importers = Object.keys(files).filter((path) => files[path] !== 'import os\n');
  const { affected } = await edited(files, changes);
  expect(affected).toEqual(importers);
});

test('a method that appears nearer in the order is called instead, and a far one is found again when it goes', async () => {
  const files: Files = {
    'main.py': 'from c import C\nC().go()\n',
    'c.py': 'from b import B\nclass C(B): pass\n',
    'b.py': 'from a import A\nclass B(A): pass\n',
    'a.py': 'class A:\n    def go(self): pass\n',
    'idle.py': 'from c import C\nC().stay()\n',
  };
  const { facts, affected } = await edited(files, {
    'b.py': 'from a import A\nclass B(A):\n    def go(self): pass\n',
  });
  expect(facts.calls('main')).toEqual(['b.B.go']);
  expect(affected).toEqual(['main.py']);
  const gone = await edited(files, { 'b.py': 'class B: pass\n' });
  expect(gone.facts.calls('main')).toEqual([]);
  expect(gone.affected).toEqual(['idle.py', 'main.py']);
});

test('a package that takes another name is lost to those who import it', async () => {
  const { facts, affected } = await edited(
    {
      'core/package.json': '{ "name": "core", "main": "index.ts" }',
      'core/index.ts': 'export function start() {}\n',
      'web/main.ts': "import { start } from 'core';\nstart();\n",
    },
    { 'core/package.json': '{ "name": "kernel", "main": "index.ts" }' },
  );
  expect(facts.imports('web/main.ts')).toEqual(['start -> external core.start']);
  expect(affected).toContain('web/main.ts');
});

test('a global name that appears in another script is found by those who asked for it, and lost when a second one comes', async () => {
  const files: Files = {
    'a.ts': 'namespace app { export function make() {} }\n',
    'use.ts': 'namespace app { make(); }\nrun();\n',
    'idle.ts': 'namespace app { export const n = make; }\n',
  };
  const one = await edited(files, { 'b.ts': 'function run() {}\n' });
  expect(one.facts.references('use.ts', 'run')).toEqual(['run -> b.ts#run']);
  expect(one.affected).toEqual(['use.ts']);
  const two = await edited({ ...files, 'b.ts': 'function run() {}\n' }, { 'c.ts': 'function run() {}\n' });
  expect(two.facts.references('use.ts', 'run')).toEqual([]);
});

test('a script that becomes a module takes its names out of the global scope', async () => {
  const { facts, affected } = await edited(
    { 'a.ts': 'namespace app { export function make() {} }\n', 'use.ts': 'namespace app { make(); }\n' },
    { 'a.ts': 'export {};\nnamespace app { export function make() {} }\n' },
  );
  expect(facts.references('use.ts', 'make')).toEqual([]);
  expect(affected).toEqual(['use.ts']);
});
