/**
 * Facts of program dependence, one body at a time (L11): on which branches a block depends, and where values come into a body,
 * leave it, and pass through its calls. Data dependence is `flow_use` (L6), which is not repeated here. What names a block, an
 * edge, a definition or an operation is an ordinal within the body.
 */
import { table } from '#columns';

/** Row = body row: the first rows of each body. `complete`: 0 when the fuel of the file ran out, and the body has no rows. */
export const pdgBody = table('pdg_body', 'plain', 'pdg', { control: 'int', node: 'int', complete: 'int' });

/** A block is control dependent on an edge when it surely runs once the edge is taken, and need not run when it is not
 * (Ferrante, Ottenstein, Warren 1987). Ascending by `block`, then by `edge`. */
export const controlDependence = table('control_dependence', 'edge', 'pdg', { block: 'int', edge: 'int' });

/**
 * `formal_in`: a definition that holds when the body begins (a parameter, or what is outside of it). `formal_out`: an operation
 * that hands a value out (return, yield, raise). `modified`: a definition of a variable that other bodies see.
 */
export const PARAMETER_NODE_KINDS = ['formal_in', 'formal_out', 'modified'] as const;
/** Where values cross the border of a body, ready for the system dependence graph (Horwitz, Reps, Binkley 1990), in the order
 * of their kinds. `value`: an ordinal, of an operation for `formal_out`, else of a definition. The nodes on the side of the
 * caller are the rows of `call` and `argument`, and the operation that a method is taken from. */
export const parameterNode = table('parameter_node', 'node', 'pdg', { kind: 'int', value: 'int' });
