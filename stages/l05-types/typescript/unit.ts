/** One TypeScript file as the steps see it: its tables, its world through traced look-ups, and the evaluator over both. */
import { type Columns, rowsOfKey, type TableReader, type TableSchema } from '#columns';
import type { HashCell } from '#core';
import {
  annotation,
  argument,
  body,
  call,
  declaration,
  declaredType,
  exportTable,
  importTarget,
  inferredType,
  literal,
  local,
  member,
  operation,
  pathHash,
  reference,
  referenceTarget,
} from '#facts';
import { javascriptTables } from '#languages';
import type { Lookup, Rows } from '#stage';
import { TypescriptBodies } from './bodies.ts';
import { TypescriptFile } from './file.ts';
import { FileNames } from './names.ts';
import { Universe } from './universe.ts';
import { World, type WorldSource } from './world.ts';

const LANGUAGES: ReadonlySet<string> = new Set(['typescript', 'tsx', 'javascript']);

export function isTypescript(language: string): boolean {
  return LANGUAGES.has(language);
}

/** The tables of a unit, whatever the step has declared to read of them. */
export interface TableView {
  readonly path: string;
  table<C extends Columns>(schema: TableSchema<C>): TableReader<C>;
}

export function namesOf(view: TableView): FileNames {
  const cell: HashCell = { lo: 0, hi: 0 };
  pathHash(cell, view.path);
  return new FileNames(cell, {
    declarations: view.table(declaration),
    references: view.table(reference),
    targets: view.table(referenceTarget),
    imports: view.table(importTarget),
  });
}

export interface TypescriptUnit {
  readonly file: TypescriptFile;
  readonly names: FileNames;
  readonly universe: Universe;
  readonly bodies: TypescriptBodies;
}

/** `asksInferred`: whether types that other files inferred are known in this step. */
export function readTypescript(view: TableView, lookup: Lookup, asksInferred: boolean): TypescriptUnit {
  const names = namesOf(view);
  const file = new TypescriptFile({
    declarations: view.table(declaration),
    bodies: view.table(body),
    locals: view.table(local),
    references: view.table(reference),
    calls: view.table(call),
    arguments: view.table(argument),
    operations: view.table(operation),
    annotations: view.table(annotation),
    literals: view.table(literal),
  });
  const bodies = new TypescriptBodies(file, names);
  const universe = new Universe(
    new World(worldSource(view, names.path, lookup, asksInferred)),
    javascriptTables(),
    bodies,
  );
  bodies.universe = universe;
  return { file, names, universe, bodies };
}

function worldSource(view: TableView, own: HashCell, lookup: Lookup, asksInferred: boolean): WorldSource {
  const isOwn = (path: HashCell): boolean => path.lo === own.lo && path.hi === own.hi;
  const ask = <C extends Columns & { key: 'hash' }>(
    schema: TableSchema<C>,
    path: HashCell,
    key: HashCell,
  ): Rows<C> | null =>
    isOwn(path) ? rowsOfKey(view.table(schema), key.lo, key.hi) : lookup.rows(schema, path.lo, path.hi, key.lo, key.hi);
  return {
    declared: (path, key) => ask(declaredType, path, key),
    inferred: (path, key) =>
      asksInferred && !isOwn(path) ? lookup.rows(inferredType, path.lo, path.hi, key.lo, key.hi) : null,
    members: (path, key) => ask(member, path, key),
    exports: (path, key) => ask(exportTable, path, key),
  };
}
