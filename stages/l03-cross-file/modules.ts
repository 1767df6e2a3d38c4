/** The step `module`: which module each specifier of a file names. Resolved once, where it is written; others look it up. */
import { exportTable, file, importModule, importTable, publicName, reexport, starSource } from '#facts';
import { languageNamed } from '#languages';
import type { KernelOf } from '#stage';
import { dialectOf } from './dialect.ts';
import { writeImportModules, writeReexports } from './module-links.ts';
import { ModuleResolver, TracedLookup } from './module-resolution.ts';
import { PackageImports } from './package-imports.ts';
import { writePublicNames } from './public-names.ts';
import { SpecifierResolver } from './specifiers.ts';
import type { stage } from './stage.ts';

export const modules: KernelOf<(typeof stage.steps)[0]> = (view, out, context) => {
  const language = languageNamed(view.table(file).language.at(0));
  const imports = view.table(importTable);
  if (language?.packages !== undefined && imports.rows > 0) {
    const packages = new PackageImports(
      view.path,
      imports,
      language.packages,
      new TracedLookup(context.lookup),
      context.fuel,
    );
    packages.writeModules(out.table(importModule), out.strings(importModule));
  }
  if (!language?.modules) return;
  const exports = view.table(exportTable);
  if (imports.rows + exports.rows === 0) return;
  const dialect = dialectOf(language.name);
  const resolver = new ModuleResolver(language.modules, context.lookup);
  const specifiers = new SpecifierResolver(view.path, resolver, dialect, context.fuel);
  writeImportModules(imports, specifiers, out.table(importModule), out.strings(importModule));
  writeReexports(exports, specifiers, out.table(reexport), out.strings(reexport));
  writePublicNames(exports, specifiers, dialect, out.table(publicName), out.table(starSource), out.strings(starSource));
};
