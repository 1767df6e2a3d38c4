/** The trace of a segment: every answer that its kernel got about other units, absence included. */
import { table } from '#columns';

/**
 * One row per distinct question, sorted by `key`. `key` = mix(unit, row key) is what a change is matched by;
 * `origin` is the path hash of the unit asked, `value` the hash of what was found, or 0 for nothing.
 */
export const trace = table('trace', 'plain', 'trace', { key: 'hash', origin: 'hash', value: 'hash', source: 'int' });
