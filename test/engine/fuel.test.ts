/** A kernel that runs out of fuel leaves what it found, and a problem that says that it is not all. */
import { afterEach, describe, expect, test } from 'vitest';
import { table } from '#columns';
import { source } from '#facts';
import { memoryFileSystem } from '#inputs';
import { UnifiedOrchestrator } from '#orchestrator';
import type { Snapshot } from '#store';
import { listProblems } from '../../src/cli/problem-list.ts';

const lineLength = table('line_length', 'node', 'line_length', { length: 'int' });
const FUEL = 1000;
const LONG = 'x\n'.repeat(200);
const SHORT = 'x\n';

const open: UnifiedOrchestrator[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function indexed(
  files: Readonly<Record<string, string>>,
  parallelWorkers = 0,
  fuel = FUEL,
): Promise<{ orchestrator: UnifiedOrchestrator; problems: number }> {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers, fuel });
  open.push(orchestrator);
  orchestrator.registerStage({
    id: 'line-lengths',
    version: 1,
    grain: 'file',
    reads: [source],
    writes: [lineLength],
    options: { schema: lineLength },
    kernel: new URL('./kernels/count-lines.ts', import.meta.url),
  });
  const { problems } = await orchestrator.indexFiles(memoryFileSystem(files), '/memory');
  return { orchestrator, problems };
}

const partialIn = (snapshot: Snapshot): string[] =>
  Array.from(snapshot.partial(), ({ unit, step }) => `${snapshot.path(unit)} ${snapshot.plan.nameOf(step)}`);
const rowsOf = (one: UnifiedOrchestrator, path: string): number => one.getContext().table(lineLength, path)!.rows;

describe('a kernel that runs out of fuel', () => {
  test.each([0, 2])(
    'ends at the same row everywhere, and its file and stage are listed (%i workers)',
    async (workers) => {
      const { orchestrator, problems } = await indexed({ 'long.txt': LONG, 'short.txt': SHORT }, workers);
      expect(rowsOf(orchestrator, 'long.txt')).toBe(FUEL / 10);
      expect(rowsOf(orchestrator, 'short.txt')).toBe(2);
      const { snapshot } = orchestrator.getContext();
      expect(partialIn(snapshot)).toEqual(['long.txt line-lengths']);
      expect(problems).toBe(1);
      expect([...listProblems(snapshot)]).toMatchObject([
        { path: 'long.txt', code: 'out-of-fuel', stage: 'line-lengths' },
      ]);
    },
  );

  test('is not run again with the next update, and stays listed; an edit that makes the file small ends it', async () => {
    const { orchestrator } = await indexed({ 'long.txt': LONG, 'short.txt': SHORT });
    const other = await orchestrator.update([{ path: 'short.txt', content: 'y\n' }]);
    expect(other.stages.find(({ slug }) => slug === 'line-lengths')!.units).toBe(1);
    expect(partialIn(orchestrator.getContext().snapshot)).toEqual(['long.txt line-lengths']);
    await orchestrator.update([{ path: 'long.txt', content: SHORT }]);
    expect(partialIn(orchestrator.getContext().snapshot)).toEqual([]);
    await orchestrator.update([{ path: 'short.txt', content: LONG }]);
    expect(partialIn(orchestrator.getContext().snapshot)).toEqual(['short.txt line-lengths']);
    await orchestrator.update([{ path: 'short.txt', kind: 'delete' }]);
    expect([...listProblems(orchestrator.getContext().snapshot)]).toEqual([]);
  });

  test('is told from one that uses all of its fuel and no more', async () => {
    const exact = 'x\n'.repeat(FUEL / 10 - 1);
    const { orchestrator, problems } = await indexed({ 'exact.txt': exact, 'more.txt': `x\n${exact}` });
    expect(rowsOf(orchestrator, 'exact.txt')).toBe(rowsOf(orchestrator, 'more.txt'));
    expect(partialIn(orchestrator.getContext().snapshot)).toEqual(['more.txt line-lengths']);
    expect(problems).toBe(1);
  });
});
