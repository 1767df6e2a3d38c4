/**
 * Files in memory, for tests and for callers whose files are nowhere on disk. No ignore files, no links; the same
 * filters, limits, order and problems as on disk. Time is a counter of writes, so that runs are repeatable.
 */
import { throwIfAborted } from '#core';
import { resolveOptions } from './discover-options.ts';
import {
  type DiscoveredFile,
  type DiscoverOptions,
  type Discovery,
  type FileSystem,
  type MemoryFile,
  type SourceRead,
} from './file-system.ts';
import { orderListing } from './listing-order.ts';
import type { InputProblem } from './problem.ts';
import { normalisePath } from './relative-path.ts';
import { HARD_MAX_FILE_BYTES, sizeProblem } from './size-limits.ts';

export interface MemoryFileSystem extends FileSystem {
  /** Creates or replaces a file. */
  write(path: string, content: string | Uint8Array): void;
  /** True when there was one. */
  remove(path: string): boolean;
}

export function memoryFileSystem(contents: Readonly<Record<string, string | Uint8Array>>): MemoryFileSystem {
  const fileSystem = ofFiles([]);
  for (const [path, content] of Object.entries(contents)) fileSystem.write(path, content);
  return fileSystem;
}

/** A memory file system with exactly these files, times included. */
export function ofFiles(given: readonly MemoryFile[]): MemoryFileSystem {
  const files = new Map(given.map((file) => [file.path, file]));
  let writes = given.reduce((latest, file) => Math.max(latest, file.mtimeMs), 0);
  return {
    async list(options, signal) {
      throwIfAborted(signal);
      return listFiles(files.values(), options ?? {});
    },
    read: (path, maxFileBytes) => readFile(files.get(path), path, maxFileBytes),
    isLive: false,
    replace(path, text, seen) {
      const now = files.get(path);
      if (now?.bytes.length !== seen?.bytes || now?.mtimeMs !== seen?.mtimeMs) return { fault: 'has changed' };
      if (text === null) files.delete(path);
      else this.write(path, text);
      const file = files.get(path);
      return { stamp: file === undefined ? null : { bytes: file.bytes.length, mtimeMs: file.mtimeMs } };
    },
    describe: () => ({ kind: 'memory', files: [...files.values()] }),
    write(path, content) {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      const name = normalisePath(path);
      files.set(name, { path: name, bytes, mtimeMs: ++writes });
    },
    remove: (path) => files.delete(normalisePath(path)),
  };
}

function listFiles(files: Iterable<MemoryFile>, options: DiscoverOptions): Discovery {
  const { filter, maxFileBytes } = resolveOptions(options);
  const rows: DiscoveredFile[] = [];
  const problems: InputProblem[] = [];
  for (const { path, bytes, mtimeMs } of files) {
    if (!filter.admitsFile(path) || path.split('/').includes('node_modules')) continue;
    const oversize = sizeProblem(path, bytes.length, maxFileBytes);
    if (oversize !== undefined) problems.push(oversize);
    if (bytes.length <= HARD_MAX_FILE_BYTES) rows.push({ path, bytes: bytes.length, mtimeMs });
  }
  return orderListing(rows, problems);
}

function readFile(file: MemoryFile | undefined, path: string, maxFileBytes: number): SourceRead {
  if (file === undefined) {
    return { status: 'failed', problem: { path, code: 'vanished', message: 'is gone since it was listed' } };
  }
  return { status: 'read', bytes: file.bytes, mtimeMs: file.mtimeMs, isTooLarge: file.bytes.length > maxFileBytes };
}
