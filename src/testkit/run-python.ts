/** Runs a program of CPython once, over as many inputs as a test has: an interpreter that starts per input costs more than it runs. */
import { spawnSync } from 'node:child_process';

/** Gives `input` as JSON to a program and reads back the JSON that it writes, a value per line. Throws what it complains of. */
export function runPython<T>(program: string, input: unknown): T[] {
  const { stdout, stderr, status, error } = spawnSync('python3', ['-I', '-W', 'ignore', '-c', program], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  if (status !== 0 || stderr !== '') throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line): T => JSON.parse(line));
}
