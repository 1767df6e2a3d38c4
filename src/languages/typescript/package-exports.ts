/** `exports` and `imports` of a package: which target a subpath has under the conditions that a compiler would set. */
import { CONDITION_MARK } from './manifest.ts';

/** Conditions that hold. The order of the manifest decides, not this one. */
const CONDITIONS: ReadonlySet<string> = new Set([
  'types',
  'import',
  'node',
  'module-sync',
  'default',
  'source',
  'require',
]);

/** True when a package says what it exports. */
export function hasExports(settings: ReadonlyMap<string, readonly string[]>): boolean {
  for (const key of settings.keys()) if (key.startsWith('exports.')) return true;
  return false;
}

/**
 * The targets of a subpath, best first: `kind` is `exports` or `imports`, `subpath` starts with `.` or `#`.
 * All whose conditions hold are given, so that a build output that is absent gives way to the next.
 */
export function packageTargets(
  settings: ReadonlyMap<string, readonly string[]>,
  kind: 'exports' | 'imports',
  subpath: string,
): readonly string[] {
  const exact = settings.get(`${kind}.${subpath}`);
  if (exact !== undefined) return exact.flatMap((value) => targetsOf(value, ''));
  let best: readonly string[] = [];
  let bestLength = -1;
  let filled = '';
  for (const [key, values] of settings) {
    if (!key.startsWith(`${kind}.`)) continue;
    const pattern = key.slice(kind.length + 1);
    const star = pattern.indexOf('*');
    // A trailing slash is the older form of `/*`.
    const prefix = star < 0 ? (pattern.endsWith('/') ? pattern : null) : pattern.slice(0, star);
    if (prefix === null || prefix.length <= bestLength) continue;
    const suffix = star < 0 ? '' : pattern.slice(star + 1);
    const isMatch =
      subpath.length > prefix.length + suffix.length && subpath.startsWith(prefix) && subpath.endsWith(suffix);
    if (!isMatch) continue;
    best = values;
    bestLength = prefix.length;
    filled = subpath.slice(prefix.length, subpath.length - suffix.length);
  }
  return best.flatMap((value) => targetsOf(value, filled));
}

/** The target in a value when all its conditions hold. */
function targetsOf(value: string, filled: string): readonly string[] {
  const parts = value.split(CONDITION_MARK);
  const target = parts.pop()!;
  if (target === '' || !parts.every((condition) => CONDITIONS.has(condition) || condition.startsWith('types@')))
    return [];
  if (target.includes('*')) return [target.replaceAll('*', () => filled)];
  return [target.endsWith('/') ? target + filled : target];
}
