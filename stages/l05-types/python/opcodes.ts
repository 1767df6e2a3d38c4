/** The codes of the operations by their names. */
import { OPCODES } from '#facts';

// Safe because: every name of the tuple becomes a key.
export const OP = Object.fromEntries(OPCODES.map((name, code) => [name, code])) as Record<
  (typeof OPCODES)[number],
  number
>;
