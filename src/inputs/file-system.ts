/**
 * The contract of a file system: list the files below a root, read one of them. Paths are relative to the root, with `/`.
 * An implementation must never follow a link out of its root, block on what is not a file, or throw for a bad file.
 */
import type { InputProblem } from './problem.ts';
import { normalisePath } from './relative-path.ts';
import { DEFAULT_MAX_FILE_BYTES } from './size-limits.ts';

export interface DiscoverOptions {
  /** Globs of the files to keep; a glob without `/` matches at every depth, one that names a directory means all below it. */
  readonly include?: readonly string[] | undefined;
  /** Globs of the files and directories to leave out, in the same dialect. */
  readonly exclude?: readonly string[] | undefined;
  readonly maxFileBytes?: number | undefined;
  /** The time that git may take in one listing; after it the folder is walked instead. */
  readonly gitTimeoutMs?: number | undefined;
}

export interface DiscoveredFile {
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** `files` by path in byte order, `problems` by path and code: equal trees give equal listings. */
export interface Discovery {
  readonly files: readonly DiscoveredFile[];
  readonly problems: readonly InputProblem[];
}

export interface SourceBytes {
  readonly status: 'read';
  readonly bytes: Uint8Array;
  /** Taken before the bytes were read: a write in between shows as a newer time at the next listing. */
  readonly mtimeMs: number;
  /** Larger than `maxFileBytes`: search its text, derive nothing else. */
  readonly isTooLarge: boolean;
}

export interface SourceFailure {
  readonly status: 'failed';
  readonly problem: InputProblem;
}

export type SourceRead = SourceBytes | SourceFailure;

/** A file system as plain data, to open it again in a worker. */
export type FileSystemDescription =
  | { readonly kind: 'disk'; readonly root: string }
  | { readonly kind: 'memory'; readonly files: readonly MemoryFile[] };

export interface MemoryFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mtimeMs: number;
}

/** Size and time of a file as a listing gives them. */
export interface FileStamp {
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** The new stamp of a file, null when it was removed; or why it was left as it is. */
export type WriteResult = { readonly stamp: FileStamp | null } | { readonly fault: string };

export interface FileSystem {
  list(options?: DiscoverOptions, signal?: AbortSignal): Promise<Discovery>;
  read(path: string, maxFileBytes: number): SourceRead;
  /**
   * Replaces a file, or removes it for null, unless it is no longer as `seen` says. Gives its new stamp, or why it was left.
   */
  replace(path: string, text: string | null, seen: FileStamp | null): WriteResult;
  /** True when one opened from `describe()` sees what changes later. */
  readonly isLive: boolean;
  describe(): FileSystemDescription;
}

/** Reads one file of any file system by any spelling of its path; `E_PATH` when the path is not one below the root. */
export function readSource(fileSystem: FileSystem, path: string, maxFileBytes = DEFAULT_MAX_FILE_BYTES): SourceRead {
  return fileSystem.read(normalisePath(path), maxFileBytes);
}
