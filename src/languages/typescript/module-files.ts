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
    for (const other of meant) if (lookup.has(stem + other)) return stem + other;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  // A name with a dot may be whole (`a.css`) or not (`a.service`).
  if (name.includes('.') && lookup.has(path)) return path;
  for (const extension of SOURCES) if (lookup.has(path + extension)) return path + extension;
  return null;
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
