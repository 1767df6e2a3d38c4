/**
 * Trigram queries made ready for many filters: trigrams folded as the filters fold them, probes hashed once, and parts
 * that folding has made equal merged. It may let a file through that does not match, never keep one out that does.
 */
import { foldTrigram, mayHold, nextProbe } from '#facts';
import type { TrigramQuery } from '../pattern/index.ts';

export type FilterQuery =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'and' | 'or';
      /** The first and second probe of each trigram. */
      readonly first: readonly number[];
      readonly second: readonly number[];
      readonly parts: readonly FilterQuery[];
      /** Names the query among its siblings. */
      readonly key: string;
      /** Trigrams in all, parts included: what one evaluation may cost. */
      readonly cost: number;
    };

/** Prepares a query. */
export function filterQueryOf(query: TrigramQuery): FilterQuery {
  if (query.kind === 'all' || query.kind === 'none') return query;
  const trigrams = [...new Set(query.trigrams.map(foldTrigram))].sort((a, b) => a - b);
  const parts = new Map<string, FilterQuery>();
  for (const part of query.parts.map(filterQueryOf)) parts.set('key' in part ? part.key : part.kind, part);
  const distinct = [...parts.values()];
  if (trigrams.length === 0 && distinct.length === 1) return distinct[0]!;
  const first = trigrams.map(nextProbe);
  return {
    kind: query.kind,
    first,
    second: first.map(nextProbe),
    parts: distinct,
    key: `${query.kind}(${trigrams.join()};${[...parts.keys()].join()})`,
    cost: trigrams.length + distinct.reduce((sum, part) => sum + costOf(part), 0),
  };
}

export function costOf(query: FilterQuery): number {
  return 'cost' in query ? query.cost : 1;
}

/** False when no text with this filter can match. */
export function mayMatch(query: FilterQuery, filter: Uint8Array): boolean {
  if (query.kind === 'all') return true;
  if (query.kind === 'none' || filter.length === 0) return false;
  const isOr = query.kind === 'or';
  const { first, second, parts } = query;
  for (let i = 0; i < first.length; i++) if (mayHold(filter, first[i]!, second[i]!) === isOr) return isOr;
  for (const part of parts) if (mayMatch(part, filter) === isOr) return isOr;
  return !isOr;
}
