/**
 * The closed sets that `int` columns hold, each as a tuple: the code of a name is its position.
 * Append only: a position is part of the stored format.
 */
export const DECLARATION_KINDS = [
  'module',
  'namespace',
  'class',
  'interface',
  'enum',
  'enum_member',
  'type_alias',
  'function',
  'method',
  'property',
  'variable',
  'constant',
  'struct',
  'trait',
  'macro',
  'constructor',
  'type_parameter',
] as const;
export type DeclarationKind = (typeof DECLARATION_KINDS)[number];

/** Bits of `declaration.flags`, `member.flags` and `body.flags`. */
export const FLAG = {
  async: 1,
  generator: 2,
  static: 4,
  abstract: 8,
  exported: 16,
  private: 32,
  protected: 64,
  readonly: 128,
  getter: 256,
  setter: 512,
  overload: 1024,
  classmethod: 2048,
  ambient: 4096,
  default: 8192,
  instance: 16384,
  conditional: 32768,
  optional: 65536,
} as const;

export const PARAMETER_KINDS = [
  'plain',
  'positional_only',
  'keyword_only',
  'rest',
  'keyword_rest',
  'pattern',
  'receiver',
] as const;
/** Bits of `parameter.flags`. */
export const PARAMETER_FLAG = { default: 1, optional: 2, property: 4 } as const;

export const HERITAGE_KINDS = ['extends', 'implements', 'metaclass', 'mixin'] as const;

/** Bits of `import.flags`. `top`: `local` is bound to the first segment of `module` only (`import a.b` in Python). */
export const IMPORT_FLAG = {
  type: 1,
  dynamic: 2,
  nested: 4,
  reexport: 8,
  require: 16,
  conditional: 32,
  top: 64,
} as const;

/** `declaration`: a symbol of this file. `import`: the name `imported` of module `module`. `module`: that module itself.
 * `star`: every export of that module. `alias`: a dotted local path, in `imported`.
 * `all`: not a name but an entry of the list of names that '*' takes, see the table. */
export const EXPORT_KINDS = ['declaration', 'import', 'module', 'star', 'alias', 'all'] as const;

export const BODY_KINDS = ['module', 'class', 'function', 'lambda', 'comprehension'] as const;
/** `signature`: the name of a parameter or a member inside a type, which has no value of its own. */
export const LOCAL_KINDS = [
  'variable',
  'parameter',
  'function',
  'class',
  'import',
  'type',
  'type_parameter',
  'signature',
] as const;
/** Bits of `local.flags`. `keyword`: a parameter that an argument of a call can name. `rest`, `keyword_rest`: one that takes
 * all arguments that are left. */
export const LOCAL_FLAG = { captured: 1, hoisted: 2, constant: 4, keyword: 8, rest: 16, keyword_rest: 32 } as const;

/** `hoisted`: a function statement, where its name has its value from the start of the scope. */
export const STATEMENT_KINDS = [
  'simple',
  'declaration',
  'branch',
  'loop',
  'try',
  'clause',
  'with',
  'switch',
  'jump',
  'import',
  'hoisted',
] as const;

/** How a reference uses the name. `type`: in a type position only. `keyword`: an argument of a call says which parameter it is
 * for. `key`: a property of an object literal, which may be a member of the type that is expected there. */
export const REFERENCE_ROLES = [
  'read',
  'write',
  'readwrite',
  'delete',
  'call',
  'import',
  'type',
  'decorate',
  'inherit',
  'export',
  'keyword',
  'key',
] as const;
/** What the name of a reference is bound to; `target` is a row of the table named here.
 * `local` -> local; `declaration` -> declaration; `import` -> import; `attribute`: a member of the value of `base`, no target; of
 * the role `keyword`, a parameter of what a call of `base` runs; of the role `key`, the `target` is the operation of the body
 * that is the text of the key;
 * `free`: not bound in this file (builtin, global of the environment, star import). */
export const REFERENCE_SCOPES = ['free', 'local', 'declaration', 'import', 'attribute'] as const;

/** What a row of `annotation` says the type of, by `row`. `local`: a variable, or a parameter of a function that is not
 * declared. `result`, `generics`: what such a function (a body row) gives, and its type parameters. `operation`: the value of
 * an operation, as a cast or a pattern has it. `arguments`: the type arguments of a call row. `definite`: an operation whose
 * value is said not to be nullish, without a type. */
export const ANNOTATION_KINDS = ['local', 'result', 'generics', 'operation', 'arguments', 'definite'] as const;

/** Bits of `call.flags`. `jsx`: an element, whose component is the callee and whose attributes are keyword arguments. */
export const CALL_FLAG = { new: 1, spread: 2, optional: 4, decorator: 8, tagged: 16, super: 32, jsx: 64 } as const;
export const ARGUMENT_KINDS = ['positional', 'keyword', 'spread', 'keyword_spread'] as const;

export const LITERAL_KINDS = [
  'none',
  'true',
  'false',
  'integer',
  'float',
  'string',
  'bytes',
  'template',
  'regex',
  'ellipsis',
  'undefined',
] as const;

/**
 * Lowered operations: structured three-address code, one list per body. Operands `a` and `b` are operations of the same body
 * (ordinals from the body's first), `aux` is named in the right column. Every operation is the value that others refer to.
 * Structure is bracketed: `if .. else .. end`, `loop .. else .. end`, `try .. except .. else .. finally .. end`,
 * `with .. end`, `switch .. case .. end`, `block .. end`; a bracket needs no other link.
 *
 * - The first part of an `if` runs when its condition holds, whatever `aux` says; the right side of an `or` is in the `else`
 *   part. For `coalesce` the condition is that the value is not nullish. A `merge` behind the `end` joins the two values.
 * - `test` and `next` leave the loop: to its `else` part when it has one, else behind its `end`; `break` goes behind the `end`.
 * - The tests of a `case` or `except` follow it: `match` compares, `guard` goes on to the next `case` or `except` when its
 *   operand is false. One without a `guard` takes all. A case that falls through enters behind the last `guard` of the header.
 *   A `case` that takes all is tried last, wherever it stands.
 * - An exception in the first part of a `try` goes to its excepts in order, and on when none takes it. The `else` part runs
 *   when the first part ends by itself; its exceptions pass the excepts by. The `finally` part runs on every way out, jumps
 *   and exceptions too, and a jump out of it replaces what came in. A `with` may swallow an exception: then its `end` is next.
 * - The depth of `break` and `continue` counts `loop`, `switch` and `block` brackets only, the innermost is 0. The `else` part
 *   of a loop is outside of it.
 */
export const OPCODES = [
  'nop', //             -
  'constant', //        aux: literal row
  'parameter', //       aux: local row; the value at entry
  'load', //            aux: reference row
  'store', //           a: value; aux: reference row
  'delete', //          aux: reference row
  'attribute', //       a: base; aux: reference row
  'store_attribute', // a: base; b: value; aux: reference row
  'delete_attribute', //a: base; aux: reference row
  'index', //           a: base; b: key
  'store_index', //     a: base; b: key; aux: operation of the value
  'delete_index', //    a: base; b: key
  'call', //            a: callee value; aux: call row (its arguments name their operations)
  'unary', //           a; aux: operator
  'binary', //          a, b; aux: operator
  'compare', //         a, b; aux: operator
  'build', //           aux: kind of container; its elements follow as `element` operations
  'element', //         a: the build; b: value; aux: 0 item, 1 spread, 2 key of the next element. Of a closure: 0 base of
  //                    a class, 2 key of a class option, 3 + n: default of parameter n
  'slice', //           a: lower; b: upper; aux: operation of the step + 1, or 0
  'closure', //         a: for a comprehension, its first iterable, else none; aux: body row. A comprehension runs at once and
  //                    is its result, or its generator; the iterable is its first parameter
  'import', //          aux: import row
  'unpack', //          a: value; aux: position | 0x10000 for the rest
  'merge', //           a, b: the two values that meet (short circuit, conditional)
  'await', //           a
  'yield', //           a; aux: 0 value, 1 delegate
  'iterate', //         a: iterable; aux: 0 sync, 1 async, 2 keys
  'next', //            a: iterate; leaves the loop when exhausted
  'format', //          a: value inside a template
  'expression', //      a: value dropped
  'return', //          a or none
  'raise', //           a, b: cause, or none; aux: 1 a failed assertion, of which a is the message
  'break', //           aux: depth of the construct left, from 0
  'continue', //        aux: depth
  'if', //              a: condition; aux: 0 statement, 1 short-circuit and, 2 or, 3 conditional, 4 coalesce, 5 assert
  'else', //            -
  'end', //             -
  'loop', //            aux: 0 while (condition inside, then `test`), 1 for each, 2 do, 3 for
  'test', //            a: condition; leaves the loop when false
  'update', //          start of the update part of a `for`
  'try', //             -
  'except', //          aux: 0 one exception, 1 a part of a group
  'finally', //         -
  'with', //            a: manager; aux: bit 0 async, bit 1 no exception ends here (`using`, `with` of ECMAScript)
  'switch', //          a: subject
  'case', //            aux: 1 the case before falls through into it
  'guard', //           a: condition of a case or except
  'match', //           a: subject; b: value compared or none; aux: MATCH_KINDS | length << 4; true when it matches
  'block', //           labelled block
  'global', //          -
  'exception', //       the exception in an `except`
] as const;

/** What a `match` asks: equal, identical, an instance of (or an exception of), a sequence of exactly or at least `length`
 * items, a mapping that has the key (or is one, without a key). */
export const MATCH_KINDS = ['equal', 'identical', 'instance', 'sequence', 'sequence_rest', 'mapping'] as const;

export const BUILD_KINDS = ['list', 'tuple', 'set', 'map', 'template', 'jsx', 'class', 'arguments'] as const;

export const OPERATORS = [
  '',
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '**',
  '@',
  '<<',
  '>>',
  '>>>',
  '&',
  '|',
  '^',
  '~',
  '!',
  'not',
  'typeof',
  'void',
  'delete',
  '==',
  '!=',
  '===',
  '!==',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'is',
  'is not',
  'instanceof',
  'and',
  'or',
  '??',
  'as',
  'satisfies',
  '++',
  '--',
] as const;

/** The code of a name of a closed set. For module scope: hot code keeps the number. */
export function codeOf<const Names extends readonly string[]>(names: Names, name: Names[number]): number {
  return names.indexOf(name);
}
