/**
 * Search on CoSQA: web queries of people, each with the one Python function that answers it, among 6,267 functions.
 *
 *     node --conditions=stratagraph-source bench/cosqa.ts --suite-dir DIR [--mode hybrid] [--queries FILE] [--misses N]
 *
 * `DIR` is `data/search` of the public repository Jun-jie-Huang/CoCLR. Each function becomes a file of a temporary tree, which
 * is indexed and asked through the public door. Prints the mean reciprocal rank of the right file among all files; with
 * `--mode hybrid`, for search by words, by the embedded vectors and by both. It must
 * never show the search anything but the text of a function and of a query.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UnifiedOrchestrator } from '../src/orchestrator/index.ts';
import { VectorIndex } from '../src/plugins/index.ts';

const { values } = parseArgs({
  options: {
    'suite-dir': { type: 'string' },
    queries: { type: 'string', default: 'cosqa-retrieval-test-500.json' },
    misses: { type: 'string', default: '0' },
    mode: { type: 'string', default: 'ranked' },
  },
});
const directory = values['suite-dir'];
if (directory === undefined) throw new Error('pass --suite-dir DIR, the folder data/search of CoCLR');

interface Question {
  readonly doc: string;
  readonly retrieval_idx: number;
}

/** Rows asked for: more than any query has, so that every rank is known. */
const LIMIT = 100_000;
const fileOf = (index: number): string => `f${index}.py`;

/** The rank from 1 of the file `path` among the files of `rows`, best row of a file first; 0 when it is not there. */
function rankOf(rows: readonly object[], path: string): number {
  const seen = new Set<unknown>();
  for (const row of rows) {
    const at: unknown = 'path' in row ? row.path : '';
    seen.add(at);
    if (at === path) return seen.size;
  }
  return 0;
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return Number(sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(2));
}

// Safe because: both files have these members in the published suite; a missing one fails at its first use.
const functions = JSON.parse(readFileSync(join(directory, 'code_idx_map.txt'), 'utf8')) as Record<string, number>;
const questions = JSON.parse(readFileSync(join(directory, values.queries), 'utf8')) as Question[];
const root = mkdtempSync(join(tmpdir(), 'cosqa-'));
for (const [text, index] of Object.entries(functions)) writeFileSync(join(root, fileOf(index)), `${text}\n`);

const MODES = values.mode === 'hybrid' ? (['ranked', 'semantic', 'hybrid'] as const) : (['ranked'] as const);

interface Figures {
  readonly ranks: readonly number[];
  readonly times: readonly number[];
}

async function ask(orchestrator: UnifiedOrchestrator, mode: (typeof MODES)[number]): Promise<Figures> {
  const ranks: number[] = [];
  const times: number[] = [];
  for (const { doc, retrieval_idx } of questions) {
    const start = performance.now();
    const { rows } = await orchestrator.query({ kind: 'search', mode, text: doc, limit: LIMIT });
    times.push(performance.now() - start);
    ranks.push(rankOf(rows, fileOf(retrieval_idx)));
  }
  return { ranks, times };
}

function figuresOf({ ranks, times }: Figures): object {
  const share = (count: number): number => Number((count / ranks.length).toFixed(4));
  const misses = questions.flatMap(({ doc, retrieval_idx }, i) =>
    ranks[i] === 1 ? [] : [`${ranks[i]} ${fileOf(retrieval_idx)} ${doc}`],
  );
  return {
    mrr: share(ranks.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0)),
    first: share(ranks.filter((rank) => rank === 1).length),
    amongTen: share(ranks.filter((rank) => rank > 0 && rank <= 10).length),
    notFound: share(ranks.filter((rank) => rank === 0).length),
    allRowsP95Ms: percentile(times, 0.95),
    misses: misses.slice(0, Number(values.misses)),
  };
}

const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2 });
try {
  await orchestrator.indexRepository(root);
  if (values.mode === 'hybrid') orchestrator.registerIndex(new VectorIndex());
  const figures: Record<string, object> = {};
  for (const mode of MODES) figures[mode] = figuresOf(await ask(orchestrator, mode));
  const suite = 'https://github.com/Jun-jie-Huang/CoCLR';
  const asked = { queries: values.queries, functions: Object.keys(functions).length, asked: questions.length };
  console.log(JSON.stringify({ suite, ...asked, ...figures }, null, 1));
} finally {
  await orchestrator.close();
  rmSync(root, { recursive: true, force: true });
}
