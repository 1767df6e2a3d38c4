/**
 * Runs git on a repository that is hostile, its `.git/config` included. Must never let that configuration run a program,
 * prompt, page, take a lock or reach the network, and must never read the command from inside the repository.
 *
 * Ways in that are closed here, each with a test: `core.fsmonitor` and hooks (overridden), missing objects fetched from a
 * remote of the repository's choice (no transport is allowed), `core.worktree` (the work tree is named), a bare repository
 * hidden in a folder (`safe.bareRepository`), a program called git on a relative PATH (the working directory is the
 * root of the file system), variables of an outer git (removed), and files that never end (a time limit).
 * An owner that git refuses stays refused. A command that shows differences must add `--no-ext-diff --no-textconv` itself.
 */
import { spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { parse } from 'node:path';
import { EngineError } from '#core';
import { systemCode } from './problem.ts';

export interface GitRun {
  /** The resolved directory that git starts from. */
  readonly directory: string;
  /** The resolved directory that holds `.git`. */
  readonly workTree: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Gets the output as it comes, in pieces of any size. */
  readonly onOutput: (piece: Buffer) => void;
}

export type GitOutcome =
  | { readonly status: 'done'; readonly warnings: string }
  | { readonly status: 'failed'; readonly reason: string };

const MAX_WARNING_UNITS = 64 * 1024;

const HARDENING: readonly string[] = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  `core.hooksPath=${devNull}`,
  '-c',
  'safe.bareRepository=explicit',
  '-c',
  'log.showSignature=false',
];

/** The environment for git: no variable of an outer git, English messages, no lock, no prompt, no transport. */
function gitEnvironment(base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(base).filter(([name]) => !name.toUpperCase().startsWith('GIT_'));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    // A list of allowed transports, of which none exists: it outranks every protocol.* of the repository.
    GIT_ALLOW_PROTOCOL: 'none',
    // Windows would else look for git.exe in the current directory first.
    NoDefaultCurrentDirectoryInExePath: '1',
  };
}

/** Runs one git command to its end. Throws only `E_ABORTED`, and whatever `onOutput` throws. */
export function runGit(run: GitRun): Promise<GitOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<GitOutcome>();
  const args = [...HARDENING, `--work-tree=${run.workTree}`, '-C', run.directory, ...run.args];
  const child = spawn('git', args, {
    cwd: parse(run.directory).root,
    env: gitEnvironment(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let warnings = '';
  const end = (): void => {
    child.kill('SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
    clearTimeout(timer);
    run.signal?.removeEventListener('abort', onAbort);
  };
  const onAbort = (): void => {
    end();
    reject(new EngineError('E_ABORTED', 'the listing was cancelled', { cause: run.signal?.reason }));
  };
  const fail = (reason: string): void => {
    end();
    resolve({ status: 'failed', reason });
  };
  const timer = setTimeout(() => fail(`no end after ${run.timeoutMs} ms`), run.timeoutMs);
  run.signal?.addEventListener('abort', onAbort, { once: true });
  child.on('error', (error) => fail(systemCode(error) === 'ENOENT' ? 'git is not installed' : error.message));
  child.stderr.on('data', (piece: Buffer) => {
    if (warnings.length < MAX_WARNING_UNITS) warnings += piece.toString('utf8');
  });
  child.stdout.on('data', (piece: Buffer) => {
    try {
      run.onOutput(piece);
    } catch (error) {
      end();
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  });
  child.on('close', (code) => {
    if (code !== 0) return fail(firstLine(warnings) || `exit code ${code}`);
    end();
    resolve({ status: 'done', warnings });
  });
  return promise;
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return (end < 0 ? text : text.slice(0, end)).trim().slice(0, 300);
}
