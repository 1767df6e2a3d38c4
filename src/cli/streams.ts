/** The streams and surroundings of one run of the program: those of the process, or any others. */
import type { Readable, Writable } from 'node:stream';

/** A stream to write to; terminals say so. */
export type OutStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

export interface CliStreams {
  readonly stdin: Readable;
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by SIGINT. */
  readonly signal: AbortSignal;
}

/** Colours are for terminals; NO_COLOR and FORCE_COLOR decide otherwise when they are not empty. */
export function hasColours(stream: OutStream, env: CliStreams['env']): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'] ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}
