/** Streaming: units and stages as they complete; leaving the loop does not stop the index; a script ends by itself. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UnifiedOrchestrator } from '#orchestrator';
import type { IndexEvent } from '#observe';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'stratagraph-'));
  for (let i = 0; i < 8; i++) writeFileSync(join(root, `m${i}.py`), `def f${i}():\n    return ${i}\n`);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a stream yields every unit once per level, every stage once, and progress that grows', async () => {
  await using orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2, batchSize: 1 });
  const events: IndexEvent[] = [];
  for await (const event of orchestrator.stream(root)) events.push(event);
  const units = events.flatMap((event) =>
    event.kind === 'unit' && event.stages.includes('ir-build') ? [event.path] : [],
  );
  expect(units.toSorted()).toEqual(Array.from({ length: 8 }, (_, i) => `m${i}.py`));
  const stages = events.flatMap((event) => (event.kind === 'stage' ? [event.stage] : []));
  expect(stages.toSorted()).toEqual(['chunking', 'cross-file', 'ir-build', 'lexical', 'occurrences', 'symbols']);
  const bytes = events.flatMap((event) => (event.kind === 'progress' ? [event.progress.bytes] : []));
  expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
  // Level by level; what is parsed is most of the work, though the other levels are more.
  const progress = events.flatMap((event) => (event.kind === 'progress' ? [event.progress] : []));
  const parsed = progress.findLast((one) => one.stages.includes('ir-build'))!;
  expect(parsed.bytes).toBeGreaterThan(parsed.totalBytes / 2);
  expect(progress.at(-1)).toMatchObject({ files: 8, bytes: parsed.totalBytes });
  expect(orchestrator.getContext().files).toHaveLength(8);
});

test('leaving the loop does not stop the index', async () => {
  await using orchestrator = new UnifiedOrchestrator({ parallelWorkers: 1, batchSize: 1 });
  for await (const event of orchestrator.stream(root)) if (event.kind === 'unit') break;
  while (orchestrator.health().status === 'indexing') await new Promise((resolve) => setTimeout(resolve, 20));
  expect(orchestrator.getContext().files).toHaveLength(8);
});

test('a stream of a missing root throws the error of the index', async () => {
  await using orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0 });
  const drain = async (): Promise<void> => {
    for await (const event of orchestrator.stream(join(root, 'missing'))) expect(event).toBeDefined();
  };
  await expect(drain()).rejects.toMatchObject({ code: 'E_ROOT' });
});

test('a script that ends without close() exits by itself', () => {
  const index = new URL('../../src/index.ts', import.meta.url).href;
  const script = `import { indexRepository } from ${JSON.stringify(index)};
    const { context } = await indexRepository(${JSON.stringify(root)}, { parallelWorkers: 2 });
    console.log(context.files.length);`;
  const args = ['--conditions=stratagraph-source', '--input-type=module', '-e', script];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 }).trim()).toBe('8');
});
