/**
 * Boolean queries over trigrams: what a text must hold to be able to match.
 * Kept small while they are put together: repeated parts fold, and a query that grows too large becomes `all`.
 */
import { MAX_NEEDED_TRIGRAMS, MAX_QUERY_TRIGRAMS } from './limits.ts';

/**
 * Trigrams are three UTF-8 bytes as `b0 << 16 | b1 << 8 | b2`. `all` rules nothing out, `none` rules everything out.
 * An `and` needs all of its trigrams and parts, an `or` at least one of either.
 */
export type TrigramQuery =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'and' | 'or'; readonly trigrams: readonly number[]; readonly parts: readonly TrigramQuery[] };

export const ALL: TrigramQuery = { kind: 'all' };
export const NONE_MATCH: TrigramQuery = { kind: 'none' };

/** True when a text with exactly the trigrams that `has` knows may match. */
export function evaluate(query: TrigramQuery, has: (trigram: number) => boolean): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'and':
      return query.trigrams.every(has) && query.parts.every((part) => evaluate(part, has));
  }
  return query.trigrams.some(has) || query.parts.some((part) => evaluate(part, has));
}

export function and(a: TrigramQuery, b: TrigramQuery): TrigramQuery {
  // To ask for less rules out less: always sound, and it keeps the analysis of long patterns linear.
  if (a.kind === 'and' && b.kind !== 'none' && trigramCount(a) >= MAX_NEEDED_TRIGRAMS) return a;
  return combine('and', a, b);
}

export function or(a: TrigramQuery, b: TrigramQuery): TrigramQuery {
  return combine('or', a, b);
}

function combine(kind: 'and' | 'or', a: TrigramQuery, b: TrigramQuery): TrigramQuery {
  const [neutral, absorbing] = kind === 'and' ? (['all', 'none'] as const) : (['none', 'all'] as const);
  if (a.kind === neutral || b.kind === absorbing) return b;
  if (b.kind === neutral || a.kind === absorbing) return a;
  const trigrams = new Set<number>();
  const parts = new Map<string, TrigramQuery>();
  for (const side of [a, b]) {
    if (side.kind === kind || isSingle(side)) {
      for (const trigram of trigramsOf(side)) trigrams.add(trigram);
      for (const part of partsOf(side)) parts.set(keyOf(part), part);
    } else parts.set(keyOf(side), side);
  }
  return normal({ kind, trigrams: [...trigrams].sort((x, y) => x - y), parts: [...parts.values()] });
}

/** A part that a trigram of the outer query decides already adds nothing: `a and (a or b)` is `a`. */
function normal(query: TrigramQuery): TrigramQuery {
  if (query.kind === 'all' || query.kind === 'none') return query;
  const own = new Set(query.trigrams);
  const parts = query.parts.filter((part) => !trigramsOf(part).some((trigram) => own.has(trigram)));
  if (query.trigrams.length === 0 && parts.length === 1) return parts[0]!;
  const kept: TrigramQuery = { kind: query.kind, trigrams: query.trigrams, parts };
  return trigramCount(kept) > MAX_QUERY_TRIGRAMS ? ALL : kept;
}

/** One trigram alone reads the same as `and` and as `or`. */
function isSingle(query: TrigramQuery): boolean {
  return trigramsOf(query).length === 1 && partsOf(query).length === 0;
}

function trigramsOf(query: TrigramQuery): readonly number[] {
  return query.kind === 'and' || query.kind === 'or' ? query.trigrams : [];
}

function partsOf(query: TrigramQuery): readonly TrigramQuery[] {
  return query.kind === 'and' || query.kind === 'or' ? query.parts : [];
}

function trigramCount(query: TrigramQuery): number {
  return partsOf(query).reduce((sum, part) => sum + trigramCount(part), trigramsOf(query).length);
}

function keyOf(query: TrigramQuery): string {
  return `${query.kind}(${trigramsOf(query).join()};${partsOf(query).map(keyOf).join()})`;
}
