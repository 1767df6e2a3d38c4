/**
 * Paths that the directory can tell apart. Two paths of one 64-bit hash do not happen by chance, but a hostile repository can
 * construct them: the second costs its own file, never the index.
 */
import { hashHex, hashPath, type HashCell } from '#core';
import type { SnapshotProblem } from '#store';

/** The files of a listing whose path hash is theirs alone, in order, and a problem for each of the others. */
export function distinctPaths<F extends { readonly path: string }>(
  files: readonly F[],
): { readonly files: readonly F[]; readonly problems: readonly SnapshotProblem[] } {
  const cell: HashCell = { lo: 0, hi: 0 };
  const owners = new Map<string, string>();
  const kept: F[] = [];
  const problems: SnapshotProblem[] = [];
  for (const found of files) {
    hashPath(cell, found.path);
    const key = hashHex(cell.lo, cell.hi);
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, found.path);
      kept.push(found);
    } else {
      const message = `the path has the 64-bit hash of ${owner}; the file is left out`;
      problems.push({ path: found.path, code: 'E_HASH_COLLISION', message });
    }
  }
  return { files: kept, problems };
}
