/** The example of docs/custom-stages.md is run as it stands. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { facts, table, UnifiedOrchestrator } from '../../src/index.ts';

const docs = new URL('../../docs/', import.meta.url);
const todo = table('todo', 'node', 'todo', { start: 'int', text: 'string' });

test('the page shows the kernel that is run', () => {
  const page = readFileSync(new URL('custom-stages.md', docs), 'utf8');
  expect(page).toContain(readFileSync(new URL('examples/todo-kernel.js', docs), 'utf8'));
});

test('the example finds the TODO comments, and an edit runs it on the edited file only', async () => {
  const root = mkdtempSync(join(tmpdir(), 'stratagraph-'));
  writeFileSync(join(root, 'a.py'), '# TODO: one\nx = 1  # fine\n');
  writeFileSync(join(root, 'b.ts'), 'const y = 2; // TODO two\n');
  await using orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2 });
  orchestrator.registerStage({
    id: 'todo-comments',
    version: 1,
    grain: 'file',
    reads: [facts.comment, facts.source],
    writes: [todo],
    options: { comment: facts.comment, todo },
    kernel: new URL('examples/todo-kernel.js', docs),
  });
  await orchestrator.indexRepository(root);
  const found = (): string[] =>
    orchestrator.getContext().files.flatMap((path) => {
      const { rows, text } = orchestrator.getContext().table(todo, path)!;
      return Array.from({ length: rows }, (_, row) => `${path} ${text.at(row)}`);
    });
  expect(found()).toEqual(['a.py # TODO: one', 'b.ts // TODO two']);
  expect(orchestrator.dependencies('todo-comments')).toEqual(['ir-build']);
  const result = await orchestrator.update([{ path: 'a.py', content: 'x = 1\n' }]);
  expect(found()).toEqual(['b.ts // TODO two']);
  expect(result.stages.find((stage) => stage.slug === 'todo-comments')!.units).toBe(1);
  await orchestrator.update([{ path: 'b.ts', content: 'const y = 2; // TODO six\n' }]);
  expect(found()).toEqual(['b.ts // TODO six']);
  rmSync(root, { recursive: true, force: true });
});
