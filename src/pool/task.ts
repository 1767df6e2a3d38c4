/** The messages between the engine and the workers: plain data, shared buffers and transferable arrays. */
import type { ErrorCode, UnitId } from '#core';
import type { FileSystemDescription } from '#inputs';
import type { StageDescriptor } from '#stage';
import type { CatalogImage } from '#store';

/** What a worker is started with. Stages of the package come from the registry module, others bring a kernel URL. */
export interface WorkerSetup {
  readonly registryUrl: string;
  readonly enabled: readonly string[];
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly custom: readonly CustomStage[];
  readonly files: FileSystemDescription | null;
  readonly maxFileBytes: number;
  /** Work units per kernel and file before it gives up with partial facts. */
  readonly fuel: number;
}

export interface CustomStage {
  readonly stage: StageDescriptor;
  readonly kernelUrl: string;
}

/** The space a task writes into: an arena that no other task holds, from `offset` on. */
export interface ArenaLease {
  readonly arena: number;
  readonly buffer: SharedArrayBuffer;
  readonly offset: number;
}

/** Runs steps of one level over units, fused file by file. */
export interface ChainTask {
  readonly kind: 'chain';
  readonly catalog: CatalogImage;
  readonly lease: ArenaLease;
  /** Bytes of an arena that the worker makes when the lease is full. */
  readonly arenaBytes: number;
  readonly slots: readonly number[];
  readonly units: Int32Array<ArrayBuffer>;
  /** Per unit, bits (`PlanStep.bit`) of the steps whose trace no longer holds and which run even when their key is unchanged. */
  readonly forced: Int32Array<ArrayBuffer>;
  /** Paths of units whose source is to be read from the file system, else null: it is in the catalog. */
  readonly paths: readonly string[] | null;
}

/** Folds contributions into the shards of one posting set. */
export interface FoldTask {
  readonly kind: 'fold';
  readonly catalog: CatalogImage;
  readonly lease: ArenaLease;
  readonly arenaBytes: number;
  readonly posting: string;
  readonly shards: number;
  /** Units whose contributions replace those in the shards before; removed files by path hash only. */
  readonly units: Int32Array<ArrayBuffer>;
  readonly removed: Uint32Array<ArrayBuffer>;
  /** Shards to fold; the others stay. */
  readonly only: readonly number[] | null;
  /** A level waits for it. Others give way to the chains of later levels. */
  readonly isUrgent: boolean;
}

export interface UnitFailure {
  readonly unit: UnitId;
  readonly slot: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Words per row of `ChainResult.segments`: unit, slot, state, arena (lease -1, else ordinal of `arenas`), offset / 8, rows. */
export const SEGMENT_WORDS = 6;
/** `made`: a new segment. `equal`: run again, the same digests. `kept`: the key is unchanged, not run. */
export const SEGMENT_STATE = { made: 0, equal: 1, kept: 2, failed: 3, skipped: 4, gone: 5 } as const;

/** Figures of one slot, summed over the units of a task. */
export const COUNTERS = ['ran', 'kept', 'failed', 'rowsRead', 'rowsWritten', 'bytes', 'wallMs'] as const;

/** The worker that ran a task, as it stood afterwards. */
export interface WorkerState {
  readonly thread: number;
  /** Its heap, and its wasm memory, which never shrinks. */
  readonly memoryBytes: number;
  /** Bytes of spilled segments that the task read. */
  readonly loadedBytes: number;
}

export interface ChainResult {
  /** Missing when the task ran on the calling thread. */
  readonly worker?: WorkerState;
  readonly segments: Int32Array<ArrayBuffer>;
  /** Arenas that the worker made because the lease was full. */
  readonly arenas: readonly SharedArrayBuffer[];
  /** First free byte of the lease, and of each made arena. */
  readonly used: readonly number[];
  readonly failures: readonly UnitFailure[];
  /** `COUNTERS.length` figures per slot of the plan. */
  readonly counters: Float64Array<ArrayBuffer>;
  readonly cpuMs: number;
  /** Rows made less rows replaced, per table in the order of `PipelineDAG.tables`. */
  readonly tableRows: Float64Array<ArrayBuffer>;
}

export interface FoldResult {
  readonly worker?: WorkerState;
  /** Per shard three words: 1 when folded, else -1; ordinal of `arenas`, -1 for the lease; offset / 8, -1 for an empty shard. */
  readonly shards: Int32Array<ArrayBuffer>;
  readonly arenas: readonly SharedArrayBuffer[];
  readonly used: readonly number[];
  readonly cpuMs: number;
}

export type Task = ChainTask | FoldTask;
