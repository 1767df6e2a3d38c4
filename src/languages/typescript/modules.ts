/**
 * Module rules of TypeScript and JavaScript: relative paths, `paths` and `baseUrl`, packages of the repository by name with
 * their `exports`, `#imports`, modules of Node.js. What the index does not hold is external. Build output leads to its source.
 */
import { dirname } from 'node:path/posix';
import type { ModuleLookup, ModuleRules, ModuleTarget } from '../language.ts';
import { mappedPaths, optionsFor } from './compiler-options.ts';
import { isGlobal } from './globals.ts';
import { packageFile, usualSource } from './build-output.ts';
import { entryOf, fileAt } from './module-files.ts';
import { isNodeModule } from './node-modules.ts';
import { hasExports, packageTargets } from './package-exports.ts';
import { within } from './relative.ts';
import { packageFolders } from './workspace.ts';

const EXTENSION = /\.(?:d\.[mc]?ts|[mc]?[tj]s|[tj]sx)$/;

function file(path: string): ModuleTarget {
  return { kind: 'file', path };
}

function resolve(lookup: ModuleLookup, from: string, module: string): ModuleTarget {
  if (module === '') return { kind: 'missing', name: module };
  if (isRelative(module)) return resolveRelative(lookup, from, module);
  if (module.startsWith('#')) return resolveImports(lookup, from, module);
  if (module.startsWith('node:')) return { kind: 'external', name: module };
  const folder = dirname(from);
  return lookup.remember(`bare\0${folder}\0${module}`, () => resolvePackage(lookup, folder, module));
}

function resolvePackage(lookup: ModuleLookup, from: string, module: string): ModuleTarget {
  const mapped = resolveMapped(lookup, from, module);
  if (mapped !== null) return file(mapped);
  if (isNodeModule(module)) return { kind: 'external', name: module };
  const name = packageName(module);
  for (const folder of packageFolders(lookup, from, name)) {
    const found = inPackage(lookup, folder, module.slice(name.length + 1));
    if (found !== null) return file(found);
  }
  return { kind: 'external', name };
}

function isRelative(module: string): boolean {
  return module === '.' || module === '..' || module.startsWith('./') || module.startsWith('../');
}

function resolveRelative(lookup: ModuleLookup, from: string, module: string): ModuleTarget {
  const isFolder = module === '.' || module === '..' || module.endsWith('/') || module.endsWith('/..');
  const path = within(dirname(from), module);
  if (path === null) return { kind: 'missing', name: module };
  const found = lookup.remember(`${isFolder ? 'folder' : 'path'}\0${path}`, () =>
    isFolder ? entryOf(lookup, path.replace(/\/$/, '')) : (fileAt(lookup, path) ?? usualSource(lookup, path)),
  );
  return found === null ? { kind: 'missing', name: module } : file(found);
}

/** `paths`, then `baseUrl`, of the configuration nearest to a folder. */
function resolveMapped(lookup: ModuleLookup, folder: string, module: string): string | null {
  const options = optionsFor(lookup, folder);
  for (const target of mappedPaths(options, module)) {
    const path = within(options.pathsBase, target);
    const found = path === null ? null : (fileAt(lookup, path) ?? usualSource(lookup, path));
    if (found !== null) return found;
  }
  if (options.baseUrl === null) return null;
  const path = within(options.baseUrl, module);
  return path === null ? null : fileAt(lookup, path);
}

/** `#name`: the `imports` of the package that the file is in. */
function resolveImports(lookup: ModuleLookup, from: string, module: string): ModuleTarget {
  const mapped = resolveMapped(lookup, dirname(from), module);
  if (mapped !== null) return file(mapped);
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const home = folder === '.' ? '' : folder;
    const settings = lookup.settings(home === '' ? 'package.json' : `${home}/package.json`);
    if (settings !== null) {
      for (const target of packageTargets(settings, 'imports', module)) {
        if (!isRelative(target)) return resolve(lookup, from, target);
        const path = within(home, target);
        const found = path === null ? null : packageFile(lookup, home, path);
        if (found !== null) return file(found);
      }
      break;
    }
    if (folder === '.' || folder === '/') break;
  }
  return { kind: 'missing', name: module };
}

/** The file that `subpath` names in the package at `folder`. */
function inPackage(lookup: ModuleLookup, folder: string, subpath: string): string | null {
  return lookup.remember(`package\0${folder}\0${subpath}`, () => findInPackage(lookup, folder, subpath));
}

function findInPackage(lookup: ModuleLookup, folder: string, subpath: string): string | null {
  const settings = lookup.settings(folder === '' ? 'package.json' : `${folder}/package.json`);
  if (settings !== null && hasExports(settings)) {
    for (const target of packageTargets(settings, 'exports', subpath === '' ? '.' : `./${subpath}`)) {
      const path = within(folder, target);
      const found = path === null ? null : packageFile(lookup, folder, path);
      if (found !== null) return found;
    }
  }
  if (subpath === '') return entryOf(lookup, folder) ?? fileAt(lookup, within(folder, 'src/index')!);
  const path = within(folder, subpath);
  return path === null ? null : packageFile(lookup, folder, path);
}

/** The package that a module is in: `@scope/name` or `name`. */
function packageName(module: string): string {
  const parts = module.split('/');
  return parts.slice(0, module.startsWith('@') ? 2 : 1).join('/');
}

export const typescriptModules: ModuleRules = {
  resolve: (lookup, from, module) => resolve(lookup, from, module),
  submodule: () => null,
  qualifiedName: (path) => path.replace(EXTENSION, ''),
  isBuiltin: isGlobal,
  separator: '.',
};
