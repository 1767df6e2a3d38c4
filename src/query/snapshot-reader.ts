/**
 * What the questions need of a snapshot. `Snapshot` of the store is one. Everything behind it is immutable, so questions
 * are synchronous, and equal questions to one reader have equal answers.
 */
import type { Columns, TableReader, TableSchema } from '#columns';
import type { UnitId } from '#core';
import type { PipelineDAG } from '#plan';

export interface SnapshotReader {
  /** The transaction that published the snapshot: its identity in answers. */
  readonly txnId: number;
  readonly plan: PipelineDAG;
  /** Units with a file, by path in code unit order. */
  readonly units: readonly UnitId[];
  path(unit: UnitId): string;
  unit(path: string): UnitId | -1;
  /** The source as UTF-16 text. */
  text(unit: UnitId): string;
  /** The rows of a table in a file, or null when its stage did not run on it. Cheap to ask for again. */
  table<C extends Columns>(schema: TableSchema<C>, unit: UnitId): TableReader<C> | null;
  /** Calls `visit` with each file that has rows of a key; false when no running stage makes the set. */
  posting(name: string, lo: number, hi: number, visit: (unit: UnitId) => void): boolean;
}
