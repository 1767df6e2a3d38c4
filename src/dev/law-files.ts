/** The tests that are laws: those that ask `lawRuns` or `lawShare` how much to try. It must never miss one, so it reads them. */
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const PROJECT = join(import.meta.dirname, '..', '..');

/** Paths from the project on, with `/`, in order. */
export function lawFiles(): string[] {
  const isLaw = (path: string): boolean => /\blaw(Runs|Share)\(/.test(readFileSync(join(PROJECT, path), 'utf8'));
  return globSync('test/**/*.test.ts', { cwd: PROJECT })
    .filter(isLaw)
    .map((path) => path.split(sep).join('/'))
    .toSorted();
}
