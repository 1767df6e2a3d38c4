/**
 * The contract of an index plugin: an index of its own kind beside the snapshot, kept up to date by what each transaction
 * changed. A plugin sees snapshots that are published and frozen; nothing it does can change or hold up a commit.
 */
import type { QueryResult, SnapshotReader } from '#query';
import type { Delta } from '#session';

/** The built-in types, and any name for another. */
export type IndexType = 'lexical' | 'graph' | 'vector' | (string & {});

/** What the transactions behind `from` up to `txnId` changed. */
export interface IndexDelta extends Delta {
  readonly from: number;
  readonly txnId: number;
}

export interface PluginState {
  readonly status: 'ready' | 'failed';
  readonly reason?: string;
}

export interface IndexPlugin {
  readonly type: IndexType;
  /** The transaction that answers are of; 0 before the first. It must be that of the delta or snapshot when a call has ended. */
  readonly appliedUpTo: number;
  /**
   * Brings the index from `delta.from` to `delta.txnId`, which is that of `snapshot`. Answers stay those of before until all
   * is done. After `signal` is aborted the call must change nothing more.
   */
  applyDelta(delta: IndexDelta, snapshot: SnapshotReader, signal: AbortSignal): void | Promise<void>;
  /** Builds the index of a snapshot, whatever it held before. */
  rebuild(snapshot: SnapshotReader, signal: AbortSignal): void | Promise<void>;
  /** Answers a question about the transaction `appliedUpTo`, whose snapshot is given. */
  query(question: object, snapshot: SnapshotReader, signal: AbortSignal): QueryResult | Promise<QueryResult>;
  /** What a plugin of a later process can go on from. Kept beside a saved index. */
  save?(): readonly Uint8Array[];
  /** Takes what `save` gave in an earlier process. What it cannot use, of another version or model, it leaves. */
  restore?(bytes: Uint8Array): void;
  /** What the plugin says of itself. */
  health(): PluginState;
  /** Figures of its own. */
  stats(): Readonly<Record<string, number | string>>;
}

export const CONSISTENCIES = ['strict', 'eventual'] as const;
/** `strict` waits for the newest transaction; `eventual` answers at once, of the transaction that the answer names. */
export type Consistency = (typeof CONSISTENCIES)[number];

/** How a publication reaches a plugin; `skip`: a build that is due anyway covers it. */
export type PluginStrategy = 'sync' | 'deferred' | 'rebuild' | 'skip';

export interface PluginHealth {
  readonly type: IndexType;
  /** `behind`: work is under way or due. `failed`: see `reason`; tried again at the next publication or strict read. */
  readonly status: 'ready' | 'behind' | 'failed';
  readonly appliedUpTo: number;
  /** The newest transaction. */
  readonly newest: number;
  readonly reason: string | null;
  /** How the last publication was taken; null before the first. */
  readonly strategy: PluginStrategy | null;
}
