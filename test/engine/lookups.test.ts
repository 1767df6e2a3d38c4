/** What a kernel asked of another file is asked again when that file appears, changes or goes, in whatever way it was asked. */
import { afterEach, expect, test } from 'vitest';
import { table } from '#columns';
import { hashOf, hashPath, type HashCell } from '#core';
import { exportTable } from '#facts';
import { memoryFileSystem } from '#inputs';
import { UnifiedOrchestrator } from '#orchestrator';

const answer = table('answer', 'plain', 'answer', { found: 'int' });
const open: UnifiedOrchestrator[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** Asks about the file `other.py`, which is not there; gives the answers in `a.py`, and what an edit ran. */
async function asking(
  way: 'whole' | 'rows' | 'again',
): Promise<(content: string | null) => Promise<[rows: number, ran: number]>> {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0 });
  open.push(orchestrator);
  const pathHash: HashCell = { lo: 0, hi: 0 };
  hashPath(pathHash, 'other.py');
  orchestrator.registerStage({
    id: 'ask-other',
    version: 1,
    grain: 'file',
    reads: [],
    lookups: [exportTable],
    writes: [answer],
    options: { schema: exportTable, answer, way, path: 'other.py', pathHash, key: hashOf('x') },
    kernel: new URL('./kernels/ask-other.ts', import.meta.url),
  });
  await orchestrator.indexFiles(memoryFileSystem({ 'a.py': '', 'b.py': '' }), '/memory');
  return async (content) => {
    const change = content === null ? ({ kind: 'delete', path: 'other.py' } as const) : { path: 'other.py', content };
    const { stages } = await orchestrator.update([change]);
    const ran = stages.find(({ slug }) => slug === 'ask-other')!.units;
    return [orchestrator.getContext().table(answer, 'a.py')!.found.at(0), ran];
  };
}

test('for the whole of a table', async () => {
  const after = await asking('whole');
  expect(await after('')).toEqual([0, 3]);
  expect(await after('x = 1\ny = 2\n')).toEqual([2, 3]);
  expect(await after('x = 3\ny = 2\n')).toEqual([2, 0]);
  expect(await after('x = 3\n')).toEqual([1, 3]);
  expect(await after(null)).toEqual([0, 2]);
});

test.each(['rows', 'again'] as const)('for the rows of a key (%s): other keys count for nothing', async (way) => {
  const after = await asking(way);
  expect(await after('y = 1\n')).toEqual([0, 1]);
  expect(await after('x = 1\ny = 1\n')).toEqual([1, 3]);
  expect(await after('x = 1\n')).toEqual([1, 0]);
  expect(await after(null)).toEqual([0, 2]);
});
