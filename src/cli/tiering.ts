/**
 * Lets the process of the program optimise with V8's slowest compiler only what runs much. By default 3,000 calls are enough,
 * which functions reach that run a few times per file and cost little: each worker compiles them for itself.
 * It must never be imported by the library: the setting is of the whole process.
 */
import { setFlagsFromString } from 'node:v8';

/** Versions of Node whose V8 has the setting: an unknown one is answered with a line on the standard error. */
const KNOWN: readonly string[] = ['22', '24'];

if (KNOWN.includes(process.versions.node.split('.')[0]!)) setFlagsFromString('--invocation-count-for-turbofan=20000');
