/**
 * `impact`: what a session's changes would do to the repository, before they are committed: changed signatures, calls and
 * imports that no longer mean anything, files that depend on what changed, new cycles of imports.
 */
import type { UnitId } from '#core';
import { moduleEdge } from '#facts';
import { dependents, imports, unresolvedCalls, type ImportRow, type UnresolvedCall } from '#query';
import type { FileChange, Snapshot } from '#store';
import { ChangeAnalyzer, type DeclarationChange } from './change-analyzer.ts';

/** Rows of one list of an answer. */
const MOST_ROWS = 10_000;

export interface Impact {
  readonly files: readonly ({ readonly path: string } & FileChange)[];
  readonly declarations: readonly DeclarationChange[];
  /** Declarations whose signature changed, or that are gone. */
  readonly signatures: readonly DeclarationChange[];
  /** Calls that have no callee any more. */
  readonly brokenCallers: readonly UnresolvedCall[];
  /** Imports that find nothing any more. */
  readonly brokenImports: readonly ImportRow[];
  /** Files that an edit of the changed ones can reach through imports, themselves left out, by path. */
  readonly dependents: readonly string[];
  /** Cycles of imports that were not there: paths in order, each imports the next, the last imports the first. */
  readonly newCycles: readonly (readonly string[])[];
}

export function impactOf(
  base: Snapshot,
  after: Snapshot,
  affected: readonly string[],
  changes: ReadonlyMap<string, FileChange>,
): Impact {
  const changed = [...changes.keys()];
  const declarations = new ChangeAnalyzer(base, after).analyze(changed);
  const here = [...new Set([...changed, ...affected])].filter((path) => after.unit(path) !== -1).toSorted();
  const was = (path: string): string => changes.get(path)?.from ?? path;
  return {
    files: [...changes].map(([path, change]) => ({ path, ...change })),
    declarations,
    signatures: declarations.filter(({ change }) => change === 'signature' || change === 'removed'),
    brokenCallers: here.flatMap((path) =>
      newRows(base, after, { path, from: was(path) }, unresolvedCalls, callKey(was(path) === path)),
    ),
    brokenImports: here.flatMap((path) => lostImports(base, after, { path, from: was(path) })),
    dependents: dependentsOf(base, after, changed),
    newCycles: newCycles(base, after, here),
  };
}

/** Rows of a file's list that were not in it before, when its path was `from`, by key and count. */
function newRows<Row>(
  base: Snapshot,
  after: Snapshot,
  { path, from }: { readonly path: string; readonly from: string },
  list: (snapshot: Snapshot, path: string) => readonly Row[],
  key: (row: Row) => string,
): Row[] {
  const before = new Map<string, number>();
  if (base.unit(from) !== -1) for (const row of list(base, from)) before.set(key(row), (before.get(key(row)) ?? 0) + 1);
  return list(after, path).filter((row) => {
    const count = before.get(key(row)) ?? 0;
    before.set(key(row), count - 1);
    return count <= 0;
  });
}

/** In a file that was moved the names of all callers are others. */
function callKey(isInPlace: boolean): (call: UnresolvedCall) => string {
  return ({ caller, callee }) => (isInPlace ? `${caller} ${callee}` : callee);
}

/** Imports that find nothing, or only a name outside of the repository where a file or a declaration of it was. */
function lostImports(
  base: Snapshot,
  after: Snapshot,
  at: { readonly path: string; readonly from: string },
): ImportRow[] {
  const found = base.unit(at.from) === -1 ? [] : importsOf(base, at.from).filter((row) => !isOutside(row));
  const known = new Set(found.map(importKey));
  const list = (snapshot: Snapshot, path: string): ImportRow[] =>
    importsOf(snapshot, path).filter(
      (row) => row.target.kind === 'missing' || (isOutside(row) && known.has(importKey(row))),
    );
  return newRows(base, after, at, list, importKey);
}

function importsOf(snapshot: Snapshot, path: string): readonly ImportRow[] {
  return imports(snapshot, path, { limit: MOST_ROWS }).rows;
}

function isOutside({ target }: ImportRow): boolean {
  return target.kind === 'missing' || target.kind === 'external';
}

function importKey({ module, imported, local }: ImportRow): string {
  return `${module} ${imported} ${local}`;
}

function dependentsOf(base: Snapshot, after: Snapshot, changed: readonly string[]): string[] {
  const found = new Set<string>();
  for (const snapshot of [base, after]) {
    for (const path of changed) {
      if (snapshot.unit(path) === -1) continue;
      for (const row of dependents(snapshot, path, { limit: MOST_ROWS }).rows) found.add(row.path);
    }
  }
  for (const path of changed) found.delete(path);
  return [...found].toSorted();
}

/** A shortest cycle through each import that is new, once per set of files. */
function newCycles(base: Snapshot, after: Snapshot, paths: readonly string[]): string[][] {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const before = new Set(importedPaths(base, path));
    for (const target of importedPaths(after, path)) {
      if (before.has(target)) continue;
      const way = wayBetween(after, target, path);
      if (way === null) continue;
      const key = way.toSorted().join('\n');
      if (!found.has(key)) found.set(key, way);
    }
  }
  return [...found.values()];
}

/** A shortest way of imports from one file to another, both included, or null. */
function wayBetween(snapshot: Snapshot, from: string, to: string): string[] | null {
  const before = new Map<string, string | null>([[from, null]]);
  const queue = [from];
  for (let at = 0; at < queue.length; at++) {
    const path = queue[at]!;
    if (path === to) {
      const way: string[] = [];
      for (let step: string | null = path; step !== null; step = before.get(step) ?? null) way.push(step);
      return way.toReversed();
    }
    for (const next of importedPaths(snapshot, path)) {
      if (before.has(next)) continue;
      before.set(next, path);
      queue.push(next);
    }
  }
  return null;
}

/** Files that a file imports, itself left out. */
function importedPaths(snapshot: Snapshot, path: string): string[] {
  const unit = snapshot.unit(path);
  const edges = unit === -1 ? null : snapshot.table(moduleEdge, unit);
  if (edges === null) return [];
  const found: UnitId[] = [];
  for (let row = 0; row < edges.rows; row++) {
    const target = snapshot.catalog.unitAt(edges.key.lo(row), edges.key.hi(row));
    if (target !== -1 && target !== unit) found.push(target);
  }
  return found.map((target) => snapshot.path(target));
}
