/** Real temporary folders for the tests of inputs, removed after each test. Never mocks: real files, real git. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Discovery, InputProblem } from '#inputs';

export const isRootUser: boolean = process.getuid?.() === 0;

/** A new folder with these files, gone when the test ends. */
export function scratchFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'inputs-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFiles(root, files);
  return root;
}

export function writeFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** A new git repository; the files are tracked and committed. */
export function scratchRepository(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = scratchFolder(files);
  git(root, 'init', '-q');
  git(root, 'add', '-A', '-f');
  commit(root);
  return root;
}

export function commit(root: string): void {
  git(root, '-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '--allow-empty', '-m', 'state');
}

export function git(root: string, ...args: string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
}

export function paths(discovery: Discovery): string[] {
  return discovery.files.map((file) => file.path);
}

export function codes(problems: readonly InputProblem[]): string[] {
  return problems.map((problem) => `${problem.path}: ${problem.code}`);
}
