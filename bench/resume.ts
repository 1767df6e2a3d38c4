/**
 * An initial index that is killed, and the index that goes on from what it left:
 *
 *     node --conditions=stratagraph-source bench/resume.ts --corpus-dir DIR [--include GLOB] [--preset fast] [--shares 0.25,0.5,0.75]
 *
 * A process of its own indexes into a saved directory, and is killed with SIGKILL when that share of the source is parsed.
 * Prints what the resumed index runs, as shares of an index from nothing: files parsed, kernel runs, thread CPU.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { StageControl, UnifiedOrchestrator, type IndexingStats } from '../src/index.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    include: { type: 'string', multiple: true, default: ['**/*.py'] },
    preset: { type: 'string', default: 'fast' },
    shares: { type: 'string', default: '0.25,0.5,0.75' },
    child: { type: 'string' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR, a tree of source files');

function open(): UnifiedOrchestrator {
  // Safe because: the constructor refuses what is no preset.
  const stages = new StageControl(values.preset as 'fast');
  return new UnifiedOrchestrator({ parallelWorkers: 2, include: values.include, stages });
}

/** Indexes into `saved` and says on the standard output how much of the source is parsed. */
async function child(saved: string): Promise<void> {
  const orchestrator = open();
  await orchestrator.open(saved);
  for await (const event of orchestrator.stream(directory!)) {
    if (event.kind !== 'progress') continue;
    const { bytes, totalBytes } = event.progress;
    process.stdout.write(`${bytes / totalBytes}\n`);
  }
}

/** What is left in a directory by a process that is killed at a share of the source. */
async function killedAt(share: number, saved: string): Promise<number> {
  const script = fileURLToPath(import.meta.url);
  const include = values.include.flatMap((glob) => ['--include', glob]);
  const flags = ['--corpus-dir', directory!, '--preset', values.preset, '--child', saved, ...include];
  const run = spawn(process.execPath, ['--conditions=stratagraph-source', script, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let at = 0;
  run.stdout.on('data', (chunk: Buffer) => {
    at = Number(chunk.toString().trim().split('\n').at(-1));
    if (at >= share) run.kill('SIGKILL');
  });
  await new Promise((resolve) => run.on('close', resolve));
  return at;
}

const sum = (stats: IndexingStats, figure: 'units' | 'cpuMs'): number =>
  stats.stages.reduce((total, stage) => total + stage[figure], 0);
const parsed = (stats: IndexingStats): number => stats.stages.find(({ slug }) => slug === 'ir-build')!.units;
const percent = (part: number, whole: number): number => Math.round((100 * part) / whole);

async function main(): Promise<void> {
  await using whole = open();
  const full = await whole.indexRepository(directory!);
  const rows: object[] = [];
  for (const share of values.shares.split(',').map(Number)) {
    const saved = mkdtempSync(join(tmpdir(), 'stratagraph-resume-'));
    try {
      const killed = await killedAt(share, saved);
      await using orchestrator = open();
      const { status, files } = await orchestrator.open(saved);
      const stats = await orchestrator.indexRepository(directory!);
      rows.push({
        killedAtPercent: percent(killed, 1),
        status,
        filesLeft: files,
        parsedPercent: percent(parsed(stats), parsed(full)),
        kernelRunsPercent: percent(sum(stats, 'units'), sum(full, 'units')),
        cpuPercent: percent(sum(stats, 'cpuMs'), sum(full, 'cpuMs')),
      });
    } finally {
      rmSync(saved, { recursive: true, force: true });
    }
  }
  console.log(JSON.stringify({ load: loadavg()[0], files: full.totalFiles, preset: values.preset, rows }, null, 1));
}

await (values.child === undefined ? main() : child(values.child));
