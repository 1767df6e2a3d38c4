/** Compaction: arenas that are mostly dead are emptied and go, and the facts stay. */
import { expect, test } from 'vitest';
import { differences, indexFiles } from '#testkit';

/** A text of about a megabyte, whose segments take as much. Its lines are long: words cost time, and bytes are what counts. */
function large(round: number): string {
  return `line ${round} ${'-'.repeat(1000)}\n`.repeat(1000);
}

test('updates that leave a little in each arena do not keep them all', async () => {
  const small = (i: number): string => `small${i}.py`;
  const files: Record<string, string> = { 'large.txt': large(0) };
  for (let i = 0; i < 60; i++) files[small(i)] = `x = ${i}\n`;
  const { orchestrator } = await indexFiles(files);
  let most = 0;
  for (let i = 0; i < 60; i++) {
    files['large.txt'] = large(i);
    files[small(i)] = `x = ${i}\ny = x\n`;
    await orchestrator.update([
      { path: 'large.txt', content: files['large.txt'] },
      { path: small(i), content: files[small(i)]! },
    ]);
    most = Math.max(most, orchestrator.health().arenas.usedBytes);
  }
  const { liveBytes } = orchestrator.health().arenas;
  const fresh = await indexFiles(files);
  expect(differences(orchestrator.getContext().snapshot, fresh.context.snapshot)).toEqual([]);
  expect(liveBytes).toBe(fresh.orchestrator.health().arenas.liveBytes);
  // Sixty updates leave 60 MiB; at most 32 MiB are let lie.
  expect(most).toBeLessThan(44 << 20);
});
