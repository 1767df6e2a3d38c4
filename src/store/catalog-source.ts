/** Look-ups over a catalog: finds the table of another unit by path hash. Keeps the readers it opened until it is dropped. */
import { SegmentReader, type Columns, type TableReader, type TableSchema } from '#columns';
import type { PipelineDAG } from '#plan';
import type { UnitSource } from '#stage';
import type { Catalog } from './catalog.ts';
import { forEachPosting, POSTING_LAYOUT, shardOf } from './postings.ts';

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

  forEachUnitOf(
    schema: TableSchema,
    keyLo: number,
    keyHi: number,
    visit: (pathLo: number, pathHi: number) => void,
  ): void {
    const name = this.#plan.postings.find((posting) => posting.place.schema === schema)?.name;
    const shards = name === undefined ? undefined : this.#catalog.from.postings[name]?.shards;
    const location = shards?.[shardOf(keyHi, shards.length)];
    const buffer = location ? this.#catalog.from.arenas[location.arena] : null;
    if (location && buffer)
      forEachPosting(new SegmentReader(POSTING_LAYOUT, buffer, location.offset), keyLo, keyHi, visit);
  }
}
