/** Which symbols the name at a position means: a declaration or local whose name it is, else what the reference there resolved to. */
import type { HashCell, UnitId } from '#core';
import { endOf, type TableReader } from '#columns';
import {
  body,
  bodyPosition,
  CERTAINTY,
  codeOf,
  declaration,
  importTable,
  importTarget,
  local,
  outsideHash,
  reference,
  REFERENCE_SCOPES,
  referenceTarget,
  referenceTargetTyped,
  statement,
  statementPosition,
  TARGET_KINDS,
} from '#facts';
import { hashNumber } from './hash-number.ts';
import { modulesAt } from './module-at.ts';
import type { UnitPositions } from './unit-positions.ts';
import type { View } from './view.ts';

const TO_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const TO_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const TO_IMPORT = codeOf(REFERENCE_SCOPES, 'import');
const FILE = codeOf(TARGET_KINDS, 'file');
const SYMBOL = codeOf(TARGET_KINDS, 'symbol');
const MISSING = codeOf(TARGET_KINDS, 'missing');
/** Names longer than this are not searched for. */
const MAX_NAME = 1024;

export type Certainty = (typeof CERTAINTY)[number];

/** A symbol that a question is about. */
export interface Subject {
  readonly lo: number;
  readonly hi: number;
  /** The table that says so, with the stage that derived it. */
  readonly origin: string;
  readonly certainty: Certainty;
  /** Dotted name of what lies outside the repository; else ''. */
  readonly outside: string;
}

/** The symbols of the name that covers `offset`; empty when there is no name, or nothing is known of it. */
export function symbolsAt(view: View, unit: UnitId, offset: number): Subject[] {
  const found = new SubjectList();
  const { subjects } = found;
  if (view.table(reference, unit) === null) return subjects;
  const positions = view.positions(unit);
  const near = referencesNear(view, unit, positions, offset);
  for (const row of near) addReference(found, view, unit, row);
  if (subjects.length > 0) return subjects;
  addDeclarations(found, view, unit, positions, offset);
  addLocals(found, view, unit, positions, offset);
  if (subjects.length > 0 || near.length > 0) return subjects;
  // What stands out of the order of the statements (decorators, loop updates) is found by looking at all.
  const all = referencesIn(view, unit, positions, offset, 0, view.table(reference, unit)!.rows);
  for (const row of all) addReference(found, view, unit, row);
  if (subjects.length === 0) addImports(found, view, unit, positions, offset);
  if (subjects.length === 0)
    for (const { lo, hi, outside } of modulesAt(view, unit, offset))
      found.add(lo, hi, 'cross-file/import_module', 'resolved', outside);
  return subjects;
}

/** The references whose name covers `offset`. */
export function referencesAt(view: View, unit: UnitId, offset: number): readonly number[] {
  const references = view.table(reference, unit);
  if (references === null) return [];
  const positions = view.positions(unit);
  const near = referencesNear(view, unit, positions, offset);
  // The update of a loop stands behind its body, in whose middle the search by statements may then go astray.
  return near.length > 0 ? near : referencesIn(view, unit, positions, offset, 0, references.rows);
}

class SubjectList {
  readonly subjects: Subject[] = [];
  readonly #seen = new Set<number>();

  add(lo: number, hi: number, origin: string, certainty: Certainty = 'resolved', outside = ''): void {
    const key = hashNumber(lo, hi);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.subjects.push({ lo, hi, origin, certainty, outside });
  }
}

/** True when a name that starts at `start` covers the offset. */
function covers(start: number, name: string, offset: number): boolean {
  return start <= offset && offset < start + name.length;
}

function addDeclarations(found: SubjectList, view: View, unit: UnitId, positions: UnitPositions, offset: number): void {
  const { name, hash, rows } = view.table(declaration, unit)!;
  const lines = view.lines(unit);
  for (let row = 1; row < rows; row++) {
    const start = positions.declaration(row);
    if (start > offset || start + MAX_NAME < offset || !covers(start, name.at(row), offset)) continue;
    // A default export without a name is declared where no name stands.
    if (lines.slice(start, start + name.at(row).length) === name.at(row))
      found.add(hash.lo(row), hash.hi(row), 'ir-build/declaration');
  }
}

function addLocals(found: SubjectList, view: View, unit: UnitId, positions: UnitPositions, offset: number): void {
  const { name, hash, rows } = view.table(local, unit)!;
  for (let row = 0; row < rows; row++) {
    const start = positions.local(row);
    if (start > offset || start + MAX_NAME < offset || !covers(start, name.at(row), offset)) continue;
    found.add(hash.lo(row), hash.hi(row), 'ir-build/local');
  }
}

/** Reference rows among `[from, to)` whose name covers the offset. */
function referencesIn(
  view: View,
  unit: UnitId,
  positions: UnitPositions,
  offset: number,
  from: number,
  to: number,
): number[] {
  const { name } = view.table(reference, unit)!;
  const rows: number[] = [];
  for (let row = from; row < to; row++) {
    const start = positions.reference(row);
    if (start <= offset && offset < start + MAX_NAME && covers(start, name.at(row), offset)) rows.push(row);
  }
  return rows;
}

/** Looks into the last statement before the offset of each body around it: starts of one body mostly ascend. */
function referencesNear(view: View, unit: UnitId, positions: UnitPositions, offset: number): number[] {
  const bodies = view.table(body, unit)!;
  const extents = view.table(bodyPosition, unit)!;
  const statements = view.table(statement, unit)!;
  const { start: starts } = view.table(statementPosition, unit)!;
  const { rows: referenceRows } = view.table(reference, unit)!;
  for (let row = bodies.rows - 1; row >= 0; row--) {
    if (extents.start.at(row) > offset || extents.end.at(row) <= offset) continue;
    const first = bodies.statement.at(row);
    let from = first;
    let to = endOf(bodies.statement, row, bodies.rows, statements.rows);
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (starts.at(middle) <= offset) from = middle;
      else to = middle;
    }
    if (from >= statements.rows) continue;
    const end = from + 1 < statements.rows ? statements.reference.at(from + 1) : referenceRows;
    const found = referencesIn(view, unit, positions, offset, statements.reference.at(from), end);
    if (found.length > 0) return found;
  }
  return [];
}

/** What one reference means: its binding in the file, then every target that L3 gave it. */
function addReference(found: SubjectList, view: View, unit: UnitId, row: number): void {
  const references = view.table(reference, unit)!;
  const scope = references.scope.at(row);
  const target = references.target.at(row);
  if (scope === TO_LOCAL) {
    const { hash } = view.table(local, unit)!;
    found.add(hash.lo(target), hash.hi(target), 'ir-build/local');
  } else if (scope === TO_DECLARATION) {
    const { hash } = view.table(declaration, unit)!;
    found.add(hash.lo(target), hash.hi(target), 'ir-build/declaration');
  }
  const before = found.subjects.length;
  const typed = view.table(referenceTargetTyped, unit);
  // What types tell comes before what names tell.
  if (typed !== null) addTargets(found, typed, row, 'types/reference_target_typed');
  const targets = view.table(referenceTarget, unit);
  if (targets !== null && found.subjects.length === before)
    addTargets(found, targets, row, 'cross-file/reference_target');
  const imports = view.table(importTarget, unit);
  if (scope === TO_IMPORT && found.subjects.length === before && imports !== null && target < imports.rows)
    addTarget(found, imports, target, 'cross-file/import_target', 'resolved');
}

function addTargets(
  found: SubjectList,
  targets: TableReader<typeof referenceTarget.columns>,
  row: number,
  origin: string,
): void {
  for (let at = lowerRow(targets, row); at < targets.rows && targets.reference.at(at) === row; at++)
    addTarget(found, targets, at, origin, CERTAINTY[targets.certainty.at(at)]!);
}

/** The first row of `reference_target` that is not below a reference row. */
function lowerRow({ reference: column, rows }: TableReader<typeof referenceTarget.columns>, row: number): number {
  let from = 0;
  let to = rows;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (column.at(middle) < row) from = middle + 1;
    else to = middle;
  }
  return from;
}

type Targets = TableReader<typeof importTarget.columns> | TableReader<typeof referenceTarget.columns>;

function addTarget(found: SubjectList, targets: Targets, row: number, origin: string, certainty: Certainty): void {
  const subject = targetSubject(targets, row, origin, certainty);
  if (subject !== null) found.add(subject.lo, subject.hi, origin, certainty, subject.outside);
}

/** The symbol that a row of targets names, or null when it is not known. */
function targetSubject(targets: Targets, row: number, origin: string, certainty: Certainty): Subject | null {
  const kind = targets.kind.at(row);
  if (kind === MISSING || (kind === FILE && targets.declared.at(row) === 0)) return null;
  if (kind === SYMBOL || kind === FILE)
    return { lo: targets.symbol.lo(row), hi: targets.symbol.hi(row), origin, certainty, outside: '' };
  const outside = targets.name.at(row);
  const cell: HashCell = { lo: 0, hi: 0 };
  outsideHash(cell, outside);
  return { lo: cell.lo, hi: cell.hi, origin, certainty, outside };
}

/** Imports without a reference of their own: `from m import *`, the module of an import for its effects. */
function addImports(found: SubjectList, view: View, unit: UnitId, positions: UnitPositions, offset: number): void {
  const imports = view.table(importTable, unit)!;
  const targets = view.table(importTarget, unit);
  if (targets === null) return;
  for (let row = 0; row < Math.min(imports.rows, targets.rows); row++) {
    if (covers(positions.import(row), importedText(imports, row), offset) || isAlias(view, unit, row, offset))
      addTarget(found, targets, row, 'cross-file/import_target', 'resolved');
  }
}

const AS = /^\s+as\s+/;
/** Blanks between a name and its alias that are looked through. */
const MAX_BLANKS = 64;

/** True when the name that an import binds for another one, `imported as local`, covers the offset. */
function isAlias(view: View, unit: UnitId, row: number, offset: number): boolean {
  const { imported, local } = view.table(importTable, unit)!;
  const behind = view.positions(unit).import(row) + imported.at(row).length;
  const name = local.at(row);
  if (imported.at(row) === '' || name === '' || offset < behind || offset > behind + MAX_BLANKS + name.length)
    return false;
  const text = view.lines(unit).slice(behind, behind + MAX_BLANKS + name.length);
  const blanks = AS.exec(text)?.[0].length ?? 0;
  return blanks > 0 && text.startsWith(name, blanks) && covers(behind + blanks, name, offset);
}

/** The text at `import_position.name`: the imported name, or the module. */
function importedText({ imported, module }: TableReader<typeof importTable.columns>, row: number): string {
  return imported.at(row) === '' ? module.at(row) : imported.at(row);
}
