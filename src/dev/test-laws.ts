/**
 * The long run of the laws: the property tests that `npm test` runs with few cases, with as many as the first argument says and a
 * seed of their own as the second. `npm run test:laws -- 2000 7`. It must never change what a law says.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { lawFiles } from './law-files.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const [runs = '1000', seed = '20261121'] = process.argv.slice(2);

const laws = lawFiles();
console.log(`${laws.length} files of laws, ${runs} runs each, seed ${seed}`);
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'real', ...laws], {
  cwd: PROJECT,
  stdio: 'inherit',
  env: { ...process.env, LAW_RUNS: runs, LAW_SEED: seed },
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
