/**
 * Opens and reads files of a hostile tree. Must never follow a link out of the root, not even one that was put in place
 * of a directory after the listing, and must never block: a pipe without a writer is refused, not waited for.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, readSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { SourceRead } from './file-system.ts';
import { type InputProblem, type InputProblemCode, systemCode } from './problem.ts';
import { HARD_MAX_FILE_BYTES, sizeProblem } from './size-limits.ts';

// Platforms without one of these flags define it as undefined: there the link check below is what holds.
const OPEN_FLAGS =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
const REFUSES_LINKS = constants.O_NOFOLLOW !== undefined;

/** True when a resolved path is the resolved root or below it. */
export function isInside(realRoot: string, realPath: string): boolean {
  return realPath === realRoot || realPath.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep);
}

/**
 * Reads the file `path` below `realRoot` (a resolved path). A file that grows meanwhile is read to the size it had,
 * one that shrinks to the size it has: the next listing sees the newer time.
 */
export function readContained(realRoot: string, path: string, maxFileBytes: number): SourceRead {
  const absolute = join(realRoot, path);
  let descriptor = -1;
  try {
    if (!REFUSES_LINKS && lstatSync(absolute).isSymbolicLink())
      return failed(path, 'escapes-root', 'is a symbolic link');
    descriptor = openSync(absolute, OPEN_FLAGS);
    return readOpened(descriptor, realRoot, path, maxFileBytes);
  } catch (error) {
    return { status: 'failed', problem: openProblem(path, error) };
  } finally {
    if (descriptor >= 0) closeSync(descriptor);
  }
}

function readOpened(descriptor: number, realRoot: string, path: string, maxFileBytes: number): SourceRead {
  const stat = fstatSync(descriptor);
  if (!stat.isFile()) return failed(path, 'not-a-file', 'is not a regular file');
  if (!isOpenedInside(descriptor, realRoot, join(realRoot, path))) {
    return failed(path, 'escapes-root', 'is reached through a symbolic link that leaves the root');
  }
  const oversize = sizeProblem(path, stat.size, HARD_MAX_FILE_BYTES);
  if (oversize !== undefined) return { status: 'failed', problem: oversize };
  // Slow = an own buffer: a slice of Node's pool would share its memory with strangers.
  const buffer = Buffer.allocUnsafeSlow(stat.size);
  const length = fill(descriptor, buffer);
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, length);
  return { status: 'read', bytes, mtimeMs: stat.mtimeMs, isTooLarge: length > maxFileBytes };
}

function fill(descriptor: number, buffer: Uint8Array): number {
  let length = 0;
  while (length < buffer.length) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, length);
    if (count === 0) break;
    length += count;
  }
  return length;
}

/** Asks where the opened file really is. Done after opening, so that nothing can be swapped between check and use. */
function isOpenedInside(descriptor: number, realRoot: string, absolute: string): boolean {
  if (process.platform === 'linux') {
    try {
      // One cheap call; anything but a plain yes is asked again below.
      if (isInside(realRoot, readlinkSync(`/proc/self/fd/${descriptor}`))) return true;
    } catch {
      // No /proc here.
    }
  }
  const real = realpathSync.native(absolute);
  if (!isInside(realRoot, real)) return false;
  const opened = fstatSync(descriptor, { bigint: true });
  const found = lstatSync(real, { bigint: true });
  return opened.ino === found.ino && opened.dev === found.dev;
}

function failed(path: string, code: InputProblemCode, message: string): SourceRead {
  return { status: 'failed', problem: { path, code, message } };
}

function openProblem(path: string, error: unknown): InputProblem {
  const code = systemCode(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { path, code: 'vanished', message: 'is gone since it was listed' };
    case 'ELOOP':
    case 'EMLINK':
      // What O_NOFOLLOW answers for a link; FreeBSD says EMLINK.
      return { path, code: 'escapes-root', message: 'has become a symbolic link; links are not followed' };
    case 'EISDIR':
    case 'ENXIO':
    case 'ENODEV':
    case 'EOPNOTSUPP':
      return { path, code: 'not-a-file', message: 'is not a regular file' };
    default:
      return { path, code: 'unreadable', message: `cannot be opened (${code === '' ? String(error) : code})` };
  }
}
