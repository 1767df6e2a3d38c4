/**
 * Literal and pattern search over all files: filters first, then the matcher on the files they let through.
 * Deterministic: matches come by path and then by place. All work is counted; when the fuel is used up the answer says
 * so, and how to go on.
 */
import { source, trigramFilter } from '#facts';
import { compile, parsePattern, trigramQuery, type Fuel, type Matcher } from '../pattern/index.ts';
import { costOf, filterQueryOf, mayMatch, type FilterQuery } from './filter-query.ts';
import { lineStart } from '../pattern/lines.ts';
import { TextMatches } from './text-matches.ts';
import { perSnapshot, type SearchUnit } from './unit.ts';

/** Where a search goes on: the first place that is not answered yet. */
export interface TextCursor {
  readonly path: string;
  readonly byte: number;
}

export interface TextSearchOptions {
  /** Letters match both cases, by Unicode simple case folding. */
  readonly ignoreCase?: boolean;
  /** Matches at most; all without it. */
  readonly limit?: number;
  readonly cursor?: TextCursor;
  /** Counted work: about one unit per byte read. The answer is partial when it runs out. */
  readonly fuel?: Fuel;
}

export interface TextSearchResult {
  readonly matches: TextMatches;
  /** True when the fuel ran out: there may be more matches. */
  readonly isPartial: boolean;
  /** Where to go on when the limit or the fuel ended the search, else null. */
  readonly next: TextCursor | null;
}

const NO_FILTER: readonly (Uint8Array | null)[] = [];

/** The filter of each unit, or null where no stage wrote one. */
const filtersOf = perSnapshot((units): readonly (Uint8Array | null)[] => {
  return units.map((unit) => {
    const filter = unit.table(trigramFilter);
    return filter.rows === 0 ? null : filter.bits.at(0);
  });
});

/** 1 for each unit whose text is ASCII. */
const asciiOf = perSnapshot((units): Uint8Array => {
  return Uint8Array.from(units, (unit) => (unit.text.length === 0 ? 0 : unit.table(source).ascii.at(0)));
});

/** Searches for a text as it stands. */
export function searchLiteral(
  units: readonly SearchUnit[],
  text: string,
  options: TextSearchOptions = {},
): TextSearchResult {
  return search(units, text, true, options);
}

/** Searches for a pattern. `E_PATTERN` when it is outside the dialect. */
export function searchPattern(
  units: readonly SearchUnit[],
  pattern: string,
  options: TextSearchOptions = {},
): TextSearchResult {
  return search(units, pattern, false, options);
}

function search(
  units: readonly SearchUnit[],
  text: string,
  literal: boolean,
  { ignoreCase = false, limit = Infinity, cursor, fuel = { left: Infinity } }: TextSearchOptions,
): TextSearchResult {
  const pattern = parsePattern(text, { literal, ignoreCase });
  const query = filterQueryOf(trigramQuery(pattern));
  return new TextSearch(units, query, compile(pattern), limit, fuel).from(cursor);
}

class TextSearch {
  readonly #units: readonly SearchUnit[];
  readonly #query: FilterQuery;
  readonly #matcher: Matcher;
  readonly #limit: number;
  readonly #fuel: Fuel;
  readonly #matches: TextMatches;
  readonly #ascii: Uint8Array | null;
  /** Where the search goes on when the limit was reached. */
  #next: TextCursor | null = null;

  constructor(units: readonly SearchUnit[], query: FilterQuery, matcher: Matcher, limit: number, fuel: Fuel) {
    this.#units = units;
    this.#query = query;
    this.#matcher = matcher;
    this.#limit = limit;
    this.#fuel = fuel;
    this.#matches = new TextMatches(units);
    this.#ascii = matcher.asksAscii ? asciiOf(units) : null;
  }

  from(cursor: TextCursor | undefined): TextSearchResult {
    const filters = this.#query.kind === 'all' ? NO_FILTER : filtersOf(this.#units);
    const cost = costOf(this.#query);
    const first = cursor === undefined ? 0 : firstFrom(this.#units, cursor.path);
    for (let i = first; i < this.#units.length; i++) {
      const unit = this.#units[i]!;
      const filter = filters[i] ?? null;
      const byte = unit.path === cursor?.path ? clamp(cursor.byte, unit.text.length) : 0;
      this.#fuel.left -= cost;
      if (this.#fuel.left < 0) return this.#end(true, { path: unit.path, byte });
      if (unit.text.length === 0 || (filter !== null && !mayMatch(this.#query, filter))) continue;
      const reached = this.#searchUnit(i, unit, byte);
      if (this.#next !== null) return this.#end(false, this.#next);
      if (reached >= 0) return this.#end(true, { path: unit.path, byte: reached });
    }
    return this.#end(false, null);
  }

  /** Adds the matches of one file from a byte on. Gives the byte at which the fuel ran out, or -1. */
  #searchUnit(ordinal: number, unit: SearchUnit, byte: number): number {
    const { text } = unit;
    const before = this.#matches.length;
    const onMatch = (start: number, end: number): boolean => {
      if (start < byte) return true;
      if (this.#matches.length >= this.#limit) {
        this.#next = { path: unit.path, byte: start };
        return false;
      }
      this.#matches.add(ordinal, start, end);
      return true;
    };
    const from = lineStart(text, byte);
    const isAscii = this.#ascii !== null && this.#ascii[ordinal] === 1;
    if (this.#matcher.findAll(text, from, text.length, onMatch, this.#fuel, isAscii) !== 'out-of-fuel') return -1;
    return this.#matches.length === before ? byte : this.#matches.lastStart + 1;
  }

  #end(isPartial: boolean, next: TextCursor | null): TextSearchResult {
    return { matches: this.#matches, isPartial, next };
  }
}

/** A place in a text, whatever a caller gave. */
function clamp(byte: number, length: number): number {
  return Number.isInteger(byte) ? Math.min(Math.max(byte, 0), length) : 0;
}

/** Index of the first unit whose path is not below `path` in byte order. */
function firstFrom(units: readonly SearchUnit[], path: string): number {
  const wanted = Buffer.from(path);
  let from = 0;
  let to = units.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (Buffer.compare(Buffer.from(units[middle]!.path), wanted) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
