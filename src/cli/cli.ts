#!/usr/bin/env node
/**
 * The program `stratagraph`. The guard comes first and the rest is imported behind it, so that an old Node gets a sentence
 * and not a stack. Holds what belongs to the process: its streams, SIGINT, its exit code.
 */
import './guard.ts';
import './tiering.ts';

const { main } = await import('./main.ts');
const abort = new AbortController();
process.on('SIGINT', () => {
  // The second one ends the process whatever it does.
  if (abort.signal.aborted) process.exit(130);
  abort.abort();
});
process.exitCode = await main(process.argv.slice(2), {
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: abort.signal,
});
