/** Breadth-first walks over calls, one level of `depth` after the other. Bounded: a walk that meets its bound says so. */
import { EngineError } from '#core';
import type { CallRow, CallRows } from './call-rows.ts';
import type { CallSite } from './call-sites.ts';
import type { PageBuilder, PageOptions } from './page.ts';
import { hashNumber } from './hash-number.ts';
import { compareText } from './view.ts';

/** Most steps away from the symbol asked for. */
export const MAX_DEPTH = 32;
/** Most call sites that one walk collects. */
const MAX_SITES = 20_000;

export interface DepthOptions extends PageOptions {
  /** How many steps of calls are followed, from 1 (the default) to 32. */
  readonly depth?: number;
}

export type HashPair = readonly [lo: number, hi: number];

export function boundedDepth(depth: number | undefined): number {
  const value = depth ?? 1;
  if (Number.isInteger(value) && value >= 1 && value <= MAX_DEPTH) return value;
  throw new EngineError('E_QUERY', `depth is ${String(depth)}; give a whole number from 1 to ${MAX_DEPTH}`);
}

/** Fills the page with the sites of `start`, then with those of the symbols they lead to, each symbol once. */
export function addSites(
  page: PageBuilder<CallRow>,
  rows: CallRows,
  depth: number,
  start: readonly HashPair[],
  sitesOf: (lo: number, hi: number) => readonly CallSite[],
  next: (site: CallSite) => HashPair,
): void {
  const seen = new Set(start.map(([lo, hi]) => hashNumber(lo, hi)));
  let level = start;
  let budget = MAX_SITES;
  for (let at = 1; at <= depth && level.length > 0; at++) {
    const sites: CallSite[] = [];
    for (const [lo, hi] of level) {
      if (sites.length <= budget) sites.push(...sitesOf(lo, hi));
    }
    sites.sort(compareSites);
    for (const site of sites) {
      const mark = { depth: at, path: site.path, offset: site.offset, tie: site.tie };
      if (!page.add(mark, () => rows.row(site, at))) return;
    }
    budget -= sites.length;
    if (budget < 0) {
      page.giveUp();
      return;
    }
    level = unseen(seen, sites.map(next));
  }
}

/** The pairs that are not in `seen`, once each, and now are. */
function unseen(seen: Set<number>, pairs: readonly HashPair[]): HashPair[] {
  return pairs.filter(([lo, hi]) => {
    const before = seen.size;
    return seen.add(hashNumber(lo, hi)).size > before;
  });
}

function compareSites(a: CallSite, b: CallSite): number {
  return compareText(a.path, b.path) || a.offset - b.offset || a.tie - b.tie;
}
