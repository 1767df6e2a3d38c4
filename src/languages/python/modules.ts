/**
 * How Python names and finds modules. Absolute names are looked for below the source roots: the root of the repository,
 * `src/`, and the folder that holds the outermost package of the importing file. It asks only through the lookup.
 */
import type { ModuleLookup, ModuleRules, ModuleTarget } from '../language.ts';
import { BUILTINS } from './builtins.ts';

const INIT = ['.py', '.pyi'] as const;
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
  const init = join(path, '__init__');
  const ofPackage = firstOf(INIT, lookup.extensions(init));
  if (ofPackage !== undefined) return init + ofPackage;
  if (path === '') return null;
  // A path that ends in `.d` would be cut elsewhere.
  if (path.endsWith('.d')) return FILE.map((ending) => path + ending).find((file) => lookup.has(file)) ?? null;
  const ofFile = firstOf(FILE, lookup.extensions(path));
  return ofFile === undefined ? null : path + ofFile;
}

function firstOf(wanted: readonly string[], there: readonly string[]): string | undefined {
  return wanted.find((ending) => there.includes(ending));
}

function isPackage(lookup: ModuleLookup, folder: string): boolean {
  return firstOf(INIT, lookup.extensions(join(folder, '__init__'))) !== undefined;
}

/** The folder above the outermost package that the files of a folder lie in. */
function packageRoot(lookup: ModuleLookup, folder: string): string {
  return lookup.remember(`python root\0${folder}`, () => {
    let outer = folder;
    while (outer !== '' && isPackage(lookup, outer)) outer = folderOf(outer);
    return outer;
  });
}

function resolveRelative(lookup: ModuleLookup, from: string, module: string, level: number): ModuleTarget {
  let folder = folderOf(from);
  for (let up = 1; up < level; up++) {
    if (folder === '') return { kind: 'missing', name: '.'.repeat(level) + module };
    folder = folderOf(folder);
  }
  const place = join(folder, module.replaceAll('.', '/'));
  const path = lookup.remember(`python module\0${place}`, () => moduleFile(lookup, place));
  return path === null ? { kind: 'missing', name: '.'.repeat(level) + module } : { kind: 'file', path };
}

function resolveAbsolute(lookup: ModuleLookup, from: string, module: string): ModuleTarget {
  const root = packageRoot(lookup, folderOf(from));
  const first = lookup.remember(`python absolute\0${root}\0${module}`, () => belowRoots(lookup, root, module, ''));
  // A script that imports the standard module it is named like does not import itself.
  const path = first === from ? belowRoots(lookup, root, module, from) : first;
  return path === null ? { kind: 'external', name: module } : { kind: 'file', path };
}

/** The first file of a module below the source roots that is not `besides`, or null. */
function belowRoots(lookup: ModuleLookup, packages: string, module: string, besides: string): string | null {
  const below = module.replaceAll('.', '/');
  for (const root of new Set(['', 'src', packages])) {
    const path = moduleFile(lookup, join(root, below));
    if (path !== null && path !== besides) return path;
  }
  return null;
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
    if (folder === null) return null;
    const place = join(folder, name);
    return lookup.remember(`python module\0${place}`, () => moduleFile(lookup, place));
  },
  qualifiedName(path) {
    const name = path.replace(/\.py[iw]?$/, '').replaceAll('/', '.');
    if (name === '__init__') return '';
    return name.endsWith('.__init__') ? name.slice(0, -'.__init__'.length) : name;
  },
  isBuiltin: (name) => BUILTINS.has(name),
};
