/**
 * Growth: generated repositories of several sizes, each indexed by a fresh process; wall and CPU time, peak memory, bytes and
 * rows per line, by preset, and by stage.
 *
 *     npm run -s build
 *     node --conditions=stratagraph-source bench/generated.ts [--sizes 10000,50000,150000,500000] [--language python|typescript]
 *         [--preset fast] [--runs 3] [--workers 2] [--seed 1] [--write DIR]
 *
 * Sizes go up to 5,000,000 lines. With `--write` the largest repository is written to DIR and nothing is measured. Rows per line
 * are counters: they must not grow with the size, and the command fails when those of one stage do by more than a tenth.
 * Times are shown, with the load, and never judged.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { IndexDocument } from '../src/cli/index-document.ts';
import { generateSource, type GeneratedLanguage } from './generate-source.ts';

const MOST_LINES = 5_000_000;
/** How much more rows a line of the largest repository may give than one of the smallest. */
const MAX_GROWTH = 1.1;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,50000,150000,500000' },
    language: { type: 'string', default: 'python' },
    preset: { type: 'string', default: 'fast' },
    runs: { type: 'string', default: '3' },
    workers: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    write: { type: 'string' },
  },
});
const sizes = values.sizes.split(',').map(Number);
if (sizes.some((size) => !(size >= 1 && size <= MOST_LINES)))
  throw new Error(`--sizes has one outside 1 to ${MOST_LINES}`);
const language: GeneratedLanguage | undefined = (['python', 'typescript'] as const).find(
  (one) => one === values.language,
);
if (language === undefined) throw new Error(`--language is ${values.language}; use python or typescript`);
const cli = fileURLToPath(new URL('../dist/src/cli/cli.js', import.meta.url));

function writeRepository(root: string, lines: number): void {
  for (const { path, text } of generateSource(language!, lines, Number(values.seed))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function indexOnce(root: string): IndexDocument {
  const args = [cli, 'index', root, '--json', '--workers', values.workers, '--preset', values.preset];
  // Safe because: the command prints this document, tested in test/cli.
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 })) as IndexDocument;
}

interface Measured {
  readonly runs: readonly IndexDocument[];
  /** Of the machine, when the runs began. */
  readonly load: number;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

function report({ runs, load }: Measured): object {
  const one = runs[0]!;
  const perKiloLine = (value: number): number => round((1000 * value) / one.loc);
  const cpuOf = (run: IndexDocument, slug: string): number => run.stages.find((stage) => stage.slug === slug)!.cpuMs;
  return {
    files: one.files,
    loc: one.loc,
    load,
    wallMs: Math.round(median(runs.map((run) => run.wallMs))),
    wallMsPerKiloLine: perKiloLine(median(runs.map((run) => run.wallMs))),
    peakRssMB: Math.round(median(runs.map((run) => run.peakRssBytes)) / 2 ** 20),
    sharedBytesPerLine: round(one.sharedBytes / one.loc, 1),
    clonedBytesPerFile: Math.round(one.clonedBytes / one.files),
    stages: Object.fromEntries(
      one.stages
        .filter(({ status }) => status === 'succeeded')
        .map(({ slug, rows, bytes }) => [
          slug,
          {
            cpuMsPerKiloLine: perKiloLine(median(runs.map((run) => cpuOf(run, slug)))),
            rowsPerLine: round(rows / one.loc, 3),
            bytesPerLine: round(bytes / one.loc, 1),
          },
        ]),
    ),
  };
}

/** Stages whose rows per line grow with the size. */
function grown(smallest: IndexDocument, largest: IndexDocument): string[] {
  return largest.stages
    .filter(({ slug, rows }) => {
      const before = smallest.stages.find((stage) => stage.slug === slug)!.rows / smallest.loc;
      return before > 0 && rows / largest.loc > MAX_GROWTH * before;
    })
    .map(({ slug }) => slug);
}

if (values.write !== undefined) writeRepository(values.write, Math.max(...sizes));
else {
  const measured: Measured[] = [];
  for (const size of sizes.toSorted((a, b) => a - b)) {
    const root = mkdtempSync(join(tmpdir(), 'generated-'));
    writeRepository(root, size);
    const load = round(loadavg()[0]!);
    measured.push({ load, runs: Array.from({ length: Number(values.runs) }, () => indexOnce(root)) });
    rmSync(root, { recursive: true, force: true });
  }
  const growing = grown(measured[0]!.runs[0]!, measured.at(-1)!.runs[0]!);
  const { seed, preset, workers } = values;
  const curves = measured.map(report);
  console.log(JSON.stringify({ language, seed, preset, workers, node: process.version, growing, curves }, null, 1));
  if (growing.length > 0) process.exitCode = 1;
}
