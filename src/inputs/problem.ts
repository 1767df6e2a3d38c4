/**
 * What can be wrong with an input, as rows. A bad input never throws: it costs its own file, never the run.
 * Only a bad root, a bad option or a malformed path given by the caller is an `EngineError`.
 */

/** Every problem code of this room, with what it means for the file. */
export const INPUT_PROBLEMS = {
  'bad-name': 'The name cannot be written as a relative path on every platform; the file is left out',
  'case-collision': 'Two names differ only in case or Unicode form; both are indexed',
  'dangling-link': 'A symbolic link points at nothing; it is left out',
  encoding: 'The text is malformed in its encoding; it is read as well as possible',
  'escapes-root': 'A symbolic link leads out of the root; nothing behind it is read',
  'git-unavailable': 'git could not list the files; the folder was walked with its ignore files instead',
  'ignore-rule': 'An ignore file or one of its lines is beyond the limits and is not applied',
  'not-a-file': 'A pipe, socket, device or directory stands where a file was expected; it is left out',
  'symlink-loop': 'A symbolic link leads back to itself; it is left out',
  'too-large': 'The file is larger than maxFileBytes; only its text is searched',
  unreadable: 'The file or directory cannot be opened; it is left out',
  vanished: 'The file was listed and is gone; it is left out',
} as const satisfies Record<string, string>;

export type InputProblemCode = keyof typeof INPUT_PROBLEMS;

/** `path` is relative to the root; the empty path is the root itself. */
export interface InputProblem {
  readonly path: string;
  readonly code: InputProblemCode;
  readonly message: string;
}

/** The system's code of a failed call (`ENOENT`, `EACCES` ...), or an empty text. */
export function systemCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
