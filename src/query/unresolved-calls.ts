/** Calls of a file whose callee has a name and no known meaning. */
import { body, call, callEdgeName, reference } from '#facts';
import { qualifiedName, placeOfBody } from './symbol-place.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { viewOf, type Place } from './view.ts';

export interface UnresolvedCall extends Place {
  /** Qualified name of the function that calls. */
  readonly caller: string;
  /** The name that is called, the last segment of it. */
  readonly callee: string;
}

/** In the order of the calls' rows. */
export function unresolvedCalls(snapshot: SnapshotReader, path: string): UnresolvedCall[] {
  const view = viewOf(snapshot);
  const unit = view.unitOf(path);
  const calls = view.table(call, unit);
  const edges = view.table(callEdgeName, unit);
  if (calls === null || edges === null) return [];
  const known = new Uint8Array(calls.rows);
  for (let row = 0; row < edges.rows; row++) known[edges.call.at(row)] = 1;
  const bodies = view.table(body, unit)!;
  const { name } = view.table(reference, unit)!;
  const found: UnresolvedCall[] = [];
  let at = 0;
  for (let row = 0; row < calls.rows; row++) {
    while (at + 1 < bodies.rows && bodies.call.at(at + 1) <= row) at++;
    const callee = calls.callee.at(row);
    if (known[row] === 1 || callee < 0) continue;
    const caller = qualifiedName(view, placeOfBody(view, unit, at));
    found.push({ ...view.place(unit, view.positions(unit).reference(callee)), caller, callee: name.at(callee) });
  }
  return found;
}
