/** The trace of a segment: every answer that its kernel got about other units, absence included. */
import { table } from '#columns';

/**
 * One row per distinct question, sorted by `key` = mix(table, path hash of the unit asked or 0 for all, row key): what a change
 * is matched by. `value`: 32 bits of the hash of what was found, 0 for nothing.
 */
export const trace = table('trace', 'plain', 'trace', { key: 'hash', value: 'int' });
