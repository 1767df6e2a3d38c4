/** Runs one command line over the given streams and gives the exit code. Never ends the process and never throws. */
import { CommanderError } from 'commander';
import { isEngineError } from '#core';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { OutputClosed } from './output.ts';
import { program } from './program.ts';
import { errorDocument } from './query-command.ts';
import { Run } from './run.ts';
import type { CliStreams } from './streams.ts';

export type { CliStreams } from './streams.ts';

export async function main(args: readonly string[], streams: CliStreams): Promise<number> {
  const run = new Run(streams);
  try {
    await program(run).parseAsync(args, { from: 'user' });
    await run.out.end();
    return run.exitCode;
  } catch (error) {
    if (error instanceof OutputClosed) return run.exitCode;
    return await failed(run, error, args.includes('--json'));
  } finally {
    run.out.release();
  }
}

/** Says what went wrong: to people on the error stream, and with `--json` to programs as a document too. */
async function failed(run: Run, error: unknown, isJson: boolean): Promise<number> {
  // The parser has spoken already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const { errorStyle } = run;
  const message = error instanceof Error ? error.message : String(error);
  run.note(`${errorStyle('red', 'error:')} ${message}`);
  // Messages of the engine say what to do; any other error is a fault of the program.
  if (!isEngineError(error) && error instanceof Error) run.note(errorStyle('dim', error.stack ?? ''));
  if (isJson) {
    try {
      await run.out.line(JSON.stringify(errorDocument(error)));
      await run.out.end();
    } catch (closed) {
      if (!(closed instanceof OutputClosed)) throw closed;
    }
  }
  return exitCodeOf(error);
}
