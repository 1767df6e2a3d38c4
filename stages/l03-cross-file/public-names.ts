/** What '*' takes from a file, as far as the file alone tells: its public names, or the names that it lists. */
import type { HashCell } from '#core';
import { type BuilderOf, type ReaderOf, sortByHash, type StringTableBuilder } from '#columns';
import {
  codeOf,
  EXPORT_KINDS,
  STAR_SOURCES,
  type exportTable,
  type publicName,
  type starSource,
  nameKey,
} from '#facts';
import { starTakes, type Dialect } from './dialect.ts';
import type { ModuleLink, SpecifierResolver } from './specifiers.ts';
import { EXTERNAL, FILE } from './target.ts';

type Exports = ReaderOf<typeof exportTable>;

const KIND_IMPORT = codeOf(EXPORT_KINDS, 'import');
const KIND_MODULE = codeOf(EXPORT_KINDS, 'module');
const KIND_STAR = codeOf(EXPORT_KINDS, 'star');
const KIND_ALL = codeOf(EXPORT_KINDS, 'all');
const STAR = codeOf(STAR_SOURCES, 'star');
const LIST = codeOf(STAR_SOURCES, 'list');
const LISTED = codeOf(STAR_SOURCES, 'listed');
const OUTSIDE = codeOf(STAR_SOURCES, 'outside');
const NO_FILE = { pathLo: 0, pathHi: 0, file: '', name: '' };

type Source = Pick<ModuleLink, 'pathLo' | 'pathHi' | 'file' | 'name'>;

export function writePublicNames(
  exports: Exports,
  specifiers: SpecifierResolver,
  dialect: Dialect,
  names: BuilderOf<typeof publicName>,
  sources: BuilderOf<typeof starSource>,
  strings: StringTableBuilder,
): void {
  const { kind, module, level, rows } = exports;
  let isListed = false;
  for (let row = 0; row < rows; row++) {
    if (kind.at(row) === KIND_STAR) {
      const link = specifiers.link(module.at(row), level.at(row), '');
      if (link.kind === FILE) writeSource(sources, strings, STAR, link);
      else if (link.kind === EXTERNAL) writeSource(sources, strings, OUTSIDE, link);
    } else if (kind.at(row) === KIND_ALL) isListed = true;
  }
  if (!isListed) {
    writeVisible(exports, dialect, names);
    return;
  }
  writeSource(sources, strings, LISTED, NO_FILE);
  writeListed(exports, specifiers, names, sources, strings);
}

/** Names that '*' takes by their form. The rows are sorted by key, so equal names are neighbours. */
function writeVisible(exports: Exports, dialect: Dialect, names: BuilderOf<typeof publicName>): void {
  const { key, name, kind, rows } = exports;
  for (let row = 0; row < rows; row++) {
    if (kind.at(row) === KIND_STAR || !starTakes(dialect, name.at(row))) continue;
    addKey(names, key.lo(row), key.hi(row));
  }
}

function writeListed(
  exports: Exports,
  specifiers: SpecifierResolver,
  names: BuilderOf<typeof publicName>,
  sources: BuilderOf<typeof starSource>,
  strings: StringTableBuilder,
): void {
  const cell: HashCell = { lo: 0, hi: 0 };
  const listed = new Set<string>();
  const removed = new Set<string>();
  for (let row = 0; row < exports.rows; row++) {
    if (exports.kind.at(row) !== KIND_ALL) continue;
    const name = exports.imported.at(row);
    if (name !== '') {
      if (exports.level.at(row) === 0) listed.add(name);
      else removed.add(name);
    } else {
      const link = listBehind(exports, specifiers, exports.module.at(row));
      if (link !== null) writeSource(sources, strings, LIST, link);
    }
  }
  for (const name of listed) {
    if (removed.has(name)) continue;
    nameKey(cell, name);
    addKey(names, cell.lo, cell.hi);
  }
  sortByHash(names, 'key');
}

/** The file whose list a dotted path names: a module that the file imports, or the list of one under another name. */
function listBehind(exports: Exports, specifiers: SpecifierResolver, dotted: string): ModuleLink | null {
  const dot = dotted.indexOf('.');
  const head = dot < 0 ? dotted : dotted.slice(0, dot);
  for (let row = 0; row < exports.rows; row++) {
    if (exports.name.at(row) !== head) continue;
    const module = exports.module.at(row);
    const level = exports.level.at(row);
    const imported = exports.imported.at(row);
    const kind = exports.kind.at(row);
    let link: ModuleLink | null = null;
    if (kind === KIND_MODULE) link = specifiers.link(module + dotted.slice(head.length), level, '');
    else if (kind === KIND_IMPORT && imported === '__all__') link = specifiers.link(module, level, '');
    else if (kind === KIND_IMPORT) link = specifiers.inner(module, level, imported);
    if (link !== null && link.kind === FILE) return link;
  }
  return null;
}

function addKey(names: BuilderOf<typeof publicName>, lo: number, hi: number): void {
  const last = names.rows - 1;
  if (last >= 0 && names.col.key[2 * last] === lo && names.col.key[2 * last + 1] === hi) return;
  const row = names.add();
  names.col.key[2 * row] = lo;
  names.col.key[2 * row + 1] = hi;
}

function writeSource(
  out: BuilderOf<typeof starSource>,
  strings: StringTableBuilder,
  kind: number,
  source: Source,
): void {
  const row = out.add();
  const { col } = out;
  col.kind[row] = kind;
  col.path[2 * row] = source.pathLo;
  col.path[2 * row + 1] = source.pathHi;
  col.file[row] = strings.intern(source.file);
  col.name[row] = strings.intern(source.name);
}
