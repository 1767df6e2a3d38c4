/**
 * Updates: body edits of one file, signature edits, and a comment, each timed through `update`, with what ran.
 *
 *     node --conditions=stratagraph-source bench/commit.ts --corpus-dir DIR [--edits 40] [--seed 1] [--preset fast]
 *
 * Prints p50 and p95 in milliseconds, and the counters: files run again beside the edited one, shards folded.
 */
import { parseArgs } from 'node:util';
import { StageControl, UnifiedOrchestrator } from '../src/index.ts';
import { EDITS, numbersBelow, percentile } from './edits.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    edits: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    preset: { type: 'string', default: 'fast' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR, a tree with Python files');

const below = numbersBelow(Number(values.seed));

const orchestrator = new UnifiedOrchestrator({
  parallelWorkers: Number(values.workers),
  include: ['**/*.py'],
  // Safe because: StageControl refuses any other name.
  stages: new StageControl(values.preset as 'fast'),
});
await orchestrator.indexRepository(directory);
const context = orchestrator.getContext();
const candidates = context.files.filter((path) => context.text(path)!.length <= 20_000);
const results: Record<string, object> = {};
for (const kind of ['body', 'comment', 'signature'] as const) {
  const edit = EDITS[kind];
  const ms: number[] = [];
  const affected: number[] = [];
  const shards: number[] = [];
  for (let i = 0; ms.length < Number(values.edits) && i < 10_000; i++) {
    const path = candidates[below(candidates.length)]!;
    const content = edit(orchestrator.getContext().text(path)!, i);
    if (content === null) continue;
    const done = await orchestrator.update([{ path, content }]);
    ms.push(done.ms);
    affected.push(done.affected.length);
    shards.push(done.shardsFolded);
  }
  const most = (numbers: readonly number[]): number => Math.max(...numbers);
  results[kind] = {
    edits: ms.length,
    p50: percentile(ms, 0.5),
    p95: percentile(ms, 0.95),
    mostAffected: most(affected),
    p50Shards: percentile(shards, 0.5),
  };
}
console.log(
  JSON.stringify(
    { files: context.files.length, workers: Number(values.workers), seed: Number(values.seed), results },
    null,
    1,
  ),
);
await orchestrator.close();
