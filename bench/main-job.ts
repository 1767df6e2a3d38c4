/**
 * The main job: a fresh process indexes a corpus, from start to published snapshot, beside B0 in the same run.
 *
 *     npm run bench:main -- --corpus django --corpus-dir DIR [--workers 1,2] [--runs 5] [--preset balanced]
 *
 * Prints the corpus, its size, facts per line, time per stage, peak memory, bytes shared and cloned; with more than one number
 * of workers also how much faster the last is than the first, cold and warm (a further index in the same process). Refuses to print a ratio
 * when facts per line are below the floor of `corpora.json`: a fast index of nothing is not fast.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { IndexDocument } from '../src/cli/index-document.ts';

interface Corpus {
  readonly url: string;
  readonly version?: string;
  readonly commit?: string;
  readonly include: readonly string[];
  readonly factsPerLoc: Readonly<Record<'declarations' | 'references' | 'operations', number>>;
}

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: 'django' },
    'corpus-dir': { type: 'string' },
    workers: { type: 'string', default: '1,2' },
    runs: { type: 'string', default: '5' },
    preset: { type: 'string', default: 'fast' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR, a checkout of the corpus');

// Safe because: the file is part of this repository.
const corpora = JSON.parse(readFileSync(new URL('corpora.json', import.meta.url), 'utf8')) as Record<string, Corpus>;
const corpus = corpora[values.corpus];
if (corpus === undefined) throw new Error(`--corpus is ${values.corpus}; use ${Object.keys(corpora).join(', ')}`);
const cli = fileURLToPath(new URL('../dist/src/cli/cli.js', import.meta.url));

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

function indexOnce(workers: string): IndexDocument {
  const globs = corpus!.include.flatMap((glob) => ['--include', glob]);
  const options = ['--json', '--workers', workers, '--preset', values.preset, ...globs];
  const output = execFileSync(process.execPath, [cli, 'index', directory!, ...options], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  // Safe because: the command prints this document, tested in test/cli.
  return JSON.parse(output) as IndexDocument;
}

function measureB0(): number {
  const globs = corpus!.include.flatMap((glob) => ['--include', glob]);
  const script = fileURLToPath(new URL('b0.ts', import.meta.url));
  const args = [
    '--conditions=stratagraph-source',
    script,
    '--corpus-dir',
    directory!,
    '--ext',
    '.py,.ts,.tsx',
    ...globs,
  ];
  // Safe because: the script prints this member.
  return (JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as { b0CpuMs: number }).b0CpuMs;
}

/** The shortest wall of an index by workers that are warm. */
function warmWall(workers: string): number {
  const script = fileURLToPath(new URL('warm-index.ts', import.meta.url));
  const globs = corpus!.include.flatMap((glob) => ['--include', glob]);
  const args = ['--conditions=stratagraph-source', script, '--corpus-dir', directory!, '--workers', workers, ...globs];
  // Safe because: the script prints this member.
  const { wallMs } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as { wallMs: number[] };
  return Math.min(...wallMs.slice(1));
}

/** How much faster the last lane is than the first. */
function speedup(): object {
  if (lanes.length < 2) return {};
  const [one, many] = [lanes[0]!, lanes.at(-1)!];
  const coldWall = (workers: string): number => Math.min(...runs.get(workers)!.map((run) => run.wallMs));
  const warm = [warmWall(one), warmWall(many)];
  return {
    workers: [one, many],
    cold: Number((coldWall(one) / coldWall(many)).toFixed(2)),
    warm: Number((warm[0]! / warm[1]!).toFixed(2)),
    warmWallMs: warm,
  };
}

function factsPerLoc(document: IndexDocument): Record<'declarations' | 'references' | 'operations', number> {
  const { tables, loc } = document;
  return {
    declarations: (tables['declaration']! + tables['local']!) / loc,
    references: tables['reference']! / loc,
    operations: tables['operation']! / loc,
  };
}

function report(workers: string, runs: readonly IndexDocument[], b0: number): object {
  const one = runs[0]!;
  const facts = factsPerLoc(one);
  const isThin = Object.entries(corpus!.factsPerLoc).filter(
    ([name, floor]) => facts[name as keyof typeof facts] < floor,
  );
  const ir = median(runs.map((run) => run.stages.find((stage) => stage.slug === 'ir-build')!.cpuMs));
  const wall = median(runs.map((run) => run.wallMs));
  const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
  return {
    workers,
    wallMs: runs.map((run) => Math.round(run.wallMs)),
    ...(isThin.length === 0
      ? { wallPerB0: round(wall / b0), irCpuPerB0: round(ir / b0), kLocPerSecond: Math.round(one.loc / wall) }
      : { refused: `facts per line below the floor: ${isThin.map(([name]) => name).join(', ')}` }),
    factsPerLoc: Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, round(value)])),
    peakRssMB: Math.round(median(runs.map((run) => run.peakRssBytes)) / 2 ** 20),
    sharedBytesPerLoc: round(one.sharedBytes / one.loc, 1),
    clonedBytesPerFile: Math.round(one.clonedBytes / one.files),
    problems: one.problems,
    stages: one.stages.map((stage) => ({
      slug: stage.slug,
      status: stage.status,
      units: stage.units,
      rows: stage.rows,
      bytes: stage.bytes,
      cpuMs: Math.round(median(runs.map((run) => run.stages.find((other) => other.slug === stage.slug)!.cpuMs))),
    })),
  };
}

const lanes = values.workers.split(',');
const runs = new Map<string, IndexDocument[]>(lanes.map((workers) => [workers, []]));
const b0Runs: number[] = [];
const loads: number[] = [];
// One after the other, so that a change of the load meets both sides of the ratio.
for (let run = 0; run < Number(values.runs); run++) {
  b0Runs.push(measureB0());
  loads.push(Number(loadavg()[0]!.toFixed(2)));
  for (const workers of lanes) runs.get(workers)!.push(indexOnce(workers));
}
const b0 = median(b0Runs);
const first = runs.get(lanes[0]!)![0]!;
console.log(
  JSON.stringify(
    {
      corpus: values.corpus,
      preset: values.preset,
      source: corpus.url,
      version: corpus.version ?? corpus.commit,
      files: first.files,
      loc: first.loc,
      megabytes: Number((first.bytes / 1e6).toFixed(2)),
      node: process.version,
      machine: `${cpus()[0]?.model ?? 'unknown'} x ${availableParallelism()}`,
      loads,
      b0CpuMs: b0,
      speedup: speedup(),
      b0Runs,
      results: lanes.map((workers) => report(workers, runs.get(workers)!, b0)),
    },
    null,
    1,
  ),
);
