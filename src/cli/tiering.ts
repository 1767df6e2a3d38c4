/**
 * Lets the process of the program optimise with V8's slowest compiler only what runs much: an index is over in seconds, and each
 * worker compiles for itself what the defaults call hot, functions that run a few times per file among them.
 * It must never be imported by the library: the settings are of the whole process.
 */
import { setFlagsFromString } from 'node:v8';

/** Versions of Node whose V8 has the settings: an unknown one is answered with a line on the standard error. */
const KNOWN: readonly string[] = ['22', '24'];

/** Calls until a function is compiled by that compiler, 3,000 by default, and while a loop of it runs, 500 by default. */
const CALLS = { turbofan: 200_000, osr: 3000 };

if (KNOWN.includes(process.versions.node.split('.')[0]!)) {
  for (const [tier, calls] of Object.entries(CALLS)) setFlagsFromString(`--invocation-count-for-${tier}=${calls}`);
}
