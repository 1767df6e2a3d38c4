/** What a question about values asks for: the name at a position, or a variable of a function. */
import { EngineError, type UnitId } from '#core';
import { body, local, reference } from '#facts';
import { BodyChains } from './body-chains.ts';
import { qualifiedName, placeOfBody } from './symbol-place.ts';
import { referencesAt } from './symbol-at.ts';
import { bodiesOfTarget } from './target-bodies.ts';
import type { Target } from './target.ts';
import type { View } from './view.ts';

/** A target, and the variable of the function that it names; without one a position of a name. */
export type VariableTarget = Target & { readonly variable?: string };

/** A variable in one body: what reads there are reached by, and what is defined there. */
export interface AskedVariable {
  readonly chains: BodyChains;
  /** Qualified name of the function, class or module. */
  readonly name: string;
  readonly read: readonly number[];
  readonly made: readonly number[];
  /** Operations of the name at a position; empty when a function was asked. */
  readonly operations: readonly number[];
}

/** What a target asks for, by body. `E_QUERY` for a symbol without a variable. */
export function askedVariables(view: View, target: VariableTarget): AskedVariable[] {
  if (target.variable !== undefined) return ofFunction(view, target, target.variable);
  if (!('path' in target))
    throw new EngineError(
      'E_QUERY',
      "a function has many variables; give a member 'variable', or path, line and column",
    );
  const unit = view.unitOf(target.path);
  const offset = view.lines(unit).offsetOf(target.line, target.column);
  if (offset < 0 || view.table(reference, unit) === null) return [];
  const found = atReferences(view, unit, offset);
  return found.length > 0 ? found : atParameter(view, unit, offset);
}

function ofFunction(view: View, target: Target, variable: string): AskedVariable[] {
  return bodiesOfTarget(view, target).bodies.flatMap(({ unit, row, name }) => {
    const chains = BodyChains.of(view, unit, row);
    if (chains === null) return [];
    const read: number[] = [];
    const made: number[] = [];
    for (let at = 0; at < chains.definitions; at++) {
      if (chains.nameOf(chains.variableOf(at)) === variable) made.push(at);
    }
    for (let at = 0; at < chains.uses; at++) {
      const use = chains.use(at);
      if (chains.nameOf(use.variable) === variable) read.push(use.definition);
    }
    return [{ chains, name, read, made, operations: [] }];
  });
}

/** The innermost body that row `row` of a table belongs to; `first` gives the first row of each. */
function bodyOfRow(view: View, unit: UnitId, row: number): number {
  const bodies = view.table(body, unit)!;
  let from = 0;
  let to = bodies.rows;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if (bodies.reference.at(middle) <= row) from = middle;
    else to = middle;
  }
  return from;
}

function atReferences(view: View, unit: UnitId, offset: number): AskedVariable[] {
  return referencesAt(view, unit, offset).flatMap((row) => {
    const around = bodyOfRow(view, unit, row);
    const chains = BodyChains.of(view, unit, around);
    if (chains === null) return [];
    const found = chains.ofReference(row);
    return found.operations.length === 0 ? [] : [{ chains, name: bodyName(view, unit, around), ...found }];
  });
}

/** A parameter where it is declared: no reference stands there. */
function atParameter(view: View, unit: UnitId, offset: number): AskedVariable[] {
  const { name, body: owner, rows } = view.table(local, unit)!;
  const positions = view.positions(unit);
  for (let row = 0; row < rows; row++) {
    const start = positions.local(row);
    if (offset < start || offset >= start + name.at(row).length) continue;
    const chains = BodyChains.of(view, unit, owner.at(row));
    if (chains === null) return [];
    const made: number[] = [];
    for (let at = 0; at < chains.definitions; at++) {
      if (chains.kindOf(at) === 'parameter' && chains.offsetOf(at) === start) made.push(at);
    }
    return [{ chains, name: bodyName(view, unit, owner.at(row)), read: [], made, operations: [] }];
  }
  return [];
}

function bodyName(view: View, unit: UnitId, row: number): string {
  return qualifiedName(view, placeOfBody(view, unit, row));
}
