/**
 * Call edges of an index against those that were seen while tests of the same repository ran, as JSON.
 *
 *     python3 bench/record-calls.py --root DIR --output edges.jsonl --tests 2000 -- SCRIPT ARGUMENTS...
 *     node --conditions=stratagraph-source bench/executed-calls.ts --corpus-dir DIR --edges edges.jsonl [--types]
 *     [--limit-report N] [--seed N]
 *
 * An edge is a caller and a callee, both functions of the repository. It is found when a call in the caller resolves to the
 * callee; a candidate when one resolves to what the callee overrides. Edges to constructors, to other methods of protocols
 * (`__len__`; nobody writes their call), and to functions whose name is nowhere in the caller's line (properties, callbacks,
 * descriptors) are shown apart. A resolved call site is executed when its function called something of its name on its line;
 * it is right when that was the callee or, shown apart, an override of it. What runs without a call being written (getters,
 * operators) is judged in the same way, apart. It must never guess what ran at a site.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hashHex, type UnitId } from '../src/core/index.ts';
import { body, BODY_KINDS, CERTAINTY, codeOf, declaration, local, override } from '../src/facts/index.ts';
import { UnifiedOrchestrator } from '../src/orchestrator/index.ts';
import { forEachCallEdge } from '../src/query/call-edges.ts';
import { viewOf, type View } from '../src/query/view.ts';
import { randomNumbers } from '../src/testkit/random-numbers.ts';
import { Misses, rate } from './misses.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    edges: { type: 'string' },
    types: { type: 'boolean' },
    'limit-report': { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const directory = values['corpus-dir'];
const edgesFile = values.edges;
if (directory === undefined || edgesFile === undefined) throw new Error('pass --corpus-dir DIR --edges FILE');

const STAGES = {
  enableTypes: values.types === true,
  enableChunking: false,
  enableLexical: false,
  enableOccurrences: false,
};
const COMPREHENSION = codeOf(BODY_KINDS, 'comprehension');
const LAMBDA = codeOf(BODY_KINDS, 'lambda');
const RESOLVED = codeOf(CERTAINTY, 'resolved');
const CONSTRUCTORS: ReadonlySet<string> = new Set(['__init__', '__new__']);

/** One recorded call: paths, qualified names, line of the call from 1. */
interface Executed {
  readonly caller: string;
  readonly line: number;
  readonly callee: string;
}

/** The line of what runs without a call being written. */
const NOWHERE = 0;

/** One resolved call of the index. */
interface Site {
  readonly caller: string;
  readonly line: number;
  readonly callee: string;
  /** True for what runs without a call being written, where its line is known. */
  readonly isImplicit: boolean;
}

function functionKey(path: string, name: string): string {
  return `${path}:${name}`;
}

function simpleName(key: string): string {
  return key.slice(Math.max(key.lastIndexOf('.'), key.lastIndexOf(':')) + 1);
}

function readExecuted(file: string): Executed[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      // Safe because: the recorder writes lists of this form.
      const [path, name, at, calleePath, calleeName] = JSON.parse(line) as [string, string, number, string, string];
      return { caller: functionKey(path, name), line: at, callee: functionKey(calleePath, calleeName) };
    });
}

/** Functions, call sites and overrides of an index by `path:qualified name`; functions of one name are one. */
class Index {
  readonly view: View;
  readonly functions = new Map<string, string>();
  readonly sites: Site[] = [];
  /** What overrides a function, directly. */
  readonly #overriding = new Map<string, string[]>();

  constructor(view: View) {
    this.view = view;
    const names = new Map<UnitId, string[]>();
    for (const unit of view.snapshot.units) names.set(unit, this.#nameBodies(unit));
    for (const unit of view.snapshot.units) this.#readSites(unit, names.get(unit)!);
    for (const unit of view.snapshot.units) this.#readOverrides(unit);
  }

  /** What may run instead of a function. */
  overridesOf(key: string, found: Set<string> = new Set()): Set<string> {
    for (const by of this.#overriding.get(key) ?? []) {
      if (found.has(by)) continue;
      found.add(by);
      this.overridesOf(by, found);
    }
    return found;
  }

  #nameBodies(unit: UnitId): string[] {
    const bodies = this.view.table(body, unit);
    const declared = this.view.table(declaration, unit);
    const locals = this.view.table(local, unit);
    if (bodies === null || declared === null || locals === null) return [];
    const path = this.view.path(unit);
    const declaredNames: string[] = [''];
    for (let row = 1; row < declared.rows; row++) {
      declaredNames.push(below(declaredNames[declared.parent.at(row)]!, declared.name.at(row)));
      this.functions.set(hashHex(declared.hash.lo(row), declared.hash.hi(row)), functionKey(path, declaredNames[row]!));
    }
    const names: string[] = [];
    for (let row = 0; row < bodies.rows; row++) {
      const outer = row === 0 ? '' : names[bodies.parent.at(row)]!;
      const owner = bodies.owner.at(row);
      const kind = bodies.kind.at(row);
      if (bodies.declaration.at(row) >= 0) names.push(declaredNames[bodies.declaration.at(row)]!);
      else if (owner >= 0) names.push(below(names[locals.body.at(owner)]!, locals.name.at(owner)));
      else names.push(kind === COMPREHENSION ? outer : below(outer, kind === LAMBDA ? '<lambda>' : '<class>'));
      const key = functionKey(path, names[row]!);
      if (owner >= 0) this.functions.set(hashHex(locals.hash.lo(owner), locals.hash.hi(owner)), key);
      this.functions.set(hashHex(bodies.hash.lo(row), bodies.hash.hi(row)), key);
    }
    return names;
  }

  #readSites(unit: UnitId, names: readonly string[]): void {
    if (names.length === 0) return;
    const path = this.view.path(unit);
    const positions = this.view.positions(unit);
    const lines = this.view.lines(unit);
    forEachCallEdge({ table: (schema) => this.view.table(schema, unit) }, (edge) => {
      const callee = this.functions.get(hashHex(edge.lo, edge.hi));
      if (callee === undefined || edge.certainty !== RESOLVED) return;
      const isNamed = edge.call >= 0 || edge.reference >= 0;
      const at = edge.call >= 0 ? positions.call(edge.call) : isNamed ? positions.reference(edge.reference) : 0;
      const line = isNamed ? 1 + lines.lineAt(at) : NOWHERE;
      this.sites.push({ caller: functionKey(path, names[edge.caller]!), line, callee, isImplicit: edge.call < 0 });
    });
  }

  #readOverrides(unit: UnitId): void {
    const rows = this.view.table(override, unit);
    for (let row = 0; row < (rows?.rows ?? 0); row++) {
      const overridden = this.functions.get(hashHex(rows!.key.lo(row), rows!.key.hi(row)));
      const by = this.functions.get(hashHex(rows!.by.lo(row), rows!.by.hi(row)));
      if (overridden === undefined || by === undefined) continue;
      const known = this.#overriding.get(overridden);
      if (known === undefined) this.#overriding.set(overridden, [by]);
      else known.push(by);
    }
  }
}

function below(outer: string, name: string): string {
  return outer === '' ? name : `${outer}.${name}`;
}

/** A set of texts by key. */
function grouped<T>(rows: readonly T[], key: (row: T) => string, text: (row: T) => string): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const row of rows) {
    const at = key(row);
    const group = groups.get(at);
    if (group === undefined) groups.set(at, new Set([text(row)]));
    else group.add(text(row));
  }
  return groups;
}

interface Tally {
  edges: number;
  found: number;
  candidates: number;
}

function shown({ edges, found, candidates }: Tally): object {
  return { edges, found, share: rate(found, edges), candidates, withCandidates: rate(found + candidates, edges) };
}

/** How the call of an edge is written. */
function formOf(index: Index, { caller, line, callee }: Executed): string {
  const name = simpleName(callee);
  if (CONSTRUCTORS.has(name)) return 'constructors';
  if (name.startsWith('__') && name.endsWith('__')) return 'protocol methods';
  const path = caller.slice(0, caller.indexOf(':'));
  const unit = index.view.unitOf(path);
  const text = unit < 0 ? '' : index.view.lines(unit).textOf(line - 1);
  return name !== '<lambda>' && text.includes(name) ? 'called by name' : 'name not on the line';
}

const executed = readExecuted(edgesFile);
const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2, include: ['**/*.py'], stages: STAGES });
await orchestrator.indexRepository(directory);
const index = new Index(viewOf(orchestrator.getContext().snapshot));
const misses = new Misses(Number(values['limit-report']), randomNumbers(Number(values.seed)));

const resolved = grouped(
  index.sites,
  ({ caller }) => caller,
  ({ callee }) => callee,
);
const tallies = new Map<string, Tally>();
const seen = new Set<string>();
const known = new Set(index.functions.values());
let unknown = 0;

function tallyOf(name: string): Tally {
  let tally = tallies.get(name);
  if (tally === undefined) tallies.set(name, (tally = { edges: 0, found: 0, candidates: 0 }));
  return tally;
}

for (const call of executed) {
  const { caller, callee } = call;
  const edge = `${caller} -> ${callee}`;
  if (seen.has(edge)) continue;
  seen.add(edge);
  if (!known.has(caller) || !known.has(callee)) {
    unknown++;
    misses.add('functions that the index has not', 'all', () => edge);
    continue;
  }
  const own = resolved.get(caller) ?? new Set<string>();
  const isFound = own.has(callee);
  const isCandidate = !isFound && [...own].some((one) => index.overridesOf(one).has(callee));
  const form = formOf(index, call);
  for (const tally of [tallyOf('all'), tallyOf(form)]) {
    tally.edges++;
    if (isFound) tally.found++;
    else if (isCandidate) tally.candidates++;
  }
  if (!isFound && !isCandidate) misses.add('edges', form, () => `${edge} in line ${call.line}`);
}

// ---- precision at executed sites ------------------------------------------------------------------------------------

function judged(sites: Readonly<Record<'executed' | 'right' | 'override' | 'wrong', number>>): object {
  return {
    ...sites,
    precision: rate(sites.right + sites.override, sites.executed),
    withoutOverrides: rate(sites.right, sites.right + sites.wrong),
  };
}

const siteKey = ({ caller, line }: { readonly caller: string; readonly line: number }): string => `${caller} ${line}`;
const ran = grouped(executed, siteKey, ({ callee }) => callee);
const written = { executed: 0, right: 0, override: 0, wrong: 0 };
const implicit = { executed: 0, right: 0, override: 0, wrong: 0 };
for (const site of index.sites) {
  const sites = site.isImplicit ? implicit : written;
  const callees = ran.get(siteKey(site));
  if (callees === undefined) continue;
  const name = simpleName(site.callee);
  const ofName = [...callees].filter((callee) => simpleName(callee) === name);
  if (ofName.length === 0) continue;
  sites.executed++;
  const instead = index.overridesOf(site.callee);
  if (ofName.includes(site.callee)) sites.right++;
  else if (ofName.some((callee) => instead.has(callee))) sites.override++;
  else {
    sites.wrong++;
    misses.add(
      'sites',
      site.isImplicit ? 'implicit, wrong' : 'wrong',
      () => `${siteKey(site)} is said to call ${site.callee}, called ${ofName.join(', ')}`,
    );
  }
}
await orchestrator.close();

console.log(
  JSON.stringify(
    {
      calls: executed.length,
      edges: seen.size,
      unknownFunctions: unknown,
      ...Object.fromEntries([...tallies].map(([name, tally]) => [name, shown(tally)])),
      sites: judged(written),
      implicit: judged(implicit),
      misses: misses.report(),
    },
    null,
    1,
  ),
);
