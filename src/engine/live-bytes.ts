/**
 * Bytes of each arena that the newest snapshot refers to. Publishing is counting: an arena goes when nobody counts in it, and
 * one of which little is left is copied out.
 */
import { liveBytes, type CatalogImage } from '#store';
import type { ArenaPool } from './arena-pool.ts';
import { compact } from './compaction.ts';
import { chainOf, type Derived } from './derived.ts';

type Counted = Pick<Derived, 'made' | 'retired'>;

export class LiveBytes {
  readonly #arenas: ArenaPool;
  readonly #published = new Map<number, number>();

  constructor(arenas: ArenaPool) {
    this.#arenas = arenas;
  }

  /** Begins with a catalog whose arenas were adopted. */
  adopt(catalog: CatalogImage): void {
    for (const [arena, bytes] of liveBytes(catalog)) {
      this.#arenas.count(arena, bytes);
      addTo(this.#published, arena, bytes);
    }
  }

  /** Counts a derived snapshot and those that it was derived from as the newest, and gives its catalog as it can be kept. */
  publish(derived: Derived): CatalogImage {
    const steps = chainOf(derived).toReversed();
    // An index stands for all that there was.
    if (steps[0]!.base === null) this.#settle({ made: new Map(), retired: new Map(this.#published) });
    for (const step of steps) this.#settle(step);
    let { catalog } = derived.report.snapshot.root;
    const compacted = compact(catalog, this.#published, this.#arenas);
    if (compacted !== null) {
      catalog = compacted.catalog;
      for (const [arena, bytes] of compacted.made) this.#arenas.count(arena, bytes);
      this.#settle(compacted);
    }
    const dropped = new Set(this.#arenas.sweep());
    const arenas = catalog.arenas.map((buffer, arena) => (dropped.has(arena) ? null : buffer));
    return Object.freeze({ ...catalog, arenas: Object.freeze(arenas) });
  }

  /** Gives back what a derived snapshot and its parents hold. */
  drop(derived: Derived): void {
    for (const { made } of chainOf(derived)) for (const [arena, bytes] of made) this.#arenas.count(arena, -bytes);
    this.#arenas.sweep();
  }

  /** Counts what the newest snapshot refers to from now on, and what it does no longer. */
  #settle({ made, retired }: Counted): void {
    for (const [arena, bytes] of made) addTo(this.#published, arena, bytes);
    for (const [arena, bytes] of retired) {
      addTo(this.#published, arena, -bytes);
      this.#arenas.count(arena, -bytes);
    }
  }
}

function addTo(sums: Map<number, number>, key: number, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}
