/** The contract of a language: how its files are recognised, lowered, and how its modules are named and found. */
import type { Lowering } from './lowering/lowering.ts';
import type { Grammar, SyntaxTree } from './syntax/index.ts';

/** Lowers one parsed file between `low.begin` and `low.finish`. Must not throw on bad source. */
export type LowerFile = (tree: SyntaxTree, low: Lowering) => void;

/** What module rules may ask of the repository. Every answer is recorded in the trace, absence too. */
export interface ModuleLookup {
  /** True when the index holds a file at `path` (relative to the root, `/`). */
  has(path: string): boolean;
  /** The extensions of the files whose path without extension, as `splitPath` cuts it, is `stem`. */
  extensions(stem: string): readonly string[];
  /** The `project_config` rows of the file at `path` by key, or null when there is no such file. */
  settings(path: string): ReadonlyMap<string, readonly string[]> | null;
  /**
   * The folders ('' for the root) of all packages of the index that say they are `name`, in order of path; the files of it
   * where a package is spread over files.
   */
  packages(name: string): readonly string[];
  /**
   * What `compute` gives, computed once for many files. It depends on `key` and on what it asks this look-up, on nothing else.
   * A key is the name of the computation and what it depends on, with `\0` between.
   */
  remember<T>(key: string, compute: () => T): T;
}

/** `file`: a path of the index. `external`: a package or module outside, by its own name. `missing`: relative but absent. */
export type ModuleTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'missing'; readonly name: string };

export interface ModuleRules {
  /** The module that `module` with `level` leading dots names, seen from the file `from`. */
  resolve(lookup: ModuleLookup, from: string, module: string, level: number): ModuleTarget;
  /** The file of the submodule `name` of the package whose file is `path`, or null. */
  submodule(lookup: ModuleLookup, path: string, name: string): string | null;
  /** Qualified name of the module in a file: `pkg.module` in Python, the path without extension in JavaScript. */
  qualifiedName(path: string): string;
  /** True when a bare name that is bound nowhere is a builtin of the language. */
  isBuiltin(name: string): boolean;
  /** Names that code uses for the current object of a method: `self` is found by position, `this` and `super` by name. */
  readonly separator: string;
}

/** Of languages whose packages are spread over files, and whose names are not resolved across files. */
export interface PackageRules {
  /** The files that `name` of `module` loads ('' for the whole module, '*' for all in it), in order of path; none from outside. */
  files(lookup: ModuleLookup, from: string, module: string, name: string): readonly string[];
}

export interface Language {
  readonly name: string;
  /** Name of the grammar, or null for text without syntax. */
  readonly grammar: string | null;
  readonly extensions: readonly string[];
  readonly fileNames: readonly string[];
  /** Tells more file names, for those that no list can hold (`tsconfig.build.json`). */
  readonly matches?: (fileName: string) => boolean;
  /** Binds the front end to its grammar, once per thread; null for text without syntax. */
  readonly lower: ((grammar: Grammar) => LowerFile) | null;
  /** Lowers a text without syntax (manifests), between `low.begin` and `low.finish`. */
  readonly lowerText?: (text: string, low: Lowering) => void;
  readonly modules: ModuleRules | null;
  /** Rules for imports alone; only where `modules` is null. */
  readonly packages?: PackageRules;
}
