/**
 * Runs the built package, installed in an empty project, on the oldest and the newest Node that it is for, and with
 * `--suite` the tests too. Fetches those versions through npx. It must never build: `npm run build` comes first.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmEnvironment, packInto } from './pack-into.ts';

const VERSIONS = ['22.22.0', '24.21.0', '26.10.0'];
const PROJECT = join(import.meta.dirname, '..', '..');

const PROGRAM = `
import { createRequire } from 'node:module';
import { UnifiedOrchestrator } from 'stratagraph';
const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2 });
const { totalFiles, filesFailed, totalNodes } = await orchestrator.indexRepository('repository');
await orchestrator.close();
const isSame = createRequire(import.meta.url)('stratagraph').UnifiedOrchestrator === UnifiedOrchestrator;
console.log(process.version, JSON.stringify({ totalFiles, filesFailed, totalNodes, isSame }));
process.exitCode = totalFiles === 1 && filesFailed === 0 && totalNodes > 2 && isSame ? 0 : 1;
`;

function runOn(version: string, cwd: string, command: string): boolean {
  const args = ['exec', '--yes', '--loglevel=error', '--package', `node@${version}`, '--call', command];
  return (
    spawnSync('npm', args, { cwd, env: npmEnvironment(), stdio: 'inherit', shell: process.platform === 'win32' })
      .status === 0
  );
}

const consumer = mkdtempSync(join(tmpdir(), 'nodes-'));
const failed: string[] = [];
try {
  packInto(consumer);
  mkdirSync(join(consumer, 'repository'));
  writeFileSync(join(consumer, 'repository', 'main.py'), 'def main():\n    return 1\n');
  writeFileSync(join(consumer, 'program.mjs'), PROGRAM);
  for (const version of VERSIONS) {
    if (!runOn(version, consumer, 'node program.mjs')) failed.push(`the package on Node ${version}`);
    if (
      process.argv.includes('--suite') &&
      !runOn(version, PROJECT, 'node -v && vitest run --project unit --project real')
    )
      failed.push(`the tests on Node ${version}`);
  }
} finally {
  rmSync(consumer, { recursive: true, force: true });
}
console.log(failed.length === 0 ? `passed on ${VERSIONS.join(', ')}` : `failed: ${failed.join('; ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
