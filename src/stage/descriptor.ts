/**
 * The stage contract: what a stage reads and writes, as data. Edges of the plan are derived from it, never listed.
 *
 *     export const stage = defineStage({
 *       id: 'chunking', label: 'L2', title: 'Chunk tree', version: 1, preset: 'fast',
 *       steps: [{ name: 'chunking', grain: 'file', reads: [file, source, declaration], writes: [chunk], kernel: 'kernel' }],
 *     });
 */
import type { TableSchema } from '#columns';

export type Grain = 'file' | 'scc' | 'shard' | 'repo';
export type Preset = 'fast' | 'balanced' | 'thorough';

/**
 * One step of a stage. `reads` are tables of the unit itself; `lookups` are tables of other units, read by key and traced,
 * so the step waits until they are complete. An `optional` read without a writer is an empty table.
 */
export interface StepDescriptor {
  readonly name: string;
  readonly grain: Grain;
  readonly reads: readonly TableSchema[];
  readonly optional?: readonly TableSchema[];
  readonly lookups?: readonly TableSchema[];
  readonly writes: readonly TableSchema[];
  /** Name of the exported kernel function in the module of the stage. */
  readonly kernel: string;
  /** Thread time beside that of other steps, for the estimate of the rest of an index. Default 1. */
  readonly cost?: number;
}

/**
 * A reverse index: from the key column of a table of this stage to the files that have rows of that key.
 * The table must be sorted by its column `key`.
 */
export interface PostingDescriptor {
  readonly name: string;
  readonly table: TableSchema;
  /** The set is asked by look-ups of any file, so it is folded before the level that asks. */
  readonly isLookedUp?: true;
}

export interface StageDescriptor {
  /** The identity: a slug. */
  readonly id: string;
  /** The label of the stage in the documents, such as `L3`. */
  readonly label: string;
  readonly title: string;
  /** Raise it when the same input gives another output. */
  readonly version: number;
  /** The smallest preset that runs the stage. */
  readonly preset: Preset;
  readonly steps: readonly StepDescriptor[];
  readonly postings?: readonly PostingDescriptor[];
  /** Options of the stage, part of its keys. Plain JSON. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Declares a stage. Keeps the exact types of its steps, so that kernels are checked against them. */
export function defineStage<const D extends StageDescriptor>(descriptor: D): D {
  return Object.freeze(descriptor);
}

/** A stage of the package: its descriptor, and how a worker loads its kernels. */
export interface RegisteredStage {
  readonly stage: StageDescriptor;
  readonly load: () => Promise<KernelModule>;
}

/** The module of a stage: its kernels by name, and what must be awaited before they run on files of some languages. */
export interface KernelModule {
  readonly prepare?: (languages: ReadonlySet<string>) => Promise<void>;
  /**
   * What the facts of a file of this language depend on besides tables, options and the version of the stage, such as the
   * digest of its grammar. Part of the key. Asked after `prepare`.
   */
  readonly identityOf?: (language: string) => string;
  readonly [name: string]: unknown;
}

/**
 * A stage from outside the package: one step, its kernel a module that a worker can import.
 * The module exports a function `kernel`. Stages from outside have the grain `file`.
 */
export interface StageExecutor extends Omit<StepDescriptor, 'name' | 'kernel'> {
  readonly id: string;
  readonly version: number;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly postings?: readonly PostingDescriptor[];
  readonly kernel: URL;
}
