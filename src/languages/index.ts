/** languages: grammars, and per language the lowering of syntax to facts and the rules of its modules. */
export {
  grammarsIdentity,
  initSyntax,
  loadGrammar,
  wasmHeapBytes,
  type Grammar,
  type SyntaxTree,
} from './syntax/index.ts';
export { emptyTree } from './empty-tree.ts';
export { Lowering, type BodyOptions, type DeclareOptions } from './lowering/lowering.ts';
export { splitPath } from './lowering/path-stem.ts';
export type { Scope } from './lowering/scope.ts';
export type { Language, LowerFile, ModuleLookup, ModuleRules, ModuleTarget, PackageRules } from './language.ts';
export { languageNamed, languageOf } from './registry.ts';
export { pythonLibrary } from './library/python-library.ts';
export { javascriptTables } from './library/library-files.ts';
export type { LibraryTables } from './library/library-tables.ts';
