/**
 * Readers that are kept open, by key. A plain map, emptied when it is full: a cache by use reserves its room with every
 * snapshot. Full is a number of readers, and of bytes that those of spilled segments have read.
 */
import type { SegmentReader } from '#columns';
import type { Meter } from './spilled-segment.ts';

/** Segments whose readers are kept open. */
const MOST_READERS = 8192;
/** Bytes of spilled segments that are kept in memory. */
const MOST_LOADED_BYTES = 4 << 20;

export class OpenSegments {
  readonly #readers = new Map<number, SegmentReader | null>();
  readonly #most: number;
  #meter: Meter = { bytes: 0 };

  constructor(most: number = MOST_READERS) {
    this.#most = most;
  }

  /** Counts what the readers that are kept here read; the next one is opened with it. */
  get meter(): Meter {
    return this.#meter;
  }

  /** The reader of a key; undefined when it is not open. */
  get(key: number): SegmentReader | null | undefined {
    return this.#readers.get(key);
  }

  /** Keeps a reader; null stands for a segment that there is none of. */
  keep(key: number, reader: SegmentReader | null): void {
    if (this.#readers.size === this.#most || this.#meter.bytes > MOST_LOADED_BYTES) {
      this.#readers.clear();
      // Those that were open still count, but nowhere.
      this.#meter = { bytes: 0 };
    }
    this.#readers.set(key, reader);
  }
}
