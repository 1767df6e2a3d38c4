/** Who calls it? The call sites of the symbols that a target means; with `depth`, the callers of the callers too. */
import { addSites, boundedDepth, type DepthOptions } from './call-depth.ts';
import { CallRows, type CallRow } from './call-rows.ts';
import { forEachCaller, forEachInstantiation, type CallSite } from './call-sites.ts';
import { PageBuilder, type Answer } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { hashOfPlace, kindOfPlace, placesOf } from './symbol-place.ts';
import { resolveFew, subjectNames, type Target } from './target.ts';
import { compareText, viewOf, type View } from './view.ts';

export function callers(snapshot: SnapshotReader, target: Target, options: DepthOptions = {}): Answer<CallRow> {
  const view = viewOf(snapshot);
  const subjects = resolveFew(view, target);
  const page = new PageBuilder<CallRow>('callers', snapshot.txnId, options);
  const depth = boundedDepth(options.depth);
  const rows = new CallRows(view);
  const [only] = subjects;
  if (depth === 1 && subjects.length === 1 && !isClass(view, only!.lo, only!.hi)) {
    // The usual case reads only the files of this page.
    const skips = (path: string): boolean => page.skips(1, path);
    forEachCaller(view, only!.lo, only!.hi, skips, (site) =>
      page.add({ depth: 1, path: site.path, offset: site.offset, tie: site.tie }, () => rows.row(site, 1)),
    );
  } else {
    const start = subjects.map(({ lo, hi }) => [lo, hi] as const);
    const sitesOf = (lo: number, hi: number): CallSite[] => callersOf(view, lo, hi);
    addSites(page, rows, depth, start, sitesOf, (site) => hashOfPlace(view, site.caller));
  }
  return page.finish(subjectNames(view, subjects));
}

function isClass(view: View, lo: number, hi: number): boolean {
  const place = placesOf(view, lo, hi)[0];
  return place !== undefined && kindOfPlace(view, place) === 'class';
}

/** All calls of a symbol; of a class, its calls by name too, once per place. */
function callersOf(view: View, lo: number, hi: number): CallSite[] {
  const sites: CallSite[] = [];
  const collect = (site: CallSite): boolean => sites.push(site) > 0;
  forEachCaller(view, lo, hi, () => false, collect);
  if (!isClass(view, lo, hi)) return sites;
  forEachInstantiation(view, lo, hi, () => false, collect);
  sites.sort((a, b) => compareText(a.path, b.path) || a.offset - b.offset);
  return sites.filter(
    ({ path, offset }, i) => i === 0 || sites[i - 1]!.path !== path || sites[i - 1]!.offset !== offset,
  );
}
