/** `PipelineContext`: the read side that users get: one frozen snapshot with its readers and questions. */
import type { Columns, TableReader, TableSchema } from '#columns';
import type { UnitId } from '#core';
import type { Snapshot } from '#store';

export class PipelineContext {
  readonly snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    Object.freeze(this);
  }

  /** The transaction that published this snapshot. */
  get txnId(): number {
    return this.snapshot.txnId;
  }

  /** Paths of all files. */
  get files(): string[] {
    return this.snapshot.units.map((unit: UnitId) => this.snapshot.path(unit));
  }

  /** The rows of a table in a file, or null when the file or its facts are not there. */
  table<C extends Columns>(schema: TableSchema<C>, path: string): TableReader<C> | null {
    const unit = this.snapshot.unit(path);
    return unit === -1 ? null : this.snapshot.table(schema, unit);
  }

  /** The source text of a file, or null. */
  text(path: string): string | null {
    const unit = this.snapshot.unit(path);
    return unit === -1 ? null : this.snapshot.text(unit);
  }
}
