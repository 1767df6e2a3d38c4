/**
 * Indexes a corpus several times in one process and prints the wall and the CPU of each as JSON: all but the first with warm workers.
 * `node bench/warm-index.ts --corpus-dir DIR --workers N [--include GLOB]... [--times 4]`. Measures the built package.
 */
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    workers: { type: 'string', default: '1' },
    include: { type: 'string', multiple: true },
    times: { type: 'string', default: '4' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR, a checkout of the corpus');
// Safe because: the package is built from that file.
const library = (await import(
  new URL('../dist/src/index.js', import.meta.url).href
)) as typeof import('../src/index.ts');
const include = values.include;
const orchestrator = new library.UnifiedOrchestrator({
  parallelWorkers: Number(values.workers),
  ...(include === undefined ? {} : { include }),
});
const wallMs: number[] = [];
/** Of the whole process: workers, compiler and collector threads. */
const cpuMs: number[] = [];
for (let time = 0; time < Number(values.times); time++) {
  const started = performance.now();
  const before = process.cpuUsage();
  await orchestrator.indexRepository(directory);
  wallMs.push(Math.round(performance.now() - started));
  const { user, system } = process.cpuUsage(before);
  cpuMs.push(Math.round((user + system) / 1000));
}
await orchestrator.close();
console.log(JSON.stringify({ wallMs, cpuMs }));
