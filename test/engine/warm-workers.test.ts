/** Workers outlive an index: the next one of the same directory finds them warm, one of another directory does not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { table } from '#columns';
import { file } from '#facts';
import { UnifiedOrchestrator } from '#orchestrator';

const ranOn = table('ran_on', 'plain', 'ran_on', { thread: 'int' });
const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function makeRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'stratagraph-'));
  roots.push(root);
  writeFileSync(join(root, 'a.py'), 'a = 1\n');
  return root;
}

test('a second index of a directory runs on the same worker, an index of another on a new one', async () => {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 1 });
  orchestrator.registerStage({
    id: 'ran-on',
    version: 1,
    grain: 'file',
    reads: [file],
    writes: [ranOn],
    options: { schema: ranOn },
    kernel: new URL('./kernels/thread.ts', import.meta.url),
  });
  const threadOf = async (root: string): Promise<number> => {
    await orchestrator.indexRepository(root);
    return orchestrator.getContext().table(ranOn, 'a.py')!.thread.at(0);
  };
  const root = makeRoot();
  const first = await threadOf(root);
  expect(first).toBeGreaterThan(0);
  writeFileSync(join(root, 'a.py'), 'a = 2\n');
  expect(await threadOf(root)).toBe(first);
  expect(await threadOf(makeRoot())).not.toBe(first);
  await orchestrator.close();
});

test.each([
  [0, 0],
  [2, 2],
  ['auto' as const, 1],
])('an index with parallelWorkers %s of a small directory says that it had %i', async (parallelWorkers, workers) => {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers });
  expect((await orchestrator.indexRepository(makeRoot())).workers).toBe(workers);
  await orchestrator.close();
});
