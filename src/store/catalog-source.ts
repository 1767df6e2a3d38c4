/** Look-ups over a catalog: finds the table of another unit by path hash. Keeps the readers it opened until it is dropped. */
import type { Columns, SegmentReader, TableReader, TableSchema } from '#columns';
import type { PipelineDAG } from '#plan';
import type { UnitSource } from '#stage';
import type { Catalog } from './catalog.ts';

export class CatalogSource implements UnitSource {
  readonly #catalog: Catalog;
  readonly #plan: PipelineDAG;
  readonly #readers = new Map<number, SegmentReader | null>();

  constructor(catalog: Catalog, plan: PipelineDAG) {
    this.#catalog = catalog;
    this.#plan = plan;
  }

  tableAt<C extends Columns>(schema: TableSchema<C>, pathLo: number, pathHi: number): TableReader<C> | null {
    const place = this.#plan.place(schema);
    if (place === undefined) return null;
    const unit = this.#catalog.unitAt(pathLo, pathHi);
    if (unit === -1) return null;
    const at = unit * this.#catalog.from.slots + place.slot;
    let reader = this.#readers.get(at);
    if (reader === undefined) {
      reader = this.#catalog.segment(unit, place.slot, place.layout);
      this.#readers.set(at, reader);
    }
    return reader === null ? null : reader.table(schema);
  }
}
