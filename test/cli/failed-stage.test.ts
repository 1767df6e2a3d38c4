/** A stage that fails on every file: the exit code, and what is printed of it. */
import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { table } from '#columns';
import { file, source } from '#facts';
import { UnifiedOrchestrator } from '#orchestrator';
import { printIndex } from '../../src/cli/index-command.ts';
import { Run } from '../../src/cli/run.ts';
import { folder } from './run-cli.ts';

const textLength = table('text_length', 'node', 'text_length', { length: 'int' });

async function indexWith(paths: readonly string[]): Promise<{ code: number; out: string }> {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0 });
  orchestrator.registerStage({
    id: 'text-length',
    version: 1,
    grain: 'file',
    reads: [file, source],
    writes: [textLength],
    options: { schema: textLength },
    kernel: new URL('../engine/kernels/misbehave.ts', import.meta.url),
  });
  const stdout = new PassThrough();
  const run = new Run({
    stdin: Readable.from([]),
    stdout,
    stderr: new PassThrough(),
    env: {},
    signal: new AbortController().signal,
  });
  const root = folder(Object.fromEntries(paths.map((path) => [path, 'x = 1\n'])));
  await run.withOrchestrator(orchestrator, root, {}, async (index) =>
    printIndex(run, index, { preset: 'fast', workers: 0, problems: true }),
  );
  await run.out.end();
  return { code: run.exitCode, out: String(stdout.read()) };
}

test('a stage that fails on every file ends with 3, and the table says why', async () => {
  const { code, out } = await indexWith(['throws-1.py', 'throws-2.py']);
  expect(code).toBe(3);
  expect(out).toMatch(/^X +text-length +failed +0 .*every unit failed$/m);
  expect(out).toMatch(/^throws-1\.py {2}E_KERNEL_THREW {2}.*\(stage text-length\)$/m);
});

test('a stage that fails on some files is a problem of those files, and ends with 0', async () => {
  const { code, out } = await indexWith(['throws-1.py', 'good.py']);
  expect(code).toBe(0);
  expect(out).toMatch(/^X +text-length +succeeded +1 /m);
  expect(out).toMatch(/\n1 problem\nthrows-1\.py {2}E_KERNEL_THREW/);
});
