/**
 * What imports of the languages of the Java virtual machine load. A package is all files that say they are of it, wherever they
 * lie; a class is looked for in the file of its name. It asks only through the lookup.
 */
import { basename, extname } from 'node:path/posix';
import type { ModuleLookup, PackageRules } from '../../language.ts';

/** The name under which files of a package are found. */
export function jvmPackage(name: string): string {
  return `jvm:${name}`;
}

function filesOf(lookup: ModuleLookup, dotted: string, isStar: boolean): readonly string[] {
  const names = dotted.split('.');
  if (isStar) {
    const all = lookup.packages(jvmPackage(dotted));
    if (all.length > 0) return all;
  }
  // `a.b.C.D`: the longest package of the repository, and in it the file of the first name behind it.
  for (let cut = names.length - 1; cut > 0; cut--) {
    const files = lookup.packages(jvmPackage(names.slice(0, cut).join('.')));
    if (files.length === 0) continue;
    const named = files.filter((path) => basename(path, extname(path)) === names[cut]);
    return named.length > 0 ? named : files;
  }
  return [];
}

export const jvmPackages: PackageRules = {
  files(lookup, _from, module, name) {
    const isStar = name === '*';
    const dotted = isStar || name === '' ? module : module === '' ? name : `${module}.${name}`;
    return lookup.remember(`jvm\0${isStar ? '*' : ''}${dotted}`, () => filesOf(lookup, dotted, isStar));
  },
};
