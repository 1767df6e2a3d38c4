/**
 * What the engine is asked for and what it gives: an index or an update, derived, and then published or dropped.
 */
import type { UnitId } from '#core';
import type { Discovery, FileSystem } from '#inputs';
import type { IndexEvent } from '#observe';
import type { CatalogImage, FileChange, Snapshot } from '#store';

export interface IndexRequest {
  readonly files: FileSystem;
  readonly repository: string;
  readonly root: string;
  /** The files of the file system. */
  readonly listing: Discovery;
  readonly maxFileBytes: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: IndexEvent) => void) | undefined;
  /** What an earlier index left: segments whose key still holds are taken from it. */
  readonly seed?: Seed | undefined;
  /** Told from time to time of the catalog so far, so that an index that is cut off can go on. */
  readonly onCheckpoint?: ((catalog: CatalogImage) => void) | undefined;
}

/** A catalog of this plan that no snapshot stands for, and its paths. Its arenas have been adopted. */
export interface Seed {
  readonly catalog: CatalogImage;
  /** Rows per table, in the order of `PipelineDAG.tables`. */
  readonly tableRows: readonly number[];
  readonly paths: ReadonlyMap<string, UnitId>;
}

/**
 * A snapshot that is derived and not published. It keeps its segments alive until it is published or dropped; `parent` is
 * the derived snapshot that it was derived from, when that one is not published either.
 */
export interface Derived {
  readonly report: WaveReport;
  /** The snapshot that it was derived from; null for an index. */
  readonly base: Snapshot | null;
  readonly parent: Derived | null;
  /** Bytes by arena that it made, and those of the snapshot before that it does not refer to. */
  readonly made: ReadonlyMap<number, number>;
  readonly retired: ReadonlyMap<number, number>;
}

export interface DeriveOptions {
  /** The derived snapshot that `base` is, when it is not published. */
  readonly parent?: Derived | null;
  /** Files to read from the file system again, and files that it has besides. */
  readonly read?: readonly string[];
  /** Files to complete besides: those without a segment in some slot. */
  readonly also?: readonly UnitId[];
  readonly signal?: AbortSignal | undefined;
}

/** What one wave did. `counters`: `COUNTERS.length` figures per slot. */
export interface WaveReport {
  /** What was derived; published when `Engine.publish` says so, under a transaction id of its own. */
  readonly snapshot: Snapshot;
  /** Paths whose text changed, and those that ran again because of them. */
  readonly changed: readonly string[];
  readonly affected: readonly string[];
  readonly counters: Float64Array;
  readonly shardsFolded: number;
  /** Thread CPU of the kernels, and of the folds of the postings of each slot. */
  readonly cpuMs: number;
  readonly foldCpuMs: Float64Array;
  readonly clonedBytes: number;
  readonly ms: number;
}

/** What a publication changed against the snapshot before it. */
export interface Publication {
  readonly before: Snapshot | null;
  readonly changes: ReadonlyMap<string, FileChange>;
  /** Paths whose facts were derived again because of these. */
  readonly affected: readonly string[];
}

/** Bytes of segments, and why they stay in memory although the budget is spent. */
export interface MemoryFigures {
  readonly liveBytes: number;
  readonly spilledBytes: number;
  readonly writtenBytes: number;
  readonly loadedBytes: number;
  readonly fault: string | null;
}

/** A derived snapshot and those that it was derived from, newest first. */
export function chainOf(derived: Derived): Derived[] {
  const chain: Derived[] = [];
  for (let at: Derived | null = derived; at !== null; at = at.parent) chain.push(at);
  return chain;
}
