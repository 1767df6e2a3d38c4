/** Packages of the repository by name. Several may say they have one name (fixtures, copies): the nearest is meant. */
import type { ModuleLookup } from '../language.ts';

/** The folders of the packages called `name`, the one that shares most of its path with the folder that asks first. */
export function packageFolders(lookup: ModuleLookup, folder: string, name: string): readonly string[] {
  const known = lookup.packages(name);
  if (known.length < 2) return known;
  const from = folder === '.' ? '' : `${folder}/`;
  return known.toSorted((a, b) => shared(b, from) - shared(a, from) || (a < b ? -1 : 1));
}

function shared(folder: string, path: string): number {
  let length = 0;
  while (length < folder.length && folder[length] === path[length]) length++;
  return length;
}
