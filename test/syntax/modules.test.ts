/** Compiled modules handed from one thread to another. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { compileCore, compileGrammar, type SyntaxModules } from '../../src/languages/syntax/index.ts';

interface Answer {
  readonly rootType: string;
  readonly heapBefore: number;
  readonly heapAfter: number;
}

async function askWorker(modules: SyntaxModules): Promise<Answer> {
  const worker = new Worker(new URL('./modules.worker.ts', import.meta.url), {
    workerData: modules,
    execArgv: ['--conditions=stratagraph-source'],
  });
  try {
    const [answer] = await once(worker, 'message');
    return answer;
  } finally {
    await worker.terminate();
  }
}

test('a worker parses with the modules it is given, and starts its own wasm memory on first use', async () => {
  const core = await compileCore();
  // Under another grammar's name, to show that the module is taken and not the file.
  const modules = { core, grammars: { python: await compileGrammar('javascript') } };
  const answer = await askWorker(modules);
  expect(answer.rootType).toBe('program');
  expect(answer.heapBefore).toBe(0);
  expect(answer.heapAfter).toBeGreaterThanOrEqual(32 * 1024 * 1024);
});

test('a worker that is given none reads the files itself', async () => {
  expect((await askWorker({ grammars: {} })).rootType).toBe('module');
});
