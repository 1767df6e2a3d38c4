/**
 * inputs: the only room that touches the file system and git. Lists, reads and decodes what is to be indexed.
 * Treats the tree as hostile: nothing of it is executed, and nothing outside the root is read.
 *
 *     const disk = diskFileSystem(root);
 *     const { files, problems } = await disk.list();
 *     const source = readSource(disk, files[0].path);
 *     if (source.status === 'read') decodeSource(source.bytes).text;
 */
export { type DecodedSource, decodeSource, type Encoding } from './decode.ts';
export { discover } from './discover.ts';
export { diskFileSystem } from './disk-file-system.ts';
export {
  type DiscoveredFile,
  type DiscoverOptions,
  type Discovery,
  type FileStamp,
  type FileSystem,
  type FileSystemDescription,
  type MemoryFile,
  readSource,
  type SourceBytes,
  type SourceFailure,
  type SourceRead,
  type WriteResult,
} from './file-system.ts';
export { type GitOutcome, type GitRun, runGit } from './git-command.ts';
export { memoryFileSystem, type MemoryFileSystem } from './memory-file-system.ts';
export { openFileSystem } from './open-file-system.ts';
export { INPUT_PROBLEMS, type InputProblem, type InputProblemCode } from './problem.ts';
export { comparePaths, normalisePath } from './relative-path.ts';
export { DEFAULT_MAX_FILE_BYTES, HARD_MAX_FILE_BYTES } from './size-limits.ts';
export { watchFolder, type Watch } from './watch-folder.ts';
