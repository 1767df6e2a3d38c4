/**
 * How much faster an update is than a full index, timed: 1, 10 and 50 % of the files changed, 70 % of them by a line in a
 * body, 20 % by a parameter, 10 % by an import. Full indexes and updates take turns in one process, on warm workers of their
 * own; the ratio is of medians, and once more of the CPU of the process, which load changes less. Which files are changed:
 * those with a place for such an edit (`fit`), which are about twice as large as the others, so that half of the files are five
 * sixths of the source; or any (`even`), where one without a place gets a comment at its end. Then the saved index: bytes, time to save, and to open it in a fresh process to its first answer.
 *
 *     node --conditions=stratagraph-source bench/changes.ts --corpus-dir DIR [--runs 5] [--seed 1] [--preset fast] [--draw fit]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { StageControl, UnifiedOrchestrator, type ChangeOp } from '../src/index.ts';
import { EDITS, numbersBelow, percentile } from './edits.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    preset: { type: 'string', default: 'fast' },
    draw: { type: 'string', default: 'fit' },
    open: { type: 'string' },
  },
});
// Safe because: StageControl refuses any other name.
const stages = new StageControl(values.preset as 'fast');
const config = { parallelWorkers: Number(values.workers), include: ['**/*.py'], stages };

if (values.open !== undefined) {
  const orchestrator = new UnifiedOrchestrator(config);
  await orchestrator.open(values.open, { readOnly: true });
  const { rows } = orchestrator.getContext().symbols({ name: 'QuerySet' });
  console.log(JSON.stringify({ ms: performance.now(), rows: rows.length }));
  await orchestrator.close();
  process.exit(0);
}

const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR, a tree with Python files');
const runs = Number(values.runs);
const below = numbersBelow(Number(values.seed));

const orchestrator = new UnifiedOrchestrator(config);
const full = new UnifiedOrchestrator(config);
await orchestrator.indexRepository(directory);
await full.indexRepository(directory);

/** Milliseconds of wall and of CPU of all threads. */
interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { ms, cpuMs: (user + system) / 1000 };
}

function edited(text: string, run: number): string | null {
  const die = below(10);
  const content = EDITS[die < 7 ? 'body' : die < 9 ? 'signature' : 'import'](text, run);
  if (content !== null && content !== text) return content;
  return values.draw === 'even' ? `${text}# note ${run}\n` : null;
}

/** Changes of a share of the files, no file twice. */
function changesOf(share: number, run: number): ChangeOp[] {
  const context = orchestrator.getContext();
  const rest = [...context.files];
  const changes: ChangeOp[] = [];
  for (let count = Math.round(share * rest.length); changes.length < count && rest.length > 0;) {
    const [path] = rest.splice(below(rest.length), 1);
    const content = edited(context.text(path!)!, run);
    if (content !== null) changes.push({ path: path!, content });
  }
  return changes;
}

/** The part of the source that is in the changed files. */
function sourceShare(changes: readonly ChangeOp[]): number {
  const context = orchestrator.getContext();
  const changed = new Set(changes.map((change) => ('path' in change ? change.path : '')));
  let [all, among] = [0, 0];
  for (const path of context.files) {
    const { length } = context.text(path)!;
    all += length;
    if (changed.has(path)) among += length;
  }
  return Number((among / all).toFixed(3));
}

const figuresOf = (costs: readonly Cost[], of: (cost: Cost) => number, part: number): number =>
  percentile(costs.map(of), part);

const speedups: Record<string, object> = {};
for (const share of [0.01, 0.1, 0.5]) {
  const updates: Cost[] = [];
  const indexes: Cost[] = [];
  let [units, affected, source] = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const changes = changesOf(share, run);
    source = sourceShare(changes);
    const update = async (): Promise<void> => {
      const done = await orchestrator.update(changes);
      [units, affected] = [done.unitsRun, done.affected.length];
    };
    updates.push(await costOf(update));
    indexes.push(await costOf(async () => full.indexRepository(directory)));
  }
  const ratio = (of: (cost: Cost) => number, part: number): number =>
    Number((figuresOf(indexes, of, part) / figuresOf(updates, of, part)).toFixed(1));
  const ms = (cost: Cost): number => cost.ms;
  const cpuMs = (cost: Cost): number => cost.cpuMs;
  speedups[`${100 * share}%`] = {
    source,
    updateMs: figuresOf(updates, ms, 0.5),
    indexMs: figuresOf(indexes, ms, 0.5),
    speedup: ratio(ms, 0.5),
    leastUpdateMs: figuresOf(updates, ms, 0),
    leastIndexMs: figuresOf(indexes, ms, 0),
    speedupOfLeast: ratio(ms, 0),
    updateCpuMs: figuresOf(updates, cpuMs, 0.5),
    indexCpuMs: figuresOf(indexes, cpuMs, 0.5),
    speedupOfCpu: ratio(cpuMs, 0.5),
    unitsRun: units,
    affected,
  };
}

const saved = mkdtempSync(join(tmpdir(), 'stratagraph-bench-'));
const once = new UnifiedOrchestrator(config);
await once.indexRepository(directory);
const started = performance.now();
await once.save(saved);
const saveMs = percentile([performance.now() - started], 0.5);
const bytes = readdirSync(saved).reduce((sum, name) => sum + statSync(join(saved, name)).size, 0);
const opens = Array.from({ length: runs }, () => {
  const args = [
    '--conditions=stratagraph-source',
    fileURLToPath(import.meta.url),
    '--open',
    saved,
    '--preset',
    values.preset,
  ];
  // Safe because: the branch above prints this.
  const opened = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as { ms: number; rows: number };
  if (opened.rows === 0) throw new Error('the saved index does not answer');
  return opened.ms;
});
rmSync(saved, { recursive: true });
console.log(
  JSON.stringify(
    {
      files: orchestrator.getContext().files.length,
      preset: values.preset,
      draw: values.draw,
      workers: config.parallelWorkers,
      seed: Number(values.seed),
      load: loadavg()[0],
      speedups,
      saved: { megabytes: Math.round(bytes / 1e6), saveMs, openToFirstAnswerMs: percentile(opens, 0.5) },
    },
    null,
    1,
  ),
);
await Promise.all([orchestrator.close(), full.close(), once.close()]);
