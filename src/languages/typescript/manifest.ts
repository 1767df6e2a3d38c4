/**
 * Manifests of TypeScript and JavaScript projects as settings: `package.json`, `tsconfig.json` and files of that kind.
 * Only keys that module resolution asks for are kept. A key is the path of names joined by dots, one row per array element.
 * In `exports` and `imports` the conditions stand in the value, `types>import>./lib/index.d.ts`, in the order of the file.
 */
import type { Lowering } from '../lowering/lowering.ts';
import { readJson, type Json } from './jsonc.ts';

const PACKAGE_KEYS: ReadonlySet<string> = new Set([
  'name',
  'version',
  'type',
  'main',
  'module',
  'browser',
  'types',
  'typings',
  'workspaces',
  'exports',
  'imports',
]);
const CONFIG_KEYS: ReadonlySet<string> = new Set(['extends', 'references', 'compilerOptions', 'include', 'files']);
const COMPILER_OPTIONS: ReadonlySet<string> = new Set([
  'allowImportingTsExtensions',
  'baseUrl',
  'composite',
  'customConditions',
  'declarationDir',
  'module',
  'moduleResolution',
  'moduleSuffixes',
  'outDir',
  'paths',
  'rootDir',
  'rootDirs',
]);

/** Between a condition and what it leads to. */
export const CONDITION_MARK = '>';

/** True for file names of manifests that are read. */
export function isManifest(fileName: string): boolean {
  return fileName === 'package.json' || /^(?:[\w-]+\.)*[tj]sconfig(?:[.-][\w.-]+)?\.json$/.test(fileName);
}

export function lowerManifest(text: string, low: Lowering): void {
  const { value, error } = readJson(text);
  if (error >= 0) low.problem('syntax', 'not valid JSON', error, Math.min(error + 1, text.length));
  if (!isObject(value)) return;
  const isPackage = low.path === 'package.json' || low.path.endsWith('/package.json');
  for (const [key, member] of value) {
    if (isPackage && key === 'name' && typeof member === 'string') low.packageName(member);
    if (isPackage && (key === 'exports' || key === 'imports')) addTargets(low, key, member);
    else if ((isPackage ? PACKAGE_KEYS : CONFIG_KEYS).has(key)) addSetting(low, key, member);
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is ReadonlyMap<string, Json> {
  return value instanceof Map;
}

function addSetting(low: Lowering, key: string, value: Json): void {
  if (value === null) return;
  if (isList(value)) for (const item of value) addSetting(low, key, item);
  else if (isObject(value)) {
    for (const [name, member] of value) {
      if (key !== 'compilerOptions' || COMPILER_OPTIONS.has(name)) addSetting(low, `${key}.${name}`, member);
    }
  } else low.config(key, String(value));
}

/** `exports` and `imports`: subpaths with their targets; a target without a subpath is that of '.'. */
function addTargets(low: Lowering, key: string, value: Json): void {
  const hasSubpaths = isObject(value) && [...value.keys()].some((name) => /^[.#]/.test(name));
  if (!hasSubpaths) addTarget(low, `${key}..`, '', value);
  else for (const [subpath, target] of value) addTarget(low, `${key}.${subpath}`, '', target);
}

function addTarget(low: Lowering, key: string, conditions: string, value: Json): void {
  if (value === null) low.config(key, conditions);
  else if (isList(value)) for (const item of value) addTarget(low, key, conditions, item);
  else if (isObject(value)) {
    for (const [condition, target] of value) {
      addTarget(low, key, `${conditions}${condition}${CONDITION_MARK}`, target);
    }
  } else low.config(key, conditions + String(value));
}
