/** Codes of operations, operators, literals and edges that the stage tells apart. */
import {
  ARGUMENT_KINDS,
  BODY_KINDS,
  BRANCH_TESTS,
  codeOf,
  DEFINITION_KINDS,
  FLOW_EDGE_KINDS,
  FLOW_VARIABLE_KINDS,
  LITERAL_KINDS,
  LOCAL_KINDS,
  MATCH_KINDS,
  OPCODES,
  OPERATORS,
  REFERENCE_SCOPES,
} from '#facts';

const opcode = (name: (typeof OPCODES)[number]): number => codeOf(OPCODES, name);
export const OP = {
  constant: opcode('constant'),
  load: opcode('load'),
  attribute: opcode('attribute'),
  unary: opcode('unary'),
  binary: opcode('binary'),
  compare: opcode('compare'),
  merge: opcode('merge'),
  match: opcode('match'),
  if: opcode('if'),
  else: opcode('else'),
  end: opcode('end'),
  test: opcode('test'),
  guard: opcode('guard'),
  loop: opcode('loop'),
  try: opcode('try'),
  with: opcode('with'),
  switch: opcode('switch'),
  block: opcode('block'),
  call: opcode('call'),
  iterate: opcode('iterate'),
  next: opcode('next'),
  unpack: opcode('unpack'),
} as const;

const edge = (name: (typeof FLOW_EDGE_KINDS)[number]): number => codeOf(FLOW_EDGE_KINDS, name);
export const EDGE = {
  true: edge('true'),
  false: edge('false'),
  case: edge('case'),
  back: edge('back'),
  exception: edge('exception'),
  stuck: edge('stuck'),
} as const;

const definition = (name: (typeof DEFINITION_KINDS)[number]): number => codeOf(DEFINITION_KINDS, name);
export const ENTRY: number = definition('entry');
export const ASSIGN: number = definition('assign');
export const DELETE: number = definition('delete');
export const MERGE: number = definition('merge');

export const VARIABLE_LOCAL: number = codeOf(FLOW_VARIABLE_KINDS, 'local');
export const VARIABLE_ITEM: number = codeOf(FLOW_VARIABLE_KINDS, 'item');
export const LOCAL_VARIABLE: number = codeOf(LOCAL_KINDS, 'variable');
export const CLASS_BODY: number = codeOf(BODY_KINDS, 'class');
export const MODULE_BODY: number = codeOf(BODY_KINDS, 'module');
export const FREE: number = codeOf(REFERENCE_SCOPES, 'free');
export const POSITIONAL: number = codeOf(ARGUMENT_KINDS, 'positional');

const literal = (name: (typeof LITERAL_KINDS)[number]): number => codeOf(LITERAL_KINDS, name);
export const KIND = {
  none: literal('none'),
  true: literal('true'),
  false: literal('false'),
  integer: literal('integer'),
  float: literal('float'),
  string: literal('string'),
  template: literal('template'),
  undefined: literal('undefined'),
} as const;

const operator = (name: (typeof OPERATORS)[number]): number => codeOf(OPERATORS, name);
export const OPERATOR = {
  plus: operator('+'),
  minus: operator('-'),
  times: operator('*'),
  floor: operator('//'),
  modulo: operator('%'),
  and: operator('&'),
  bang: operator('!'),
  not: operator('not'),
  typeof: operator('typeof'),
  equal: operator('=='),
  notEqual: operator('!='),
  same: operator('==='),
  notSame: operator('!=='),
  less: operator('<'),
  lessEqual: operator('<='),
  greater: operator('>'),
  greaterEqual: operator('>='),
  is: operator('is'),
  isNot: operator('is not'),
  as: operator('as'),
  satisfies: operator('satisfies'),
  increment: operator('++'),
  decrement: operator('--'),
} as const;

export const MATCH_EQUAL: number = codeOf(MATCH_KINDS, 'equal');
export const MATCH_IDENTICAL: number = codeOf(MATCH_KINDS, 'identical');
/** Bits of the kind in `aux` of `match`. */
export const MATCH_BITS = 15;

/** `aux` of `if`. */
export const IF_AND = 1;
export const IF_OR = 2;
export const IF_COALESCE = 4;

const test = (name: (typeof BRANCH_TESTS)[number]): number => codeOf(BRANCH_TESTS, name);
export const TEST = {
  truthy: test('truthy'),
  falsy: test('falsy'),
  equal: test('equal'),
  notEqual: test('not_equal'),
  less: test('less'),
  lessEqual: test('less_equal'),
  greater: test('greater'),
  greaterEqual: test('greater_equal'),
  nullish: test('nullish'),
  notNullish: test('not_nullish'),
} as const;
