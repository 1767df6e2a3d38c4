/**
 * Point questions over an indexed corpus, warm, over random targets.
 *
 *     node --conditions=stratagraph-source bench/answers.ts --corpus-dir DIR [--targets 5000] [--seed 1]
 *
 * Prints p50 and p99 in microseconds of definition by position and by hash, callers and references by hash, and ranked search.
 */
import { parseArgs } from 'node:util';
import { facts, UnifiedOrchestrator, type PipelineContext } from '../src/index.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    targets: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR');

/** A small generator of equal numbers for equal seeds (D. H. Lehmer's, with the multiplier of Park and Miller, 1988). */
let state = Number(values.seed);
function below(limit: number): number {
  state = (state * 48_271) % 2_147_483_647;
  return state % limit;
}

interface Target {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly symbol: string;
}

/** Random symbols with their places, taken from outlines. */
function pickTargets(context: PipelineContext, count: number): Target[] {
  const found: Target[] = [];
  for (const files = context.files; found.length < count;) {
    const { rows } = context.outline(files[below(files.length)]!, { limit: 1000 });
    if (rows.length === 0) continue;
    const { path, line, column, symbol } = rows[below(rows.length)]!;
    found.push({ path, line, column, symbol });
  }
  return found;
}

function time(targets: readonly Target[], ask: (target: Target) => { readonly rows: readonly object[] }): object {
  const us: number[] = [];
  let rows = 0;
  for (const isWarm of [false, true]) {
    for (const target of targets) {
      const started = performance.now();
      rows += ask(target).rows.length;
      if (isWarm) us.push(1000 * (performance.now() - started));
    }
  }
  us.sort((a, b) => a - b);
  const at = (share: number): number => Number(us[Math.floor(share * us.length)]!.toFixed(1));
  return { questions: us.length, rows: rows / 2, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2 });
const stats = await orchestrator.indexRepository(directory);
const context = orchestrator.getContext();
const targets = pickTargets(context, Number(values.targets));
const word = ({ symbol }: Target): string => context.definition({ symbol }).rows[0]?.name.split('.').at(-1) ?? 'name';
const words = new Map(targets.slice(0, 500).map((target) => [target, word(target)]));
console.log(
  JSON.stringify(
    {
      files: stats.totalFiles,
      symbols: context.snapshot.rows(facts.symbol),
      seed: Number(values.seed),
      unit: 'us',
      definitionByPosition: time(targets, ({ path, line, column }) => context.definition({ path, line, column })),
      definitionByHash: time(targets, ({ symbol }) => context.definition({ symbol })),
      callers: time(targets, ({ symbol }) => context.callers({ symbol })),
      references: time(targets, ({ symbol }) => context.references({ symbol })),
      rankedSearch: time(targets.slice(0, 500), (target) => context.query(words.get(target)!)),
    },
    null,
    1,
  ),
);
await orchestrator.close();
