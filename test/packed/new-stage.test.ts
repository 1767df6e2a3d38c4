/** A new stage compiles, and fails until it is filled in: run in a folder of its own, linked to the source. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newStage } from '../../src/dev/new-stage.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const CONFIG = `export default { resolve: { conditions: ['stratagraph-source'] }, ssr: { resolve: { conditions: ['stratagraph-source'] } }, test: { include: ['test/**/*.test.ts'] } };`;

const CLAIMS = [
  'is filled in',
  'finds what it is for',
  'stays silent where it should',
  'gives after an edit what a fresh index gives, and runs on no other file',
];

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

const run = promisify(execFile);
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'new-stage-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

test('begins a stage that type-checks, and whose test fails in every claim', async () => {
  for (const name of ['src', 'node_modules', 'package.json', 'tsconfig.json']) {
    symlinkSync(join(PROJECT, name), join(root, name));
  }
  newStage(root, 'l99-sample');
  writeFileSync(
    join(root, 'tsconfig.check.json'),
    JSON.stringify({
      extends: './tsconfig.json',
      compilerOptions: { noEmit: true, preserveSymlinks: true },
      include: ['stages/l99-sample'],
    }),
  );
  const tsc = join(PROJECT, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const typed = run(process.execPath, [tsc, '-p', 'tsconfig.check.json'], { cwd: root });
  const vitest = join(PROJECT, 'node_modules', 'vitest', 'vitest.mjs');
  writeFileSync(join(root, 'vitest.config.mjs'), CONFIG);
  // The source that is linked knows another registry, in which the new stage does not run: that claim is left out.
  const args = [vitest, 'run', '-t', CLAIMS.join('|'), '--reporter=json', '--outputFile=report.json'];
  await expect(run(process.execPath, args, { cwd: root })).rejects.toThrow('Command failed');
  await typed;
  const results: Report = JSON.parse(readFileSync(join(root, 'report.json'), 'utf8'));
  const failed = results.testResults[0]!.assertionResults.filter((one) => one.status === 'failed');
  expect(failed.map((one) => one.title)).toEqual(CLAIMS);
});
