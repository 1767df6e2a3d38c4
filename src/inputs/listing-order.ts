/**
 * The last step of every listing: order, duplicates, collisions. Equal trees must give equal listings,
 * whatever order the file system or git named them in.
 */
import type { DiscoveredFile, Discovery } from './file-system.ts';
import type { InputProblem } from './problem.ts';
import { comparePaths, foldPath } from './relative-path.ts';

export function orderListing(files: DiscoveredFile[], problems: InputProblem[]): Discovery {
  files.sort((a, b) => comparePaths(a.path, b.path));
  // git names an unmerged path once per side.
  const unique = files.filter((file, i) => i === 0 || file.path !== files[i - 1]!.path);
  const all = [...problems, ...caseCollisions(unique)];
  all.sort((a, b) => comparePaths(a.path, b.path) || comparePaths(a.code, b.code));
  return {
    files: unique,
    problems: all.filter((row, i) => i === 0 || row.path !== all[i - 1]!.path || row.code !== all[i - 1]!.code),
  };
}

function caseCollisions(files: readonly DiscoveredFile[]): InputProblem[] {
  const firstByFold = new Map<string, string>();
  const collisions: InputProblem[] = [];
  for (const { path } of files) {
    const fold = foldPath(path);
    const first = firstByFold.get(fold);
    if (first === undefined) firstByFold.set(fold, path);
    else {
      const message = `differs from ${first} only in case or Unicode form; some file systems hold only one of the two`;
      collisions.push({ path, code: 'case-collision', message });
    }
  }
  return collisions;
}
