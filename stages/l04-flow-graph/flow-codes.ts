/** Codes of the operations and edges that the stage tells apart, and what an operation means for the flow of control. */
import { codeOf, FLOW_EDGE_KINDS, LITERAL_KINDS, OPCODES, OPERATORS } from '#facts';

const opcode = (name: (typeof OPCODES)[number]): number => codeOf(OPCODES, name);
const edge = (name: (typeof FLOW_EDGE_KINDS)[number]): number => codeOf(FLOW_EDGE_KINDS, name);

export const NEXT: number = edge('next');
export const TRUE: number = edge('true');
export const FALSE: number = edge('false');
export const CASE_ARM: number = edge('case');
export const BACK: number = edge('back');
export const EXHAUSTED: number = edge('exhausted');
export const BREAK: number = edge('break');
export const CONTINUE: number = edge('continue');
export const RETURN: number = edge('return');
export const RAISE: number = edge('raise');
export const EXCEPTION: number = edge('exception');
export const FINALLY: number = edge('finally');
export const STUCK: number = edge('stuck');

export const OP_MERGE: number = opcode('merge');
export const OP_UNARY: number = opcode('unary');
export const OP_CONSTANT: number = opcode('constant');
export const OP_ITERATE: number = opcode('iterate');

/** Negations of a condition. */
export const NOT: readonly number[] = [codeOf(OPERATORS, '!'), codeOf(OPERATORS, 'not')];

/** `aux` of `if`. */
export const IF_AND = 1;
export const IF_OR = 2;
export const IF_COALESCE = 4;

/** `aux` of `loop`: from this on `continue` may go on at an `update`. */
export const LOOP_DO = 2;

/** What a literal kind says about a condition: 1 true, 0 false, -1 nothing. */
export const TRUTH: readonly number[] = LITERAL_KINDS.map((name) =>
  name === 'true' ? 1 : name === 'false' || name === 'none' ? 0 : -1,
);
export const LITERAL_INTEGER: number = codeOf(LITERAL_KINDS, 'integer');

// ---- classes of operations: small numbers, one per thing to do ----------------------------------------------------

/** Computes and does not raise. */
export const PLAIN = 0;
/** May raise. */
const RAISES = 1;
/** Defines a name. */
export const DEFINES = 2;
/** May raise, and defines when it does not. */
export const RAISES_DEFINES = 3;
/** A comprehension or a class body runs at once, and may raise; a function is only made. */
export const CLOSURE = 4;
/** Everything from here on changes the flow of control. */
export const SUSPENDS = 5;
export const AT_IF = 6;
export const AT_ELSE = 7;
export const AT_END = 8;
export const AT_LOOP = 9;
export const AT_TEST = 10;
export const AT_NEXT = 11;
export const AT_UPDATE = 12;
export const AT_RETURN = 13;
export const AT_RAISE = 14;
export const AT_BREAK = 15;
export const AT_CONTINUE = 16;
export const AT_TRY = 17;
export const AT_EXCEPT = 18;
export const AT_FINALLY = 19;
export const AT_WITH = 20;
export const AT_SWITCH = 21;
export const AT_CASE = 22;
export const AT_GUARD = 23;
export const AT_BLOCK = 24;

const CLASSES: Readonly<Partial<Record<(typeof OPCODES)[number], number>>> = {
  load: RAISES,
  attribute: RAISES,
  index: RAISES,
  call: RAISES,
  unary: RAISES,
  binary: RAISES,
  compare: RAISES,
  element: RAISES,
  import: RAISES,
  unpack: RAISES,
  iterate: RAISES,
  format: RAISES,
  match: RAISES,
  store: DEFINES,
  delete: RAISES_DEFINES,
  store_attribute: RAISES_DEFINES,
  delete_attribute: RAISES_DEFINES,
  store_index: RAISES_DEFINES,
  delete_index: RAISES_DEFINES,
  closure: CLOSURE,
  await: SUSPENDS,
  yield: SUSPENDS,
  if: AT_IF,
  else: AT_ELSE,
  end: AT_END,
  loop: AT_LOOP,
  test: AT_TEST,
  next: AT_NEXT,
  update: AT_UPDATE,
  return: AT_RETURN,
  raise: AT_RAISE,
  break: AT_BREAK,
  continue: AT_CONTINUE,
  try: AT_TRY,
  except: AT_EXCEPT,
  finally: AT_FINALLY,
  with: AT_WITH,
  switch: AT_SWITCH,
  case: AT_CASE,
  guard: AT_GUARD,
  block: AT_BLOCK,
};

/** Class by opcode. */
export const CLASS_OF: Uint8Array = Uint8Array.from(OPCODES, (name) => CLASSES[name] ?? PLAIN);
