/**
 * Readers that are kept open, by key. A plain map, emptied when it is full: a cache by use reserves its room with every
 * snapshot. Full is a number of readers, and of bytes of those that are copies of spilled segments.
 */
import type { SegmentReader } from '#columns';

/** Segments whose readers are kept open. */
const MOST_READERS = 8192;
/** Bytes of spilled segments that are kept in memory. */
const MOST_COPIED_BYTES = 6 << 20;

export class OpenSegments {
  readonly #readers = new Map<number, SegmentReader | null>();
  readonly #most: number;
  #copiedBytes = 0;

  constructor(most: number = MOST_READERS) {
    this.#most = most;
  }

  /** The reader of a key; undefined when it is not open. */
  get(key: number): SegmentReader | null | undefined {
    return this.#readers.get(key);
  }

  /** Keeps a reader; null stands for a segment that there is none of. */
  keep(key: number, reader: SegmentReader | null, isCopy: boolean): void {
    if (isCopy && reader !== null) this.#copiedBytes += reader.byteLength;
    if (this.#readers.size === this.#most || this.#copiedBytes > MOST_COPIED_BYTES) {
      this.#readers.clear();
      this.#copiedBytes = isCopy && reader !== null ? reader.byteLength : 0;
    }
    this.#readers.set(key, reader);
  }
}
