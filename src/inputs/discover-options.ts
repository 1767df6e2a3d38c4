/** The options of a listing, checked at the door: a wrong one is `E_CONFIG` with what would be right. */
import { EngineError } from '#core';
import type { DiscoverOptions } from './file-system.ts';
import { compileFilter, type PathFilter } from './path-filter.ts';
import { DEFAULT_MAX_FILE_BYTES } from './size-limits.ts';

const DEFAULT_GIT_TIMEOUT_MS = 30_000;

export interface ListingRules {
  readonly filter: PathFilter;
  readonly maxFileBytes: number;
  readonly gitTimeoutMs: number;
}

export function resolveOptions(options: DiscoverOptions): ListingRules {
  return {
    filter: compileFilter(options.include, options.exclude),
    maxFileBytes: wholeNumber('maxFileBytes', options.maxFileBytes, DEFAULT_MAX_FILE_BYTES),
    gitTimeoutMs: wholeNumber('gitTimeoutMs', options.gitTimeoutMs, DEFAULT_GIT_TIMEOUT_MS),
  };
}

function wholeNumber(option: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new EngineError('E_CONFIG', `${option} is ${String(value)}; it must be a whole number above 0`);
}
