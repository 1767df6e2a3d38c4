/**
 * The module that an import names, where its text stands: `pkg.sub` of `from pkg.sub import x`, `'./lib'`. Facts have the place
 * of the statement, so the text is looked for in it. It must never guess a module: without its text there is none.
 */
import type { HashCell, UnitId } from '#core';
import { codeOf, importModule, importPosition, importTable, outsideHash, pathHash, TARGET_KINDS } from '#facts';
import type { View } from './view.ts';

const FILE = codeOf(TARGET_KINDS, 'file');
const EXTERNAL = codeOf(TARGET_KINDS, 'external');
/** Statements are looked through so far. */
const MAX_STATEMENT = 20_000;
const FROM = /^from\s+([.\p{L}\p{N}_\s\\]*?)\s+import\b/u;

/** A module as a symbol; `outside` is its dotted name when it lies outside the repository. */
export interface NamedModule extends HashCell {
  readonly outside: string;
}

/** The modules that the import around `offset` names there, mostly one. */
export function modulesAt(view: View, unit: UnitId, offset: number): readonly NamedModule[] {
  const imports = view.table(importTable, unit);
  const positions = view.table(importPosition, unit);
  const modules = view.table(importModule, unit);
  if (imports === null || positions === null || modules === null) return [];
  const found: NamedModule[] = [];
  for (let row = 0; row < Math.min(imports.rows, modules.rows); row++) {
    const start = positions.start.at(row);
    const end = positions.end.at(row);
    if (start > offset || end <= offset || end - start > MAX_STATEMENT) continue;
    const text = view.lines(unit).slice(start, end);
    if (!isModuleText(text, imports.module.at(row), offset - start)) continue;
    // A module that is taken from a package stands for itself, not for the package.
    if (modules.imported.at(row) === '' && imports.imported.at(row) !== '' && imports.imported.at(row) !== '*')
      continue;
    const one = namedModule(modules.kind.at(row), modules.file.at(row), modules.name.at(row));
    if (one !== null) found.push(one);
  }
  return found;
}

/** True when the module stands at `at` of the text of an import, in quotes or behind `from`. */
function isModuleText(text: string, module: string, at: number): boolean {
  const named = FROM.exec(text)?.[1];
  if (named !== undefined) {
    const from = text.indexOf(named, 4);
    return at >= from && at < from + named.length;
  }
  for (const quote of [`'`, `"`]) {
    const from = text.indexOf(quote + module + quote);
    if (from >= 0 && at >= from && at < from + module.length + 2) return true;
  }
  return false;
}

function namedModule(kind: number, file: string, name: string): NamedModule | null {
  const cell = { lo: 0, hi: 0 };
  if (kind === FILE) pathHash(cell, file);
  else if (kind === EXTERNAL && name !== '') outsideHash(cell, name);
  else return null;
  return { ...cell, outside: kind === FILE ? '' : name };
}
