/** Types of declarations for other files (L5, TypeScript): as written with every name resolved, and as inferred. */
import { table } from '#columns';

/**
 * What a file declares, sorted by `key`, the descriptor hash; rows of one key are overloads and merged declarations in order.
 * Looked up across files. `type`, `generics`, `parameters`, `bases`: as written, in which a name that stands for a symbol of the
 * repository carries the hashes of its path and its descriptor: `Cart@` and 32 hexadecimal digits.
 */
export const declaredType = table('declared_type', 'plain', 'declared_type', {
  key: 'hash',
  kind: 'int',
  flags: 'int',
  name: 'string',
  type: 'string',
  generics: 'string',
  parameters: 'string',
  bases: 'string',
});
/** Types inferred for declarations without a written one, in the same spelling, sorted by `key`. Looked up across files. */
export const inferredType = table('inferred_type', 'plain', 'inferred_type', { key: 'hash', type: 'string' });
