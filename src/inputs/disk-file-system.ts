/** The disk below one root. The root is resolved once, when it is opened. */
import { readContained } from './contained-file.ts';
import { discover } from './discover.ts';
import type { FileSystem } from './file-system.ts';
import { resolveRoot } from './root.ts';
import { stampOf, writeContained } from './write-contained.ts';

/** Opens the directory `root`; `E_ROOT` when it is none. */
export function diskFileSystem(root: string): FileSystem {
  const realRoot = resolveRoot(root);
  return {
    list: (options, signal) => discover(realRoot, options, signal),
    read: (path, maxFileBytes) => readContained(realRoot, path, maxFileBytes),
    isLive: true,
    replace: (path, text, seen) => {
      const now = stampOf(realRoot, path);
      if (now?.bytes !== seen?.bytes || now?.mtimeMs !== seen?.mtimeMs) return { fault: 'has changed on disk' };
      return writeContained(realRoot, path, text);
    },
    describe: () => ({ kind: 'disk', root: realRoot }),
  };
}
