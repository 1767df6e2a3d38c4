/**
 * Compaction: moves the live segments out of arenas that are mostly dead, so that the arenas can go. Bytes of a segment do
 * not say where it lies, so moving one is copying it; only the catalog says where it is now.
 */
import { ArenaWriter } from '#columns';
import { Catalog, CatalogBuilder, type CatalogImage, type PostingShards } from '#store';
import type { ArenaPool } from './arena-pool.ts';

/** An arena is mostly dead when less than this share of what was written to it is live. */
const MOSTLY_DEAD = 0.25;
/** Nothing is moved while less than this many bytes would come free. */
const LEAST_GAIN = 32 << 20;

export interface Compacted {
  readonly catalog: CatalogImage;
  readonly made: ReadonlyMap<number, number>;
  readonly retired: ReadonlyMap<number, number>;
}

/** The catalog with its segments moved out of mostly dead arenas, or null when that would not pay. */
export function compact(image: CatalogImage, live: ReadonlyMap<number, number>, pool: ArenaPool): Compacted | null {
  const victims = new Set<number>();
  let gain = 0;
  for (const [arena, buffer] of image.arenas.entries()) {
    const bytes = live.get(arena) ?? 0;
    const used = pool.used(arena);
    if (buffer === null || bytes === 0 || bytes >= MOSTLY_DEAD * used) continue;
    victims.add(arena);
    gain += used - bytes;
  }
  if (gain < LEAST_GAIN) return null;
  const builder = new CatalogBuilder(image.slots, image);
  const mover = new Mover(image, builder, pool);
  const catalog = new Catalog(image);
  for (const unit of catalog.liveUnits()) {
    for (let slot = 0; slot < image.slots; slot++) {
      const arena = catalog.arena(unit, slot);
      if (!victims.has(arena)) continue;
      const to = mover.move(arena, catalog.offset(unit, slot));
      builder.setSegment(unit, slot, to.arena, to.offset);
    }
  }
  for (const [name, { shards }] of Object.entries(image.postings)) {
    if (!shards.some((at) => at !== null && victims.has(at.arena))) continue;
    const moved = shards.map((at) => (at !== null && victims.has(at.arena) ? mover.move(at.arena, at.offset) : at));
    builder.setPostings(name, { shards: Object.freeze(moved) } satisfies PostingShards);
  }
  mover.end();
  for (const arena of victims) builder.setArena(arena, null);
  return { catalog: builder.freeze(), made: mover.made, retired: mover.retired };
}

class Mover {
  readonly made = new Map<number, number>();
  readonly retired = new Map<number, number>();
  readonly #from: CatalogImage;
  readonly #builder: CatalogBuilder;
  readonly #pool: ArenaPool;
  #lease: ReturnType<ArenaPool['lease']> | null = null;
  #writer: ArenaWriter | null = null;

  constructor(from: CatalogImage, builder: CatalogBuilder, pool: ArenaPool) {
    this.#from = from;
    this.#builder = builder;
    this.#pool = pool;
  }

  move(arena: number, offset: number): { arena: number; offset: number } {
    const buffer = this.#from.arenas[arena]!;
    const bytes = new Uint32Array(buffer, offset, 2)[1]!;
    if (this.#writer === null || this.#writer.free < bytes + 8) {
      this.end();
      // A new arena: one that is leased again might be the one that is being emptied.
      this.#lease = this.#pool.leaseNew(bytes + 8);
      this.#writer = new ArenaWriter(this.#lease.buffer, this.#lease.offset);
      this.#builder.setArena(this.#lease.arena, this.#lease.buffer);
    }
    const to = this.#writer.take(bytes);
    this.#writer.bytes.set(new Uint8Array(buffer, offset, bytes), to);
    const target = this.#lease!.arena;
    this.made.set(target, (this.made.get(target) ?? 0) + bytes);
    this.retired.set(arena, (this.retired.get(arena) ?? 0) + bytes);
    return { arena: target, offset: to };
  }

  end(): void {
    if (this.#lease !== null) this.#pool.release(this.#lease, [], [this.#writer!.offset]);
    this.#lease = null;
    this.#writer = null;
  }
}
