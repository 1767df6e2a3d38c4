/** The boundary rules: each one fails when it is broken, in a small project made for it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boundaryProblems, readBoundaries, type Boundaries } from '../src/dev/check-boundaries.ts';

const PROJECT = join(import.meta.dirname, '..');

/** Files that break one rule each: rule, path, text. */
const BROKEN: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['direction-of-core', 'src/core/breaks.ts', "import '#pool';"],
  ['direction-of-observe', 'src/observe/breaks.ts', "import '#columns';"],
  ['direction-of-columns', 'src/columns/breaks.ts', "import '#facts';"],
  ['direction-of-facts', 'src/facts/breaks.ts', "import '#stage';"],
  ['direction-of-languages', 'src/languages/breaks.ts', "import '#stage';"],
  ['direction-of-stage', 'src/stage/breaks.ts', "import '#languages';"],
  ['direction-of-plan', 'src/plan/breaks.ts', "import '#store';"],
  ['direction-of-store', 'src/store/breaks.ts', "import '#pool';"],
  ['direction-of-inputs', 'src/inputs/breaks.ts', "import '#facts';"],
  ['direction-of-pool', 'src/pool/breaks.ts', "import '#engine';"],
  ['direction-of-engine', 'src/engine/breaks.ts', "import '#query';"],
  ['direction-of-query', 'src/query/breaks.ts', "import '#engine';"],
  ['direction-of-orchestrator', 'src/orchestrator/breaks.ts', "import '../../stages/l01-ir-build/kernel.ts';"],
  ['known-rooms', 'src/cellar/index.ts', "import '#core';"],
  ['doors', 'src/store/deep.ts', "import '../columns/inner.ts';"],
  ['doors-by-name', 'src/store/relative.ts', "import '../columns/index.ts';"],
  ['doors-of-stages', 'stages/l09-occurrences/deep.ts', "import '../../src/columns/inner.ts';"],
  ['not-the-entry', 'src/engine/entry.ts', "import '../index.ts';"],
  ['cli-is-last', 'src/orchestrator/cli.ts', "import '../cli/cli.ts';"],
  ['dev-is-not-shipped', 'src/orchestrator/dev.ts', "import '../dev/generate.ts';"],
  ['stage-imports', 'stages/l02-chunking/breaks.ts', "import '#store';"],
  ['stage-without-languages', 'stages/l02-chunking/languages.ts', "import '#languages';"],
  ['stage-to-stage', 'stages/l02-chunking/other.ts', "import '../l09-occurrences/kernel.ts';"],
  ['owner-of-fs', 'src/store/files.ts', "import 'node:fs';"],
  ['owner-of-fs', 'stages/l02-chunking/files.ts', "import 'fs/promises';"],
  ['owner-of-child-process', 'src/engine/process.ts', "import 'node:child_process';"],
  ['owner-of-worker-threads', 'src/engine/threads.ts', "import 'node:worker_threads';"],
  ['owner-of-piscina', 'src/engine/pool.ts', "import 'piscina';"],
  ['owner-of-web-tree-sitter', 'stages/l01-ir-build/parser.ts', "import 'web-tree-sitter';"],
  ['owner-of-commander', 'src/orchestrator/commands.ts', "import 'commander';"],
  ['no-dev-dependency', 'src/engine/check.ts', "import 'fast-check';"],
  ['unresolved', 'src/core/nowhere.ts', "import './no-such-file.ts';"],
  ['no-cycle', 'src/plan/first.ts', "import { b } from './second.ts'; export const a = (): number => b();"],
];

/** Files that break nothing, and what the broken ones reach. */
const SOUND: Readonly<Record<string, string>> = {
  'src/plan/second.ts': "import { a } from './first.ts'; export const b = (): number => a();",
  'src/columns/inner.ts': 'export {};',
  'src/dev/generate.ts': 'export {};',
  'src/cli/cli.ts': "import '#orchestrator'; import 'commander'; import '../index.ts';",
  'src/index.ts': "import '#orchestrator';",
  'src/testkit/index.ts': "import 'fast-check'; import '#engine';",
  'src/pool/pool.ts': "import 'piscina'; import 'node:worker_threads'; import '#store';",
  'src/inputs/disk.ts': "import 'node:fs'; import 'node:child_process';",
  'src/engine/loop.ts': "import '#pool'; import './types.ts';",
  'src/engine/types.ts': "import type { X } from './more-types.ts'; export type Y = X;",
  'src/engine/more-types.ts': "import type { Y } from './types.ts'; export type X = Y | 1;",
  'src/orchestrator/wiring.ts': "import '../../stages/registry.ts'; import '#engine'; import '#query';",
  'stages/registry.ts': "import './l01-ir-build/kernel.ts';",
  'stages/l01-ir-build/kernel.ts': "import '#languages'; import '#facts'; import '#stage';",
  'stages/l09-occurrences/kernel.ts': 'export {};',
};
const ROOMS = 'core observe columns facts languages stage plan store inputs pool engine query orchestrator'.split(' ');

let root = '';
let found: Boundaries;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'boundaries-'));
  const files = {
    ...Object.fromEntries(ROOMS.map((room) => [`src/${room}/index.ts`, 'export {};'])),
    ...SOUND,
    ...Object.fromEntries(BROKEN.map(([, path, text]) => [path, text])),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.mjs'])
    writeFileSync(join(root, name), readFileSync(join(PROJECT, name)));
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'), 'junction');
  found = readBoundaries(root, '.dependency-cruiser.mjs', ['src', 'stages']);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('boundaries', () => {
  test.each(BROKEN)('%s fails on %s', (rule, path) => {
    expect(found.violations.filter((one) => one.from === path).map((one) => one.rule)).toContain(rule);
  });

  test('a file that keeps the rules fails none', () => {
    const sound = Object.keys(SOUND).filter((path) => path !== 'src/plan/second.ts');
    expect(found.violations.filter((one) => sound.includes(one.from))).toEqual([]);
  });

  test('a reading that misses a file, or reads next to nothing, is a failure', () => {
    const problems = boundaryProblems({ modules: [], edges: 0, violations: [] }, ['src/core/index.ts']);
    expect(problems).toEqual(['not read: src/core/index.ts', 'only 0 modules were read', 'only 0 imports were read']);
  });
});
