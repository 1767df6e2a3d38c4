/**
 * Compaction: moves the live segments out of arenas that are mostly dead, so that the arenas can go. Bytes of a segment do
 * not say where it lies, so moving one is copying it; only the catalog says where it is now.
 */
import { ArenaWriter, type SegmentLocation } from '#columns';
import {
  Catalog,
  CatalogBuilder,
  newShards,
  placeShard,
  placesOf,
  segmentBytes,
  segmentCopy,
  shardsIn,
  type CatalogImage,
} from '#store';
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
  for (const [arena, held] of image.arenas.entries()) {
    const bytes = live.get(arena) ?? 0;
    const used = pool.used(arena);
    if (held === null || bytes === 0 || bytes >= MOSTLY_DEAD * used) continue;
    victims.add(arena);
    gain += used - bytes;
  }
  if (gain < LEAST_GAIN) return null;
  pool.seal();
  const builder = new CatalogBuilder(image.slots, image);
  const mover = new Mover(image, builder, pool);
  const catalog = new Catalog(image);
  for (const unit of catalog.liveUnits()) {
    for (let slot = 0; slot < image.slots; slot++) {
      const arena = catalog.arena(unit, slot);
      if (!victims.has(arena)) continue;
      mover.move(arena, catalog.offset(unit, slot), (to) => builder.setSegment(unit, slot, to.arena, to.offset));
    }
  }
  for (const [name, shards] of Object.entries(image.postings)) {
    const moved = newShards(shardsIn(shards), shards);
    let isMoved = false;
    for (const [i, at] of placesOf(shards).entries()) {
      if (at === null || !victims.has(at.arena)) continue;
      isMoved = true;
      mover.move(at.arena, at.offset, (to) => placeShard(moved, i, to));
    }
    if (isMoved) builder.setPostings(name, moved);
  }
  mover.end();
  for (const arena of victims) builder.setArena(arena, null);
  return { catalog: builder.freeze(), made: mover.made, retired: mover.retired };
}

/** A segment that was copied: where to within the lease, and who wants to know where that lies. */
interface Moved {
  readonly from: number;
  readonly offset: number;
  readonly bytes: number;
  readonly placed: (to: SegmentLocation) => void;
}

class Mover {
  readonly made = new Map<number, number>();
  readonly retired = new Map<number, number>();
  readonly #from: CatalogImage;
  readonly #builder: CatalogBuilder;
  readonly #pool: ArenaPool;
  #lease: ReturnType<ArenaPool['lease']> | null = null;
  #writer: ArenaWriter | null = null;
  #moved: Moved[] = [];

  constructor(from: CatalogImage, builder: CatalogBuilder, pool: ArenaPool) {
    this.#from = from;
    this.#builder = builder;
    this.#pool = pool;
  }

  /** Copies a segment. `placed` is told where it lies now, at the next `end` or before. */
  move(arena: number, offset: number, placed: (to: SegmentLocation) => void): void {
    const from = this.#from.arenas[arena]!;
    const bytes = segmentBytes(from, offset);
    if (this.#writer === null || this.#writer.free < bytes + 8) {
      this.end();
      // A new arena: one that is leased again might be the one that is being emptied.
      this.#lease = this.#pool.leaseNew(bytes + 8);
      this.#writer = new ArenaWriter(this.#lease.buffer, this.#lease.offset);
    }
    const to = this.#writer.take(bytes);
    this.#writer.bytes.set(segmentCopy(from, offset, bytes), to);
    this.#moved.push({ from: arena, offset: to, bytes, placed });
  }

  /** Gives the arena that is written back and says where its segments lie. */
  end(): void {
    if (this.#lease === null) return;
    const { arena, base } = this.#pool.release(this.#lease, [], [this.#writer!.offset])[0]!;
    this.#builder.setArena(arena, this.#pool.bytes(arena));
    for (const { from, offset, bytes, placed } of this.#moved) {
      this.made.set(arena, (this.made.get(arena) ?? 0) + bytes);
      this.retired.set(from, (this.retired.get(from) ?? 0) + bytes);
      placed({ arena, offset: base + offset });
    }
    this.#moved = [];
    this.#lease = null;
    this.#writer = null;
  }
}
