/**
 * How much memory the process may take. What is decided by it are places, never facts: whether a segment goes to memory or to
 * a file, and how many workers there are.
 */

/** Left free for what grows beside the segments: heaps, parsers, what a task writes. */
const HEADROOM_BYTES = 48 << 20;

export class MemoryBudget {
  readonly bytes: number;

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  /** Bytes of memory that the process may still take; negative when it has more than it may. */
  get freeBytes(): number {
    return this.bytes - process.memoryUsage.rss();
  }

  /** True when a further arena of this size is not to be had. */
  isSpentBy(bytes: number): boolean {
    return this.freeBytes < HEADROOM_BYTES + bytes;
  }
}
