/** Opens a described file system again, in a worker: a description is plain data that crosses threads. */
import { diskFileSystem } from './disk-file-system.ts';
import type { FileSystem, FileSystemDescription } from './file-system.ts';
import { ofFiles } from './memory-file-system.ts';

export function openFileSystem(description: FileSystemDescription): FileSystem {
  return description.kind === 'disk' ? diskFileSystem(description.root) : ofFiles(description.files);
}
