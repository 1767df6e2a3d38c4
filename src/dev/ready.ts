/**
 * Runs every check that answers soon, one after the other and to the end, and then says which failed and how long each took.
 * The tests on real workers, processes and packages come after it in `npm run verify`.
 * Each is a script of package.json that can be run by itself. It must never hide the output of a check.
 */
import { spawnSync } from 'node:child_process';

/** The checks of the package pack what was built just before: no second build by `prepack`. */
const env = { ...process.env, npm_config_ignore_scripts: 'true' };

/** Cheap checks first. What stands after `build` looks at what it made. */
const BEFORE_BUILD = ['format:check', 'types', 'lint', 'boundaries', 'generate:check', 'dead'];
const AFTER_BUILD = ['api', 'pack:check'];

interface Outcome {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly seconds: number;
}

function check(name: string): Outcome {
  const start = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', name], {
    stdio: 'inherit',
    env,
    shell: process.platform === 'win32',
  });
  return { name, state: status === 0 ? 'passed' : 'failed', seconds: (performance.now() - start) / 1000 };
}

const skipped = (name: string): Outcome => ({ name, state: 'skipped', seconds: 0 });

const before = BEFORE_BUILD.map(check);
const build = check('build');
const after = AFTER_BUILD.map(build.state === 'passed' ? check : skipped);
const outcomes = [...before, build, ...after, check('test')];

console.log();
for (const { name, state, seconds } of outcomes)
  console.log(`${state.padEnd(8)}${name.padEnd(16)}${seconds.toFixed(1)} s`);
const total = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
const isReady = outcomes.every((outcome) => outcome.state === 'passed');
console.log(`${isReady ? 'ready' : 'not ready'} after ${total.toFixed(1)} s`);
process.exitCode = isReady ? 0 : 1;
