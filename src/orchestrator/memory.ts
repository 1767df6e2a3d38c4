/** What an index takes of the memory, beside what it may take. */
import type { MemoryBudget } from '#store';

export interface MemoryHealth {
  /** The configured `memoryBudget`; null without one. */
  readonly budgetBytes: number | null;
  /** Memory that the process has now, all else in it included. */
  readonly residentBytes: number;
  /** True when that is more than the budget: the rest of the process does not fit into it. */
  readonly isExceeded: boolean;
  /** Bytes of segments that are in files now, and that were ever written there. */
  readonly spilledBytes: number;
  readonly writtenBytes: number;
  /** Bytes of segments that were read back from files. */
  readonly loadedBytes: number;
  /** Why segments stay in memory although the budget is spent; null when they go to files. */
  readonly fault: string | null;
}

/** Figures of an engine that has derived nothing. */
export const NOTHING_SPILLED: SpillFigures = { spilledBytes: 0, writtenBytes: 0, loadedBytes: 0, fault: null };

export type SpillFigures = Pick<MemoryHealth, 'spilledBytes' | 'writtenBytes' | 'loadedBytes' | 'fault'>;

export function memoryHealth(budget: MemoryBudget | null, figures: SpillFigures): MemoryHealth {
  const { spilledBytes, writtenBytes, loadedBytes, fault } = figures;
  return {
    budgetBytes: budget?.bytes ?? null,
    residentBytes: process.memoryUsage.rss(),
    isExceeded: budget !== null && budget.freeBytes < 0,
    spilledBytes,
    writtenBytes,
    loadedBytes,
    fault,
  };
}
