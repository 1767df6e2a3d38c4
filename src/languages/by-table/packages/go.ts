/**
 * What imports of Go load: all files of the folder that the path names. The path is looked for below `vendor`, by the local
 * replacements of the nearest `go.mod`, and below the folders of the modules of the repository. It asks only through the lookup.
 * `go.mod` itself is read here too: its module and its local replacements.
 */
import { join, normalize } from 'node:path/posix';
import type { Language, ModuleLookup, PackageRules } from '../../language.ts';
import type { Lowering } from '../../lowering/lowering.ts';

/** The name under which the files of a folder are found. */
export function goFolder(folder: string): string {
  return `go:${folder}`;
}

function goModule(path: string): string {
  return `go-module:${path}`;
}

const REPLACED = '=>';

/** A folder and those around it, the root ('') last. */
function* foldersAbove(folder: string): Generator<string> {
  for (let at = folder; at !== ''; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') yield at;
  yield '';
}

/** The files of a folder of the repository; none when the path leaves it. */
function filesIn(lookup: ModuleLookup, ...parts: readonly string[]): readonly string[] {
  const folder = normalize(join(...parts)).replace(/\/$/, '');
  return folder.startsWith('..') ? [] : lookup.packages(goFolder(folder === '.' ? '' : folder));
}

function vendored(lookup: ModuleLookup, folder: string, path: string): readonly string[] {
  for (const above of foldersAbove(folder)) {
    const files = filesIn(lookup, above, 'vendor', path);
    if (files.length > 0) return files;
  }
  return [];
}

function replaced(lookup: ModuleLookup, folder: string, path: string): readonly string[] {
  for (const home of foldersAbove(folder)) {
    const settings = lookup.settings(join(home, 'go.mod'));
    if (settings === null) continue;
    for (const line of settings.get('replace') ?? []) {
      const [from, to] = line.split(REPLACED);
      if (isBelow(path, from!)) return filesIn(lookup, home, to!, path.slice(from!.length + 1));
    }
    break;
  }
  return [];
}

/** By the longest module of the repository that the path is in. */
function inModule(lookup: ModuleLookup, path: string): readonly string[] {
  for (const prefix of foldersAbove(path)) {
    for (const folder of prefix === '' ? [] : lookup.packages(goModule(prefix))) {
      const files = filesIn(lookup, folder, path.slice(prefix.length + 1));
      if (files.length > 0) return files;
    }
  }
  return [];
}

function isBelow(path: string, module: string): boolean {
  return path === module || path.startsWith(`${module}/`);
}

function filesOf(lookup: ModuleLookup, folder: string, path: string): readonly string[] {
  if (path.startsWith('./') || path.startsWith('../')) return filesIn(lookup, folder, path);
  const files = vendored(lookup, folder, path);
  if (files.length > 0) return files;
  const local = replaced(lookup, folder, path);
  return local.length > 0 ? local : inModule(lookup, path);
}

export const goPackages: PackageRules = {
  files(lookup, from, module) {
    const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/')) : '';
    return lookup.remember(`go\0${folder}\0${module}`, () => filesOf(lookup, folder, module));
  },
};

// ---- go.mod ---------------------------------------------------------------------------------------------------------

/** Lines of `go.mod`, those of a block with the word in front of it. */
function* directives(text: string): Generator<readonly string[]> {
  let block = '';
  for (const line of text.split('\n')) {
    const words = line
      .replace(/\/\/.*$/, '')
      .trim()
      .split(/\s+/);
    if (words[0] === ')') block = '';
    else if (words.at(-1) === '(') block = words[0]!;
    else if (words[0] !== '')
      yield (block === '' ? words : [block, ...words]).map((word) => word.replace(/^"|"$/g, ''));
  }
}

function lowerGoModule(text: string, low: Lowering): void {
  for (const [word, name, ...rest] of directives(text)) {
    if (name === undefined) continue;
    if (word === 'module') low.packageName(goModule(name));
    const to = rest.at(-1);
    // Another path than a local one is a module from elsewhere.
    if (word === 'replace' && to !== undefined && /^\.{1,2}(\/|$)/.test(to))
      low.config(word, `${name}${REPLACED}${to}`);
  }
}

export const goModules: Language = {
  name: 'go-module',
  grammar: null,
  extensions: [],
  fileNames: ['go.mod'],
  lower: null,
  lowerText: lowerGoModule,
  modules: null,
};
