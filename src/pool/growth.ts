/** How many workers work is worth: by the bytes that wait, the processors, and the memory that is free. Pure. */

/** Bytes of source that keep a further worker busy for longer than it takes to start one. See docs/performance.md. */
export const BYTES_PER_WORKER: number = 2 << 20;

/** What a worker takes beyond the columns it writes: its heap, its parser, its code. */
const WORKER_BYTES = 160 << 20;

export interface Machine {
  readonly processors: number;
  /** Memory that could be taken now. */
  readonly availableBytes: number;
}

/**
 * Workers that should run when `queuedBytes` of source wait and `running` are there: those stay, for they have their memory and
 * their code. At least 1.
 */
export function workersFor(queuedBytes: number, running: number, { processors, availableBytes }: Machine): number {
  const useful = 1 + Math.floor(queuedBytes / BYTES_PER_WORKER);
  const affordable = running + Math.max(0, Math.floor(availableBytes / WORKER_BYTES));
  return Math.max(1, running, Math.min(useful, processors, affordable));
}
