/**
 * Updates: body edits of one file, signature edits, and a comment, each timed through `update`, with what ran.
 *
 *     node --conditions=stratagraph-source bench/commit.ts --corpus-dir DIR [--edits 40] [--seed 1]
 *
 * Prints p50 and p95 in milliseconds, and the counters: files run again beside the edited one, shards folded.
 */
import { parseArgs } from 'node:util';
import { UnifiedOrchestrator } from '../src/index.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    edits: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR, a tree with Python files');

/** A small generator of equal numbers for equal seeds (D. H. Lehmer's, with the multiplier of Park and Miller, 1988). */
let state = Number(values.seed);
function below(limit: number): number {
  state = (state * 48_271) % 2_147_483_647;
  return state % limit;
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1));
}

const EDITS: Readonly<Record<string, (text: string, i: number) => string | null>> = {
  body: (text, i) => insertInBody(text, `local_${i} = ${i}`),
  comment: (text, i) => (text.includes('\ndef ') ? text.replace('\ndef ', `\n# note ${i}\ndef `) : null),
  signature: (text, i) => (/^def \w+\(/m.test(text) ? text.replace(/^(def \w+)\(/m, `$1(added_${i}=None, `) : null),
};

/** Adds a line at the start of the first function body without a docstring. */
function insertInBody(text: string, line: string): string | null {
  const found = /^( *)def \w+\([^()]*\):\n(?! *["'])/m.exec(text);
  if (found === null) return null;
  const at = found.index + found[0].length;
  return `${text.slice(0, at)}${found[1]}    ${line}\n${text.slice(at)}`;
}

const orchestrator = new UnifiedOrchestrator({ parallelWorkers: Number(values.workers), include: ['**/*.py'] });
await orchestrator.indexRepository(directory);
const context = orchestrator.getContext();
const candidates = context.files.filter((path) => context.text(path)!.length <= 20_000);
const results: Record<string, object> = {};
for (const [kind, edit] of Object.entries(EDITS)) {
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
