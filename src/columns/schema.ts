/**
 * Table schemas: a table is declared once, and layout, builder, reader and documentation follow from it.
 *
 *     export const decorator = table('decorator', 'plain', 'interface', { declaration: 'int', name: 'string' });
 *
 * Tables of one *block* share a string table and one digest, so put into one block only what changes together.
 */
import { EngineError } from '#core';

/**
 * - `int`: unsigned, 0 .. 2^32-1, stored in the smallest of 1, 2, 4 bytes that fits the column.
 * - `ref`: a row of another table or -1 for none; stored as row + 1 in the smallest width.
 * - `string`: an id in the string table of the block.
 * - `hash`: 64 bits as two u32 halves.
 * - `blob`: bytes of any length per row.
 */
export type ColumnKind = 'int' | 'ref' | 'string' | 'hash' | 'blob';
export type TableKind = 'node' | 'edge' | 'plain';
export type Columns = Readonly<Record<string, ColumnKind>>;

export interface TableSchema<C extends Columns = Columns> {
  readonly name: string;
  /** Rows of `node` and `edge` tables count as nodes and edges in the statistics. */
  readonly kind: TableKind;
  readonly block: string;
  readonly columns: C;
  readonly columnNames: readonly string[];
}

const NAME = /^[a-z][a-z0-9_]*$/;
/** Members of every reader. */
const RESERVED = ['rows', 'segment', 'place', 'columns'];

/** Declares a table. `E_TABLE_SCHEMA` when a name is not snake_case, or a column has one that readers use themselves. */
export function table<const C extends Columns>(
  name: string,
  kind: TableKind,
  block: string,
  columns: C,
): TableSchema<C> {
  for (const part of [name, block, ...Object.keys(columns)]) {
    if (!NAME.test(part)) throw new EngineError('E_TABLE_SCHEMA', `table ${name}: '${part}' is not snake_case`);
  }
  const reserved = RESERVED.find((column) => Object.hasOwn(columns, column));
  if (reserved !== undefined)
    throw new EngineError(
      'E_TABLE_SCHEMA',
      `table ${name}: readers have a member '${reserved}'; name the column otherwise`,
    );
  return Object.freeze({ name, kind, block, columns: Object.freeze(columns), columnNames: Object.keys(columns) });
}

/** The blocks of a list of tables, each with its tables, in order of first mention. */
export function blocksOf(tables: readonly TableSchema[]): Map<string, TableSchema[]> {
  const blocks = new Map<string, TableSchema[]>();
  for (const schema of tables) {
    const members = blocks.get(schema.block);
    if (members === undefined) blocks.set(schema.block, [schema]);
    else members.push(schema);
  }
  return blocks;
}
