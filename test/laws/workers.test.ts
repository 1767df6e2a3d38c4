/** The facts do not depend on how many workers derived them, nor on how the files were cut into tasks. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UnifiedOrchestrator } from '#orchestrator';
import { differences, indexFiles, moduleText } from '#testkit';

const files: Record<string, string> = {};
let root = '';

beforeAll(() => {
  const texts = fc.sample(moduleText, { numRuns: 60, seed: 7 });
  for (const [i, text] of texts.entries()) files[`pkg/${i % 3 === 0 ? 'sub/' : ''}${'abc'[i % 3]}${i}.py`] = text;
  Object.assign(files, {
    'pkg/__init__.py': 'from pkg.b1 import *\n',
    'pkg/sub/__init__.py': '',
    'pkg/a.py': texts[0]!,
    'pkg/b.py': texts[1]!,
  });
  root = mkdtempSync(join(tmpdir(), 'stratagraph-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each([
  [1, 128 << 10],
  [2, 1],
  [2, 1000],
  [4, 300],
])('%i workers with tasks of %i bytes derive the facts of one thread', async (parallelWorkers, batchSize) => {
  const inline = await indexFiles(files);
  await using orchestrator = new UnifiedOrchestrator({ parallelWorkers, batchSize });
  await orchestrator.indexRepository(root, { name: 'memory' });
  expect(differences(inline.context.snapshot, orchestrator.getContext().snapshot)).toEqual([]);
});

test('an update on workers derives the facts of an update on one thread', async () => {
  const changes = [
    { path: 'pkg/a.py', content: 'def alpha():\n    return 2\n' },
    { kind: 'delete', path: 'pkg/b.py' },
    { path: 'pkg/new.py', content: 'from pkg.a import alpha\nalpha()\n' },
  ] as const;
  const inline = await indexFiles(files);
  await inline.orchestrator.update(changes);
  await using orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2 });
  await orchestrator.indexRepository(root, { name: 'memory' });
  await orchestrator.update(changes);
  expect(differences(inline.orchestrator.getContext().snapshot, orchestrator.getContext().snapshot)).toEqual([]);
});
