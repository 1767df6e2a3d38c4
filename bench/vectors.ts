/**
 * What the index of vectors costs on a directory, with the embedder that needs no model.
 *
 *     node --conditions=stratagraph-source bench/vectors.ts --corpus-dir DIR
 *
 * Prints the time to build it, its memory, the time of a commit of one file with it, and of semantic and hybrid searches.
 * It must never write to the directory.
 */
import { parseArgs } from 'node:util';
import { UnifiedOrchestrator } from '../src/orchestrator/index.ts';
import { VectorIndex } from '../src/plugins/index.ts';

const { values } = parseArgs({ options: { 'corpus-dir': { type: 'string' } } });
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR, the folder to index');

const QUERIES = [
  'parse the configuration file',
  'send an email to the user',
  'compare two dates',
  'split a string by a separator',
  'validate a form field',
  'open a connection to the database',
  'render a template',
  'remove duplicates from a list',
];
const ROUNDS = 5;

function middle(times: readonly number[], share: number): number {
  return Number(times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))]!.toFixed(2));
}

const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2 });
try {
  await orchestrator.indexRepository(directory);
  const index = new VectorIndex();
  const started = performance.now();
  orchestrator.registerIndex(index);
  await orchestrator.queryIndex('vector', { text: 'warm' });
  const buildMs = Math.round(performance.now() - started);
  const searches: Record<string, object> = {};
  for (const mode of ['ranked', 'semantic', 'hybrid'] as const) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const text of QUERIES) {
        const start = performance.now();
        await orchestrator.query({ kind: 'search', mode, text, limit: 20 });
        if (round > 0) times.push(performance.now() - start);
      }
    }
    searches[mode] = { p50Ms: middle(times, 0.5), p95Ms: middle(times, 0.95) };
  }
  const updates: number[] = [];
  const path = orchestrator.getContext().files.find((file) => file.endsWith('.py') || file.endsWith('.ts'))!;
  for (let i = 0; i < 10; i++) {
    const start = performance.now();
    await orchestrator.update([{ path, content: `def added_${i}():\n    return ${i}\n` }]);
    const behind = performance.now();
    await orchestrator.queryIndex('vector', { text: 'added' });
    updates.push(behind - start);
  }
  const files = orchestrator.getContext().files.length;
  console.log(
    JSON.stringify({ files, buildMs, ...index.stats(), searches, updateP50Ms: middle(updates, 0.5) }, null, 1),
  );
} finally {
  await orchestrator.close();
}
