/** What the orchestrator is asked with and what it answers. */
import type { WaveReport } from '#engine';
import type { IndexEvent } from '#observe';
import type { PluginHealth } from '#plugins';
import { unitsOf, type Conflict } from '#session';
import type { MemoryHealth } from './memory.ts';
import { reportStages, type StageReport } from './stats.ts';

export interface IndexOptions {
  /** The name of the repository in answers; default: the last part of its path. */
  readonly name?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: IndexEvent) => void;
}

export interface UpdateResult {
  readonly txnId: number;
  /** Paths whose text changed. */
  readonly changed: readonly string[];
  /** Paths that ran again because of them. */
  readonly affected: readonly string[];
  /** Kernel runs, and units whose key held, over all stages. */
  readonly unitsRun: number;
  readonly unitsReused: number;
  readonly shardsFolded: number;
  readonly ms: number;
  readonly stages: readonly StageReport[];
}

/** What a refresh took from the disk. */
export interface RefreshResult extends UpdateResult {
  /** Paths whose text was merged from the disk and from what agents had committed. */
  readonly merged: readonly string[];
  readonly conflicts: readonly Conflict[];
}

export interface OrchestratorHealth {
  readonly status: 'empty' | 'indexing' | 'ready' | 'closed';
  readonly txnId: number | null;
  readonly files: number;
  readonly problems: number;
  /** Arenas, and their bytes: of live segments, ever written, reserved in memory, in files. */
  readonly arenas: {
    readonly arenas: number;
    readonly liveBytes: number;
    readonly usedBytes: number;
    readonly heldBytes: number;
    readonly spilledBytes: number;
  };
  /** Memory, beside what the index may take. */
  readonly memory: MemoryHealth;
  /** Each index, up to which transaction it is, and why when that is not the newest. */
  readonly indexes: readonly PluginHealth[];
}

export function updateResult(report: WaveReport): UpdateResult {
  return {
    txnId: report.snapshot.txnId,
    changed: report.changed,
    affected: report.affected,
    ...unitsOf(report),
    shardsFolded: report.shardsFolded,
    ms: report.ms,
    stages: reportStages(report.snapshot.plan, report),
  };
}

/** The answer of a refresh that found nothing. */
export function nothingNew(txnId: number, ms: number): RefreshResult {
  const nothing = { changed: [], affected: [], merged: [], conflicts: [], stages: [] };
  return { txnId, ...nothing, unitsRun: 0, unitsReused: 0, shardsFolded: 0, ms };
}
