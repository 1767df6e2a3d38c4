/**
 * Call edges against the PyCG micro-benchmark: precision and recall, per category and in all, as JSON.
 * `node --conditions=stratagraph-source bench/pycg.ts --suite-dir DIR [--types] [--wrong]`, DIR being the folder that holds `snippets`;
 * with `--types` the calls that types tell are in it; `--wrong` lists the edges that are too many and too few. It must never know a snippet by name.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { callGraph, type CallGraphUnit } from '../src/query/callgraph.ts';
import { indexFiles } from '../src/testkit/index-files.ts';
import { namesOnly } from './stages.ts';

const { values } = parseArgs({
  options: { 'suite-dir': { type: 'string' }, wrong: { type: 'boolean' }, types: { type: 'boolean' } },
});
const suite = values['suite-dir'];
if (suite === undefined) throw new Error('pass --suite-dir DIR');

/** Only what a call graph needs. */
const STAGES = namesOnly(values.types === true);

interface Score {
  snippets: number;
  right: number;
  found: number;
  expected: number;
}

function foldersWithGraph(at: string): string[] {
  if (existsSync(join(at, 'callgraph.json'))) return [at];
  const folders = readdirSync(at, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap((entry) => foldersWithGraph(join(at, entry.name))).sort();
}

function sourcesOf(folder: string): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && path.endsWith('.py')) sources[relative(folder, path)] = readFileSync(path, 'utf8');
  }
  return sources;
}

function edgesOf(graph: Iterable<readonly [string, readonly string[]]>): Set<string> {
  const edges = new Set<string>();
  for (const [caller, callees] of graph) for (const callee of callees) edges.add(`${caller} -> ${callee}`);
  return edges;
}

async function indexedEdges(folder: string): Promise<Set<string>> {
  const { orchestrator, context } = await indexFiles(sourcesOf(folder), { stages: STAGES });
  const units = context.files.map((path): CallGraphUnit => ({ path, table: (schema) => context.table(schema, path) }));
  const edges = edgesOf(callGraph(units));
  await orchestrator.close();
  return edges;
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : Math.round((1000 * part) / whole) / 1000;
}

function report({ snippets, right, found, expected }: Score): Record<string, number> {
  return { snippets, right, found, expected, precision: ratio(right, found), recall: ratio(right, expected) };
}

const total: Score = { snippets: 0, right: 0, found: 0, expected: 0 };
const categories = new Map<string, Score>();
const wrong: Record<string, { tooMany: string[]; tooFew: string[] }> = {};
const root = join(suite, 'snippets');
for (const folder of foldersWithGraph(root)) {
  const name = relative(root, folder);
  const category = name.split('/')[0]!;
  const parsed: Record<string, string[]> = JSON.parse(readFileSync(join(folder, 'callgraph.json'), 'utf8'));
  const expected = edgesOf(Object.entries(parsed));
  const found = await indexedEdges(folder);
  const right = [...expected].filter((edge) => found.has(edge)).length;
  const score = categories.get(category) ?? { snippets: 0, right: 0, found: 0, expected: 0 };
  categories.set(category, score);
  for (const sum of [total, score]) {
    sum.snippets++;
    sum.right += right;
    sum.found += found.size;
    sum.expected += expected.size;
  }
  const tooMany = [...found].filter((edge) => !expected.has(edge));
  const tooFew = [...expected].filter((edge) => !found.has(edge));
  if (tooMany.length + tooFew.length > 0) wrong[name] = { tooMany, tooFew };
}
const perCategory = Object.fromEntries([...categories].map(([name, score]) => [name, report(score)]));
console.log(
  JSON.stringify({ ...report(total), categories: perCategory, ...(values.wrong === true ? { wrong } : {}) }, null, 2),
);
