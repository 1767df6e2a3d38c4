/**
 * Two shares of an index, as JSON: imports that name a module of the repository and resolve, and functions and methods not
 * named `test*` that have at least one resolved caller.
 *
 *     node --conditions=stratagraph-source bench/callers.ts --corpus-dir DIR [--types] [--limit-report N]
 *
 * An import names a module of the repository when it is relative, or when its first name is that of a folder with Python
 * files, or of a module, in a folder that is no package: there a search path can begin. It resolves when it leads to a file,
 * and, for a name, to something in the repository or outside it that this file is known to have.
 */
import { parseArgs } from 'node:util';
import { UnifiedOrchestrator } from '../src/orchestrator/index.ts';
import { hashHex } from '../src/core/index.ts';
import {
  CERTAINTY,
  codeOf,
  declaration,
  DECLARATION_KINDS,
  importModule,
  importTable,
  importTarget,
  TARGET_KINDS,
} from '../src/facts/index.ts';
import { forEachCallEdge } from '../src/query/call-edges.ts';
import { randomNumbers } from '../src/testkit/random-numbers.ts';
import { Misses, rate } from './misses.ts';
import { namesOnly } from './stages.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    types: { type: 'boolean' },
    'limit-report': { type: 'string', default: '5' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR');

const STAGES = namesOnly(values.types === true);
const FILE = codeOf(TARGET_KINDS, 'file');
const MISSING = codeOf(TARGET_KINDS, 'missing');
const RESOLVED = codeOf(CERTAINTY, 'resolved');
const CALLABLE: ReadonlySet<number> = new Set(
  (['function', 'method'] as const).map((kind) => codeOf(DECLARATION_KINDS, kind)),
);

/** Names with which an absolute import of a module of the repository can begin. */
function topNames(paths: readonly string[]): Set<string> {
  const packages = new Set(
    paths.filter((path) => path.endsWith('__init__.py')).map((path) => path.slice(0, Math.max(0, path.length - 12))),
  );
  const tops = new Set<string>();
  for (const path of paths) {
    const parts = path.slice(0, -3).split('/');
    for (const [at, part] of parts.entries()) if (!packages.has(parts.slice(0, at).join('/'))) tops.add(part);
  }
  return tops;
}

const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2, include: ['**/*.py'], stages: STAGES });
await orchestrator.indexRepository(directory);
const context = orchestrator.getContext();
const misses = new Misses(Number(values['limit-report']), randomNumbers(1));

const tops = topNames(context.files);
const imports = { own: 0, module: 0, name: 0 };
const called = new Set<string>();
const functions = new Map<string, string>();
for (const path of context.files) {
  const rows = context.table(importTable, path);
  const modules = context.table(importModule, path);
  const targets = context.table(importTarget, path);
  if (rows === null || modules === null || targets === null) continue;
  for (let row = 0; row < rows.rows; row++) {
    const module = rows.module.at(row);
    const isOwn = rows.level.at(row) > 0 || tops.has(module.split('.')[0]!);
    if (!isOwn) continue;
    imports.own++;
    const text = `${path}: ${'.'.repeat(rows.level.at(row))}${module} ${rows.imported.at(row)}`;
    if (modules.kind.at(row) === FILE) imports.module++;
    else misses.add('imports', 'no module', () => text);
    if (modules.kind.at(row) !== FILE) continue;
    const isKnown =
      targets.kind.at(row) !== MISSING && (targets.kind.at(row) !== FILE || targets.declared.at(row) !== 0);
    if (isKnown || rows.imported.at(row) === '*') imports.name++;
    else misses.add('imports', 'no name', () => text);
  }
  forEachCallEdge({ table: (schema) => context.table(schema, path) }, ({ lo, hi, certainty }) => {
    if (certainty === RESOLVED) called.add(hashHex(lo, hi));
  });
  const declared = context.table(declaration, path)!;
  for (let row = 0; row < declared.rows; row++) {
    const name = declared.name.at(row);
    if (!CALLABLE.has(declared.kind.at(row)) || name.startsWith('test')) continue;
    functions.set(hashHex(declared.hash.lo(row), declared.hash.hi(row)), `${path}: ${name}`);
  }
}
await orchestrator.close();

let withCaller = 0;
for (const [hash, name] of functions) {
  if (called.has(hash)) withCaller++;
  else misses.add('functions', 'no caller', () => name);
}
console.log(
  JSON.stringify(
    {
      imports: {
        ...imports,
        moduleShare: rate(imports.module, imports.own),
        nameShare: rate(imports.name, imports.module),
      },
      functions: { all: functions.size, withCaller, share: rate(withCaller, functions.size) },
      misses: misses.report(),
    },
    null,
    1,
  ),
);
