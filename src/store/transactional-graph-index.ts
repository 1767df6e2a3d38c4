/**
 * `TransactionalGraphIndex`: the published snapshots of one engine in the order of their transactions. Ids are counters,
 * never clocks. Begin and read are a reference; snapshots that nobody can ask for any more are let go.
 */
import type { TxnId } from '#core';
import type { Snapshot } from './snapshot.ts';

/** One published transaction: who made it, and the files it touched. */
export interface Version {
  readonly txnId: TxnId;
  /** The agent that committed; null for an index or an update without a session. */
  readonly agentId: string | null;
  /** What the transaction did to each path. */
  readonly changes: ReadonlyMap<string, FileChange>;
}

export const FILE_CHANGES = ['create', 'modify', 'delete', 'rename'] as const;
/** `rename` stands at the new path, with the old one in `from`; the old path has `rename` and the new one in `to`. */
export interface FileChange {
  readonly kind: (typeof FILE_CHANGES)[number];
  readonly from?: string;
  readonly to?: string;
}

export class TransactionalGraphIndex {
  #txn = 0;
  #current: Snapshot | null = null;
  /** Versions after the oldest pinned transaction, in order of publication. */
  #versions: Version[] = [];
  /** Snapshots before the newest one that can still be asked for, and until when. */
  #retained: { readonly snapshot: Snapshot; readonly until: number }[] = [];
  readonly #pins = new Map<TxnId, number>();

  /** The newest published snapshot, or null. O(1). */
  get current(): Snapshot | null {
    return this.#current;
  }

  /** The next transaction id. */
  nextTxn(): TxnId {
    // Safe because: this counter is the one source of transaction ids.
    return ++this.#txn as TxnId;
  }

  /** Publishes a snapshot. The one before can be asked for by its id for `retainMs` more. */
  publish(
    snapshot: Snapshot,
    version: Omit<Version, 'txnId'>,
    retainMs: number,
    now: number = performance.now(),
  ): void {
    if (this.#current !== null && retainMs > 0) this.#retained.push({ snapshot: this.#current, until: now + retainMs });
    this.#current = snapshot;
    this.#versions.push({ ...version, txnId: snapshot.txnId });
    this.#prune(now);
  }

  /** Begins with a snapshot of before; transactions go on from its own. */
  resume(snapshot: Snapshot): void {
    this.#current = snapshot;
    this.#txn = Math.max(this.#txn, snapshot.txnId);
  }

  /** Remembers what comes after a transaction, until `unpin`. Its snapshot is kept by whoever holds it. */
  pin(txnId: TxnId): void {
    this.#pins.set(txnId, (this.#pins.get(txnId) ?? 0) + 1);
  }

  unpin(txnId: TxnId): void {
    const count = (this.#pins.get(txnId) ?? 0) - 1;
    if (count > 0) this.#pins.set(txnId, count);
    else this.#pins.delete(txnId);
    this.#prune(performance.now());
  }

  /** What was published after a transaction that is pinned, oldest first. */
  since(txnId: TxnId): readonly Version[] {
    return this.#versions.filter((version) => version.txnId > txnId);
  }

  /** The snapshot of a transaction, or null when it was let go or never published. */
  at(txnId: number): Snapshot | null {
    if (this.#current?.txnId === txnId) return this.#current;
    this.#prune(performance.now());
    return this.#retained.find(({ snapshot }) => snapshot.txnId === txnId)?.snapshot ?? null;
  }

  #prune(now: number): void {
    const oldest = Math.min(...this.#pins.keys());
    this.#versions = this.#versions.filter((version) => version.txnId > oldest);
    this.#retained = this.#retained.filter(({ until }) => until > now);
  }
}
