/**
 * Types (L5). Text columns hold what travels between files in a notation of the stage `types`; `type_text` holds types as
 * people read them. A type is what is known, never a promise: origin and confidence say where it comes from.
 */
import { table } from '#columns';

/** Where a type comes from. `call_site`: from the arguments of the calls that are known. */
export const TYPE_ORIGINS = [
  'unknown',
  'annotation',
  'literal',
  'constructor',
  'inferred',
  'call_site',
  'default',
  'library',
] as const;
export const VARIABLE_SOURCES = ['local', 'declaration'] as const;

/** What the symbols of this file give to other files, sorted by `key`, the descriptor hash: the terms of values and results,
 * not their types. An edit that leaves them equal touches no other file. Looked up across files. */
export const typeTerm = table('type_term', 'plain', 'type_term', { key: 'hash', text: 'string' });
/** Types of arguments that calls in this file give to parameters without annotation, sorted by `key`, the parameter's hash,
 * distinct. Looked up across files. */
export const argumentType = table('argument_type', 'plain', 'argument_type', { key: 'hash', type: 'string' });

/** Distinct types of this file, as written in a signature; a union as one text. */
export const typeText = table('type_text', 'plain', 'types', { text: 'string' });
/** Row = reference row: its type, a row of `type_text` or -1. Of a name that is written, the type of what is stored. */
export const expressionType = table('expression_type', 'plain', 'types', { type: 'ref' });
/** Row = call row: the type of its result. */
export const callType = table('call_type', 'plain', 'types', { type: 'ref' });
/** Types of locals and declared variables: all that they may hold. Confidence in percent. */
export const variableType = table('variable_type', 'plain', 'types', {
  source: 'int',
  at: 'int',
  type: 'int',
  origin: 'int',
  confidence: 'int',
});
/** Row = body row: the type of its result, -1 for no function or nothing known. */
export const returnType = table('return_type', 'plain', 'types', { type: 'ref', origin: 'int', confidence: 'int' });

/** Calls whose callee the types of their receivers tell, with the columns of `call_edge_name`. `call` is -1 for what runs
 * without a call being written (`for`, `raise C`, getters, operators); then `reference` is the name nearest to it, or -1. */
export const callEdgeTyped = table('call_edge_typed', 'edge', 'call_edge_typed', {
  key: 'hash',
  call: 'ref',
  caller: 'int',
  kind: 'int',
  certainty: 'int',
  reference: 'ref',
});
/** Attribute references whose meaning the type of their object tells, with the columns of `reference_target`. */
export const referenceTargetTyped = table('reference_target_typed', 'edge', 'resolve_typed', {
  reference: 'int',
  kind: 'int',
  path: 'hash',
  symbol: 'hash',
  declared: 'int',
  certainty: 'int',
  name: 'string',
});
/** What was given up: code and message. */
export const typeProblem = table('type_problem', 'plain', 'type_problem', { code: 'string', message: 'string' });
