/** The root of an index: an existing directory, resolved once, so that no later change of a link moves it. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { EngineError } from '#core';
import { systemCode } from './problem.ts';

/** The resolved path of the directory `root`, or `E_ROOT`. */
export function resolveRoot(root: string): string {
  // Callers in plain JavaScript pass anything.
  if (typeof root !== 'string' || root === '' || root.includes('\0')) {
    throw refused(`is ${shownValue(root)}, not the path of a directory`, undefined);
  }
  const shown = JSON.stringify(root);
  let real: string;
  try {
    real = realpathSync.native(root);
    if (!statSync(real).isDirectory()) throw refused(`${shown} is not a directory`, undefined);
    accessSync(real, constants.R_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw refused(`${shown} ${reasonOf(systemCode(error))}`, error);
  }
  return real;
}

function shownValue(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : `a value of type ${typeof value}`;
}

function reasonOf(code: string): string {
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'ENOTDIR') return 'is below something that is not a directory';
  if (code === 'ELOOP') return 'is a symbolic link that leads back to itself';
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read with the rights of this process';
  return `cannot be opened (${code})`;
}

function refused(what: string, cause: unknown): EngineError {
  const todo = 'pass the path of a directory that exists and can be read';
  return new EngineError('E_ROOT', `the root ${what}; ${todo}`, cause === undefined ? {} : { cause });
}
