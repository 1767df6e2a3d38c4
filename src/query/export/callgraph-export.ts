/** The call graph as one JSON object: `{ caller: [callee, ...] }`, both sorted, one caller a line. Given in pieces. */
import type { Columns, TableReader, TableSchema } from '#columns';
import type { UnitId } from '#core';
import { callGraph, type CallGraphUnit } from '../callgraph.ts';
import type { View } from '../view.ts';

class Unit implements CallGraphUnit {
  readonly path: string;
  readonly #view: View;
  readonly #unit: UnitId;

  constructor(view: View, unit: UnitId) {
    this.path = view.path(unit);
    this.#view = view;
    this.#unit = unit;
  }

  table<C extends Columns>(schema: TableSchema<C>): TableReader<C> | null {
    return this.#view.table(schema, this.#unit);
  }
}

export function* exportCallGraph(view: View): Generator<string> {
  let before = '{\n';
  for (const [caller, callees] of callGraph(view.snapshot.units.map((unit) => new Unit(view, unit)))) {
    yield `${before}  ${JSON.stringify(caller)}: ${JSON.stringify(callees)}`;
    before = ',\n';
  }
  yield before === '{\n' ? '{}\n' : '\n}\n';
}
