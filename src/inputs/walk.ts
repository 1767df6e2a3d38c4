/**
 * The files of a folder without git: a walk with the ignore files on the way. Always leaves out `.git` and `node_modules`.
 * Must never enter a directory through a link, so a loop of links cannot hold it, and gives the event loop a turn often.
 *
 * Ignore files above the root are not read: a root that its parent ignores is still what the caller asked for.
 */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '#core';
import { EMPTY_SCOPE, extendScope, type IgnoreScope, isIgnored } from './ignore-files.ts';
import type { ListingCollector } from './listing-collector.ts';
import { systemCode } from './problem.ts';

const ALWAYS_SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules']);
const DIRECTORIES_PER_TURN = 64;

interface PendingDirectory {
  readonly path: string;
  readonly above: IgnoreScope;
}

/** Walks `start` (relative to the root, empty for the root itself) into the collector. */
export async function walkInto(
  collector: ListingCollector,
  realRoot: string,
  start: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pending: PendingDirectory[] = [{ path: start, above: EMPTY_SCOPE }];
  let visited = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (++visited % DIRECTORIES_PER_TURN === 0) await setImmediate();
    throwIfAborted(signal);
    visitDirectory(collector, realRoot, next, pending);
  }
}

function visitDirectory(
  collector: ListingCollector,
  realRoot: string,
  { path, above }: PendingDirectory,
  pending: PendingDirectory[],
): void {
  const entries = readEntries(collector, realRoot, path);
  const scope = scopeOf(collector, realRoot, path, above, entries);
  for (const entry of entries) {
    if (ALWAYS_SKIPPED.has(entry.name)) continue;
    const child = path === '' ? entry.name : `${path}/${entry.name}`;
    const isDirectory = entry.isDirectory();
    if (isIgnored(scope, child, isDirectory)) continue;
    if (!isDirectory) collector.admit(child);
    // A second look, by the collector, at what the directory says it is.
    else if (collector.admitsDirectory(child) && collector.admit(child)) pending.push({ path: child, above: scope });
  }
}

/** git reads `info/exclude` first and the ignore file after it, so that the latter wins. */
function scopeOf(
  collector: ListingCollector,
  realRoot: string,
  path: string,
  above: IgnoreScope,
  entries: readonly Dirent[],
): IgnoreScope {
  let scope = above;
  const prefix = path === '' ? '' : `${path}/`;
  const read = (file: string): void => {
    scope = extendScope(scope, realRoot, path, file, (message) => collector.addProblem(file, 'ignore-rule', message));
  };
  if (entries.some((entry) => entry.name === '.git' && entry.isDirectory())) read(`${prefix}.git/info/exclude`);
  if (entries.some((entry) => entry.name === '.gitignore')) read(`${prefix}.gitignore`);
  return scope;
}

function readEntries(collector: ListingCollector, realRoot: string, path: string): Dirent[] {
  try {
    return readdirSync(join(realRoot, path), { withFileTypes: true });
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT') collector.addProblem(path, 'unreadable', `is a directory that cannot be read (${code})`);
    return [];
  }
}
