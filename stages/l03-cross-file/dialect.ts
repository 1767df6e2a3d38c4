/** What name resolution must know of a language beside its module rules. Data only; it never looks at code. */

export interface Dialect {
  /** Modules are named by dotted paths whose prefixes are packages, with or without a file of their own. */
  readonly dottedModules: boolean;
  /** `from m import *` binds names in the file. Else a star only passes them on. */
  readonly starBinds: boolean;
  /** Export that stands for the module itself (`export =`, `module.exports =`), or ''. */
  readonly wholeExport: string;
  /** The first parameter of a method is the current object. Else it is the free name `this`. */
  readonly selfByPosition: boolean;
  /** A class and its instances have separate members of one name. */
  readonly splitsStatic: boolean;
  /** Members that run when a class is called, the first that is found. */
  readonly constructors: readonly string[];
  /** Member that runs when an instance is called, or ''. */
  readonly invoked: string;
  /** Class in which all classes end, or ''. It says nothing about members that are not found. */
  readonly root: string;
  /** A type and a value of one name are two, and a namespace adds members to what else has its name. */
  readonly typeSpace: boolean;
  /** Files without imports and exports share one scope, in which namespaces of one name are one. */
  readonly globalScripts: boolean;
}

const PYTHON: Dialect = {
  dottedModules: true,
  starBinds: true,
  wholeExport: '',
  selfByPosition: true,
  splitsStatic: false,
  constructors: ['__init__', '__new__'],
  invoked: '__call__',
  root: 'object',
  typeSpace: false,
  globalScripts: false,
};

const ECMASCRIPT: Dialect = {
  dottedModules: false,
  starBinds: false,
  wholeExport: 'export=',
  selfByPosition: false,
  splitsStatic: true,
  constructors: ['constructor'],
  invoked: '',
  root: 'Object',
  typeSpace: false,
  globalScripts: false,
};

const TYPESCRIPT: Dialect = { ...ECMASCRIPT, typeSpace: true, globalScripts: true };

/** The dialect of a language by its registered name. */
export function dialectOf(language: string): Dialect {
  if (language === 'python') return PYTHON;
  return language === 'javascript' ? ECMASCRIPT : TYPESCRIPT;
}

/** True when `from m import *` takes a public `name` of a module that has no list of its own. */
export function starTakes(dialect: Dialect, name: string): boolean {
  return dialect.dottedModules ? !name.startsWith('_') : name !== 'default';
}
