/**
 * Call edges of an index against those of a SCIP index of the same Python files, as JSON.
 *
 *     node --conditions=stratagraph-source bench/call-edges.ts --corpus-dir DIR --scip FILE [--types] [--limit-report N] [--seed N]
 *
 * An edge is a function of the repository and a function or class of it that the code of the first calls. The other index
 * has references only: one to a function, method or class counts as a call when a `(` follows it or when our facts have a
 * call there (a decorator). The function around it is ours, for both sides; lambdas and comprehensions belong to the function
 * around them, code of modules and of classes to none. Where our edge leads to the constructor that a class runs, the class
 * that the name at the call means is compared, for that is what the other index names. Edges are compared by the lines that
 * define the callee. Only resolved edges count as ours. Of these, the ones for which the other index could not have an edge are
 * counted apart: no name at the call, no reference there, or one to a variable. It must never decide by its own which side is
 * right.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hashHex, type UnitId } from '../src/core/index.ts';
import {
  body,
  BODY_KINDS,
  bodyPosition,
  call,
  CERTAINTY,
  codeOf,
  declaration,
  DECLARATION_KINDS,
  local,
  LOCAL_KINDS,
} from '../src/facts/index.ts';
import { UnifiedOrchestrator } from '../src/orchestrator/index.ts';
import { forEachCallEdge } from '../src/query/call-edges.ts';
import { bodyOfReference } from '../src/query/reference-body.ts';
import { randomNumbers } from '../src/testkit/random-numbers.ts';
import { IndexAnswers, type FileAnswers } from './index-answers.ts';
import { Misses, rate } from './misses.ts';
import { namesOnly } from './stages.ts';
import { scipDocuments, type ScipDocument, type ScipOccurrence } from './scip-reader.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    scip: { type: 'string' },
    types: { type: 'boolean' },
    'limit-report': { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const directory = values['corpus-dir'];
const scipFile = values.scip;
if (directory === undefined || scipFile === undefined) throw new Error('pass --corpus-dir DIR --scip FILE');

const STAGES = namesOnly(values.types === true);
const FUNCTION_BODY = codeOf(BODY_KINDS, 'function');
const COMPREHENSION = codeOf(BODY_KINDS, 'comprehension');
const LAMBDA = codeOf(BODY_KINDS, 'lambda');
const CLASS = codeOf(DECLARATION_KINDS, 'class');
const LOCAL_CLASS = codeOf(LOCAL_KINDS, 'class');
const RESOLVED = codeOf(CERTAINTY, 'resolved');
const CONSTRUCTORS: ReadonlySet<string> = new Set(['__init__', '__new__']);
const CALLABLE = /(?:#|\(\)\.)$/;

/** What the other index says is called somewhere in a function. */
interface Theirs {
  readonly caller: string;
  readonly symbol: string;
  readonly path: string;
  readonly at: number;
  /** Behind a dot a name of another class: the symbol is one of those that a star brought. */
  readonly isMisnamed: boolean;
}

/** What we say of one edge: what is known of its sites. */
interface Ours {
  readonly caller: string;
  readonly callee: string;
  readonly path: string;
  readonly at: number;
  verdict: Verdict;
}

/** From the strongest on. */
const VERDICTS = ['right', 'misnamed', 'other', 'variable', 'nothing there', 'no name'] as const;
type Verdict = (typeof VERDICTS)[number];

const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2, include: ['**/*.py'], stages: STAGES });
await orchestrator.indexRepository(directory);
const answers = new IndexAnswers(orchestrator.getContext());
const { view } = answers;
const documents = [...scipDocuments(readFileSync(scipFile))].filter(({ path }) => answers.file(path) !== undefined);
const misses = new Misses(Number(values['limit-report']), randomNumbers(Number(values.seed)));

const names = namesOfSymbols();
const classes = classSymbols();
const definedAt = theirDefinitions();
const theirs = new Map<string, Theirs>();
const ours = new Map<string, Ours>();
/** Our edges of any certainty by caller and place of the callee, for the classes of misses. */
const candidates = new Set<string>();
/** Where we resolve a call. */
const resolvedSites = new Set<string>();
let implicit = 0;

for (const document of documents) compare(document);
await orchestrator.close();
report();

function namesOfSymbols(): Map<string, string> {
  const found = new Map<string, string>();
  for (const unit of view.snapshot.units) {
    for (const rows of [view.table(declaration, unit), view.table(local, unit)]) {
      for (let row = 0; rows !== null && row < rows.rows; row++)
        found.set(hashHex(rows.hash.lo(row), rows.hash.hi(row)), rows.name.at(row));
    }
  }
  return found;
}

/** Classes, those in functions too. */
function classSymbols(): Set<string> {
  const found = new Set<string>();
  for (const unit of view.snapshot.units) {
    const declared = view.table(declaration, unit);
    for (let row = 0; declared !== null && row < declared.rows; row++)
      if (declared.kind.at(row) === CLASS) found.add(hashHex(declared.hash.lo(row), declared.hash.hi(row)));
    const locals = view.table(local, unit);
    for (let row = 0; locals !== null && row < locals.rows; row++)
      if (locals.kind.at(row) === LOCAL_CLASS) found.add(hashHex(locals.hash.lo(row), locals.hash.hi(row)));
  }
  return found;
}

function theirDefinitions(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { path, occurrences } of documents) {
    for (const { isDefinition, symbol, line } of occurrences) {
      if (!isDefinition || !CALLABLE.test(symbol)) continue;
      const places = found.get(symbol);
      if (places === undefined) found.set(symbol, new Set([`${path}:${line}`]));
      else places.add(`${path}:${line}`);
    }
  }
  return found;
}

/** The function around a body, as a text; null for code of modules and classes. */
function functionOf(unit: UnitId, row: number): string | null {
  const bodies = view.table(body, unit)!;
  let at = row;
  while (bodies.kind.at(at) === COMPREHENSION || bodies.kind.at(at) === LAMBDA) at = bodies.parent.at(at);
  return bodies.kind.at(at) === FUNCTION_BODY ? `${unit}:${at}` : null;
}

/** The innermost body around an offset that has no reference of ours. */
function bodyAround(unit: UnitId, offset: number): number {
  const { rows, start, end } = view.table(bodyPosition, unit)!;
  let found = 0;
  for (let row = 1; row < rows; row++) if (start.at(row) <= offset && offset < end.at(row)) found = row;
  return found;
}

function compare(document: ScipDocument): void {
  const file = answers.file(document.path)!;
  const unit = view.unitOf(document.path);
  const lines = view.lines(unit);
  const positions = view.positions(unit);
  const calls = view.table(call, unit)!;
  const called = new Set<number>();
  for (let row = 0; row < calls.rows; row++) {
    const callee = calls.callee.at(row);
    if (callee >= 0) called.add(positions.reference(callee));
  }
  const byOffset = new Map<number, ScipOccurrence[]>();
  for (const occurrence of document.occurrences) {
    if (occurrence.isDefinition) continue;
    const at = lines.offsetOf(occurrence.line + 1, occurrence.column + 1);
    const known = byOffset.get(at);
    if (known === undefined) byOffset.set(at, [occurrence]);
    else known.push(occurrence);
    addTheirs(document.path, unit, file, at, occurrence, called);
  }
  addOurs(document.path, unit, file, byOffset);
}

function isMisnamed(text: string, symbol: string): boolean {
  return (
    text.startsWith('.') &&
    symbol.endsWith('#') &&
    !symbol.endsWith(`/${text.slice(1)}#`) &&
    !symbol.endsWith(`#${text.slice(1)}#`)
  );
}

/** The name of an occurrence, with the dot before it. */
function textOf(unit: UnitId, at: number, { column, endColumn }: ScipOccurrence): string {
  const lines = view.lines(unit);
  const text = lines.slice(at, at + endColumn - column);
  return /\.\s*$/.test(lines.slice(Math.max(0, at - 80), at)) ? `.${text}` : text;
}

function addTheirs(
  path: string,
  unit: UnitId,
  file: FileAnswers,
  at: number,
  occurrence: ScipOccurrence,
  called: ReadonlySet<number>,
): void {
  const { symbol, line, endColumn } = occurrence;
  if (!definedAt.has(symbol)) return;
  const isCall = called.has(at) || /^[ \t]*\(/.test(view.lines(unit).textOf(line).slice(endColumn));
  if (!isCall) return;
  const row = file.references.get(at)?.[0];
  const caller = functionOf(unit, row === undefined ? bodyAround(unit, at) : bodyOfReference(view, unit, row));
  if (caller === null) return;
  const key = `${caller} ${symbol}`;
  const wrong = isMisnamed(textOf(unit, at, occurrence), symbol);
  const known = theirs.get(key);
  if (known === undefined || (known.isMisnamed && !wrong))
    theirs.set(key, { caller, symbol, path, at, isMisnamed: wrong });
}

function addOurs(path: string, unit: UnitId, file: FileAnswers, byOffset: ReadonlyMap<number, ScipOccurrence[]>): void {
  const calls = view.table(call, unit)!;
  const positions = view.positions(unit);
  const lines = view.lines(unit);
  forEachCallEdge({ table: (schema) => view.table(schema, unit) }, (edge) => {
    const caller = functionOf(unit, edge.caller);
    if (caller === null) return;
    const symbol = hashHex(edge.lo, edge.hi);
    if (edge.call < 0) {
      if (edge.certainty === RESOLVED) implicit++;
      return;
    }
    const reference = calls.callee.at(edge.call);
    const at = reference < 0 ? -1 : positions.reference(reference);
    const name = names.get(symbol)!;
    const isConstruction = CONSTRUCTORS.has(name) && (at < 0 || lines.slice(at, at + name.length) !== name);
    const made = isConstruction ? (file.meanings.get(at) ?? []).filter((meaning) => classes.has(meaning)) : [];
    for (const callee of made.length > 0 ? made : [symbol]) {
      const places = answers.placesOf(callee);
      for (const place of places) candidates.add(`${caller} ${place}`);
      if (edge.certainty !== RESOLVED || places.length === 0) continue;
      resolvedSites.add(`${path}:${at}`);
      const verdict = judge(unit, caller, places, at, byOffset);
      const key = `${caller} ${callee}`;
      const known = ours.get(key);
      if (known === undefined) ours.set(key, { caller, callee, path, at, verdict });
      else if (VERDICTS.indexOf(verdict) < VERDICTS.indexOf(known.verdict)) known.verdict = verdict;
    }
  });
}

/** What the other index says of a site of ours. */
function judge(
  unit: UnitId,
  caller: string,
  places: readonly string[],
  at: number,
  byOffset: ReadonlyMap<number, ScipOccurrence[]>,
): Verdict {
  if (at < 0) return 'no name';
  const there = byOffset.get(at) ?? [];
  if (there.length === 0) return 'nothing there';
  const isRight = there.some(({ symbol }) => {
    const defined = definedAt.get(symbol);
    return defined !== undefined && theirs.has(`${caller} ${symbol}`) && places.some((place) => defined.has(place));
  });
  if (isRight) return 'right';
  if (!there.some(({ symbol }) => CALLABLE.test(symbol))) return 'variable';
  return there.some((one) => isMisnamed(textOf(unit, at, one), one.symbol)) ? 'misnamed' : 'other';
}

function kindOf(symbol: string): string {
  if (symbol.endsWith('#')) return 'class';
  return symbol.includes('#') ? 'method' : 'function';
}

/** What stands before a name on its line. */
function receiverOf(unit: UnitId, at: number): string {
  const lines = view.lines(unit);
  const before = lines.slice(Math.max(0, at - 80), at);
  if (!/\.\s*$/.test(before)) return 'plain name';
  return (
    /(super\(\)|\bself|\bcls|\)|\]|\w+)\.\s*$/.exec(before)?.[1]?.replace(/^(?!self$|cls$)\w+$/, 'name') ?? 'other'
  );
}

function place(path: string, at: number): string {
  const lines = view.lines(view.unitOf(path));
  const line = lines.lineAt(Math.max(0, at));
  return `${path}:${line + 1} ${lines.textOf(line).trim().slice(0, 110)}`;
}

function report(): void {
  const recall = { expected: 0, found: 0, misnamed: 0, misnamedFound: 0 };
  const resolvedPlaces = new Set<string>();
  for (const { caller, callee } of ours.values())
    for (const one of answers.placesOf(callee)) resolvedPlaces.add(`${caller} ${one}`);
  for (const { caller, symbol, path, at, isMisnamed: isFault } of theirs.values()) {
    const places = [...definedAt.get(symbol)!];
    const isFound = places.some((one) => resolvedPlaces.has(`${caller} ${one}`));
    recall.expected++;
    if (isFault) recall.misnamed++;
    if (isFound) recall.found++;
    if (isFound && isFault) recall.misnamedFound++;
    if (isFound) continue;
    const isCandidate = places.some((one) => candidates.has(`${caller} ${one}`));
    const state = isCandidate ? 'candidate' : resolvedSites.has(`${path}:${at}`) ? 'other callee' : 'none';
    const unit = view.unitOf(path);
    const category = isFault ? 'misnamed' : `${kindOf(symbol)} behind ${receiverOf(unit, at)}, ${state}`;
    misses.add('missed', category, () => `${place(path, at)} -> ${symbol.split(' ').slice(4).join(' ')}`);
  }
  const verdicts: Record<Verdict, number> = {
    right: 0,
    misnamed: 0,
    other: 0,
    variable: 0,
    'nothing there': 0,
    'no name': 0,
  };
  for (const { callee, path, at, verdict } of ours.values()) {
    verdicts[verdict]++;
    if (verdict === 'right') continue;
    const [said = ''] = answers.placesOf(callee);
    misses.add('ours alone', verdict, () => `${place(path, at)} -> ${names.get(callee)} ${said}`);
  }
  const { right, misnamed, other } = verdicts;
  const withoutFault = { expected: recall.expected - recall.misnamed, found: recall.found - recall.misnamedFound };
  console.log(
    JSON.stringify(
      {
        seed: Number(values.seed),
        theirs: { ...recall, recall: rate(recall.found, recall.expected) },
        theirsWithoutMisnamed: { ...withoutFault, recall: rate(withoutFault.found, withoutFault.expected) },
        ours: {
          edges: ours.size,
          implicit,
          ...verdicts,
          precision: rate(right, right + misnamed + other),
          precisionWithoutMisnamed: rate(right, right + other),
          shareOfAll: rate(right, ours.size),
        },
        misses: misses.report(),
      },
      null,
      1,
    ),
  );
}
