/** What a commit answers: what was committed and what it changed, or why it was refused. */
import type { WaveReport } from '#engine';
import { COUNTERS } from '#pool';
import type { FileChange } from '#store';
import type { DeclarationChange } from './change-analyzer.ts';
import type { Conflict } from './conflicts.ts';

/** What one transaction changed, and nothing that others changed meanwhile. */
export interface Delta {
  /** What happened to each path, by path. */
  readonly files: readonly ({ readonly path: string } & FileChange)[];
  readonly declarations: readonly DeclarationChange[];
  /** Paths whose facts were derived again because of these. */
  readonly affected: readonly string[];
}

export interface Committed {
  readonly status: 'committed';
  readonly agentId: string;
  readonly txnId: number;
  readonly delta: Delta;
  /** Paths whose text was merged with what others had committed. */
  readonly merged: readonly string[];
  /** Kernel runs, and units whose key held. */
  readonly unitsRun: number;
  readonly unitsReused: number;
  readonly ms: number;
}

export interface Refused {
  readonly status: 'conflict';
  readonly agentId: string;
  /** The transaction that the session began at, and the one that it met. */
  readonly base: number;
  readonly head: number;
  readonly conflicts: readonly Conflict[];
}

export type CommitResult = Committed | Refused;

/** Kernel runs and kept units of a wave over all steps. */
export function unitsOf(report: WaveReport): { unitsRun: number; unitsReused: number } {
  const sum = (name: (typeof COUNTERS)[number]): number => {
    let total = 0;
    const at = COUNTERS.indexOf(name);
    // Slot 0 holds the inputs, which no kernel made.
    for (let i = COUNTERS.length + at; i < report.counters.length; i += COUNTERS.length) total += report.counters[i]!;
    return total;
  };
  return { unitsRun: sum('ran'), unitsReused: sum('kept') };
}
