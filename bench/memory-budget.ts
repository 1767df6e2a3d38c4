/**
 * An index under a memory budget beside one without, each in a fresh process of the built package:
 *
 *     npm run build && node --conditions=stratagraph-source bench/memory-budget.ts --corpus-dir DIR
 *       [--corpus django] [--workers 2] [--preset fast] [--shares 0.5,0.6]
 *
 * The budgets are shares of the peak of the first. Prints peaks, bytes in files, CPU and wall, and what differs between the
 * digests of all blocks and the pairs of all postings: nothing, or the figures are of no use.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { StageControl, UnifiedOrchestrator } from '#orchestrator';
import { differences } from '#testkit';
import type { IndexDocument } from '../src/cli/index-document.ts';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: 'django' },
    'corpus-dir': { type: 'string' },
    workers: { type: 'string', default: '2' },
    preset: { type: 'string', default: 'fast' },
    shares: { type: 'string', default: '0.5,0.6' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR, a checkout of the corpus');
// Safe because: the file is part of this repository.
const corpora = JSON.parse(readFileSync(new URL('corpora.json', import.meta.url), 'utf8')) as Record<
  string,
  { readonly include: readonly string[] }
>;
const corpus = corpora[values.corpus];
if (corpus === undefined) throw new Error(`--corpus is ${values.corpus}; use ${Object.keys(corpora).join(', ')}`);
const { include } = corpus;
const cli = fileURLToPath(new URL('../dist/src/cli/cli.js', import.meta.url));

/** Figures of a fresh process: in megabytes of a million bytes, and milliseconds. */
function measure(budgetMB: number | null): Record<string, number | null> {
  const globs = include.flatMap((glob) => ['--include', glob]);
  const budget = budgetMB === null ? [] : ['--memory-budget', String(budgetMB)];
  const args = [cli, 'index', directory!, '--json', '--workers', values.workers, '--preset', values.preset];
  const run = spawnSync(process.execPath, [...args, ...globs, ...budget], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(run.stderr);
  // Safe because: the command prints this document, tested in test/cli.
  const document = JSON.parse(run.stdout) as IndexDocument;
  const mega = (bytes: number): number => Math.round(bytes / 1e6);
  return {
    budgetMB,
    peakMB: mega(document.peakRssBytes),
    workers: document.workers,
    sharedMB: mega(document.sharedBytes),
    spilledMB: mega(document.spilledBytes),
    loadedMB: mega(document.loadedBytes),
    stagesCpuMs: Math.round(document.stages.reduce((sum, stage) => sum + stage.cpuMs, 0)),
    wallMs: Math.round(document.wallMs),
  };
}

async function index(memoryBudget: number | undefined): Promise<UnifiedOrchestrator> {
  const stages = StageControl[values.preset as 'fast' | 'balanced' | 'thorough']();
  const orchestrator = new UnifiedOrchestrator({
    parallelWorkers: Number(values.workers),
    stages,
    include,
    ...(memoryBudget !== undefined && { memoryBudget }),
  });
  await orchestrator.indexRepository(directory!);
  return orchestrator;
}

const free = measure(null);
const bounded = values.shares.split(',').map((share) => measure(Math.floor(Number(share) * free['peakMB']!)));
const [spilled, inMemory] = [await index(1e6), await index(undefined)];
const differing = differences(spilled.getContext().snapshot, inMemory.getContext().snapshot);
await spilled.close();
await inMemory.close();
console.log(JSON.stringify({ corpus: values.corpus, load: loadavg()[0], free, bounded, differing }, null, 1));
