/**
 * How Python names and finds modules. Absolute names are looked for below the source roots: the root of the repository,
 * `src/`, and the folder that holds the outermost package of the importing file. It asks only through the lookup.
 */
import type { ModuleLookup, ModuleRules, ModuleTarget } from '../language.ts';
import { BUILTINS } from './builtins.ts';

const INIT = ['/__init__.py', '/__init__.pyi'] as const;
const FILE = ['.py', '.pyi', '.pyw'] as const;

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function join(folder: string, name: string): string {
  if (folder === '') return name;
  return name === '' ? folder : `${folder}/${name}`;
}

/** The file of the module at `path` without extension: the package first, as Python does. */
function moduleFile(lookup: ModuleLookup, path: string): string | null {
  for (const ending of INIT) {
    const init = path === '' ? ending.slice(1) : path + ending;
    if (lookup.has(init)) return init;
  }
  if (path === '') return null;
  for (const ending of FILE) if (lookup.has(path + ending)) return path + ending;
  return null;
}

function isPackage(lookup: ModuleLookup, folder: string): boolean {
  return INIT.some((ending) => lookup.has(folder === '' ? ending.slice(1) : folder + ending));
}

/** The folder above the outermost package that `from` lies in. */
function packageRoot(lookup: ModuleLookup, from: string): string {
  let folder = folderOf(from);
  while (folder !== '' && isPackage(lookup, folder)) folder = folderOf(folder);
  return folder;
}

function resolveRelative(lookup: ModuleLookup, from: string, module: string, level: number): ModuleTarget {
  let folder = folderOf(from);
  for (let up = 1; up < level; up++) {
    if (folder === '') return { kind: 'missing', name: '.'.repeat(level) + module };
    folder = folderOf(folder);
  }
  const path = moduleFile(lookup, join(folder, module.replaceAll('.', '/')));
  return path === null ? { kind: 'missing', name: '.'.repeat(level) + module } : { kind: 'file', path };
}

function resolveAbsolute(lookup: ModuleLookup, from: string, module: string): ModuleTarget {
  const below = module.replaceAll('.', '/');
  const roots = new Set(['', 'src', packageRoot(lookup, from)]);
  for (const root of roots) {
    const path = moduleFile(lookup, join(root, below));
    // A script that imports the standard module it is named like does not import itself.
    if (path !== null && path !== from) return { kind: 'file', path };
  }
  return { kind: 'external', name: module };
}

/** The folder whose modules are the submodules of `path`, or null when it is no package. */
function packageFolder(path: string): string | null {
  return /(?:^|\/)__init__\.pyi?$/.test(path) ? folderOf(path) : null;
}

export const pythonModules: ModuleRules = {
  separator: '.',
  resolve(lookup, from, module, level) {
    return level > 0 ? resolveRelative(lookup, from, module, level) : resolveAbsolute(lookup, from, module);
  },
  submodule(lookup, path, name) {
    const folder = packageFolder(path);
    return folder === null ? null : moduleFile(lookup, join(folder, name));
  },
  qualifiedName(path) {
    const name = path.replace(/\.py[iw]?$/, '').replaceAll('/', '.');
    if (name === '__init__') return '';
    return name.endsWith('.__init__') ? name.slice(0, -'.__init__'.length) : name;
  },
  isBuiltin: (name) => BUILTINS.has(name),
};
