/**
 * Inferred types against the micro-benchmark of TypeEvalPy: exact matches, by kind and by category, as JSON.
 * `node --conditions=stratagraph-source bench/typeevalpy.ts --suite-dir DIR [--wrong]`, DIR being the folder `micro-benchmark` of that
 * repository. A fact matches when the same place has the same set of types; as in that suite, type arguments do not count, any
 * function is `callable`, and a class of the own file is named without its module. It must never know a snippet by name.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { typedPlaces } from '../src/query/type-rows.ts';
import { viewOf } from '../src/query/view.ts';
import { indexFiles } from '../src/testkit/index-files.ts';

const { values } = parseArgs({ options: { 'suite-dir': { type: 'string' }, wrong: { type: 'boolean' } } });
const suite = values['suite-dir'];
if (suite === undefined || !existsSync(suite)) throw new Error('pass --suite-dir DIR');

const STAGES = {
  enableTypes: true,
  enableChunking: false,
  enableLexical: false,
  enableOccurrences: false,
};

interface Fact {
  readonly file: string;
  readonly line_number: number;
  readonly col_offset: number;
  readonly function?: string;
  readonly variable?: string;
  readonly parameter?: string;
  readonly type: readonly string[];
}

interface Score {
  facts: number;
  exact: number;
  answered: number;
}

const truths = readdirSync(suite, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('_gt.json'))
  .map((path) => join(suite, path))
  .toSorted();

function sourcesOf(folder: string): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && path.endsWith('.py')) sources[relative(folder, path)] = readFileSync(path, 'utf8');
  }
  return sources;
}

/** A type of ours in the words of the suite. */
function worded(type: string, module: string): string {
  if (type === 'None') return 'nonetype';
  if (type.startsWith('def ') || type === 'Callable') return 'callable';
  const bare = type.startsWith('type[') ? 'type' : type.replace(/\[.*$/, '');
  const own = bare.startsWith(`${module}.`) ? bare.slice(module.length + 1) : bare;
  return own.replace(/^(?:typing|collections\.abc|builtins|types)\./, '').toLowerCase();
}

function keyOf(file: string, line: number, column: number, name: string): string {
  return `${file}:${line}:${column} ${name}`;
}

async function answersOf(folder: string): Promise<Map<string, Set<string>>> {
  const { orchestrator, context } = await indexFiles(sourcesOf(folder), { stages: STAGES });
  const view = viewOf(context.snapshot);
  const answers = new Map<string, Set<string>>();
  for (const unit of context.snapshot.units) {
    const path = view.path(unit);
    const module = view.moduleName(unit);
    for (const { offset, variable, parameter, function: of, types } of typedPlaces(view, unit)) {
      const { line, column } = view.place(unit, offset);
      const key = keyOf(path, line, column, variable ?? parameter ?? `${of}()`);
      answers.set(key, new Set(types.map((type) => worded(type, module))));
    }
  }
  await orchestrator.close();
  return answers;
}

function isEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}

const total: Score = { facts: 0, exact: 0, answered: 0 };
const kinds = new Map<string, Score>();
const categories = new Map<string, Score>();
const wrong: string[] = [];

function scoresOf(fact: Fact, category: string): Score[] {
  const kind = fact.variable !== undefined ? 'variable' : fact.parameter !== undefined ? 'parameter' : 'result';
  const scores = [total];
  for (const [map, name] of [
    [kinds, kind],
    [categories, category],
  ] as const) {
    const score = map.get(name) ?? { facts: 0, exact: 0, answered: 0 };
    map.set(name, score);
    scores.push(score);
  }
  return scores;
}

const answersByFolder = new Map<string, Map<string, Set<string>>>();
for (const truth of truths) {
  const folder = dirname(truth);
  // The files of a snippet may stand in packages below it, whose facts are named from the snippet on.
  const home = folder.split('/').includes('micro-benchmark')
    ? folder
        .split('/')
        .slice(0, suite.split('/').filter(Boolean).length + 1 + 3)
        .join('/')
    : folder;
  const root = existsSync(join(home, 'main.py')) ? home : folder;
  let answers = answersByFolder.get(root);
  if (answers === undefined) answersByFolder.set(root, (answers = await answersOf(root)));
  const facts: Fact[] = JSON.parse(readFileSync(truth, 'utf8'));
  const category = relative(suite, root).split('/').slice(0, 2).join('/');
  for (const fact of facts) {
    const file = relative(root, join(folder, basename(fact.file)));
    const name = fact.variable ?? fact.parameter ?? `${fact.function ?? ''}()`;
    const found = answers.get(keyOf(file, fact.line_number, fact.col_offset, name));
    const expected = new Set(fact.type.map((type) => type.toLowerCase().replace(/\[.*$/, '')));
    const isExact = found !== undefined && isEqual(found, expected);
    for (const score of scoresOf(fact, category)) {
      score.facts++;
      if (found !== undefined) score.answered++;
      if (isExact) score.exact++;
    }
    if (!isExact)
      wrong.push(
        `${relative(suite, folder)}/${fact.file}:${fact.line_number}:${fact.col_offset} ${name}: ${[...expected].join('|')} found ${found === undefined ? '-' : [...found].join('|')}`,
      );
  }
}

function shown({ facts, exact, answered }: Score): object {
  return { facts, exact, answered, share: Math.round((1000 * exact) / Math.max(1, facts)) / 1000 };
}

console.log(
  JSON.stringify(
    {
      ...shown(total),
      kinds: Object.fromEntries([...kinds].map(([name, score]) => [name, shown(score)])),
      categories: Object.fromEntries([...categories].map(([name, score]) => [name, shown(score)])),
      ...(values.wrong === true ? { wrong } : {}),
    },
    null,
    1,
  ),
);
