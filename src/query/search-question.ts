/**
 * The question `search`: text, as it stands, as a pattern, or ranked. Beside the questions of `query`, for it reads the text
 * of files and not their facts.
 */
import type { Columns, TableReader, TableSchema } from '#columns';
import { EngineError } from '#core';
import { source } from '#facts';
import type { Answer } from './page.ts';
import {
  searchLiteral,
  searchPattern,
  searchRanked,
  termWeightsOf,
  type ChunkMatch,
  type SearchUnit,
  type TextCursor,
} from './search/index.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import type { Certainty } from './symbol-at.ts';
import { viewOf, type Place } from './view.ts';

export const SEARCH_MODES = ['ranked', 'literal', 'pattern', 'semantic', 'hybrid'] as const;
export type SearchMode = (typeof SEARCH_MODES)[number];
/** Modes that an index of vectors answers, not a snapshot alone. */
const VECTOR_MODES: readonly unknown[] = ['semantic', 'hybrid'] satisfies SearchMode[];
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 100_000;
/** Work that one search may cost: about that many bytes read. */
const FUEL = 4e9;

export interface SearchQuery {
  readonly text: string;
  readonly mode: SearchMode;
  readonly ignoreCase: boolean;
  readonly limit: number;
  readonly cursor: TextCursor | undefined;
}

/** How to search; without a mode, by rank. */
export interface SearchOptions<M extends SearchMode = SearchMode> {
  readonly mode?: M;
  /** Lower and upper case are one, for `literal` and `pattern`. */
  readonly ignoreCase?: boolean;
  /** At most so many rows, 100 unless told. */
  readonly limit?: number;
  /** Of the answer before, for `literal` and `pattern`. */
  readonly cursor?: string;
}

/** A match of a text or pattern. `text` is its line, or at most 400 UTF-16 units of it. */
export interface MatchRow extends Place {
  /** In UTF-16 units. */
  readonly length: number;
  /** How many units of the line stand before `text`, where that is a part of it. */
  readonly skipped?: number;
  readonly origin: string;
  readonly certainty: Certainty;
}

/** A chunk by rank: its first line, its last, and how well it fits, more being better. */
export interface RankedRow extends Place {
  readonly endLine: number;
  readonly kind: ChunkMatch['kind'];
  readonly score: number;
  readonly origin: string;
  readonly certainty: Certainty;
}

/** The row of a search by its mode. */
export type SearchRow<M extends SearchMode = SearchMode> = M extends 'literal' | 'pattern' ? MatchRow : RankedRow;

/** Text as it stands, a pattern, or chunks by rank. Errors: `E_QUERY`, `E_PATTERN`; `E_PLUGIN` for modes by vectors. */
export function search<M extends SearchMode = 'ranked'>(
  snapshot: SnapshotReader,
  text: string,
  options: SearchOptions<M> = {},
): Answer<SearchRow<M>> {
  // Safe because: the mode decides which rows there are.
  return searchQuestion(snapshot, { kind: 'search', text, ...options }) as Answer<SearchRow<M>>;
}

/** The members of a question of kind `search`. `E_QUERY` says what would be right. */
export function searchMembers(asked: object): SearchQuery {
  return checked(new Map<string, unknown>(Object.entries(asked)));
}

/** True for a search that needs an index of vectors. */
export function isVectorSearch(asked: object): boolean {
  return 'kind' in asked && asked.kind === 'search' && 'mode' in asked && VECTOR_MODES.includes(asked.mode);
}

/** Answers a question of kind `search`. `E_QUERY` and `E_PATTERN` say what would be right; `E_PLUGIN` for modes by vectors. */
export function searchQuestion(snapshot: SnapshotReader, asked: object): Answer<SearchRow> {
  const query = searchMembers(asked);
  if (isVectorSearch(asked)) {
    const todo = 'register one with registerIndex(new VectorIndex()) and ask orchestrator.query()';
    throw new EngineError(
      'E_PLUGIN',
      `mode '${query.mode}' needs an index of vectors, which a snapshot has not; ${todo}`,
    );
  }
  const units = searchUnitsOf(snapshot);
  if (query.mode === 'ranked') {
    return chunkAnswer(snapshot, searchRanked(units, query.text, query), 'lexical/term', query.limit);
  }
  const find = query.mode === 'literal' ? searchLiteral : searchPattern;
  const { ignoreCase, limit, cursor } = query;
  const found = find(units, query.text, { ignoreCase, limit, fuel: { left: FUEL }, ...(cursor && { cursor }) });
  const rows = [...found.matches].map(({ path, line, column, length, text, skipped }): MatchRow => ({
    path,
    line,
    column,
    length,
    text,
    ...(skipped > 0 && { skipped }),
    origin: 'lexical/trigram_filter',
    certainty: 'resolved',
  }));
  return {
    kind: 'search',
    snapshot: snapshot.txnId,
    rows,
    ...(found.next !== null && { cursor: Buffer.from(JSON.stringify(found.next)).toString('base64url') }),
    truncated: found.next !== null,
  };
}

/** The best chunks by words, best first. */
export function rankedMatches(snapshot: SnapshotReader, text: string, limit: number): readonly ChunkMatch[] {
  return searchRanked(searchUnitsOf(snapshot), text, { limit });
}

/** The weight of each term in a snapshot, by its hash. */
export function termWeights(snapshot: SnapshotReader): (term: number) => number {
  return termWeightsOf(searchUnitsOf(snapshot));
}

/** The answer of a search by rank. */
export function chunkAnswer(
  snapshot: SnapshotReader,
  matches: readonly ChunkMatch[],
  origin: string,
  limit: number,
): Answer<RankedRow> {
  const rows = matches.map((match): RankedRow => ({
    path: match.path,
    line: match.line,
    column: 1,
    endLine: match.endLine,
    text: lineOf(snapshot, match.path, match.line),
    kind: match.kind,
    score: match.score,
    origin,
    certainty: 'candidate',
  }));
  return { kind: 'search', snapshot: snapshot.txnId, rows, truncated: rows.length === limit };
}

function lineOf(snapshot: SnapshotReader, path: string, line: number): string {
  const unit = snapshot.unit(path);
  return unit === -1
    ? ''
    : viewOf(snapshot)
        .lines(unit)
        .textOf(line - 1);
}

const units = new WeakMap<SnapshotReader, readonly SearchUnit[]>();

/** The files of a snapshot as search takes them: the same list for the same snapshot. */
export function searchUnitsOf(snapshot: SnapshotReader): readonly SearchUnit[] {
  let known = units.get(snapshot);
  if (known === undefined) {
    known = snapshot.units.map((unit) => ({
      path: snapshot.path(unit),
      text: snapshot.table(source, unit)?.text.at(0) ?? new Uint8Array(),
      table: <C extends Columns>(schema: TableSchema<C>): TableReader<C> =>
        // Safe because: nobody reads a column of a table without rows.
        snapshot.table(schema, unit) ?? ({ rows: 0 } as TableReader<C>),
    }));
    units.set(snapshot, known);
  }
  return known;
}

const MEMBERS = ['kind', 'text', 'mode', 'ignoreCase', 'limit', 'cursor'];

function checked(asked: ReadonlyMap<string, unknown>): SearchQuery {
  for (const member of asked.keys()) {
    if (!MEMBERS.includes(member)) throw wrong(member, `is none of 'search'; it takes ${MEMBERS.slice(1).join(', ')}`);
  }
  const text = asked.get('text');
  if (typeof text !== 'string' || text === '') throw wrong('text', 'is no text; give what is searched for');
  const given = asked.get('mode') ?? 'ranked';
  const mode = SEARCH_MODES.find((known) => known === given);
  if (mode === undefined) throw wrong('mode', `is ${JSON.stringify(given)}; give one of ${SEARCH_MODES.join(', ')}`);
  const ignoreCase = asked.get('ignoreCase') ?? false;
  if (typeof ignoreCase !== 'boolean') throw wrong('ignoreCase', 'is neither true nor false');
  const limit = asked.get('limit') ?? DEFAULT_LIMIT;
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw wrong('limit', `is ${JSON.stringify(limit)}; give a whole number from 1 to ${MAX_LIMIT}`);
  return { text, mode, ignoreCase, limit, cursor: cursorOf(asked.get('cursor'), mode) };
}

function cursorOf(given: unknown, mode: SearchQuery['mode']): TextCursor | undefined {
  if (given === undefined) return undefined;
  if (mode !== 'literal' && mode !== 'pattern') throw wrong('cursor', 'is none of a search by rank; raise its limit');
  try {
    const cursor: unknown = typeof given === 'string' ? JSON.parse(Buffer.from(given, 'base64url').toString()) : null;
    if (typeof cursor === 'object' && cursor !== null && 'path' in cursor && 'byte' in cursor) {
      const { path, byte } = cursor;
      if (typeof path === 'string' && typeof byte === 'number') return { path, byte };
    }
  } catch {
    // Falls through to the one error below.
  }
  throw wrong('cursor', "is not of an answer to 'search'; pass the cursor of its last page");
}

function wrong(member: string, what: string): EngineError {
  return new EngineError('E_QUERY', `member '${member}' ${what}`);
}
