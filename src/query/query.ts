/**
 * `query`: every question by its kind, JSON in and JSON out. Checks all that it is given, for it stands at the door.
 *
 *     query(snapshot, { kind: 'callers', symbol: 'shop.cart.Cart.add', depth: 2 });
 */
import { EngineError } from '#core';
import { callees } from './callees.ts';
import { callers } from './callers.ts';
import { cfg } from './cfg.ts';
import { chunks } from './chunks.ts';
import { constantAt } from './constant-at.ts';
import { definition } from './definition.ts';
import { definitionsReaching } from './definitions-reaching.ts';
import { dependences } from './dependences.ts';
import { dependents } from './dependents.ts';
import { dominators } from './dominators.ts';
import { importers, type FileTarget } from './importers.ts';
import { imports } from './imports.ts';
import { QUERY_NEEDS } from './needs.ts';
import { outline } from './outline.ts';
import type { Answer, PageOptions } from './page.ts';
import { path } from './path.ts';
import { checkMembers, QUERY_MEMBERS, shown, type QueryKind } from './query-members.ts';
import { searchQuestion, type SearchMode } from './search-question.ts';
import { references } from './references.ts';
import type { OccurrenceRole } from './unit-occurrences.ts';
import { slice, type SliceQuery } from './slice.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { ssa } from './ssa.ts';
import { symbols } from './symbols.ts';
import type { Target } from './target.ts';
import { typeAt } from './type-at.ts';
import { typesOf } from './types-of.ts';
import { uses } from './uses.ts';

type Paged<Members> = Members & PageOptions;
type PathQuery = Paged<{ readonly path: string }>;

/** A question as plain data. */
export type Query =
  | Paged<{
      readonly kind: 'symbols';
      readonly name?: string;
      readonly pattern?: string;
      readonly symbolKind?: string;
    }>
  | (Paged<Target> & { readonly kind: 'definition' | 'cfg' | 'dominators' | 'dependences' | 'ssa' })
  | (Paged<Target> & { readonly kind: 'definitionsReaching' | 'uses'; readonly variable?: string })
  | (SliceQuery & { readonly kind: 'slice' })
  | (Paged<Target> & { readonly kind: 'references'; readonly roles?: readonly OccurrenceRole[] })
  | (Paged<Target> & { readonly kind: 'callers' | 'callees'; readonly depth?: number })
  | Paged<{
      readonly kind: 'typeAt' | 'constantAt';
      readonly path: string;
      readonly line: number;
      readonly column: number;
    }>
  | (Paged<Target> & { readonly kind: 'typesOf' })
  | Paged<{ readonly kind: 'path'; readonly from: Target | string; readonly to: Target | string }>
  | (PathQuery & { readonly kind: 'imports' | 'outline' | 'chunks' })
  | (PathQuery & { readonly kind: 'dependents'; readonly depth?: number })
  | (Paged<Target | FileTarget> & { readonly kind: 'importers' })
  | Paged<{
      readonly kind: 'search';
      readonly text: string;
      readonly mode?: SearchMode;
      readonly ignoreCase?: boolean;
    }>;

export type QueryResult = Answer<object>;

/** A question of a room or package beside this one, such as `search`: its kind, and how it is answered. */
export type Answerer = (snapshot: SnapshotReader, query: object) => QueryResult;

/** Questions that check their own members. */
const BESIDE: Readonly<Record<string, Answerer>> = { search: searchQuestion };

/** Answers a query. `E_QUERY` names the member that is wrong, what was found and what would be right. */
export function query(
  snapshot: SnapshotReader,
  asked: unknown,
  others: Readonly<Record<string, Answerer>> = BESIDE,
): QueryResult {
  const all = [...Object.keys(QUERY_MEMBERS), ...Object.keys(others)];
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked))
    throw new EngineError('E_QUERY', `a query is ${shown(asked)}; give an object with a member 'kind'`);
  const kind: unknown = 'kind' in asked ? asked.kind : undefined;
  const other = typeof kind === 'string' && Object.hasOwn(others, kind) ? others[kind] : undefined;
  if (other !== undefined) return other(snapshot, asked);
  if (!isKind(kind)) throw new EngineError('E_QUERY', `member 'kind' is ${shown(kind)}; give one of ${all.join(', ')}`);
  checkMembers(kind, asked);
  const needed = QUERY_NEEDS[kind].find((name) => snapshot.plan.place({ name }) === undefined);
  if (needed !== undefined)
    throw new EngineError('E_QUERY', `kind '${kind}' needs table ${needed}; switch on the stage that writes it`);
  // Safe because: checkMembers compared every member with those of this kind.
  return ask(snapshot, asked as Exclude<Query, { kind: 'search' }>);
}

function isKind(kind: unknown): kind is QueryKind {
  return typeof kind === 'string' && Object.hasOwn(QUERY_MEMBERS, kind);
}

function ask(snapshot: SnapshotReader, asked: Exclude<Query, { kind: 'search' }>): QueryResult {
  switch (asked.kind) {
    case 'symbols':
      return symbols(snapshot, asked);
    case 'definition':
      return definition(snapshot, asked, asked);
    case 'references':
      return references(snapshot, asked, asked);
    case 'callers':
      return callers(snapshot, asked, asked);
    case 'callees':
      return callees(snapshot, asked, asked);
    case 'path':
      return path(snapshot, targetOf(asked.from), targetOf(asked.to), asked);
    case 'imports':
      return imports(snapshot, asked.path, asked);
    case 'importers':
      return importers(snapshot, asked, asked);
    case 'dependents':
      return dependents(snapshot, asked.path, asked);
    case 'outline':
      return outline(snapshot, asked.path, asked);
    case 'chunks':
      return chunks(snapshot, asked.path, asked);
    case 'typeAt':
      return typeAt(snapshot, asked.path, asked.line, asked.column, asked);
    case 'typesOf':
      return typesOf(snapshot, asked, asked);
    case 'definitionsReaching':
      return definitionsReaching(snapshot, asked, asked);
    case 'uses':
      return uses(snapshot, asked, asked);
    case 'ssa':
      return ssa(snapshot, asked, asked);
    case 'constantAt':
      return constantAt(snapshot, asked.path, asked.line, asked.column, asked);
    case 'cfg':
      return cfg(snapshot, asked, asked);
    case 'dominators':
      return dominators(snapshot, asked, asked);
    case 'dependences':
      return dependences(snapshot, asked, asked);
    case 'slice':
      return slice(snapshot, asked);
  }
}

function targetOf(target: Target | string): Target {
  return typeof target === 'string' ? { symbol: target } : target;
}
