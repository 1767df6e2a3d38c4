/** Can one reach the other? The shortest chain of calls between two symbols, by breadth-first search from the caller's side. */
import type { CallRow } from './call-rows.ts';
import { CallRows } from './call-rows.ts';
import type { CallSite } from './call-sites.ts';
import { calleesOf } from './callees.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { hashNumber } from './hash-number.ts';
import { resolveFew, subjectNames, type Target } from './target.ts';
import { viewOf, type View } from './view.ts';
import type { Subject } from './symbol-at.ts';

/** Most symbols whose code one search reads. */
const MAX_VISITED = 20_000;

interface Step {
  readonly site: CallSite;
  readonly before: Step | null;
}

/** The calls of a shortest chain in the order in which they happen; no rows when there is none within the bound. */
export function path(snapshot: SnapshotReader, from: Target, to: Target, options: PageOptions = {}): Answer<CallRow> {
  const view = viewOf(snapshot);
  const starts = resolveFew(view, from);
  const ends = resolveFew(view, to);
  const page = new PageBuilder<CallRow>('path', snapshot.txnId, options);
  const rows = new CallRows(view);
  const found = search(view, starts, new Set(ends.map(({ lo, hi }) => hashNumber(lo, hi))));
  if (found === 'bound') page.giveUp();
  else {
    for (const [i, site] of found.entries()) {
      const mark = { depth: i + 1, path: site.path, offset: site.offset, tie: site.tie };
      if (!page.add(mark, () => rows.row(site, i + 1))) break;
    }
  }
  return page.finish(subjectNames(view, [...starts, ...ends]));
}

function search(view: View, starts: readonly Subject[], ends: ReadonlySet<number>): CallSite[] | 'bound' {
  const seen = new Set<number>();
  const queue: { lo: number; hi: number; before: Step | null }[] = starts.map(({ lo, hi }) => ({
    lo,
    hi,
    before: null,
  }));
  for (let at = 0; at < queue.length; at++) {
    if (at >= MAX_VISITED) return 'bound';
    const { lo, hi, before } = queue[at]!;
    for (const site of calleesOf(view, lo, hi)) {
      const key = hashNumber(site.calleeLo, site.calleeHi);
      if (ends.has(key)) return chainOf({ site, before });
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ lo: site.calleeLo, hi: site.calleeHi, before: { site, before } });
    }
  }
  return [];
}

function chainOf(last: Step): CallSite[] {
  const chain: CallSite[] = [];
  for (let step: Step | null = last; step !== null; step = step.before) chain.unshift(step.site);
  return chain;
}
