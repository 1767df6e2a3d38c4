/**
 * Packages of the repository by name. When the look-up has no directory of packages, only paths can be asked: the packages
 * around the file, those that the nearest configuration refers to, and for each glob of `workspaces` the folders that a
 * package of that name would usually have. A folder counts when its manifest has the name.
 */
import { dirname } from 'node:path/posix';
import type { ModuleLookup } from '../language.ts';
import { within } from './relative.ts';

/** The folders of the packages called `name`, the one that shares most of its path with `from` first. */
export function packageFolders(lookup: ModuleLookup, from: string, name: string): readonly string[] {
  const known = lookup.packages?.(name) ?? [];
  if (known.length > 1) return known.toSorted((a, b) => shared(b, from) - shared(a, from) || (a < b ? -1 : 1));
  if (known.length === 1 || lookup.packages !== undefined) return known;
  const found = folderByPath(lookup, from, name);
  return found === null ? [] : [found];
}

function shared(folder: string, path: string): number {
  let length = 0;
  while (length < folder.length && folder[length] === path[length]) length++;
  return length;
}

function folderByPath(lookup: ModuleLookup, from: string, name: string): string | null {
  let references: readonly string[] | null = null;
  let referrer = '';
  for (let at = dirname(from); ; at = dirname(at)) {
    const folder = at === '.' || at === '/' ? '' : at;
    const manifest = lookup.settings(folder === '' ? 'package.json' : `${folder}/package.json`);
    if (manifest?.get('name')?.[0] === name) return folder;
    if (references === null) {
      const configuration = lookup.settings(folder === '' ? 'tsconfig.json' : `${folder}/tsconfig.json`);
      references = configuration?.get('references.path') ?? null;
      referrer = folder;
    }
    const globs = manifest?.get('workspaces') ?? manifest?.get('workspaces.packages') ?? [];
    for (const glob of globs) {
      const found = folderByGlob(lookup, folder, glob, name);
      if (found !== null) return found;
    }
    if (folder === '') break;
  }
  for (const reference of references ?? []) {
    const target = within(referrer, reference.endsWith('.json') ? dirname(reference) : reference);
    for (const folder of target === null ? [] : [target, dirname(target)]) {
      if (isPackage(lookup, folder === '.' ? '' : folder, name)) return folder;
    }
  }
  return null;
}

function isPackage(lookup: ModuleLookup, folder: string, name: string): boolean {
  return lookup.settings(folder === '' ? 'package.json' : `${folder}/package.json`)?.get('name')?.[0] === name;
}

/** `packages/*` holds `@scope/name` in `packages/name`, `packages/scope-name` or `packages/scope/name`. */
function folderByGlob(lookup: ModuleLookup, root: string, glob: string, name: string): string | null {
  const star = glob.indexOf('*');
  const base = within(root, (star < 0 ? glob : glob.slice(0, star)) || '.');
  if (base === null || glob.startsWith('!')) return null;
  if (star < 0) return isPackage(lookup, base.replace(/\/$/, ''), name) ? base.replace(/\/$/, '') : null;
  const slash = name.indexOf('/');
  const scope = slash < 0 ? '' : name.slice(1, slash);
  const plain = name.slice(slash + 1);
  const candidates = scope === '' ? [plain] : [plain, `${scope}-${plain}`, `${scope}/${plain}`, name];
  const rest = glob.slice(star + 1).replace(/^\*?\/?/, '');
  for (const candidate of candidates) {
    const suffix = rest === '' || rest.includes('*') ? '' : `/${rest}`;
    const folder = within(base, candidate + suffix);
    if (folder !== null && isPackage(lookup, folder, name)) return folder;
  }
  return null;
}
