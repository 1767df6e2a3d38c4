/** Look-ups over a catalog: finds the table of another unit by path hash. Keeps the readers it opened until it is dropped. */
import { type Columns, type SegmentReader, type TableReader, type TableSchema } from '#columns';
import type { PipelineDAG } from '#plan';
import type { UnitSource } from '#stage';
import { segmentAt, type Catalog } from './catalog.ts';
import { OpenSegments } from './open-segments.ts';
import {
  forEachPosting,
  newShards,
  POSTING_LAYOUT,
  shardAt,
  shardOf,
  shardsIn,
  type PostingShards,
} from './postings.ts';

/** A posting set, and its shards that are open. */
interface OpenSet {
  readonly postings: PostingShards;
  readonly open: OpenSegments;
}

const NO_SHARDS = newShards(1);

export class CatalogSource implements UnitSource {
  readonly #catalog: Catalog;
  readonly #plan: PipelineDAG;
  readonly #sets = new Map<string, OpenSet>();
  readonly #readers = new OpenSegments(Infinity);

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
      reader = this.#catalog.segment(unit, place.slot, place.layout, this.#readers.meter);
      this.#readers.keep(at, reader);
    }
    return reader === null ? null : reader.table(schema);
  }

  forEachUnitOf(
    schema: TableSchema,
    keyLo: number,
    keyHi: number,
    visit: (pathLo: number, pathHi: number) => void,
  ): void {
    let set = this.#sets.get(schema.name);
    if (set === undefined) {
      const name = this.#plan.postings.find((posting) => posting.place.schema === schema)?.name ?? '';
      set = { postings: this.#catalog.from.postings[name] ?? NO_SHARDS, open: new OpenSegments() };
      this.#sets.set(schema.name, set);
    }
    const shard = this.#shard(set, shardOf(keyHi, shardsIn(set.postings)));
    if (shard !== null) forEachPosting(shard, keyLo, keyHi, visit);
  }

  #shard({ postings, open }: OpenSet, shard: number): SegmentReader | null {
    let segment = open.get(shard);
    if (segment === undefined) {
      const location = shardAt(postings, shard);
      const arena = location === null ? null : (this.#catalog.from.arenas[location.arena] ?? null);
      const isNone = location === null || arena === null;
      segment = isNone ? null : segmentAt(POSTING_LAYOUT, arena, location.offset, open.meter);
      open.keep(shard, segment);
    }
    return segment;
  }
}
