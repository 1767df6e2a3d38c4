/** Look-ups over a catalog: finds the table of another unit by path hash. Keeps the readers it opened until it is dropped. */
import { SegmentReader, type Columns, type TableReader, type TableSchema } from '#columns';
import type { PipelineDAG } from '#plan';
import type { UnitSource } from '#stage';
import type { Catalog } from './catalog.ts';
import { forEachPosting, POSTING_LAYOUT, shardOf } from './postings.ts';

export class CatalogSource implements UnitSource {
  readonly #catalog: Catalog;
  readonly #plan: PipelineDAG;
  readonly #shards = new Map<string, readonly (SegmentReader | null)[]>();
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
    let shards = this.#shards.get(schema.name);
    if (shards === undefined) {
      shards = this.#openShards(schema);
      this.#shards.set(schema.name, shards);
    }
    const shard = shards[shardOf(keyHi, shards.length)];
    if (shard) forEachPosting(shard, keyLo, keyHi, visit);
  }

  #openShards(schema: TableSchema): readonly (SegmentReader | null)[] {
    const name = this.#plan.postings.find((posting) => posting.place.schema === schema)?.name ?? '';
    const { postings, arenas } = this.#catalog.from;
    return (postings[name]?.shards ?? [null]).map((location) => {
      const buffer = location === null ? null : arenas[location.arena];
      return location && buffer ? new SegmentReader(POSTING_LAYOUT, buffer, location.offset) : null;
    });
  }
}
