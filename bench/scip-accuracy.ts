/**
 * Definitions and references of an index against those of a SCIP index of the same files, as JSON.
 *
 *     node --conditions=stratagraph-source bench/scip-accuracy.ts --corpus-dir DIR --scip FILE [--include GLOB]... [--types]
 *     [--limit-report N] [--seed N]
 *
 * A definition of a name that is no local is found when we declare something, bind a parameter or write a name at its place;
 * precision is the share of our declarations and parameters that the other index defines too. A plain-name reference is a reference whose
 * text is a name with no dot before it and whose symbol is defined in a file of the index; it is right when one of its
 * definitions stands on a line on which we define what we say it means. Where the other
 * index gives a name several symbols (TypeScript's merged declarations), any of them is right. Names after a dot are counted apart,
 * and so are keys of object literals, which no front end declares. With N > 0 each
 * kind of miss shows N examples drawn with the seed. It must never know a corpus or a symbol by name.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UnifiedOrchestrator } from '../src/orchestrator/index.ts';
import { reference, REFERENCE_SCOPES } from '../src/facts/index.ts';
import type { SourceLines } from '../src/query/source-lines.ts';
import { randomNumbers } from '../src/testkit/random-numbers.ts';
import { IndexAnswers, type FileAnswers } from './index-answers.ts';
import { Misses, rate } from './misses.ts';
import { namesOnly } from './stages.ts';
import { scipDocuments, type ScipDocument, type ScipOccurrence } from './scip-reader.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    scip: { type: 'string' },
    include: { type: 'string', multiple: true, default: ['**/*.py'] },
    'limit-report': { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    types: { type: 'boolean' },
  },
});
const directory = values['corpus-dir'];
const scipFile = values.scip;
if (directory === undefined || scipFile === undefined) throw new Error('pass --corpus-dir DIR --scip FILE');

/** Only what definitions and references need; with `--types`, what types tell of references too. */
const STAGES = namesOnly(values.types === true);
const CONSTRUCTOR = /`<constructor>`\(\)\.$/;
const NAME = /^[\p{L}\p{N}_$]*$/u;

interface Tally {
  expected: number;
  answered: number;
  right: number;
}

function tally(): Tally {
  return { expected: 0, answered: 0, right: 0 };
}

function sum(a: Tally, b: Tally): Tally {
  return { expected: a.expected + b.expected, answered: a.answered + b.answered, right: a.right + b.right };
}

function shown({ expected, answered, right }: Tally): object {
  return { expected, answered, right, recall: rate(right, expected), precision: rate(right, answered) };
}

/** scip-typescript gives a symbol to each key of an object literal; scip-python ends the symbols of modules like that. */
function isKeyOfLiteral(symbol: string): boolean {
  return symbol.startsWith('scip-typescript ') && symbol.endsWith(':');
}

/** What a symbol is, by the last descriptor of its name. */
function kindOf(symbol: string): string {
  if (symbol.startsWith('local ')) return 'local';
  if (symbol.endsWith('/__init__:') || symbol.endsWith('`/')) return 'module';
  if (symbol.endsWith('/')) return 'namespace';
  if (symbol.endsWith(']')) return 'type parameter';
  if (isKeyOfLiteral(symbol)) return 'key';
  if (symbol.endsWith('().')) return symbol.includes('#') ? 'method' : 'function';
  if (symbol.endsWith(')')) return 'parameter';
  if (symbol.endsWith('#')) return 'class';
  return symbol.includes('#') ? 'attribute' : 'variable';
}

function key(document: ScipDocument, symbol: string): string {
  return symbol.startsWith('local ') ? `${document.path} ${symbol}` : symbol;
}

/** How a name is used, by the text of its line. */
function usage(lines: SourceLines, occurrence: ScipOccurrence): string {
  const line = lines.textOf(occurrence.line);
  const before = line.slice(0, occurrence.column);
  const after = line.slice(occurrence.endColumn);
  if (/^\s*(from\b|import\b)/.test(line)) return 'import';
  if (/^\s*@[\w.]*$/.test(before)) return 'decorator';
  if (/^\s*=(?!=)/.test(after) && /[(,]\s*$|^\s+$/.test(before)) return 'keyword or assignment';
  if (/\bfor\b.*\bin\b/.test(line) && /[[({]/.test(before)) return 'comprehension';
  return 'name';
}

const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2, include: values.include, stages: STAGES });
await orchestrator.indexRepository(directory);
const context = orchestrator.getContext();
const answers = new IndexAnswers(context);
const documents = [...scipDocuments(readFileSync(scipFile))].filter(({ path }) => answers.file(path) !== undefined);
const random = randomNumbers(Number(values.seed));
const misses = new Misses(Number(values['limit-report']), random);

/** Where symbols are defined, as `path:line`. */
const defined = new Map<string, Set<string>>();
for (const document of documents) {
  for (const occurrence of document.occurrences) {
    if (!occurrence.isDefinition) continue;
    const name = key(document, occurrence.symbol);
    let places = defined.get(name);
    if (places === undefined) defined.set(name, (places = new Set()));
    places.add(`${document.path}:${occurrence.line}`);
  }
}

const definitions = { expected: 0, declared: 0, written: 0, local: 0, keys: 0 };
const ours = { all: 0, shared: 0 };
const plain = { global: tally(), local: tally(), key: tally() };
const attributes = tally();
const kindTallies = new Map<string, Tally>();

function offsetOf(lines: SourceLines, { line, column }: ScipOccurrence): number {
  return lines.offsetOf(line + 1, column + 1);
}

function note(section: string, category: string, path: string, lines: SourceLines, occurrence: ScipOccurrence): void {
  misses.add(section, category, () => `${place(path, lines, offsetOf(lines, occurrence))} -> ${occurrence.symbol}`);
}

function checkDefinition(path: string, file: FileAnswers, lines: SourceLines, occurrence: ScipOccurrence): void {
  const kind = kindOf(occurrence.symbol);
  // A module is defined by its file.
  if (kind === 'local' || kind === 'module') return;
  if (kind === 'key') {
    definitions.keys++;
    return;
  }
  definitions.expected++;
  const at = offsetOf(lines, occurrence);
  if (file.declarations.has(at) || file.parameters.has(at)) definitions.declared++;
  else if (file.writes.has(at)) definitions.written++;
  else if (file.locals.has(at)) definitions.local++;
  else note('definitions', kind, path, lines, occurrence);
}

/** Which of our declarations and parameters the other index defines too. */
function checkOurs(document: ScipDocument, file: FileAnswers, lines: SourceLines): void {
  const theirs = new Set<number>();
  for (const one of document.occurrences) if (one.isDefinition) theirs.add(offsetOf(lines, one));
  for (const at of [...file.declarations, ...file.parameters]) {
    // A property of a literal that is a member of a type is a use of it, for us as for the other index.
    if (file.keys.has(at)) continue;
    ours.all++;
    if (theirs.has(at)) ours.shared++;
    else misses.add('definitions of ours alone', 'all', () => place(document.path, lines, at));
  }
}

function place(path: string, lines: SourceLines, at: number): string {
  const line = lines.lineAt(at);
  return `${path}:${line + 1}:${at - lines.startOf(line) + 1} ${lines.textOf(line).trim().slice(0, 120)}`;
}

/** Which of our tables has what at a place. */
function ourScope(unitPath: string, file: FileAnswers, at: number): string {
  const rows = file.references.get(at);
  if (rows === undefined) return 'no reference';
  const table = context.table(reference, unitPath)!;
  return REFERENCE_SCOPES[table.scope.at(rows[0]!)]!;
}

function checkReference(
  document: ScipDocument,
  file: FileAnswers,
  lines: SourceLines,
  occurrence: ScipOccurrence,
  places: ReadonlySet<string>,
): void {
  const at = offsetOf(lines, occurrence);
  const text = lines.slice(at, at + occurrence.endColumn - occurrence.column);
  if (occurrence.line !== occurrence.endLine || !NAME.test(text)) return;
  const isAttribute = /\.\s*$/.test(lines.slice(Math.max(0, at - 80), at));
  const isLocal = occurrence.symbol.startsWith('local ');
  const isKey = isKeyOfLiteral(occurrence.symbol);
  const into = isAttribute ? attributes : isKey ? plain.key : isLocal ? plain.local : plain.global;
  const kind = `${isAttribute ? '.' : ''}${kindOf(occurrence.symbol)}`;
  let perKind = kindTallies.get(kind);
  if (perKind === undefined) kindTallies.set(kind, (perKind = tally()));
  const symbols = file.meanings.get(at) ?? [];
  const isRight = symbols.some((symbol) => answers.placesOf(symbol).some((place) => places.has(place)));
  for (const one of [into, perKind]) {
    one.expected++;
    if (symbols.length > 0) one.answered++;
    if (isRight) one.right++;
  }
  if (isRight) return;
  const section = isAttribute ? 'attributes' : isKey ? 'keys' : isLocal ? 'locals' : 'plain names';
  const state = symbols.length > 0 ? 'other' : 'none';
  note(
    section,
    `${state}, ${kind}, ${usage(lines, occurrence)}, ${ourScope(document.path, file, at)}`,
    document.path,
    lines,
    occurrence,
  );
}

/** Joins the places of all symbols that one name has. */
function addReference(
  references: Map<string, { readonly first: ScipOccurrence; readonly places: Set<string> }>,
  document: ScipDocument,
  occurrence: ScipOccurrence,
): void {
  const own = defined.get(key(document, occurrence.symbol));
  if (own === undefined) return;
  // The name of a class before its arguments means the constructor to some, to others the class.
  const owner = defined.get(occurrence.symbol.replace(CONSTRUCTOR, ''));
  const places = owner === undefined ? own : new Set([...own, ...owner]);
  const at = `${occurrence.line} ${occurrence.column}`;
  const known = references.get(at);
  if (known === undefined) references.set(at, { first: occurrence, places: new Set(places) });
  else for (const place of places) known.places.add(place);
}

for (const document of documents) {
  const file = answers.file(document.path)!;
  const lines = answers.view.lines(answers.view.unitOf(document.path));
  const references = new Map<string, { readonly first: ScipOccurrence; readonly places: Set<string> }>();
  for (const occurrence of document.occurrences) {
    if (occurrence.isDefinition) checkDefinition(document.path, file, lines, occurrence);
    else addReference(references, document, occurrence);
  }
  for (const { first, places } of references.values()) checkReference(document, file, lines, first, places);
  checkOurs(document, file, lines);
}
await orchestrator.close();

console.log(
  JSON.stringify(
    {
      documents: documents.length,
      seed: Number(values.seed),
      definitions: {
        ...definitions,
        recall: rate(definitions.declared + definitions.written + definitions.local, definitions.expected),
        ours: ours.all,
        precision: rate(ours.shared, ours.all),
      },
      plainNames: {
        all: shown(sum(plain.global, plain.local)),
        ofGlobals: shown(plain.global),
        ofLocals: shown(plain.local),
        keys: shown(plain.key),
      },
      attributes: shown(attributes),
      kinds: Object.fromEntries(
        [...kindTallies].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, one]) => [kind, shown(one)]),
      ),
      misses: misses.report(),
    },
    null,
    1,
  ),
);
