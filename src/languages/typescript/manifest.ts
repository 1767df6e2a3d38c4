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
  if (!(value instanceof Map)) return;
  const isPackage = low.path === 'package.json' || low.path.endsWith('/package.json');
  for (const [key, member] of value as ReadonlyMap<string, Json>) {
    if (isPackage && (key === 'exports' || key === 'imports')) addTargets(low, key, member);
    else if ((isPackage ? PACKAGE_KEYS : CONFIG_KEYS).has(key)) addSetting(low, key, member);
  }
}

function addSetting(low: Lowering, key: string, value: Json): void {
  if (value === null) return;
  if (Array.isArray(value)) for (const item of value as readonly Json[]) addSetting(low, key, item);
  else if (value instanceof Map) {
    for (const [name, member] of value as ReadonlyMap<string, Json>) {
      if (key !== 'compilerOptions' || COMPILER_OPTIONS.has(name)) addSetting(low, `${key}.${name}`, member);
    }
  } else low.config(key, String(value as string | number | boolean));
}

/** `exports` and `imports`: subpaths with their targets; a target without a subpath is that of '.'. */
function addTargets(low: Lowering, key: string, value: Json): void {
  const hasSubpaths = value instanceof Map && [...value.keys()].some((name) => /^[.#]/.test(String(name)));
  if (!hasSubpaths) {
    addTarget(low, `${key}..`, '', value);
    return;
  }
  for (const [subpath, target] of value as ReadonlyMap<string, Json>) addTarget(low, `${key}.${subpath}`, '', target);
}

function addTarget(low: Lowering, key: string, conditions: string, value: Json): void {
  if (value === null) low.config(key, conditions);
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) addTarget(low, key, conditions, item);
  else if (value instanceof Map) {
    for (const [condition, target] of value as ReadonlyMap<string, Json>) {
      addTarget(low, key, `${conditions}${condition}${CONDITION_MARK}`, target);
    }
  } else low.config(key, conditions + String(value as string | number | boolean));
}
