/** Writes where imports and re-exports lead. */
import type { BuilderOf, ReaderOf, StringTableBuilder } from '#columns';
import { codeOf, EXPORT_KINDS, type exportTable, type importModule, type importTable, type reexport } from '#facts';
import type { ModuleLink, SpecifierResolver } from './specifiers.ts';

const KIND_IMPORT = codeOf(EXPORT_KINDS, 'import');
const KIND_MODULE = codeOf(EXPORT_KINDS, 'module');

export function writeImportModules(
  imports: ReaderOf<typeof importTable>,
  specifiers: SpecifierResolver,
  out: BuilderOf<typeof importModule>,
  strings: StringTableBuilder,
): void {
  const { module, level, imported, rows } = imports;
  for (let row = 0; row < rows; row++) {
    write(out, strings, specifiers.link(module.at(row), level.at(row), imported.at(row)));
  }
}

/** `exports` is sorted by key, so the rows written are. */
export function writeReexports(
  exports: ReaderOf<typeof exportTable>,
  specifiers: SpecifierResolver,
  out: BuilderOf<typeof reexport>,
  strings: StringTableBuilder,
): void {
  const { key, kind, module, level, imported, rows } = exports;
  for (let row = 0; row < rows; row++) {
    if (!isReexport(kind.at(row))) continue;
    const name = kind.at(row) === KIND_MODULE ? '' : imported.at(row);
    const at = write(out, strings, specifiers.link(module.at(row), level.at(row), name));
    out.col.key[2 * at] = key.lo(row);
    out.col.key[2 * at + 1] = key.hi(row);
  }
}

/** True for the kinds of `export` rows that have a row in `reexport`. */
export function isReexport(kind: number): boolean {
  return kind === KIND_IMPORT || kind === KIND_MODULE;
}

function write(
  out: BuilderOf<typeof importModule> | BuilderOf<typeof reexport>,
  strings: StringTableBuilder,
  link: ModuleLink,
): number {
  const row = out.add();
  const { kind, path, file, name, imported } = out.col;
  kind[row] = link.kind;
  path[2 * row] = link.pathLo;
  path[2 * row + 1] = link.pathHi;
  file[row] = strings.intern(link.file);
  name[row] = strings.intern(link.name);
  imported[row] = strings.intern(link.imported);
  return row;
}
