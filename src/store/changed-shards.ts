/** Finds the shards of a posting set that an update must fold: those in which the keys of a file are others than before. */
import type { TableReader } from '#columns';
import { compareHashes, keysOf } from './fold.ts';
import { shardOf } from './postings.ts';

/** The shards of a set in which the keys of some files changed. */
export class ChangedShards {
  readonly #isChanged: Uint8Array;
  #count = 0;

  constructor(shards: number) {
    this.#isChanged = new Uint8Array(shards);
  }

  /** Ascending. */
  get all(): number[] {
    return [...this.#isChanged.keys()].filter((shard) => this.#isChanged[shard] === 1);
  }

  /** Adds those in which the keys of a table differ between two segments of one file. Both are sorted by key. */
  add(before: TableReader | null, after: TableReader | null): void {
    const a = before === null ? null : keysOf(before);
    const b = after === null ? null : keysOf(after);
    const rowsA = before?.rows ?? 0;
    const rowsB = after?.rows ?? 0;
    for (let i = 0, j = 0; (i < rowsA || j < rowsB) && this.#count < this.#isChanged.length;) {
      const order = i >= rowsA ? 1 : j >= rowsB ? -1 : compareHashes(a!.lo(i), a!.hi(i), b!.lo(j), b!.hi(j));
      const keys = order <= 0 ? a! : b!;
      const at = order <= 0 ? i : j;
      const lo = keys.lo(at);
      const hi = keys.hi(at);
      if (order !== 0) this.#mark(shardOf(hi, this.#isChanged.length));
      while (i < rowsA && a!.lo(i) === lo && a!.hi(i) === hi) i++;
      while (j < rowsB && b!.lo(j) === lo && b!.hi(j) === hi) j++;
    }
  }

  #mark(shard: number): void {
    if (this.#isChanged[shard] === 1) return;
    this.#isChanged[shard] = 1;
    this.#count++;
  }
}
