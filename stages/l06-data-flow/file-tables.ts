/** The tables of one file that the stage reads, and where the rows of each body lie. */
import { endOf, type ReaderOf } from '#columns';
import type { body, declaration, importTable, local, operation, reference, statement } from '#facts';

export interface FileTables {
  readonly bodies: ReaderOf<typeof body>;
  readonly locals: ReaderOf<typeof local>;
  readonly declarations: ReaderOf<typeof declaration>;
  readonly imports: ReaderOf<typeof importTable>;
  readonly statements: ReaderOf<typeof statement>;
  readonly references: ReaderOf<typeof reference>;
  readonly operations: ReaderOf<typeof operation>;
  /** Imports bind their names before anything runs, as in ECMAScript. */
  readonly hoistsImports: boolean;
}

/** The first operation row behind those of a body. */
export function endOfOperations({ bodies, operations }: FileTables, row: number): number {
  return endOf(bodies.operation, row, bodies.rows, operations.rows);
}
