/** The codes of the closed sets of `#facts` that the Python front end writes, as numbers. No logic. */
import {
  ANNOTATION_KINDS,
  ARGUMENT_KINDS,
  BUILD_KINDS,
  codeOf,
  EXPORT_KINDS,
  HERITAGE_KINDS,
  LITERAL_KINDS,
  LOCAL_KINDS,
  MATCH_KINDS,
  OPCODES,
  PARAMETER_KINDS,
  REFERENCE_ROLES,
  STATEMENT_KINDS,
} from '#facts';

export const ANNOTATION_LOCAL: number = codeOf(ANNOTATION_KINDS, 'local');
export const ANNOTATION_RESULT: number = codeOf(ANNOTATION_KINDS, 'result');
export const NOP: number = codeOf(OPCODES, 'nop');
export const CONSTANT: number = codeOf(OPCODES, 'constant');
export const PARAMETER: number = codeOf(OPCODES, 'parameter');
export const LOAD: number = codeOf(OPCODES, 'load');
export const STORE: number = codeOf(OPCODES, 'store');
export const DELETE: number = codeOf(OPCODES, 'delete');
export const ATTRIBUTE: number = codeOf(OPCODES, 'attribute');
export const STORE_ATTRIBUTE: number = codeOf(OPCODES, 'store_attribute');
export const DELETE_ATTRIBUTE: number = codeOf(OPCODES, 'delete_attribute');
export const INDEX: number = codeOf(OPCODES, 'index');
export const STORE_INDEX: number = codeOf(OPCODES, 'store_index');
export const DELETE_INDEX: number = codeOf(OPCODES, 'delete_index');
export const CALL: number = codeOf(OPCODES, 'call');
export const UNARY: number = codeOf(OPCODES, 'unary');
export const BINARY: number = codeOf(OPCODES, 'binary');
export const COMPARE: number = codeOf(OPCODES, 'compare');
export const BUILD: number = codeOf(OPCODES, 'build');
export const ELEMENT: number = codeOf(OPCODES, 'element');
export const SLICE: number = codeOf(OPCODES, 'slice');
export const CLOSURE: number = codeOf(OPCODES, 'closure');
export const IMPORT: number = codeOf(OPCODES, 'import');
export const UNPACK: number = codeOf(OPCODES, 'unpack');
export const MERGE: number = codeOf(OPCODES, 'merge');
export const AWAIT: number = codeOf(OPCODES, 'await');
export const YIELD: number = codeOf(OPCODES, 'yield');
export const ITERATE: number = codeOf(OPCODES, 'iterate');
export const NEXT: number = codeOf(OPCODES, 'next');
export const FORMAT: number = codeOf(OPCODES, 'format');
export const EXPRESSION: number = codeOf(OPCODES, 'expression');
export const RETURN: number = codeOf(OPCODES, 'return');
export const RAISE: number = codeOf(OPCODES, 'raise');
export const BREAK: number = codeOf(OPCODES, 'break');
export const CONTINUE: number = codeOf(OPCODES, 'continue');
export const IF: number = codeOf(OPCODES, 'if');
export const ELSE: number = codeOf(OPCODES, 'else');
export const END: number = codeOf(OPCODES, 'end');
export const LOOP: number = codeOf(OPCODES, 'loop');
export const TEST: number = codeOf(OPCODES, 'test');
export const TRY: number = codeOf(OPCODES, 'try');
export const EXCEPT: number = codeOf(OPCODES, 'except');
export const FINALLY: number = codeOf(OPCODES, 'finally');
export const WITH: number = codeOf(OPCODES, 'with');
export const SWITCH: number = codeOf(OPCODES, 'switch');
export const CASE: number = codeOf(OPCODES, 'case');
export const GUARD: number = codeOf(OPCODES, 'guard');
export const MATCH: number = codeOf(OPCODES, 'match');
export const EXCEPTION: number = codeOf(OPCODES, 'exception');

/** `aux` of `if`. */
export const IF_STATEMENT = 0;
export const IF_AND = 1;
export const IF_OR = 2;
export const IF_CONDITIONAL = 3;
export const IF_ASSERT = 5;
/** `aux` of `loop`. */
export const LOOP_WHILE = 0;
export const LOOP_EACH = 1;
/** `aux` of `element`. */
export const ELEMENT_ITEM = 0;
export const ELEMENT_SPREAD = 1;
export const ELEMENT_KEY = 2;
export const ELEMENT_DEFAULT = 3;
/** Bit of `aux` of `unpack`: the rest of the items. */
export const UNPACK_REST = 0x10000;

export const BUILD_LIST: number = codeOf(BUILD_KINDS, 'list');
export const BUILD_TUPLE: number = codeOf(BUILD_KINDS, 'tuple');
export const BUILD_SET: number = codeOf(BUILD_KINDS, 'set');
export const BUILD_MAP: number = codeOf(BUILD_KINDS, 'map');
export const BUILD_TEMPLATE: number = codeOf(BUILD_KINDS, 'template');

export const MATCH_EQUAL: number = codeOf(MATCH_KINDS, 'equal');
export const MATCH_IDENTICAL: number = codeOf(MATCH_KINDS, 'identical');
export const MATCH_INSTANCE: number = codeOf(MATCH_KINDS, 'instance');
export const MATCH_SEQUENCE: number = codeOf(MATCH_KINDS, 'sequence');
export const MATCH_SEQUENCE_REST: number = codeOf(MATCH_KINDS, 'sequence_rest');
export const MATCH_MAPPING: number = codeOf(MATCH_KINDS, 'mapping');

export const READ: number = codeOf(REFERENCE_ROLES, 'read');
export const WRITE: number = codeOf(REFERENCE_ROLES, 'write');
export const READ_WRITE: number = codeOf(REFERENCE_ROLES, 'readwrite');
export const ROLE_DELETE: number = codeOf(REFERENCE_ROLES, 'delete');
export const ROLE_CALL: number = codeOf(REFERENCE_ROLES, 'call');
export const ROLE_IMPORT: number = codeOf(REFERENCE_ROLES, 'import');
export const ROLE_TYPE: number = codeOf(REFERENCE_ROLES, 'type');
export const DECORATE: number = codeOf(REFERENCE_ROLES, 'decorate');
export const INHERIT: number = codeOf(REFERENCE_ROLES, 'inherit');
export const ROLE_EXPORT: number = codeOf(REFERENCE_ROLES, 'export');
export const ROLE_KEYWORD: number = codeOf(REFERENCE_ROLES, 'keyword');

export const SIMPLE: number = codeOf(STATEMENT_KINDS, 'simple');
export const DECLARATION: number = codeOf(STATEMENT_KINDS, 'declaration');
export const BRANCH: number = codeOf(STATEMENT_KINDS, 'branch');
export const LOOP_STATEMENT: number = codeOf(STATEMENT_KINDS, 'loop');
export const TRY_STATEMENT: number = codeOf(STATEMENT_KINDS, 'try');
export const CLAUSE: number = codeOf(STATEMENT_KINDS, 'clause');
export const WITH_STATEMENT: number = codeOf(STATEMENT_KINDS, 'with');
export const SWITCH_STATEMENT: number = codeOf(STATEMENT_KINDS, 'switch');
export const JUMP: number = codeOf(STATEMENT_KINDS, 'jump');
export const IMPORT_STATEMENT: number = codeOf(STATEMENT_KINDS, 'import');

export const LOCAL_VARIABLE: number = codeOf(LOCAL_KINDS, 'variable');
export const LOCAL_PARAMETER: number = codeOf(LOCAL_KINDS, 'parameter');
export const LOCAL_FUNCTION: number = codeOf(LOCAL_KINDS, 'function');
export const LOCAL_CLASS: number = codeOf(LOCAL_KINDS, 'class');
export const LOCAL_TYPE: number = codeOf(LOCAL_KINDS, 'type');
export const LOCAL_TYPE_PARAMETER: number = codeOf(LOCAL_KINDS, 'type_parameter');

export const PLAIN_PARAMETER: number = codeOf(PARAMETER_KINDS, 'plain');
export const POSITIONAL_ONLY: number = codeOf(PARAMETER_KINDS, 'positional_only');
export const KEYWORD_ONLY: number = codeOf(PARAMETER_KINDS, 'keyword_only');
export const REST: number = codeOf(PARAMETER_KINDS, 'rest');
export const KEYWORD_REST: number = codeOf(PARAMETER_KINDS, 'keyword_rest');
export const PATTERN: number = codeOf(PARAMETER_KINDS, 'pattern');
export const RECEIVER: number = codeOf(PARAMETER_KINDS, 'receiver');

export const POSITIONAL: number = codeOf(ARGUMENT_KINDS, 'positional');
export const KEYWORD: number = codeOf(ARGUMENT_KINDS, 'keyword');
export const SPREAD: number = codeOf(ARGUMENT_KINDS, 'spread');
export const KEYWORD_SPREAD: number = codeOf(ARGUMENT_KINDS, 'keyword_spread');

export const LITERAL_NONE: number = codeOf(LITERAL_KINDS, 'none');
export const LITERAL_TRUE: number = codeOf(LITERAL_KINDS, 'true');
export const LITERAL_FALSE: number = codeOf(LITERAL_KINDS, 'false');
export const LITERAL_INTEGER: number = codeOf(LITERAL_KINDS, 'integer');
export const LITERAL_FLOAT: number = codeOf(LITERAL_KINDS, 'float');
export const LITERAL_STRING: number = codeOf(LITERAL_KINDS, 'string');
export const LITERAL_BYTES: number = codeOf(LITERAL_KINDS, 'bytes');
export const LITERAL_ELLIPSIS: number = codeOf(LITERAL_KINDS, 'ellipsis');

export const EXTENDS: number = codeOf(HERITAGE_KINDS, 'extends');
export const METACLASS: number = codeOf(HERITAGE_KINDS, 'metaclass');

export const EXPORT_DECLARATION: number = codeOf(EXPORT_KINDS, 'declaration');
export const EXPORT_IMPORT: number = codeOf(EXPORT_KINDS, 'import');
export const EXPORT_MODULE: number = codeOf(EXPORT_KINDS, 'module');
export const EXPORT_STAR: number = codeOf(EXPORT_KINDS, 'star');
export const EXPORT_ALIAS: number = codeOf(EXPORT_KINDS, 'alias');
export const EXPORT_ALL: number = codeOf(EXPORT_KINDS, 'all');
