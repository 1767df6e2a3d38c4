/** Paths of the index, relative to its root: joining that must never lead out of it. */
import { join } from 'node:path/posix';

/** `a/b` joined with a relative path, or null when it leaves the root. */
export function within(folder: string, path: string): string | null {
  const joined = join(folder, path);
  if (joined === '..' || joined.startsWith('../') || joined.startsWith('/')) return null;
  return joined === '.' || joined === './' ? '' : joined;
}
