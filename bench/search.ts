/**
 * Literal and pattern search over an indexed corpus beside ripgrep on the same files, 200 fixed queries.
 *
 *     node --conditions=stratagraph-source bench/search.ts --corpus-dir DIR [--ext py] [--rg PATH] [--runs 5] [--seed 1] [--worst 0]
 *
 * Both give every match: the search its places, ripgrep a line for each (`-o -b`), written to nowhere. What ripgrep takes on an
 * empty directory is subtracted. Numbers of matches must be equal, file by file. Prints milliseconds and ratios, p50 and p95,
 * for queries with a usable trigram and for those without; the best of `--runs` counts, on both sides.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { facts, UnifiedOrchestrator, type PipelineContext } from '../src/index.ts';
import { searchLiteral, searchPattern, type SearchUnit, type TextMatches } from '../src/query/search/index.ts';
import { searchUnitsOf } from '../src/query/search-question.ts';
import { queriesFor, type BenchQuery } from './search-queries.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    ext: { type: 'string', default: 'py' },
    rg: { type: 'string', default: 'rg' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    worst: { type: 'string', default: '0' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR');
const globs = values.ext.split(',').map((ext) => `**/*.${ext}`);

function rgArguments({ text, isLiteral, ignoreCase }: BenchQuery, how: readonly string[], where: string): string[] {
  const options = ['--no-config', '--no-ignore', '--hidden', '--no-messages', '-H', '--no-heading', '--null', ...how];
  if (isLiteral) options.push('-F');
  if (ignoreCase) options.push('-i');
  return [...options, ...globs.flatMap((glob) => ['-g', glob]), '-e', text, where];
}

/** Starts ripgrep and waits for its end, output written to nowhere. */
function runRg(query: BenchQuery, where: string): void {
  const { error } = spawnSync(values.rg, rgArguments(query, ['-o', '-b', '-N'], where), { stdio: 'ignore' });
  if (error !== undefined) throw error;
}

/** Matches per file as ripgrep counts them. Exit code 1 says there are none. */
function countByRg(query: BenchQuery): Map<string, number> {
  const { stdout, error } = spawnSync(values.rg, rgArguments(query, ['--count-matches'], directory!), {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [path, count] = line.split('\0');
      return [relative(directory!, path!), Number(count)];
    }),
  );
}

function search(units: readonly SearchUnit[], { text, isLiteral, ignoreCase }: BenchQuery): TextMatches {
  return (isLiteral ? searchLiteral : searchPattern)(units, text, { ignoreCase }).matches;
}

function checkCounts(query: BenchQuery, units: readonly SearchUnit[], matches: TextMatches): void {
  const theirs = countByRg(query);
  const ours = matches.countByFile();
  for (const unit of units) {
    const [own, other] = [ours.get(unit.path) ?? 0, theirs.get(unit.path) ?? 0];
    if (own !== other) throw new Error(`${query.text}: ${own} matches in ${unit.path}, ripgrep has ${other}`);
  }
}

function fastest(run: () => unknown): number {
  let best = Infinity;
  for (let i = 0; i < Number(values.runs); i++) {
    const started = performance.now();
    run();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

interface Timed extends BenchQuery {
  readonly matches: number;
  readonly ms: number;
  readonly rgMs: number;
}

function percentiles(numbers: readonly number[]): { p50: number; p95: number; most: number } {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Number(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(3));
  return { p50: at(0.5), p95: at(0.95), most: at(1) };
}

function report(rows: readonly Timed[]): object {
  const worst = rows.toSorted((a, b) => b.ms / b.rgMs - a.ms / a.rgMs).slice(0, Number(values.worst));
  return {
    queries: rows.length,
    withoutHits: rows.filter((row) => row.matches === 0).length,
    ms: percentiles(rows.map((row) => row.ms)),
    rgMs: percentiles(rows.map((row) => row.rgMs)),
    ratio: percentiles(rows.map((row) => row.ms / row.rgMs)),
    ...(worst.length > 0 && {
      worst: worst.map((row) => {
        const { text, ignoreCase, matches, ms, rgMs } = row;
        return `${text}${ignoreCase ? ' (i)' : ''}: ${matches}, ${ms.toFixed(2)} / ${rgMs.toFixed(1)} = ${(ms / rgMs).toFixed(3)}`;
      }),
    }),
  };
}

function measure(context: PipelineContext, empty: string): object {
  const files = context.snapshot.rows(facts.file);
  const units = searchUnitsOf(context.snapshot);
  const queries = queriesFor(
    context.files.map((path) => context.text(path)!),
    Number(values.seed),
  );
  const start = Math.min(...queries.slice(0, 20).map((query) => fastest(() => runRg(query, empty))));
  const rows = queries.map((query): Timed => {
    const matches = search(units, query);
    checkCounts(query, units, matches);
    const ms = fastest(() => search(units, query));
    return { ...query, matches: matches.length, ms, rgMs: fastest(() => runRg(query, directory!)) - start };
  });
  return {
    files,
    rg: execFileSync(values.rg, ['--version'], { encoding: 'utf8' }).split('\n')[0],
    rgStartMs: Number(start.toFixed(2)),
    withTrigram: report(rows.filter((row) => row.hasTrigram)),
    withoutTrigram: report(rows.filter((row) => !row.hasTrigram)),
  };
}

const empty = mkdtempSync(join(tmpdir(), 'stratagraph-'));
const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2, include: globs });
await orchestrator.indexRepository(directory);
console.log(JSON.stringify(measure(orchestrator.getContext(), empty), null, 1));
await orchestrator.close();
rmSync(empty, { recursive: true });
