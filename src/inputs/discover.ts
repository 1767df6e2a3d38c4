/**
 * Lists the files below a root: by git where it can, by a walk where git is missing, refuses the owner, fails, or lists
 * nothing. A repository inside the root (a submodule, a clone) is listed the same way, as part of the root.
 */
import { join, relative, sep } from 'node:path';
import { throwIfAborted } from '#core';
import { resolveOptions } from './discover-options.ts';
import type { DiscoverOptions, Discovery } from './file-system.ts';
import { findWorkTree, hasGitEntry, listByGit } from './git-listing.ts';
import { ListingCollector } from './listing-collector.ts';
import { resolveRoot } from './root.ts';
import { walkInto } from './walk.ts';

/** Each repository inside the root costs a process; those beyond this number are walked. */
const MAX_GIT_RUNS = 256;

interface Listing {
  readonly realRoot: string;
  readonly collector: ListingCollector;
  readonly signal: AbortSignal | undefined;
  /** Directories that are still to be listed, relative to the root. */
  readonly pending: string[];
  gitRuns: number;
  /** Shared by all runs: a hundred hostile repositories inside must not cost a hundred time limits. */
  gitMsLeft: number;
}

/** Lists the candidate files of the directory `root`. Throws `E_ROOT`, `E_CONFIG` and `E_ABORTED`, nothing for a bad file. */
export async function discover(root: string, options: DiscoverOptions = {}, signal?: AbortSignal): Promise<Discovery> {
  const realRoot = resolveRoot(root);
  const rules = resolveOptions(options);
  const collector = new ListingCollector(realRoot, rules);
  const listing: Listing = { realRoot, collector, signal, pending: [''], gitRuns: 0, gitMsLeft: rules.gitTimeoutMs };
  for (let next = listing.pending.pop(); next !== undefined; next = listing.pending.pop()) {
    throwIfAborted(signal);
    if (!(await listWithGit(listing, next))) await walkInto(collector, realRoot, next, signal);
  }
  return collector.freeze();
}

/** False when git has nothing to say about the directory, so that it must be walked; the collector is then as before. */
async function listWithGit(listing: Listing, path: string): Promise<boolean> {
  const { collector, realRoot, pending, signal } = listing;
  const directory = join(realRoot, path);
  const workTree = workTreeOf(directory, path);
  if (workTree === undefined || listing.gitRuns === MAX_GIT_RUNS || listing.gitMsLeft <= 0) return false;
  listing.gitRuns++;
  const prefix = path === '' ? '' : `${path}/`;
  const mark = collector.mark();
  const pendingBefore = pending.length;
  const onName = (name: string): void => {
    if (collector.admit(prefix + name)) pending.push(prefix + name);
  };
  const started = performance.now();
  const outcome = await listByGit({ directory, workTree, timeoutMs: listing.gitMsLeft, signal, onName });
  listing.gitMsLeft -= Math.ceil(performance.now() - started);
  if (outcome.status === 'done' && outcome.names > 0) {
    for (const name of outcome.unreadable) {
      const inside = relative(realRoot, join(workTree, name)).split(sep).join('/');
      collector.addProblem(inside, 'unreadable', 'is a directory that git cannot open');
    }
    return true;
  }
  collector.rewind(mark);
  pending.length = pendingBefore;
  if (outcome.status === 'failed')
    collector.addProblem(path, 'git-unavailable', `was walked, for git failed: ${outcome.reason}`);
  return false;
}

/** The root may lie anywhere in a work tree. A directory that git handed over is a repository of its own or none. */
function workTreeOf(directory: string, path: string): string | undefined {
  if (path === '') return findWorkTree(directory);
  return hasGitEntry(directory) ? directory : undefined;
}
