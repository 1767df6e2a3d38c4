/**
 * The files of a git work tree: those git tracks and those it does not ignore. Names only; the collector looks at the disk,
 * so a file that is deleted but tracked falls out there.
 */
import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type GitOutcome, runGit } from './git-command.ts';

/**
 * Untracked `node_modules` are left out even where no ignore file says so; tracked ones are kept.
 * The ignore file of the user counts too (`--exclude-standard`), as it does for every git command.
 */
const LIST_ARGS = ['ls-files', '--cached', '--others', '--exclude-standard', '--exclude=node_modules/', '-z'];

/** The nearest directory at or above this resolved one that holds `.git`, or undefined. */
export function findWorkTree(realDirectory: string): string | undefined {
  for (let directory = realDirectory; ; directory = dirname(directory)) {
    if (hasGitEntry(directory)) return directory;
    if (directory === dirname(directory)) return undefined;
  }
}

export function hasGitEntry(directory: string): boolean {
  try {
    return lstatSync(join(directory, '.git'), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

export interface GitListing {
  readonly directory: string;
  readonly workTree: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Gets every name, relative to `directory`; a repository inside this one comes as its directory. */
  readonly onName: (name: string) => void;
}

export type GitListingOutcome =
  | { readonly status: 'done'; readonly names: number; readonly unreadable: readonly string[] }
  | { readonly status: 'failed'; readonly reason: string };

export async function listByGit(listing: GitListing): Promise<GitListingOutcome> {
  let rest: Buffer = Buffer.alloc(0);
  let names = 0;
  const onOutput = (piece: Buffer): void => {
    const end = piece.lastIndexOf(0);
    if (end < 0) {
      rest = Buffer.concat([rest, piece]);
      return;
    }
    // Cut at a NUL, so no character is torn between two pieces.
    const whole = Buffer.concat([rest, piece.subarray(0, end)]).toString('utf8');
    rest = piece.subarray(end + 1);
    for (const name of whole.split('\0')) {
      names++;
      // A repository that is not tracked is listed as a directory, with a slash at its end.
      listing.onName(name.endsWith('/') ? name.slice(0, -1) : name);
    }
  };
  const { directory, workTree, timeoutMs, signal } = listing;
  const outcome: GitOutcome = await runGit({ directory, workTree, args: LIST_ARGS, timeoutMs, signal, onOutput });
  if (outcome.status === 'failed') return outcome;
  return { status: 'done', names, unreadable: unreadableDirectories(outcome.warnings) };
}

/** git goes on past a directory it cannot open, and says so in a warning with the path from the top of the work tree. */
function unreadableDirectories(warnings: string): string[] {
  return Array.from(warnings.matchAll(/^warning: could not open directory '(.+?)\/?': /gmu), (match) => match[1]!);
}
