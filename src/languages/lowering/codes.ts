/**
 * Numbers of the closed sets that the front ends of full depth write, as constants of their own so that optimised code holds them inline.
 * It must hold nothing but numbers.
 */
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
export const ANNOTATION_GENERICS: number = codeOf(ANNOTATION_KINDS, 'generics');
export const ANNOTATION_OPERATION: number = codeOf(ANNOTATION_KINDS, 'operation');
export const ANNOTATION_ARGUMENTS: number = codeOf(ANNOTATION_KINDS, 'arguments');
export const ANNOTATION_DEFINITE: number = codeOf(ANNOTATION_KINDS, 'definite');
export const OP_CONSTANT: number = codeOf(OPCODES, 'constant');
export const OP_PARAMETER: number = codeOf(OPCODES, 'parameter');
export const OP_LOAD: number = codeOf(OPCODES, 'load');
export const OP_STORE: number = codeOf(OPCODES, 'store');
export const OP_DELETE: number = codeOf(OPCODES, 'delete');
export const OP_ATTRIBUTE: number = codeOf(OPCODES, 'attribute');
export const OP_STORE_ATTRIBUTE: number = codeOf(OPCODES, 'store_attribute');
export const OP_DELETE_ATTRIBUTE: number = codeOf(OPCODES, 'delete_attribute');
export const OP_INDEX: number = codeOf(OPCODES, 'index');
export const OP_STORE_INDEX: number = codeOf(OPCODES, 'store_index');
export const OP_DELETE_INDEX: number = codeOf(OPCODES, 'delete_index');
export const OP_CALL: number = codeOf(OPCODES, 'call');
export const OP_UNARY: number = codeOf(OPCODES, 'unary');
export const OP_BINARY: number = codeOf(OPCODES, 'binary');
export const OP_COMPARE: number = codeOf(OPCODES, 'compare');
export const OP_BUILD: number = codeOf(OPCODES, 'build');
export const OP_ELEMENT: number = codeOf(OPCODES, 'element');
export const OP_CLOSURE: number = codeOf(OPCODES, 'closure');
export const OP_IMPORT: number = codeOf(OPCODES, 'import');
export const OP_UNPACK: number = codeOf(OPCODES, 'unpack');
export const OP_MERGE: number = codeOf(OPCODES, 'merge');
export const OP_AWAIT: number = codeOf(OPCODES, 'await');
export const OP_YIELD: number = codeOf(OPCODES, 'yield');
export const OP_ITERATE: number = codeOf(OPCODES, 'iterate');
export const OP_NEXT: number = codeOf(OPCODES, 'next');
export const OP_FORMAT: number = codeOf(OPCODES, 'format');
export const OP_EXPRESSION: number = codeOf(OPCODES, 'expression');
export const OP_RETURN: number = codeOf(OPCODES, 'return');
export const OP_RAISE: number = codeOf(OPCODES, 'raise');
export const OP_BREAK: number = codeOf(OPCODES, 'break');
export const OP_CONTINUE: number = codeOf(OPCODES, 'continue');
export const OP_IF: number = codeOf(OPCODES, 'if');
export const OP_ELSE: number = codeOf(OPCODES, 'else');
export const OP_END: number = codeOf(OPCODES, 'end');
export const OP_LOOP: number = codeOf(OPCODES, 'loop');
export const OP_TEST: number = codeOf(OPCODES, 'test');
export const OP_UPDATE: number = codeOf(OPCODES, 'update');
export const OP_TRY: number = codeOf(OPCODES, 'try');
export const OP_EXCEPT: number = codeOf(OPCODES, 'except');
export const OP_FINALLY: number = codeOf(OPCODES, 'finally');
export const OP_WITH: number = codeOf(OPCODES, 'with');
/** `aux` of a `with` in which no exception ends. */
export const WITH_PASSES = 2;
export const OP_SWITCH: number = codeOf(OPCODES, 'switch');
export const OP_CASE: number = codeOf(OPCODES, 'case');
export const OP_BLOCK: number = codeOf(OPCODES, 'block');
export const OP_GUARD: number = codeOf(OPCODES, 'guard');
export const OP_MATCH: number = codeOf(OPCODES, 'match');
export const OP_EXCEPTION: number = codeOf(OPCODES, 'exception');
export const OP_NOP: number = codeOf(OPCODES, 'nop');
export const OP_SLICE: number = codeOf(OPCODES, 'slice');

/** `aux` of `match`. */
export const MATCH_EQUAL: number = codeOf(MATCH_KINDS, 'equal');
export const MATCH_IDENTICAL: number = codeOf(MATCH_KINDS, 'identical');
export const MATCH_INSTANCE: number = codeOf(MATCH_KINDS, 'instance');
export const MATCH_SEQUENCE: number = codeOf(MATCH_KINDS, 'sequence');
export const MATCH_SEQUENCE_REST: number = codeOf(MATCH_KINDS, 'sequence_rest');
export const MATCH_MAPPING: number = codeOf(MATCH_KINDS, 'mapping');

/** `aux` of `if`. */
export const IF_STATEMENT = 0;
export const IF_AND = 1;
export const IF_OR = 2;
export const IF_CONDITIONAL = 3;
export const IF_COALESCE = 4;
export const IF_ASSERT = 5;

/** `aux` of `loop`. */
export const LOOP_WHILE = 0;
export const LOOP_EACH = 1;
export const LOOP_DO = 2;
export const LOOP_FOR = 3;

/** `aux` of `element`, and the bit of `unpack` for the rest. */
export const ELEMENT_ITEM = 0;
export const ELEMENT_SPREAD = 1;
export const ELEMENT_KEY = 2;
export const ELEMENT_DEFAULT = 3;
export const UNPACK_REST = 0x10000;

export const ROLE_READ: number = codeOf(REFERENCE_ROLES, 'read');
export const ROLE_WRITE: number = codeOf(REFERENCE_ROLES, 'write');
export const ROLE_READWRITE: number = codeOf(REFERENCE_ROLES, 'readwrite');
export const ROLE_DELETE: number = codeOf(REFERENCE_ROLES, 'delete');
export const ROLE_CALL: number = codeOf(REFERENCE_ROLES, 'call');
export const ROLE_IMPORT: number = codeOf(REFERENCE_ROLES, 'import');
export const ROLE_TYPE: number = codeOf(REFERENCE_ROLES, 'type');
export const ROLE_DECORATE: number = codeOf(REFERENCE_ROLES, 'decorate');
export const ROLE_INHERIT: number = codeOf(REFERENCE_ROLES, 'inherit');
export const ROLE_EXPORT: number = codeOf(REFERENCE_ROLES, 'export');
export const ROLE_KEYWORD: number = codeOf(REFERENCE_ROLES, 'keyword');
export const ROLE_KEY: number = codeOf(REFERENCE_ROLES, 'key');

export const STATEMENT_SIMPLE: number = codeOf(STATEMENT_KINDS, 'simple');
export const STATEMENT_DECLARATION: number = codeOf(STATEMENT_KINDS, 'declaration');
export const STATEMENT_HOISTED: number = codeOf(STATEMENT_KINDS, 'hoisted');
export const STATEMENT_BRANCH: number = codeOf(STATEMENT_KINDS, 'branch');
export const STATEMENT_LOOP: number = codeOf(STATEMENT_KINDS, 'loop');
export const STATEMENT_TRY: number = codeOf(STATEMENT_KINDS, 'try');
export const STATEMENT_CLAUSE: number = codeOf(STATEMENT_KINDS, 'clause');
export const STATEMENT_WITH: number = codeOf(STATEMENT_KINDS, 'with');
export const STATEMENT_SWITCH: number = codeOf(STATEMENT_KINDS, 'switch');
export const STATEMENT_JUMP: number = codeOf(STATEMENT_KINDS, 'jump');
export const STATEMENT_IMPORT: number = codeOf(STATEMENT_KINDS, 'import');

export const LOCAL_VARIABLE: number = codeOf(LOCAL_KINDS, 'variable');
export const LOCAL_PARAMETER: number = codeOf(LOCAL_KINDS, 'parameter');
export const LOCAL_FUNCTION: number = codeOf(LOCAL_KINDS, 'function');
export const LOCAL_CLASS: number = codeOf(LOCAL_KINDS, 'class');
export const LOCAL_TYPE: number = codeOf(LOCAL_KINDS, 'type');
export const LOCAL_TYPE_PARAMETER: number = codeOf(LOCAL_KINDS, 'type_parameter');
export const LOCAL_SIGNATURE: number = codeOf(LOCAL_KINDS, 'signature');

export const PARAMETER_PLAIN: number = codeOf(PARAMETER_KINDS, 'plain');
export const PARAMETER_REST: number = codeOf(PARAMETER_KINDS, 'rest');
export const PARAMETER_PATTERN: number = codeOf(PARAMETER_KINDS, 'pattern');
export const PARAMETER_RECEIVER: number = codeOf(PARAMETER_KINDS, 'receiver');
export const PARAMETER_POSITIONAL_ONLY: number = codeOf(PARAMETER_KINDS, 'positional_only');
export const PARAMETER_KEYWORD_ONLY: number = codeOf(PARAMETER_KINDS, 'keyword_only');
export const PARAMETER_KEYWORD_REST: number = codeOf(PARAMETER_KINDS, 'keyword_rest');

export const ARGUMENT_POSITIONAL: number = codeOf(ARGUMENT_KINDS, 'positional');
export const ARGUMENT_KEYWORD: number = codeOf(ARGUMENT_KINDS, 'keyword');
export const ARGUMENT_SPREAD: number = codeOf(ARGUMENT_KINDS, 'spread');
export const ARGUMENT_KEYWORD_SPREAD: number = codeOf(ARGUMENT_KINDS, 'keyword_spread');

export const BUILD_LIST: number = codeOf(BUILD_KINDS, 'list');
export const BUILD_MAP: number = codeOf(BUILD_KINDS, 'map');
export const BUILD_TEMPLATE: number = codeOf(BUILD_KINDS, 'template');
export const BUILD_JSX: number = codeOf(BUILD_KINDS, 'jsx');
export const BUILD_CLASS: number = codeOf(BUILD_KINDS, 'class');
export const BUILD_TUPLE: number = codeOf(BUILD_KINDS, 'tuple');
export const BUILD_SET: number = codeOf(BUILD_KINDS, 'set');

export const LITERAL_NULL: number = codeOf(LITERAL_KINDS, 'none');
export const LITERAL_TRUE: number = codeOf(LITERAL_KINDS, 'true');
export const LITERAL_FALSE: number = codeOf(LITERAL_KINDS, 'false');
export const LITERAL_INTEGER: number = codeOf(LITERAL_KINDS, 'integer');
export const LITERAL_FLOAT: number = codeOf(LITERAL_KINDS, 'float');
export const LITERAL_STRING: number = codeOf(LITERAL_KINDS, 'string');
export const LITERAL_TEMPLATE: number = codeOf(LITERAL_KINDS, 'template');
export const LITERAL_REGEX: number = codeOf(LITERAL_KINDS, 'regex');
export const LITERAL_UNDEFINED: number = codeOf(LITERAL_KINDS, 'undefined');
export const LITERAL_BYTES: number = codeOf(LITERAL_KINDS, 'bytes');
export const LITERAL_ELLIPSIS: number = codeOf(LITERAL_KINDS, 'ellipsis');

export const HERITAGE_EXTENDS: number = codeOf(HERITAGE_KINDS, 'extends');
export const HERITAGE_IMPLEMENTS: number = codeOf(HERITAGE_KINDS, 'implements');
export const HERITAGE_MIXIN: number = codeOf(HERITAGE_KINDS, 'mixin');
export const HERITAGE_METACLASS: number = codeOf(HERITAGE_KINDS, 'metaclass');

export const EXPORT_DECLARATION: number = codeOf(EXPORT_KINDS, 'declaration');
export const EXPORT_IMPORT: number = codeOf(EXPORT_KINDS, 'import');
export const EXPORT_MODULE: number = codeOf(EXPORT_KINDS, 'module');
export const EXPORT_STAR: number = codeOf(EXPORT_KINDS, 'star');
export const EXPORT_ALIAS: number = codeOf(EXPORT_KINDS, 'alias');
export const EXPORT_ALL: number = codeOf(EXPORT_KINDS, 'all');
