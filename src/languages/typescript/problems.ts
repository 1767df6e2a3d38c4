/** What the parser could not read: one problem per region of ERROR and MISSING nodes, a limited number per file. */
import type { SyntaxTree } from '../syntax/index.ts';
import type { Lowering } from '../lowering/lowering.ts';

const MOST = 50;

export function reportErrors(tree: SyntaxTree, errorType: number, low: Lowering): void {
  if (!tree.hasError) return;
  if (tree.truncated) {
    low.problem('syntax', 'parsing was given up, the file takes too long to parse', 0, tree.text.length);
    return;
  }
  let found = 0;
  let regionStart = -1;
  let regionEnd = -1;
  for (let at = 1; at < tree.count && found < MOST;) {
    const isError = tree.type[at] === errorType;
    const isMissing = tree.start[at] === tree.end[at] && tree.next[at] === at + 1;
    if (!isError && !isMissing) {
      at++;
      continue;
    }
    const start = tree.start[at]!;
    const end = tree.end[at]!;
    if (regionStart >= 0 && start > regionEnd + 1) {
      report(low, regionStart, regionEnd);
      found++;
      regionStart = -1;
    }
    if (regionStart < 0) regionStart = start;
    regionEnd = Math.max(regionEnd, end);
    at = isError ? tree.next[at]! : at + 1;
  }
  if (regionStart >= 0 && found < MOST) report(low, regionStart, regionEnd);
  else if (regionStart < 0) report(low, 0, tree.text.length);
}

function report(low: Lowering, start: number, end: number): void {
  low.problem('syntax', 'the parser cannot read this', start, end);
}
