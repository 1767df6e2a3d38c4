/**
 * How many references of a corpus mean something, by where they are bound and by how they are used, as JSON.
 *
 *     node --conditions=stratagraph-source bench/resolved.ts --corpus-dir DIR [--include GLOB]... [--limit-report N]
 *
 * A reference means something when it is bound in its body, or L3 says what it is: a declaration, a file, something outside or
 * of the language. The most frequent names that mean nothing are listed. It must never judge whether an answer is right.
 */
import { parseArgs } from 'node:util';
import { reference, REFERENCE_SCOPES, referenceTarget, TARGET_KINDS } from '../src/facts/index.ts';
import { UnifiedOrchestrator, type PipelineContext } from '../src/orchestrator/index.ts';
import { rate } from './misses.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    include: { type: 'string', multiple: true, default: ['**'] },
    'limit-report': { type: 'string', default: '20' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR');

interface Count {
  all: number;
  resolved: number;
}

/** Counts by scope (`free`, `local`, `declaration`, `import`, `attribute`), by kind of target, and names without a meaning. */
class Counts {
  readonly scopes = new Map<string, Count>();
  readonly kinds = new Map<string, number>();
  readonly unknown = new Map<string, number>();

  add(context: PipelineContext, path: string): void {
    const references = context.table(reference, path);
    const targets = context.table(referenceTarget, path);
    if (references === null || targets === null) return;
    let at = 0;
    for (let row = 0; row < references.rows; row++) {
      while (at < targets.rows && targets.reference.at(at) < row) at++;
      const hasTarget = at < targets.rows && targets.reference.at(at) === row;
      const scope = REFERENCE_SCOPES[references.scope.at(row)]!;
      const count = this.scopes.get(scope) ?? { all: 0, resolved: 0 };
      this.scopes.set(scope, count);
      count.all++;
      if (scope === 'local' || hasTarget) count.resolved++;
      const kind = hasTarget ? TARGET_KINDS[targets.kind.at(at)]! : scope === 'local' ? 'local' : 'nothing';
      this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
      if (kind !== 'nothing') continue;
      const name = `${scope} ${references.name.at(row)}`;
      this.unknown.set(name, (this.unknown.get(name) ?? 0) + 1);
    }
  }
}

const orchestrator = new UnifiedOrchestrator({
  parallelWorkers: 2,
  include: values.include,
  stages: { enableChunking: false, enableLexical: false, enableSymbols: false, enableOccurrences: false },
});
const stats = await orchestrator.indexRepository(directory);
const context = orchestrator.getContext();
const counts = new Counts();
for (const path of context.files) counts.add(context, path);
await orchestrator.close();

function shown({ all, resolved }: Count): object {
  return { all, resolved, share: rate(resolved, all) };
}

function sum(scopes: readonly Count[]): Count {
  return {
    all: scopes.reduce((total, { all }) => total + all, 0),
    resolved: scopes.reduce((total, { resolved }) => total + resolved, 0),
  };
}

const all = [...counts.scopes];
const most = [...counts.unknown].toSorted(([, a], [, b]) => b - a).slice(0, Number(values['limit-report']));
console.log(
  JSON.stringify(
    {
      files: stats.totalFiles,
      loc: stats.loc,
      references: shown(sum(all.map(([, count]) => count))),
      plainNames: shown(sum(all.filter(([scope]) => scope !== 'attribute').map(([, count]) => count))),
      scopes: Object.fromEntries(all.map(([scope, count]) => [scope, shown(count)])),
      kinds: Object.fromEntries(counts.kinds),
      unknown: Object.fromEntries(most),
    },
    null,
    1,
  ),
);
