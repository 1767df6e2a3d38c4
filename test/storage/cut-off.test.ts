/** An index that is cut off, with and without workers: an update that waited behind it is done, and saved. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UnifiedOrchestrator } from '#orchestrator';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'stratagraph-cut-off-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function make(parallelWorkers: number): UnifiedOrchestrator {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers });
  onTestFinished(async () => orchestrator.close());
  return orchestrator;
}

test.each([0, 2])('an update behind an index that is cut off is saved (%i workers)', async (workers) => {
  const [root, directory] = [folder(), folder()];
  for (let i = 0; i < 60; i++)
    writeFileSync(join(root, `m${i}.py`), `from m${(i + 1) % 60} import f\n\n\ndef f(x):\n    return f(x)\n`);
  const before = make(0);
  await before.open(directory);
  await before.indexRepository(root);
  await before.close();
  const orchestrator = make(workers);
  await orchestrator.open(directory);
  const index = orchestrator.indexRepository(root);
  const update = orchestrator.update([{ path: 'm1.py', content: 'x = 1\n' }]);
  const cut = expect(index).rejects.toMatchObject({ code: 'E_ABORTED' });
  await orchestrator.close();
  await cut;
  expect(await update).toMatchObject({ txnId: 2 });
  const next = make(0);
  expect(await next.open(directory)).toMatchObject({ status: 'opened', txnId: 2 });
  expect(next.getContext().text('m1.py')).toBe('x = 1\n');
});
