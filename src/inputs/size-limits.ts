/** The limits on the size of one file. Above the first a file is searched as text only, above the second not read. */
import type { InputProblem } from './problem.ts';

/** Above this, unless the caller sets another, a file is searched as text only. */
export const DEFAULT_MAX_FILE_BYTES: number = 8 * 1024 * 1024;

/** Above this a file is not read at all: one hostile file must not take the memory of the process. */
export const HARD_MAX_FILE_BYTES: number = 64 * 1024 * 1024;

/** The problem of a file of this size, if it has one. */
export function sizeProblem(path: string, bytes: number, maxFileBytes: number): InputProblem | undefined {
  if (bytes > HARD_MAX_FILE_BYTES) {
    const message = `has ${bytes} bytes, more than the ${HARD_MAX_FILE_BYTES} that are read at most; it is left out`;
    return { path, code: 'too-large', message };
  }
  if (bytes > maxFileBytes) {
    return {
      path,
      code: 'too-large',
      message: `has ${bytes} bytes, more than ${maxFileBytes}; only its text is searched`,
    };
  }
  return undefined;
}
