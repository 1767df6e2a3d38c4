/** Failure stays small: the guilty unit fails with a code, everything else is indexed, nothing leaks. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { table } from '#columns';
import { file, source } from '#facts';
import { UnifiedOrchestrator, type IndexingStats } from '#orchestrator';

const textLength = table('text_length', 'node', 'text_length', { length: 'int' });
const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function makeRoot(names: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'stratagraph-'));
  roots.push(root);
  for (const name of names) writeFileSync(join(root, name), `def ${name.split('.')[0]}():\n    return 1\n`);
  return root;
}

async function indexWith(
  names: readonly string[],
  parallelWorkers: number,
  taskTimeoutMs = 60_000,
): Promise<{ orchestrator: UnifiedOrchestrator; stats: IndexingStats }> {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers, taskTimeoutMs });
  orchestrator.registerStage({
    id: 'text-length',
    version: 1,
    grain: 'file',
    reads: [file, source],
    writes: [textLength],
    options: { schema: textLength },
    kernel: new URL('./kernels/misbehave.ts', import.meta.url),
  });
  return { orchestrator, stats: await orchestrator.indexRepository(makeRoot(names)) };
}

const GOOD = ['a.py', 'b.py', 'c.py'];

test('a stage from outside runs on the workers and its table is read like any other', async () => {
  const { orchestrator, stats } = await indexWith(GOOD, 2);
  expect(stats.stages.find((stage) => stage.slug === 'text-length')).toMatchObject({
    status: 'succeeded',
    units: 3,
    rows: 3,
  });
  expect(orchestrator.getContext().table(textLength, 'a.py')!.length.at(0)).toBe('def a():\n    return 1\n'.length);
  await orchestrator.close();
});

test.each([
  ['throws', 'E_KERNEL_THREW', 0, undefined],
  ['throws', 'E_KERNEL_THREW', 2, undefined],
  ['exits', 'E_WORKER_LOST', 2, undefined],
  ['hangs', 'E_KERNEL_TIMEOUT', 2, 3000],
])('a kernel that %s fails its own unit with %s and no other (%i workers)', async (name, code, workers, timeout) => {
  const { orchestrator, stats } = await indexWith([...GOOD, `${name}.py`], workers, timeout);
  const context = orchestrator.getContext();
  expect(context.snapshot.root.problems.map((problem) => [problem.path, problem.code])).toEqual([[`${name}.py`, code]]);
  expect(stats.filesFailed).toBe(1);
  for (const path of GOOD) expect(context.table(textLength, path)!.rows).toBe(1);
  expect(context.table(textLength, `${name}.py`)).toBeNull();
  expect(context.text(`${name}.py`)).toContain(`def ${name}`);
  await orchestrator.close();
});

test('a kernel that takes all memory loses its worker, and only its unit fails', async () => {
  const { orchestrator } = await indexWith([...GOOD, 'memory.py'], 1, 3000);
  const context = orchestrator.getContext();
  const codes = context.snapshot.root.problems.map((problem) => [problem.path, problem.code]);
  expect(codes).toHaveLength(1);
  expect(codes[0]![0]).toBe('memory.py');
  expect(['E_WORKER_LOST', 'E_KERNEL_TIMEOUT']).toContain(codes[0]![1]);
  for (const path of GOOD) expect(context.table(textLength, path)!.rows).toBe(1);
  await orchestrator.close();
});

test('an index that is cancelled ends with E_ABORTED and leaves an orchestrator that can index again', async () => {
  const root = makeRoot([...GOOD, 'hangs.py']);
  const controller = new AbortController();
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 1, taskTimeoutMs: 60_000 });
  orchestrator.registerStage({
    id: 'text-length',
    version: 1,
    grain: 'file',
    reads: [file, source],
    writes: [textLength],
    options: { schema: textLength },
    kernel: new URL('./kernels/misbehave.ts', import.meta.url),
  });
  const running = orchestrator.indexRepository(root, { signal: controller.signal });
  setTimeout(() => controller.abort(), 500);
  await expect(running).rejects.toMatchObject({ code: 'E_ABORTED', kind: 'cancelled' });
  rmSync(join(root, 'hangs.py'));
  const stats = await orchestrator.indexRepository(root);
  expect(stats.totalFiles).toBe(3);
  await orchestrator.close();
});
