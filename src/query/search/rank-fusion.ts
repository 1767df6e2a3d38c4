/**
 * Reciprocal rank fusion of ranked lists (Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion Outperforms Condorcet and
 * Individual Rank Learning Methods", SIGIR 2009): a place counts 1 / (60 + rank) in each list, whatever the scores.
 */
import type { ChunkMatch } from './unit.ts';

const K = 60;

/** The best of some lists, best first; of equal ones, by path and line. */
export function fuseRanks(lists: readonly (readonly ChunkMatch[])[], limit: number): ChunkMatch[] {
  const fused = new Map<string, ChunkMatch>();
  for (const list of lists) {
    for (const [i, match] of list.entries()) {
      const place = `${match.line} ${match.endLine} ${match.path}`;
      const score = (fused.get(place)?.score ?? 0) + 1 / (K + i + 1);
      fused.set(place, { ...match, score });
    }
  }
  return [...fused.values()].toSorted(compare).slice(0, limit);
}

function compare(a: ChunkMatch, b: ChunkMatch): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line;
}
