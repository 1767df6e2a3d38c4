/**
 * How many call sites of a Python corpus that go into the standard library have a return type in its tables, as JSON.
 *
 *     node --conditions=stratagraph-source bench/library-coverage.ts --corpus-dir DIR [--limit-report N]
 *
 * Counted are calls whose callee is a builtin, or is imported from one of the modules that the tables were made for. A class
 * gives itself. `typed`: there is a type that is not `Any`; `any`: the stub itself says `Any`; `absent`: no such name;
 * `untyped`: no return type. Receivers are not counted: what `text.split()` gives depends on the type of `text`.
 */
import { parseArgs } from 'node:util';
import { call, codeOf, referenceTarget, TARGET_KINDS } from '../src/facts/index.ts';
import { PYTHON_MODULES } from '../src/dev/library/python-modules.ts';
import { pythonLibrary } from '../src/languages/index.ts';
import { UnifiedOrchestrator, type PipelineContext } from '../src/orchestrator/index.ts';
import { randomNumbers } from '../src/testkit/random-numbers.ts';
import { Misses, rate } from './misses.ts';

const { values } = parseArgs({
  options: { 'corpus-dir': { type: 'string' }, 'limit-report': { type: 'string', default: '3' } },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR');

const STAGES = { enableChunking: false, enableLexical: false, enableSymbols: false, enableOccurrences: false };
const BUILTIN = codeOf(TARGET_KINDS, 'builtin');
const EXTERNAL = codeOf(TARGET_KINDS, 'external');
const MODULES = new Set(PYTHON_MODULES);

/** The dotted name that a target names in the standard library, or null. */
function standardName(kind: number, name: string): string | null {
  if (kind === BUILTIN) return `builtins.${name}`;
  if (kind !== EXTERNAL) return null;
  for (let cut = name.length; cut > 0; cut = name.lastIndexOf('.', cut - 1)) {
    if (MODULES.has(name.slice(0, cut))) return name;
  }
  return null;
}

function outcome(name: string): 'typed' | 'any' | 'untyped' | 'absent' {
  const entry = pythonLibrary().lookup(name);
  if (entry === null) return 'absent';
  if (entry.kind === 'class') return 'typed';
  const types = entry.kind === 'variable' ? [entry.type] : entry.signatures.map(({ returns }) => returns);
  if (types.every((type) => type === '')) return 'untyped';
  return types.every((type) => type === 'Any') ? 'any' : 'typed';
}

const counts = { typed: 0, any: 0, untyped: 0, absent: 0 };
const misses = new Misses(Number(values['limit-report']), randomNumbers(1));

function countFile(context: PipelineContext, path: string): void {
  const targets = context.table(referenceTarget, path);
  const calls = context.table(call, path);
  if (targets === null || calls === null) return;
  const byReference = new Map<number, number>();
  for (let row = 0; row < targets.rows; row++) byReference.set(targets.reference.at(row), row);
  for (let row = 0; row < calls.rows; row++) {
    const target = byReference.get(calls.callee.at(row));
    if (target === undefined) continue;
    const name = standardName(targets.kind.at(target), targets.name.at(target));
    if (name === null) continue;
    const found = outcome(name);
    counts[found]++;
    if (found !== 'typed') misses.add(found, name, () => path);
  }
}

const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2, include: ['**/*.py'], stages: STAGES });
await orchestrator.indexRepository(directory);
const context = orchestrator.getContext();
for (const path of context.files) countFile(context, path);
await orchestrator.close();

const all = counts.typed + counts.any + counts.untyped + counts.absent;
console.log(JSON.stringify({ calls: all, ...counts, rate: rate(counts.typed, all), misses: misses.report() }, null, 2));
