/**
 * Settings of V8 for the process of the program, whose workers run much code for a few seconds: less is compiled there than V8
 * does by default. Figures are in docs/performance.md.
 * It must never be imported by the library: the settings are of the whole process.
 */
import { setFlagsFromString } from 'node:v8';

/**
 * TurboFan, the slowest compiler, takes a function after 20,000 calls instead of 3,000, which functions reach that run a few
 * times per file and cost little; and it puts a third of the code of others into one, so that each takes less time.
 */
const LESS_OPTIMISED: readonly string[] = [
  '--invocation-count-for-turbofan=20000',
  '--max-inlined-bytecode-size-cumulative=300',
  '--max-inlined-bytecode-size=150',
];

/** Settings by version of Node, for V8 answers one that it does not know with a line on the standard error. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  '22': LESS_OPTIMISED,
  // The parser calls its lexer through a table: what is called again and again is compiled into the caller.
  '24': [...LESS_OPTIMISED, '--wasm-inlining-call-indirect'],
};

for (const setting of SETTINGS[process.versions.node.split('.')[0]!] ?? []) setFlagsFromString(setting);
