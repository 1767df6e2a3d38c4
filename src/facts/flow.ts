/**
 * Facts of the flow layers, one body at a time: control-flow graph (L4), definitions and uses (L6), constants and ranges (L7).
 * Rows are contiguous per body; a table whose row is the body row holds the first row of each. What names a block, a loop, a
 * variable, a definition or an operation is an ordinal within the body, so that a body reads the same wherever it stands.
 */
import { table } from '#columns';

// ---- control flow (L4) --------------------------------------------------------------------------------------------

/**
 * What takes control along an edge. `next`: nothing else to do. `true`, `false`: the outcome of the condition that ends the
 * block. `case`: into an arm of a switch. `back`: to the header of a loop. `exhausted`: an iteration that has no more.
 * `break`, `continue`, `return`: a jump. `raise`: an exception that a statement raises by itself. `exception`: one that an
 * operation of the block may raise, drawn only where something catches it. `finally`: on from a `finally` part to where the
 * way that came in was going. `stuck`: no path of the program; from a loop without an end to the exit, for post-dominators.
 */
export const FLOW_EDGE_KINDS = [
  'next',
  'true',
  'false',
  'case',
  'back',
  'exhausted',
  'break',
  'continue',
  'return',
  'raise',
  'exception',
  'finally',
  'stuck',
] as const;

/** Bits of `basic_block.flags`. `suspends`: the block ends with an `await` or a `yield`. */
export const BLOCK_FLAG = { unreachable: 1, loop_header: 2, suspends: 4, handler: 8 } as const;

/** `given_up`: the work for this body is more than the fuel allows; it has an entry and an exit only. */
export const FLOW_STATES = ['whole', 'given_up'] as const;

/** Row = body row: the first rows of each body. A body without operations has an entry and an exit. */
export const flowBody = table('flow_body', 'plain', 'flow', { block: 'int', edge: 'int', loop: 'int', state: 'int' });
/** Basic blocks in the order of their operations, which they partition: a block ends where the next one begins. Block 0 is the
 * entry, which no edge leads to (it is empty when a loop begins the body); the last is the exit, has no operations, and is
 * where returns and uncaught exceptions end. `operation`: the first one. `dominator`, `post_dominator`: the immediate ones, -1
 * for none: of the entry and of blocks that nothing reaches, and of the exit. `order`: place in reverse postorder from the
 * entry, blocks that nothing reaches last. `loop`: the innermost. */
export const basicBlock = table('basic_block', 'node', 'flow', {
  operation: 'int',
  flags: 'int',
  order: 'int',
  dominator: 'ref',
  post_dominator: 'ref',
  loop: 'ref',
});
/** Edges between blocks of one body, ascending by `source`, then in the order in which they are tried, exceptions last. */
export const flowEdge = table('flow_edge', 'edge', 'flow', { source: 'int', target: 'int', kind: 'int' });

export const FLOW_LOOP_KINDS = ['natural', 'irreducible'] as const;
/** Loops, outer before inner. `header`: the block that dominates it; of an irreducible region the first one entered. */
export const flowLoop = table('flow_loop', 'node', 'flow', { header: 'int', parent: 'ref', kind: 'int' });

// ---- data flow (L6) -----------------------------------------------------------------------------------------------

/** What a variable of a body is. `local`, `declaration`, `import`: a row of that table, bound in this body; where several rows
 * bind one name, the first. `outer`: a local row of an enclosing body. `module`, `outer_import`: a declaration or an import row
 * of the module or of an enclosing body. `free`: a name that this file does not bind (`this` too), where it is written, or something
 * hangs on it. `path`: the member of that
 * name of the variable `base`, for members that the body writes, or reads twice other than to call them. `item`: what the object
 * of `base` holds, elements and members as one, where the body writes some of it. */
export const FLOW_VARIABLE_KINDS = [
  'local',
  'declaration',
  'import',
  'outer',
  'module',
  'free',
  'path',
  'item',
  'outer_import',
] as const;
/** What gives a variable its value. `entry`: the value it has when the body begins. `merge`: where several meet at the start of
 * a block. `clobber`: something else may have written it since `previous`: a call, await or yield, or a write through another
 * path; without a `previous` the object itself is another one. Its `operation` is the last that may have, or -1 when it happened
 * on some of the ways to its block. `declare`: a function or class statement. */
export const DEFINITION_KINDS = [
  'entry',
  'parameter',
  'assign',
  'declare',
  'import',
  'delete',
  'merge',
  'clobber',
] as const;

/** Row = body row: the first rows of each body. `complete`: 0 when the fuel of the file ran out, and the body has no rows. */
export const chainBody = table('chain_body', 'plain', 'data_flow', {
  variable: 'int',
  definition: 'int',
  use: 'int',
  operand: 'int',
  complete: 'int',
});
/** Variables of a body and its access paths to a bounded depth; a base precedes what hangs on it. `row`: see the kinds; of free
 * names and paths, a reference that has the name. `base`: ordinal of another variable. `captured`: 1 when several bodies use it. */
export const flowVariable = table('flow_variable', 'node', 'data_flow', {
  kind: 'int',
  row: 'ref',
  base: 'ref',
  captured: 'int',
});
/** Definitions of a body in order of their place, a merge before the operations of its block. `operation`: the one that defines,
 * -1 for entry and merge. `value`: the operation whose value is stored, -1 when there is none. `block`: where it takes effect:
 * what is hoisted does so in block 0. Merges stand only where the variable is live and several definitions reach (factored
 * use-def chains). `previous`: the definition that may still hold beside this one (clobbers, and writes of one of many
 * elements), else -1. */
export const flowDefinition = table('flow_definition', 'node', 'data_flow', {
  kind: 'int',
  variable: 'int',
  block: 'int',
  operation: 'ref',
  value: 'ref',
  previous: 'ref',
});
/** Uses in order of operations: each is reached by one definition, a merge when there are several; -1 in unreachable code. */
export const flowUse = table('flow_use', 'edge', 'data_flow', { operation: 'int', variable: 'int', definition: 'ref' });
/** What a merge merges: one row per incoming edge of its block that is reached (`edge`: ordinal in the body), ascending by
 * merge. An edge of the kind `exception` leaves before the definitions of its source. */
export const mergeOperand = table('merge_operand', 'edge', 'data_flow', {
  merge: 'int',
  edge: 'int',
  definition: 'int',
});

// ---- constants and ranges (L7) ------------------------------------------------------------------------------------

/** What a branch tells of the value that a definition gave: its truth, whether it is nothing (null or undefined), or how it
 * compares with the constant. */
export const BRANCH_TESTS = [
  'truthy',
  'falsy',
  'equal',
  'not_equal',
  'less',
  'less_equal',
  'greater',
  'greater_equal',
  'nullish',
  'not_nullish',
] as const;

/** Row = body row: the first rows of each body. */
export const ssaBody = table('ssa_body', 'plain', 'ssa', { operation: 'int', branch: 'int', dead: 'int' });
/** Row = row of `flow_definition`. `version`: its number among the definitions of its variable, what dominates first. `constant`,
 * `range`: rows of the two tables below, of the value that it gives. */
export const ssaValue = table('ssa_value', 'plain', 'ssa', { version: 'int', constant: 'ref', range: 'ref' });
/** Distinct constants: `kind` of `LITERAL_KINDS`, `text` as the language writes the value (strings without quotes). */
export const constantValue = table('constant_value', 'plain', 'ssa', { kind: 'int', text: 'string' });
/** Distinct ranges of whole numbers, both ends within; '' for an open end. */
export const valueRange = table('value_range', 'plain', 'ssa', { low: 'string', high: 'string' });
/** Operations whose value is known, other than those that write it: in order. `constant` or `range` is set. */
export const operationValue = table('operation_value', 'plain', 'ssa', {
  operation: 'int',
  constant: 'ref',
  range: 'ref',
});
/** What holds of a definition once an edge was taken, ascending by edge. Strings, numbers, booleans and what is none compare
 * by `equal` as the language compares them without conversion. */
export const branchFact = table('branch_fact', 'plain', 'ssa', {
  edge: 'int',
  definition: 'int',
  test: 'int',
  constant: 'ref',
});
/** Edges that constants prove to be never taken, ascending. A block all of whose edges are here never runs. */
export const deadEdge = table('dead_edge', 'plain', 'ssa', { edge: 'int' });
