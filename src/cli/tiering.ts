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

/** Versions of Node whose V8 has the settings: it answers one that it does not know with a line on the standard error. */
const VERSIONS = ['22', '24'];

if (VERSIONS.includes(process.versions.node.split('.')[0]!))
  for (const setting of LESS_OPTIMISED) setFlagsFromString(setting);
