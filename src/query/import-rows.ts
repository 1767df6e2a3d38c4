/** Import rows of a file as answers: what is written, and what it means. */
import { hashHex, type UnitId } from '#core';
import { codeOf, importTable, importTarget, TARGET_KINDS } from '#facts';
import type { Certainty } from './symbol-at.ts';
import { placesOf, qualifiedName } from './symbol-place.ts';
import type { Place, View } from './view.ts';

const MISSING = codeOf(TARGET_KINDS, 'missing');
const FILE = codeOf(TARGET_KINDS, 'file');
const SYMBOL = codeOf(TARGET_KINDS, 'symbol');

/** What an import means. `name`: qualified name of a symbol or file, dotted name of what lies outside or is missing. */
export interface ImportMeaning {
  readonly kind: (typeof TARGET_KINDS)[number];
  readonly name: string;
  /** The file that declares it; absent outside the repository. */
  readonly path?: string;
  /** Descriptor hash; absent outside the repository. */
  readonly symbol?: string;
}

export interface ImportRow extends Place {
  /** The module as written, leading dots included. */
  readonly module: string;
  /** The name taken; '' for the whole module, '*' for all. */
  readonly imported: string;
  /** The name bound here; '' for none. */
  readonly local: string;
  readonly target: ImportMeaning;
  readonly origin: string;
  readonly certainty: Certainty;
}

export function importRow(view: View, unit: UnitId, row: number): ImportRow {
  const { module, imported, local, level } = view.table(importTable, unit)!;
  const target = importMeaning(view, unit, row);
  return {
    ...view.place(unit, view.positions(unit).import(row)),
    module: '.'.repeat(level.at(row)) + module.at(row),
    imported: imported.at(row),
    local: local.at(row),
    target,
    origin: 'cross-file/import_target',
    certainty: target.kind === 'missing' ? 'candidate' : 'resolved',
  };
}

function importMeaning(view: View, unit: UnitId, row: number): ImportMeaning {
  const targets = view.table(importTarget, unit);
  if (targets === null || row >= targets.rows) return { kind: 'missing', name: '' };
  const code = targets.kind.at(row);
  const kind = TARGET_KINDS[code]!;
  if (code !== FILE && code !== SYMBOL) return { kind, name: targets.name.at(row) };
  // A name that its module does not declare may still be set when it runs.
  if (code === FILE && targets.declared.at(row) === 0) return { kind: 'missing', name: targets.name.at(row) };
  const [lo, hi] = [targets.symbol.lo(row), targets.symbol.hi(row)];
  const place = placesOf(view, lo, hi)[0];
  if (place === undefined) return { kind: TARGET_KINDS[MISSING]!, name: targets.name.at(row) };
  return { kind, name: qualifiedName(view, place), path: view.path(place.unit), symbol: hashHex(lo, hi) };
}
