/** A refresh of many files on workers: the facts are those of a fresh index of the folder. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UnifiedOrchestrator } from '#orchestrator';
import { differences } from '#testkit';

async function indexed(root: string, parallelWorkers: number): Promise<UnifiedOrchestrator> {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers });
  onTestFinished(async () => orchestrator.close());
  await orchestrator.indexRepository(root);
  return orchestrator;
}

test('a switch of many files leaves the facts of a fresh index', async () => {
  const root = mkdtempSync(join(tmpdir(), 'stratagraph-refresh-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const names = Array.from({ length: 300 }, (_, i) => `m${i}.py`);
  for (const [i, name] of names.entries())
    writeFileSync(join(root, name), `import m${(i + 1) % 300}\n\n\ndef f${i}():\n    pass\n`);
  const orchestrator = await indexed(root, 2);
  for (const [i, name] of names.entries()) {
    if (i % 3 === 0) rmSync(join(root, name));
    else if (i % 3 === 1)
      writeFileSync(join(root, name), `import m${(i + 2) % 300}\n\n\ndef f${i}(x):\n    return x\n`);
  }
  expect((await orchestrator.refresh()).changed).toHaveLength(200);
  const fresh = await indexed(root, 0);
  expect(differences(orchestrator.getContext().snapshot, fresh.getContext().snapshot)).toEqual([]);
});
