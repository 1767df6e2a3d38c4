/**
 * Runs every check that answers soon, to the end, and then says which failed and how long each took. The tests run beside the
 * other checks, so that no processor waits for the last test file or for a check that uses only one.
 * The tests on real workers, processes and packages come after it in `npm run verify`.
 * Each is a script of package.json that can be run by itself. It must never hide the output of a check, nor mix two.
 */
import { spawn } from 'node:child_process';

/** The checks of the package pack what was built just before: no second build by `prepack`. */
const env = {
  ...process.env,
  npm_config_ignore_scripts: 'true',
  ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
};

/** What stands after `build` looks at what it made. None writes what another reads. */
const AFTER_BUILD = ['api', 'pack:check'];
/** Longest first. */
const OTHERS = ['types', 'lint', 'boundaries', 'dead', 'format:check', 'generate:check'];

interface Outcome {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly seconds: number;
}

const line = ({ name, state, seconds }: Outcome): string =>
  `${state.padEnd(8)}${name.padEnd(16)}${seconds.toFixed(1)} s\n`;

/** Runs a script, and writes all its output in one piece when it has ended. */
async function check(name: string): Promise<Outcome> {
  const start = performance.now();
  const output: Uint8Array[] = [];
  const child = spawn('npm', ['run', '--silent', name], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
    shell: process.platform === 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Uint8Array) => output.push(bytes));
  const isPassed = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      output.push(Buffer.from(`${error.message}\n`));
      resolve(false);
    });
    child.on('close', (status) => resolve(status === 0));
  });
  const state = isPassed ? 'passed' : 'failed';
  const outcome: Outcome = { name, state, seconds: (performance.now() - start) / 1000 };
  process.stdout.write(Buffer.concat([...output, Buffer.from(line(outcome))]));
  return outcome;
}

async function checks(): Promise<Outcome[]> {
  const outcomes = [await check('build')];
  const isBuilt = outcomes[0]!.state === 'passed';
  for (const name of AFTER_BUILD) outcomes.push(isBuilt ? await check(name) : { name, state: 'skipped', seconds: 0 });
  for (const name of OTHERS) outcomes.push(await check(name));
  return outcomes;
}

const start = performance.now();
const [tests, others] = await Promise.all([check('test'), checks()]);
const outcomes = [...others, tests];

console.log();
for (const outcome of outcomes) process.stdout.write(line(outcome));
const isReady = outcomes.every((outcome) => outcome.state === 'passed');
console.log(`${isReady ? 'ready' : 'not ready'} after ${((performance.now() - start) / 1000).toFixed(1)} s`);
process.exitCode = isReady ? 0 : 1;
