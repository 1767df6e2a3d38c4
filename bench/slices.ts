/**
 * Slices: time of questions at random places, within a function and across calls.
 *
 *     node --conditions=stratagraph-source bench/slices.ts --corpus-dir DIR [--slices 300] [--seed 1] [--show 0]
 *
 * Prints p50, p95 and the number of rows; `--show` prints that many slices to be read against the source.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { facts, StageControl, UnifiedOrchestrator } from '../src/index.ts';
import { numbersBelow, percentile } from './edits.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    include: { type: 'string', multiple: true, default: ['**/*.py'] },
    slices: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '0' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR, a tree of source files');
const orchestrator = new UnifiedOrchestrator({
  parallelWorkers: 2,
  include: values.include,
  stages: new StageControl('fast', { enableFlowGraph: true, enableDataFlow: true, enablePdg: true }),
});
await orchestrator.indexRepository(directory);
const context = orchestrator.getContext();
const below = numbersBelow(Number(values.seed));

/** Lines of random statements of functions. */
function criteria(count: number): { path: string; line: number }[] {
  const found: { path: string; line: number }[] = [];
  while (found.length < count) {
    const path = context.files[below(context.files.length)]!;
    const bodies = context.table(facts.body, path);
    const positions = context.table(facts.statementPosition, path);
    if (bodies === null || positions === null || bodies.rows < 2) continue;
    const row = below(bodies.rows - 1) + 1;
    const from = bodies.statement.at(row);
    const to = row + 1 < bodies.rows ? bodies.statement.at(row + 1) : positions.rows;
    if (facts.BODY_KINDS[bodies.kind.at(row)] !== 'function' || to - from < 3) continue;
    const offset = positions.start.at(from + 1 + below(to - from - 1));
    found.push({ path, line: context.text(path)!.slice(0, offset).split('\n').length });
  }
  return found;
}

const places = criteria(Number(values.slices));
const results: Record<string, object> = {};
for (const [name, options] of Object.entries({
  'within, backward': { depth: 0 },
  'within, forward': { depth: 0, direction: 'forward' },
  'across, backward': {},
  'across, thin': { thin: true },
  'across, forward': { direction: 'forward' },
} as const)) {
  const ms: number[] = [];
  const rows: number[] = [];
  const cold: number[] = [];
  for (const place of [...places, ...places]) {
    const started = performance.now();
    try {
      rows.push(context.slice({ ...place, ...options, limit: 10_000 }).rows.length);
    } catch {
      // A line whose statement does nothing.
      continue;
    }
    (cold.length < places.length ? cold : ms).push(performance.now() - started);
  }
  results[name] = {
    slices: ms.length,
    firstP95: percentile(cold, 0.95),
    p50: percentile(ms, 0.5),
    p95: percentile(ms, 0.95),
    p50Rows: percentile(rows, 0.5),
    p95Rows: percentile(rows, 0.95),
  };
}
for (const place of places.slice(0, Number(values.show))) {
  console.log(`\n${place.path}:${place.line} ${context.text(place.path)!.split('\n')[place.line - 1]!.trim()}`);
  for (const row of context.slice({ ...place, depth: 1, limit: 30 }).rows)
    console.log(`    ${row.path === place.path ? '' : `${row.path}:`}${row.line} ${row.reason} ${row.text.trim()}`);
}
console.log(JSON.stringify({ load: loadavg()[0], results }, null, 1));
await orchestrator.close();
