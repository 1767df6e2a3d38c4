/** The exit codes of the program. Documented in `docs/cli.md`; a code keeps its meaning. */
import { isEngineError, type ErrorCode } from '#core';

export const EXIT = {
  /** All went well. */
  ok: 0,
  /** The root cannot be read, or the engine failed. */
  failure: 1,
  /** The command line or a question is wrong. */
  usage: 2,
  /** The index is there, but a stage failed on every file. */
  stageFailed: 3,
  /** Ended by SIGINT. */
  interrupted: 130,
} as const;

/** Errors that the caller can mend by asking otherwise. */
const USAGE: ReadonlySet<ErrorCode> = new Set([
  'E_CONFIG',
  'E_STAGE_UNKNOWN',
  'E_STAGE_REQUIRED',
  'E_QUERY',
  'E_PATTERN',
  'E_PATH',
] as const);

export function exitCodeOf(error: unknown): number {
  if (!isEngineError(error)) return EXIT.failure;
  if (error.code === 'E_ABORTED') return EXIT.interrupted;
  return USAGE.has(error.code) ? EXIT.usage : EXIT.failure;
}
