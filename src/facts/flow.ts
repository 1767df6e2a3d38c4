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

/** Row = body row: the first rows of each body. A body without a row of its own (no operations) has an entry and an exit. */
export const flowBody = table('flow_body', 'plain', 'flow', { block: 'int', edge: 'int', loop: 'int' });
/** Basic blocks in the order of their operations, which they partition: a block ends where the next one begins. Block 0 is the
 * entry; the last is the exit, has no operations, and is where returns and uncaught exceptions end. `dominator`,
 * `post_dominator`: the immediate ones. `order`: place in reverse postorder from the entry. `loop`: the innermost. */
export const basicBlock = table('basic_block', 'node', 'flow', {
  operation: 'int',
  flags: 'int',
  order: 'int',
  dominator: 'ref',
  post_dominator: 'ref',
  loop: 'ref',
});
/** Edges between blocks of one body, ascending by `source`, then in the order in which they are tried. */
export const flowEdge = table('flow_edge', 'edge', 'flow', { source: 'int', target: 'int', kind: 'int' });

export const FLOW_LOOP_KINDS = ['natural', 'irreducible'] as const;
/** Loops, outer before inner. `header`: the block that dominates it; of an irreducible region the first one entered. */
export const flowLoop = table('flow_loop', 'node', 'flow', { header: 'int', parent: 'ref', kind: 'int' });

// ---- data flow (L6) -----------------------------------------------------------------------------------------------

/** What a variable of a body is. `local`, `declaration`, `import`: a row of that table, bound in this body. `outer`: a local
 * row of an enclosing body. `module`: a declaration or import row of the module, seen from inside a body. `free`: a name that
 * this file does not bind. `path`: the member `name` of the variable `base`. `item`: an element of `base`. */
export const FLOW_VARIABLE_KINDS = [
  'local',
  'declaration',
  'import',
  'outer',
  'module',
  'free',
  'path',
  'item',
] as const;
/** What gives a variable its value. `entry`: the value it has when the body begins. `merge`: where several meet at the start of
 * a block. `clobber`: something else may have written it (a call that runs a closure, a write through another path). */
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

/** Row = body row: the first rows of each body. */
export const dataBody = table('data_body', 'plain', 'data_flow', {
  variable: 'int',
  definition: 'int',
  use: 'int',
  operand: 'int',
});
/** Variables of a body and its access paths to a bounded depth. `row`: see the kinds, -1 for none. `base`: ordinal of another
 * variable. `name` of paths and free names. `captured`: 1 when a closure of this body uses it too. */
export const flowVariable = table('flow_variable', 'node', 'data_flow', {
  kind: 'int',
  row: 'ref',
  base: 'ref',
  name: 'string',
  captured: 'int',
});
/** Definitions of a body. `operation`: the one that defines, -1 for entry and merge. `value`: the operation whose value is
 * stored, -1 when there is none. `block`: where it happens; of a merge, its block. Merges stand only where the variable is
 * live and several definitions reach (factored use-def chains). */
export const flowDefinition = table('flow_definition', 'node', 'data_flow', {
  kind: 'int',
  variable: 'int',
  block: 'int',
  operation: 'ref',
  value: 'ref',
});
/** Uses in order of operations: each is reached by one definition, a merge when there are several. */
export const flowUse = table('flow_use', 'edge', 'data_flow', { operation: 'int', variable: 'int', definition: 'int' });
/** What a merge merges: one row per incoming edge of its block (`edge`: ordinal in the body), ascending by merge. */
export const mergeOperand = table('merge_operand', 'edge', 'data_flow', {
  merge: 'int',
  edge: 'int',
  definition: 'int',
});
