/**
 * How much faster an update is than a full index, timed: 1, 10 and 50 % of the files changed, 70 % of them by a line in a
 * body, 20 % by a parameter, 10 % by an import. Full indexes and updates take turns in one process, on warm workers of their
 * own; the ratio is of medians. Then the saved index: bytes, time to save, and to open it in a fresh process to its first answer.
 *
 *     node --conditions=stratagraph-source bench/changes.ts --corpus-dir DIR [--runs 5] [--seed 1] [--preset fast]
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

/** Changes of a share of the files, no file twice. */
function changesOf(share: number, run: number): ChangeOp[] {
  const context = orchestrator.getContext();
  const rest = [...context.files];
  const changes: ChangeOp[] = [];
  for (let count = Math.round(share * rest.length); changes.length < count && rest.length > 0;) {
    const [path] = rest.splice(below(rest.length), 1);
    const die = below(10);
    const text = context.text(path!)!;
    const content = EDITS[die < 7 ? 'body' : die < 9 ? 'signature' : 'import'](text, run);
    if (content !== null && content !== text) changes.push({ path: path!, content });
  }
  return changes;
}

const speedups: Record<string, object> = {};
for (const share of [0.01, 0.1, 0.5]) {
  const updates: number[] = [];
  const indexes: number[] = [];
  let [units, affected] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const done = await orchestrator.update(changesOf(share, run));
    updates.push(done.ms);
    [units, affected] = [done.unitsRun, done.affected.length];
    const started = performance.now();
    await full.indexRepository(directory);
    indexes.push(performance.now() - started);
  }
  const [update, index] = [percentile(updates, 0.5), percentile(indexes, 0.5)];
  speedups[`${100 * share}%`] = {
    updateMs: update,
    indexMs: index,
    speedup: Number((index / update).toFixed(1)),
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
