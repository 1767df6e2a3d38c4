/** Codes of operations, scopes and kinds that the stage tells apart. */
import {
  BODY_KINDS,
  codeOf,
  DECLARATION_KINDS,
  DEFINITION_KINDS,
  FLOW_VARIABLE_KINDS,
  LOCAL_KINDS,
  OPCODES,
  REFERENCE_ROLES,
  REFERENCE_SCOPES,
  STATEMENT_KINDS,
} from '#facts';

const opcode = (name: (typeof OPCODES)[number]): number => codeOf(OPCODES, name);

/** Operations that this stage reads; each has a case of its own. */
export const OP = {
  parameter: opcode('parameter'),
  load: opcode('load'),
  store: opcode('store'),
  delete: opcode('delete'),
  attribute: opcode('attribute'),
  storeAttribute: opcode('store_attribute'),
  deleteAttribute: opcode('delete_attribute'),
  index: opcode('index'),
  storeIndex: opcode('store_index'),
  deleteIndex: opcode('delete_index'),
  call: opcode('call'),
  closure: opcode('closure'),
  import: opcode('import'),
  await: opcode('await'),
  yield: opcode('yield'),
  iterate: opcode('iterate'),
  next: opcode('next'),
  if: opcode('if'),
  end: opcode('end'),
  loop: opcode('loop'),
  try: opcode('try'),
  with: opcode('with'),
  switch: opcode('switch'),
  block: opcode('block'),
} as const;

const definition = (name: (typeof DEFINITION_KINDS)[number]): number => codeOf(DEFINITION_KINDS, name);
export const ENTRY: number = definition('entry');
export const PARAMETER: number = definition('parameter');
export const ASSIGN: number = definition('assign');
export const DECLARE: number = definition('declare');
export const IMPORT: number = definition('import');
export const DELETE: number = definition('delete');
export const MERGE: number = definition('merge');
export const CLOBBER: number = definition('clobber');

const variable = (name: (typeof FLOW_VARIABLE_KINDS)[number]): number => codeOf(FLOW_VARIABLE_KINDS, name);
export const VARIABLE_LOCAL: number = variable('local');
export const VARIABLE_DECLARATION: number = variable('declaration');
export const VARIABLE_IMPORT: number = variable('import');
export const VARIABLE_OUTER: number = variable('outer');
export const VARIABLE_MODULE: number = variable('module');
export const VARIABLE_FREE: number = variable('free');
export const VARIABLE_PATH: number = variable('path');
export const VARIABLE_ITEM: number = variable('item');
export const VARIABLE_OUTER_IMPORT: number = variable('outer_import');

export const FREE: number = codeOf(REFERENCE_SCOPES, 'free');
export const DECLARATION: number = codeOf(REFERENCE_SCOPES, 'declaration');
export const IMPORTED: number = codeOf(REFERENCE_SCOPES, 'import');
export const ROLE_CALL: number = codeOf(REFERENCE_ROLES, 'call');

export const MODULE_BODY: number = codeOf(BODY_KINDS, 'module');
export const CLASS_BODY: number = codeOf(BODY_KINDS, 'class');
export const COMPREHENSION_BODY: number = codeOf(BODY_KINDS, 'comprehension');

export const HOISTED_STATEMENT: number = codeOf(STATEMENT_KINDS, 'hoisted');
export const DECLARATION_STATEMENT: number = codeOf(STATEMENT_KINDS, 'declaration');
export const LOCAL_FUNCTION: number = codeOf(LOCAL_KINDS, 'function');
export const LOCAL_CLASS: number = codeOf(LOCAL_KINDS, 'class');
export const DECLARED_CLASS: number = codeOf(DECLARATION_KINDS, 'class');
export const DECLARED_FUNCTION: number = codeOf(DECLARATION_KINDS, 'function');
export const DECLARED_METHOD: number = codeOf(DECLARATION_KINDS, 'method');
