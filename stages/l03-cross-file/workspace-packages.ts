/**
 * Packages of the repository by name, found through the `workspaces` of its root manifest. A pattern with a star is tried
 * with the folder names that follow from the package's name, and the name in the manifest found there decides: look-ups go
 * by path, so that a manifest that appears or changes its name is a traced answer that changes.
 */
import type { ModuleLookup } from '#languages';

const MANIFEST = 'package.json';

type Settings = ModuleLookup['settings'];

/** The folders of the packages named `name`, in order of path. */
export function packageFolders(settings: Settings, name: string): string[] {
  const root = settings(MANIFEST);
  if (root === null) return [];
  const candidates = new Set(['']);
  for (const pattern of workspacePatterns(root)) {
    for (const folder of pattern.includes('*') ? starred(pattern, name) : [pattern]) candidates.add(folder);
  }
  return [...candidates].filter((folder) => isNamed(settings, folder, name)).toSorted();
}

function workspacePatterns(root: ReadonlyMap<string, readonly string[]>): string[] {
  const patterns = [...(root.get('workspaces') ?? []), ...(root.get('workspaces.packages') ?? [])];
  return patterns.filter((pattern) => !pattern.startsWith('!')).map((pattern) => pattern.replace(/^\.\/|\/+$/g, ''));
}

/** `packages/*` with `@scope/name` is `packages/name`, or with the scope in front of it. */
function starred(pattern: string, name: string): string[] {
  const plain = name.slice(name.indexOf('/') + 1);
  const scope = name.startsWith('@') ? name.slice(1, name.indexOf('/')) : '';
  const names = scope === '' ? [plain] : [plain, `${scope}-${plain}`, `@${scope}/${plain}`];
  return names.map((folder) => pattern.replace('/**', '/*').replace('*', folder)).filter((path) => !path.includes('*'));
}

function isNamed(settings: Settings, folder: string, name: string): boolean {
  const manifest = settings(folder === '' ? MANIFEST : `${folder}/${MANIFEST}`);
  return manifest?.get('name')?.[0] === name;
}
