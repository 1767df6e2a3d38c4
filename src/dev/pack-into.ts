/** Packs the built package and installs it in an empty project, as a user would. It must never build: what is tested is what is there. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '..', '..');

interface PackedFile {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Installs the package in `folder` and gives the paths that the tarball holds. */
export function packInto(folder: string): string[] {
  const pack = npm(PROJECT, ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  const [packed]: PackedFile[] = JSON.parse(pack);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  // The lockfile of the project holds what its tests ran with; a user gets what the ranges allow: the same, they are exact.
  npm(folder, [
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    join(folder, packed!.filename),
  ]);
  rmSync(join(folder, packed!.filename));
  return packed!.files.map((file) => file.path);
}

function npm(cwd: string, args: readonly string[]): string {
  return execFileSync('npm', args, {
    cwd,
    env: npmEnvironment(),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
}

/** The environment without the settings that an npm above this one passes down. */
export function npmEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
}
