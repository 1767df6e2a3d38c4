/**
 * What `tsconfig.json` and `jsconfig.json` say about modules, with `extends` followed inside the index.
 * Paths in the result are relative to the root of the index.
 */
import { dirname } from 'node:path/posix';
import type { ModuleLookup } from '../language.ts';
import { within } from './relative.ts';
import { packageFolders } from './workspace.ts';

export interface PathPattern {
  readonly pattern: string;
  readonly targets: readonly string[];
}

export interface CompilerOptions {
  readonly baseUrl: string | null;
  /** Path patterns, and the folder that their targets are relative to. */
  readonly paths: readonly PathPattern[];
  readonly pathsBase: string;
  /** Folders that builds write to, and the folder of the sources, or null when that is to be guessed. */
  readonly outputs: readonly string[];
  readonly rootDir: string | null;
}

const NONE: CompilerOptions = { baseUrl: null, paths: [], pathsBase: '', outputs: [], rootDir: null };
const MAX_EXTENDS = 12;
const PATHS_KEY = 'compilerOptions.paths.';
const NAMES = ['tsconfig.json', 'jsconfig.json'];

/** The options of the configuration nearest to the files of a folder. */
export function optionsFor(lookup: ModuleLookup, folder: string): CompilerOptions {
  return lookup.remember(`options for\0${folder}`, () => findOptions(lookup, folder));
}

function findOptions(lookup: ModuleLookup, from: string): CompilerOptions {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const name of NAMES) {
      const path = folder === '.' ? name : `${folder}/${name}`;
      const settings = lookup.settings(path);
      if (settings !== null) return withReferences(lookup, path, settings);
    }
    if (folder === '.' || folder === '/') return NONE;
  }
}

/** A configuration that only refers to others next to it takes what the first of them with paths says. */
function withReferences(lookup: ModuleLookup, path: string, settings: Settings): CompilerOptions {
  const own = optionsAt(lookup, path);
  if (own.paths.length > 0 || own.baseUrl !== null) return own;
  for (const reference of settings.get('references.path') ?? []) {
    if (!reference.endsWith('.json')) continue;
    const target = within(dirname(path), reference);
    if (target === null || dirname(target) !== dirname(path)) continue;
    const other = optionsAt(lookup, target);
    if (other.paths.length > 0 || other.baseUrl !== null) return other;
  }
  return own;
}

/** The options of the configuration at `path`. */
export function optionsAt(lookup: ModuleLookup, path: string): CompilerOptions {
  return lookup.remember(`options at\0${path}`, () => readOptions(lookup, path, 0));
}

function readOptions(lookup: ModuleLookup, path: string, depth: number): CompilerOptions {
  const settings = lookup.settings(path);
  if (settings === null || depth > MAX_EXTENDS) return NONE;
  const folder = dirname(path);
  let inherited = NONE;
  for (const base of settings.get('extends') ?? []) {
    const target = extendedPath(lookup, folder, base);
    if (target !== null) inherited = merged(readOptions(lookup, target, depth + 1), inherited);
  }
  return { ...pathOptions(settings, folder, inherited), ...outputOptions(settings, folder, inherited) };
}

type Settings = ReadonlyMap<string, readonly string[]>;

function pathOptions(
  settings: Settings,
  folder: string,
  inherited: CompilerOptions,
): Pick<CompilerOptions, 'baseUrl' | 'paths' | 'pathsBase'> {
  const written = settings.get('compilerOptions.baseUrl')?.[0];
  const baseUrl = written === undefined ? inherited.baseUrl : within(folder, configFolder(written));
  const paths: PathPattern[] = [];
  for (const [key, targets] of settings) {
    if (key.startsWith(PATHS_KEY)) paths.push({ pattern: key.slice(PATHS_KEY.length), targets });
  }
  if (paths.length === 0) {
    const pathsBase = written === undefined ? inherited.pathsBase : (baseUrl ?? '');
    return { baseUrl, paths: inherited.paths, pathsBase };
  }
  return { baseUrl, paths, pathsBase: baseUrl ?? (folder === '.' ? '' : folder) };
}

function outputOptions(
  settings: Settings,
  folder: string,
  inherited: CompilerOptions,
): Pick<CompilerOptions, 'outputs' | 'rootDir'> {
  const outputs: string[] = [];
  for (const key of ['outDir', 'declarationDir']) {
    const written = settings.get(`compilerOptions.${key}`)?.[0];
    const output = written === undefined ? null : within(folder, configFolder(written));
    if (output !== null) outputs.push(output);
  }
  const root = settings.get('compilerOptions.rootDir')?.[0];
  return {
    outputs: outputs.length > 0 ? outputs : inherited.outputs,
    rootDir: root === undefined ? inherited.rootDir : within(folder, configFolder(root)),
  };
}

function merged(later: CompilerOptions, earlier: CompilerOptions): CompilerOptions {
  const { paths, pathsBase } = later.paths.length > 0 ? later : earlier;
  return {
    baseUrl: later.baseUrl ?? earlier.baseUrl,
    paths,
    pathsBase,
    outputs: later.outputs.length > 0 ? later.outputs : earlier.outputs,
    rootDir: later.rootDir ?? earlier.rootDir,
  };
}

/** `${configDir}` is the folder of the configuration; elsewhere paths are relative to it anyway. */
function configFolder(path: string): string {
  return path.replace('${configDir}', '.');
}

/** The configuration that `extends` names: a path with or without `.json`, or a file of a package of the index. */
function extendedPath(lookup: ModuleLookup, folder: string, base: string): string | null {
  if (base.startsWith('.')) return existing(lookup, within(folder, base));
  const parts = base.split('/');
  const name = parts.slice(0, base.startsWith('@') ? 2 : 1).join('/');
  const rest = base.slice(name.length + 1);
  for (const home of packageFolders(lookup, folder, name)) {
    const found = existing(lookup, within(home, rest === '' ? 'tsconfig.json' : rest));
    if (found !== null) return found;
  }
  return null;
}

function existing(lookup: ModuleLookup, path: string | null): string | null {
  if (path === null) return null;
  for (const candidate of [path, `${path}.json`, `${path}/tsconfig.json`]) {
    if (candidate.endsWith('.json') && lookup.settings(candidate) !== null) return candidate;
  }
  return null;
}

/** The targets of the best pattern for a module name, with `*` filled in: exact names first, then the longest prefix. */
export function mappedPaths(options: CompilerOptions, module: string): readonly string[] {
  let best: PathPattern | null = null;
  let bestLength = -1;
  let filled = '';
  for (const candidate of options.paths) {
    const star = candidate.pattern.indexOf('*');
    if (star < 0) {
      if (candidate.pattern === module) return candidate.targets;
      continue;
    }
    const prefix = candidate.pattern.slice(0, star);
    const suffix = candidate.pattern.slice(star + 1);
    const isMatch =
      module.length >= prefix.length + suffix.length && module.startsWith(prefix) && module.endsWith(suffix);
    if (!isMatch || prefix.length <= bestLength) continue;
    best = candidate;
    bestLength = prefix.length;
    filled = module.slice(prefix.length, module.length - suffix.length);
  }
  return best === null ? [] : best.targets.map((target) => target.replace('*', () => filled));
}
