/** The view `call_edge` of one file: the edges that types tell, and for every other call those that names tell. */
import type { Columns, TableReader, TableSchema } from '#columns';
import { callEdgeName, callEdgeTyped } from '#facts';

export interface CallEdge {
  readonly lo: number;
  readonly hi: number;
  /** Call row; -1 for what runs without a call being written. */
  readonly call: number;
  /** Of what runs without a call being written: the reference nearest to it, or -1. */
  readonly reference: number;
  /** Body row. */
  readonly caller: number;
  /** Declaration kind + 1 of the callee. */
  readonly kind: number;
  /** A code of `CERTAINTY`. */
  readonly certainty: number;
  readonly isTyped: boolean;
}

interface FactsOfUnit {
  table<C extends Columns>(schema: TableSchema<C>): TableReader<C> | null;
}

/** Calls `visit` for every edge of a file. */
export function forEachCallEdge(unit: FactsOfUnit, visit: (edge: CallEdge) => void): void {
  const typed = unit.table(callEdgeTyped);
  const named = unit.table(callEdgeName);
  const told = new Set<number>();
  for (let row = 0; typed !== null && row < typed.rows; row++) {
    told.add(typed.call.at(row));
    visit(edgeAt(typed, row, typed.reference.at(row)));
  }
  for (let row = 0; named !== null && row < named.rows; row++)
    if (!told.has(named.call.at(row))) visit(edgeAt(named, row, -1, false));
}

function edgeAt(
  {
    key,
    call,
    caller,
    kind,
    certainty,
  }: Pick<TableReader<typeof callEdgeTyped.columns>, 'key' | 'caller' | 'kind' | 'certainty'> & {
    readonly call: { at(row: number): number };
  },
  row: number,
  reference: number,
  isTyped = true,
): CallEdge {
  return {
    lo: key.lo(row),
    hi: key.hi(row),
    call: call.at(row),
    reference,
    caller: caller.at(row),
    kind: kind.at(row),
    certainty: certainty.at(row),
    isTyped,
  };
}
