/** One row of `call_edge_typed`. Rows are written in any order, and sorted by who writes them. */
import type { BuilderOf } from '#columns';
import { CERTAINTY, codeOf, type callEdgeTyped } from '#facts';
import type { HashCell } from '#core';

const [RESOLVED, CANDIDATE] = [codeOf(CERTAINTY, 'resolved'), codeOf(CERTAINTY, 'candidate')];

export interface EdgeRow {
  readonly callee: HashCell;
  /** Declaration kind + 1 of the callee. */
  readonly kind: number;
  /** Row of `call`, or `NONE`: none is written; then `reference` is the name nearest to it. */
  readonly call: number;
  readonly reference: number;
  /** Row of `body`. */
  readonly caller: number;
  readonly isSure: boolean;
}

export function addEdge(out: BuilderOf<typeof callEdgeTyped>, edge: EdgeRow): void {
  const row = out.add();
  const { col } = out;
  col.key[2 * row] = edge.callee.lo;
  col.key[2 * row + 1] = edge.callee.hi;
  col.call[row] = edge.call;
  col.reference[row] = edge.reference;
  col.caller[row] = edge.caller;
  col.kind[row] = edge.kind;
  col.certainty[row] = edge.isSure ? RESOLVED : CANDIDATE;
}
