/**
 * From a path without a certain extension to a file of the index, by TypeScript's rules: sources before declarations before
 * JavaScript, `./x.js` means `x.ts`, a folder means what its manifest says, or its index file.
 */
import type { ModuleLookup } from '../language.ts';
import { packageFile } from './build-output.ts';
import { within } from './relative.ts';

const SOURCES = ['.ts', '.tsx', '.d.ts', '.js', '.jsx', '.mts', '.cts', '.d.mts', '.d.cts', '.mjs', '.cjs', '.json'];
/** What a written extension may stand for, best first. */
const WRITTEN: readonly (readonly [string, readonly string[]])[] = [
  ['.js', ['.ts', '.tsx', '.d.ts', '.js', '.jsx']],
  ['.jsx', ['.tsx', '.d.ts', '.jsx']],
  ['.mjs', ['.mts', '.d.mts', '.mjs']],
  ['.cjs', ['.cts', '.d.cts', '.cjs']],
];
/** The manifest keys that name the entry of a folder, best first. */
const ENTRIES = ['types', 'typings', 'main', 'module'];

/** The file that `path` names: itself, with an extension, or the entry of the folder. */
export function fileAt(lookup: ModuleLookup, path: string): string | null {
  if (path === '' || path.endsWith('/')) return entryOf(lookup, path.replace(/\/$/, ''));
  return fileNamed(lookup, path) ?? entryOf(lookup, path);
}

/** The file that `path` names, itself or with an extension. */
export function fileNamed(lookup: ModuleLookup, path: string): string | null {
  for (const [extension, meant] of WRITTEN) {
    if (!path.endsWith(extension)) continue;
    const stem = path.slice(0, -extension.length);
    const found = firstWith(lookup, stem, meant);
    if (found !== null) return found;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  // A name with a dot may be whole (`a.css`) or not (`a.service`).
  if (name.includes('.') && lookup.has(path)) return path;
  return firstWith(lookup, path, SOURCES);
}

/** The first file of the index that is `stem` with one of these extensions. */
function firstWith(lookup: ModuleLookup, stem: string, extensions: readonly string[]): string | null {
  // A path that ends in `.d` would be cut elsewhere.
  if (stem.endsWith('.d')) return extensions.map((one) => stem + one).find((path) => lookup.has(path)) ?? null;
  const there = lookup.extensions(stem);
  const extension = there.length === 0 ? undefined : extensions.find((one) => there.includes(one));
  return extension === undefined ? null : stem + extension;
}

/** The entry file of a folder. */
export function entryOf(lookup: ModuleLookup, folder: string): string | null {
  const manifest = lookup.settings(within(folder, 'package.json') ?? 'package.json');
  if (manifest !== null) {
    for (const key of ENTRIES) {
      const entry = manifest.get(key)?.[0];
      const path = entry === undefined ? null : within(folder, entry);
      const found = path === null || path === folder ? null : packageFile(lookup, folder, path);
      if (found !== null) return found;
    }
  }
  return fileNamed(lookup, within(folder, 'index') ?? 'index');
}
