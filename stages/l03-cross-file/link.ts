/** The step `link`: imports, module edges and bases of one file. Never reads a body. */
import {
  classBase,
  declaration,
  exportTable,
  file,
  globalName,
  heritage,
  importModule,
  importTable,
  importTarget,
  member,
  moduleEdge,
  reexport,
  starName,
  pathHash,
} from '#facts';
import { languageNamed } from '#languages';
import type { KernelOf } from '#stage';
import { linkBases } from './base-classes.ts';
import { dialectOf } from './dialect.ts';
import { ExportResolver } from './export-resolution.ts';
import { GlobalScope } from './global-scope.ts';
import { resolveImports, writeImportTargets, writeModuleEdges } from './import-targets.ts';
import { ModuleResolver, TracedLookup } from './module-resolution.ts';
import { ModuleScope } from './module-scope.ts';
import { PackageImports } from './package-imports.ts';
import type { stage } from './stage.ts';
import { UnitTables } from './unit-tables.ts';

export const link: KernelOf<(typeof stage.steps)[2]> = (view, out, context) => {
  const language = languageNamed(view.table(file).language.at(0));
  const imports = view.table(importTable);
  const heritages = view.table(heritage);
  if (language?.packages !== undefined && imports.rows > 0) {
    const packages = new PackageImports(
      view.path,
      imports,
      language.packages,
      new TracedLookup(context.lookup),
      context.fuel,
    );
    packages.writeTargets(out.table(importTarget), out.strings(importTarget));
    packages.writeEdges(out.table(moduleEdge));
  }
  if (!language?.modules || (imports.rows === 0 && heritages.rows === 0)) return;
  const { path } = view;
  const cell = { lo: 0, hi: 0 };
  pathHash(cell, path);
  const own = {
    pathLo: cell.lo,
    pathHi: cell.hi,
    exports: view.table(exportTable),
    reexports: view.table(reexport),
    stars: view.table(starName),
    members: view.table(member),
    globals: view.table(globalName),
    bases: null,
  };
  const dialect = dialectOf(language.name);
  const tables = new UnitTables(own, context.lookup);
  const globals = new GlobalScope(tables, () => view.table(declaration), dialect.globalScripts);
  const exports = new ExportResolver(new ModuleResolver(language.modules, context.lookup), tables, dialect, globals);
  const links = view.table(importModule);
  const targets = resolveImports(links, exports, context.fuel);
  writeImportTargets(targets, out.table(importTarget), out.strings(importTarget));
  writeModuleEdges(links, targets, exports, out.table(moduleEdge));
  if (heritages.rows === 0) return;
  const declarations = view.table(declaration);
  const scope = new ModuleScope(path, exports, declarations, imports, targets);
  linkBases(heritages, declarations, scope, out.table(classBase), out.strings(classBase));
};
