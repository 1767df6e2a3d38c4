/** What is not built, or cannot be planned, says so with a code before anything is indexed. */
import { expect, test } from 'vitest';
import { table } from '#columns';
import { file } from '#facts';
import { memoryFileSystem } from '#inputs';
import { UnifiedOrchestrator } from '#orchestrator';
import { indexFiles } from '#testkit';

const plain = table('plain_rows', 'plain', 'plain_rows', { value: 'int' });
const kernel = new URL('./kernels/misbehave.ts', import.meta.url);
const executor = { id: 'mine', version: 1, grain: 'file', reads: [file], writes: [plain], kernel } as const;

test('switching on a stage that is not built is an error that names those that are', async () => {
  const indexing = indexFiles({ 'a.py': '' }, { stages: { enableTaint: true } });
  await expect(indexing).rejects.toMatchObject({
    code: 'E_STAGE_UNKNOWN',
    message: expect.stringContaining('ir-build'),
  });
});

test('switching off a stage that is not built changes nothing', async () => {
  const { stats } = await indexFiles({ 'a.py': '' }, { stages: { enableTaint: false } });
  expect(stats.stagesCompleted).toBe(6);
});

test('a stage from outside of another grain than file is refused', () => {
  const register = (): void => new UnifiedOrchestrator().registerStage({ ...executor, grain: 'repo' });
  expect(register).toThrow("E_CONFIG: stage mine has the grain 'repo'; use 'file'");
});

test('postings over a table without a key are refused', () => {
  const postings = [{ name: 'mine', table: plain }];
  const register = (): void => new UnifiedOrchestrator().registerStage({ ...executor, postings });
  expect(register).toThrow('E_TABLE_SCHEMA');
});

test('a stage that was refused is not kept', () => {
  const orchestrator = new UnifiedOrchestrator();
  const postings = [{ name: 'mine', table: plain }];
  expect(() => orchestrator.registerStage({ ...executor, postings })).toThrow('E_TABLE_SCHEMA');
  orchestrator.registerStage(executor);
  expect(orchestrator.dependencies('mine')).toEqual([]);
});

test('a kernel that uses the text without reading the source fails: an edit of the text would not run it again', async () => {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0 });
  orchestrator.registerStage({ ...executor, options: { schema: plain } });
  await orchestrator.indexFiles(memoryFileSystem({ 'a.py': 'x = 1\n' }), '/memory');
  const { problems } = orchestrator.getContext().snapshot.root;
  expect(problems).toMatchObject([{ path: 'a.py', code: 'E_TABLE_SCHEMA', stage: 'mine' }]);
  await orchestrator.close();
});
