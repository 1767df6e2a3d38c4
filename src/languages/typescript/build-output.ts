/**
 * From build output to source. Packages are imported by the files that their build writes (`lib/common/index.js`), which an
 * index rarely holds: the configuration of the package says which source that is, else the usual names of folders do.
 */
import type { ModuleLookup } from '../language.ts';
import { optionsAt } from './compiler-options.ts';
import { fileAt, fileNamed } from './module-files.ts';
import { within } from './relative.ts';

/** Folders that builds write to when no configuration says so. */
const OUTPUT = /(?:^|\/)(?:lib|dist|build|out|esm|cjs)(?=\/|$)/;

/** The file at `path` of the package at `folder`: its source when it is output of the package's build. */
export function packageFile(lookup: ModuleLookup, folder: string, path: string): string | null {
  const plain = path.endsWith('/') ? path.slice(0, -1) : path;
  return configuredSource(lookup, folder, plain) ?? fileAt(lookup, plain) ?? usualSource(lookup, plain);
}

/** The source by `outDir` and `rootDir` of the package's own configuration. Without `rootDir` both usual places are tried. */
function configuredSource(lookup: ModuleLookup, folder: string, path: string): string | null {
  const { outputs, rootDir } = optionsAt(lookup, folder === '' ? 'tsconfig.json' : `${folder}/tsconfig.json`);
  for (const output of outputs) {
    if (output === folder || (path !== output && !path.startsWith(`${output}/`))) continue;
    const rest = path.slice(output.length + 1);
    for (const root of rootDir === null ? [folder, within(folder, 'src')] : [rootDir]) {
      const source = root === null ? null : within(root, rest);
      const found = source === null || source === path ? null : sourceAt(lookup, source);
      if (found !== null) return found;
    }
  }
  return null;
}

/** The source when `lib`, `dist` and the like stand for `src`. */
export function usualSource(lookup: ModuleLookup, path: string): string | null {
  const source = path.replace(OUTPUT, (match) => (match.startsWith('/') ? '/src' : 'src'));
  return source === path ? null : sourceAt(lookup, source);
}

function sourceAt(lookup: ModuleLookup, path: string): string | null {
  return fileNamed(lookup, path) ?? fileNamed(lookup, `${path}/index`);
}
