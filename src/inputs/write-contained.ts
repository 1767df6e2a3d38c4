/**
 * Writes files of a hostile tree. Must never write through a link out of the root; a file is replaced as a whole, so that
 * nobody reads half of it.
 */
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isInside } from './contained-file.ts';
import { encodeLike } from './encode.ts';
import type { FileStamp, WriteResult } from './file-system.ts';

/** The stamp of a file below `realRoot`, or null when there is none. */
export function stampOf(realRoot: string, path: string): FileStamp | null {
  const stat = statSync(join(realRoot, path), { throwIfNoEntry: false });
  return stat === undefined || !stat.isFile() ? null : { bytes: stat.size, mtimeMs: stat.mtimeMs };
}

/** Writes `text` in the encoding of the file, or removes the file for null. Returns the new stamp, or why it was not written. */
export function writeContained(realRoot: string, path: string, text: string | null): WriteResult {
  const absolute = join(realRoot, path);
  const folder = dirname(absolute);
  try {
    if (text !== null) mkdirInside(realRoot, folder);
    const realFolder = realpathSync(folder);
    if (!isInside(realRoot, realFolder)) return { fault: 'is reached through a symbolic link that leaves the root' };
    const target = join(realFolder, basename(absolute));
    if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() === true) return { fault: 'is a symbolic link' };
    if (text === null) {
      rmSync(target, { force: true });
      return { stamp: null };
    }
    const temporary = `${target}.${process.pid}.new`;
    const old = lstatSync(target, { throwIfNoEntry: false });
    const bytes = encodeLike(text, old?.isFile() === true ? readFileSync(target) : null);
    replaceWhole(target, temporary, bytes, old?.mode ?? 0o666);
    return { stamp: stampOf(realRoot, path) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** Puts a file that is written whole in the place of another. Leaves nothing when that fails. */
function replaceWhole(target: string, temporary: string, bytes: Uint8Array, mode: number): void {
  const descriptor = openSync(temporary, 'wx', mode);
  try {
    try {
      writeFileSync(descriptor, bytes);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Makes a folder below the root, one part at a time, so that a link on the way is seen before anything is made behind it. */
function mkdirInside(realRoot: string, folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  const parent = dirname(folder);
  if (parent !== folder) mkdirInside(realRoot, parent);
  if (isInside(realRoot, realpathSync(parent))) mkdirSync(folder);
}
