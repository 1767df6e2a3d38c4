/** What each import of a file means, and the files that it loads. */
import { type BuilderOf, type ReaderOf, sortByHash, type StringTableBuilder } from '#columns';
import type { Fuel } from '#stage';
import type { importModule, importTarget, moduleEdge } from '#facts';
import type { ExportResolver } from './export-resolution.ts';
import { FILE, MISSING, namedTarget, type Target } from './target.ts';

type Links = ReaderOf<typeof importModule>;

/** Resolves the imports in order. Those for which the fuel ran out are missing. */
export function resolveImports(links: Links, exports: ExportResolver, fuel: Fuel): Target[] {
  const targets: Target[] = [];
  const { kind, file, name, imported, rows } = links;
  for (let row = 0; row < rows; row++) {
    if (fuel.burn(1)) targets.push(exports.linked(kind.at(row), file.at(row), name.at(row), imported.at(row)));
    else targets.push(namedTarget(MISSING, name.at(row)));
  }
  return targets;
}

export function writeImportTargets(
  targets: readonly Target[],
  out: BuilderOf<typeof importTarget>,
  strings: StringTableBuilder,
): void {
  for (const target of targets) {
    const row = out.add();
    const { kind, path, symbol, declared, name } = out.col;
    kind[row] = target.kind;
    path[2 * row] = target.pathLo;
    path[2 * row + 1] = target.pathHi;
    symbol[2 * row] = target.lo;
    symbol[2 * row + 1] = target.hi;
    declared[row] = target.declared;
    name[row] = strings.intern(target.name);
  }
}

/** The distinct files that the import statements load: each module, and each submodule that is imported by name. */
export function writeModuleEdges(
  links: Links,
  targets: readonly Target[],
  exports: ExportResolver,
  out: BuilderOf<typeof moduleEdge>,
): void {
  const files = new Map<string, Target>();
  for (let row = 0; row < targets.length; row++) {
    if (links.kind.at(row) === FILE) files.set(links.file.at(row), exports.moduleAt(links.file.at(row)));
    const target = targets[row]!;
    if (target.kind === FILE) files.set(target.path, target);
  }
  for (const { pathLo, pathHi } of files.values()) {
    const row = out.add();
    out.col.key[2 * row] = pathLo;
    out.col.key[2 * row + 1] = pathHi;
  }
  sortByHash(out, 'key');
}
