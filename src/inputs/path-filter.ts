/**
 * The include and exclude globs of the caller, compiled once. The patterns are the configuration of the embedding program:
 * they become regular expressions, so they must never come from the indexed repository.
 */
import picomatch from 'picomatch';
import { EngineError } from '#core';

export interface PathFilter {
  /** True for a file to list. */
  admitsFile(path: string): boolean;
  /** False for a directory below which no file can be admitted. */
  admitsDirectory(path: string): boolean;
}

const ALL: PathFilter = { admitsFile: () => true, admitsDirectory: () => true };

export function compileFilter(
  include: readonly string[] | undefined,
  exclude: readonly string[] | undefined,
): PathFilter {
  const included = compileGlobs('include', include);
  const excluded = compileGlobs('exclude', exclude);
  if (included === undefined && excluded === undefined) return ALL;
  const isExcluded = excluded ?? ((): boolean => false);
  const isIncluded = included ?? ((): boolean => true);
  return {
    admitsFile: (path) => !isExcluded(path) && isIncluded(path),
    admitsDirectory: (path) => !isExcluded(path),
  };
}

function compileGlobs(option: string, globs: readonly string[] | undefined): ((path: string) => boolean) | undefined {
  if (globs === undefined) return undefined;
  if (!Array.isArray(globs)) {
    throw new EngineError('E_CONFIG', `${option} is a ${typeof globs}; it must be an array of globs`);
  }
  if (globs.length === 0) return undefined;
  const patterns = globs.flatMap((glob: unknown) => expandGlob(option, glob));
  return picomatch(patterns, { dot: true, nonegate: true });
}

/** A glob as full-path patterns: of the entry itself and of all below it. */
function expandGlob(option: string, glob: unknown): string[] {
  if (typeof glob !== 'string' || glob.length > 1024) {
    throw new EngineError(
      'E_CONFIG',
      `${option} has a ${typeof glob}; every glob must be a text of up to 1024 characters`,
    );
  }
  const trimmed = glob.replace(/^\.\//u, '').replace(/\/+$/u, '');
  if (trimmed === '')
    throw new EngineError('E_CONFIG', `${option} has the glob ${JSON.stringify(glob)}; it must name something`);
  const anchored = trimmed.includes('/') ? trimmed.replace(/^\//u, '') : `**/${trimmed}`;
  return [anchored, `${anchored}/**`];
}
