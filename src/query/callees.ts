/** What does it call? The calls in the code of the symbols that a target means; with `depth`, what those call in turn. */
import { addSites, boundedDepth, type DepthOptions } from './call-depth.ts';
import { CallRows, type CallRow } from './call-rows.ts';
import { callsIn, type CallSite } from './call-sites.ts';
import { PageBuilder, type Answer } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { placesOf } from './symbol-place.ts';
import { resolveFew, subjectNames, type Target } from './target.ts';
import { viewOf, type View } from './view.ts';

export function callees(snapshot: SnapshotReader, target: Target, options: DepthOptions = {}): Answer<CallRow> {
  const view = viewOf(snapshot);
  const subjects = resolveFew(view, target);
  const page = new PageBuilder<CallRow>('callees', snapshot.txnId, options);
  const start = subjects.map(({ lo, hi }) => [lo, hi] as const);
  const sitesOf = (lo: number, hi: number): CallSite[] => calleesOf(view, lo, hi);
  addSites(page, new CallRows(view), boundedDepth(options.depth), start, sitesOf, (site) => [
    site.calleeLo,
    site.calleeHi,
  ]);
  return page.finish(subjectNames(view, subjects));
}

/** The calls in the code of a symbol, over all its declarations. */
export function calleesOf(view: View, lo: number, hi: number): CallSite[] {
  return placesOf(view, lo, hi).flatMap((place) => callsIn(view, place));
}
