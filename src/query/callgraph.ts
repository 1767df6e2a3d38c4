/**
 * The call graph by name: who calls whom, over all units. For exports and measures; point questions use the postings.
 * A function is named by its module and the scopes around it (`pkg.module.Class.method`), a module body by its module, a
 * builtin `<builtin>.name`, what lies outside by its own dotted name. Reads facts only and keeps nothing.
 *
 *     const graph = callGraph(files.map((path) => ({ path, table: (schema) => context.table(schema, path) })));
 *     graph.get('pkg.main'); // ['<builtin>.len', 'pkg.a.helper']
 */
import type { Columns, ReaderOf, TableReader, TableSchema } from '#columns';
import { hashHex } from '#core';
import {
  body,
  BODY_KINDS,
  call,
  CALL_FLAG,
  codeOf,
  declaration,
  DECLARATION_KINDS,
  file,
  local,
  referenceTarget,
  TARGET_KINDS,
} from '#facts';
import { languageNamed } from '#languages';
import { forEachCallEdge } from './call-edges.ts';

/** One file with its facts; a table is null when the file has none. */
export interface CallGraphUnit {
  readonly path: string;
  table<C extends Columns>(schema: TableSchema<C>): TableReader<C> | null;
}

/** Callees by caller, both sorted. Every function and module is a key, with or without calls. */
export type CallGraph = ReadonlyMap<string, readonly string[]>;

const EXTERNAL = codeOf(TARGET_KINDS, 'external');
const BUILTIN = codeOf(TARGET_KINDS, 'builtin');
const LAMBDA = codeOf(BODY_KINDS, 'lambda');
const FUNCTION = codeOf(BODY_KINDS, 'function');
const CLASS = codeOf(BODY_KINDS, 'class');
const COMPREHENSION = codeOf(BODY_KINDS, 'comprehension');
const CALLABLE: ReadonlySet<number> = new Set(
  (['function', 'method', 'constructor', 'macro'] as const).map((kind) => codeOf(DECLARATION_KINDS, kind)),
);

interface NamedUnit {
  readonly unit: CallGraphUnit;
  /** Name by body row. */
  readonly bodies: readonly string[];
}

export function callGraph(units: Iterable<CallGraphUnit>): CallGraph {
  const functions = new Map<string, string>();
  const callees = new Map<string, Set<string>>();
  const named: NamedUnit[] = [];
  for (const unit of units) {
    const bodies = nameUnit(unit, functions, callees);
    if (bodies !== null) named.push({ unit, bodies });
  }
  for (const { unit, bodies } of named) addCalls(unit, bodies, functions, callees);
  return new Map(
    [...callees.keys()].toSorted().map((caller) => [caller, [...callees.get(caller)!].toSorted()] as const),
  );
}

/** Names the bodies of a unit, and adds its functions by descriptor hash and all its callers; null without bodies. */
function nameUnit(
  unit: CallGraphUnit,
  functions: Map<string, string>,
  callees: Map<string, Set<string>>,
): string[] | null {
  const language = unit.table(file)?.language.at(0);
  const modules = language === undefined ? null : languageNamed(language)?.modules;
  const bodies = unit.table(body);
  const declarations = unit.table(declaration);
  const locals = unit.table(local);
  if (!modules || !bodies || !declarations || !locals || bodies.rows === 0) return null;
  const names = declarationNames(declarations, modules.qualifiedName(unit.path));
  for (let row = 0; row < declarations.rows; row++) {
    if (CALLABLE.has(declarations.kind.at(row))) {
      functions.set(hashHex(declarations.hash.lo(row), declarations.hash.hi(row)), names[row]!);
    }
  }
  const bodyNames = namesOfBodies(bodies, names, locals);
  for (let row = 0; row < bodies.rows; row++) {
    const name = bodyNames[row]!;
    const kind = bodies.kind.at(row);
    // A class body is a caller only when it calls something.
    if (kind !== CLASS && !callees.has(name)) callees.set(name, new Set());
    if (kind === FUNCTION || kind === LAMBDA) functions.set(bodyHash(bodies, declarations, locals, row), name);
  }
  return bodyNames;
}

/** The descriptor hash under which calls name the function of a body. */
function bodyHash(
  bodies: ReaderOf<typeof body>,
  declarations: ReaderOf<typeof declaration>,
  locals: ReaderOf<typeof local>,
  row: number,
): string {
  const declared = bodies.declaration.at(row);
  if (declared >= 0) return hashHex(declarations.hash.lo(declared), declarations.hash.hi(declared));
  const owner = bodies.owner.at(row);
  if (owner >= 0) return hashHex(locals.hash.lo(owner), locals.hash.hi(owner));
  return hashHex(bodies.hash.lo(row), bodies.hash.hi(row));
}

function declarationNames(declarations: ReaderOf<typeof declaration>, module: string): string[] {
  const names: string[] = [module];
  for (let row = 1; row < declarations.rows; row++) {
    names.push(below(names[declarations.parent.at(row)]!, declarations.name.at(row)));
  }
  return names;
}

function namesOfBodies(
  bodies: ReaderOf<typeof body>,
  declarations: readonly string[],
  locals: ReaderOf<typeof local>,
): string[] {
  const names: string[] = [];
  const lambdas = new Map<string, number>();
  for (let row = 0; row < bodies.rows; row++) {
    const declared = bodies.declaration.at(row);
    const owner = bodies.owner.at(row);
    const outer = row === 0 ? '' : names[bodies.parent.at(row)]!;
    if (declared >= 0) names.push(declarations[declared]!);
    else if (owner >= 0) names.push(below(names[locals.body.at(owner)]!, locals.name.at(owner)));
    // A comprehension is part of the function around it.
    else if (bodies.kind.at(row) === COMPREHENSION) names.push(outer);
    else {
      const count = 1 + (lambdas.get(outer) ?? 0);
      lambdas.set(outer, count);
      names.push(below(outer, `<${bodies.kind.at(row) === CLASS ? 'class' : 'lambda'}${count}>`));
    }
  }
  return names;
}

function addCalls(
  unit: CallGraphUnit,
  bodyNames: readonly string[],
  functions: ReadonlyMap<string, string>,
  callees: Map<string, Set<string>>,
): void {
  const bodies = unit.table(body)!;
  const known = new Set<number>();
  forEachCallEdge(unit, ({ lo, hi, call: row, caller }) => {
    known.add(row);
    const callee = functions.get(hashHex(lo, hi));
    if (callee !== undefined) addEdge(callees, bodyNames[caller]!, callee);
  });
  const calls = unit.table(call);
  const outside = outsideNames(unit);
  for (let caller = 0; calls !== null && caller < bodies.rows; caller++) {
    const end = caller + 1 < bodies.rows ? bodies.call.at(caller + 1) : calls.rows;
    for (let row = bodies.call.at(caller); row < end; row++) {
      const name = known.has(row) ? undefined : outside.get(calls.callee.at(row));
      if (name === undefined) continue;
      // `@staticmethod` and its like say what a function is; nothing of the program runs.
      const isMark = (calls.flags.at(row) & CALL_FLAG.decorator) !== 0 && name.startsWith('<builtin>');
      if (!isMark) addEdge(callees, bodyNames[caller]!, name);
    }
  }
}

/** Names of what lies outside the repository, by reference row. */
function outsideNames(unit: CallGraphUnit): Map<number, string> {
  const names = new Map<number, string>();
  const targets = unit.table(referenceTarget);
  for (let row = 0; targets !== null && row < targets.rows; row++) {
    const kind = targets.kind.at(row);
    if (kind === EXTERNAL) names.set(targets.reference.at(row), targets.name.at(row));
    else if (kind === BUILTIN) names.set(targets.reference.at(row), `<builtin>.${targets.name.at(row)}`);
  }
  return names;
}

function addEdge(callees: Map<string, Set<string>>, caller: string, callee: string): void {
  const known = callees.get(caller);
  if (known === undefined) callees.set(caller, new Set([callee]));
  else known.add(callee);
}

function below(outer: string, name: string): string {
  return outer === '' ? name : `${outer}.${name}`;
}
