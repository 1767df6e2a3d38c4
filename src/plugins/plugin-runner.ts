/**
 * One plugin and what it has still to take. Calls of a plugin are one after the other; one that throws, hangs or names a
 * wrong transaction leaves a fault and a build that is due. Nothing here ever throws at who publishes.
 */
import { file } from '#facts';
import { EngineError } from '#core';
import type { QueryResult } from '#query';
import type { Snapshot } from '#store';
import { deltaOf, joined, type Published } from './index-delta.ts';
import type { Consistency, IndexPlugin, PluginHealth, PluginStrategy } from './index-plugin.ts';
import { within } from './within.ts';

export interface RunnerOptions {
  readonly vectorThreshold: number;
  readonly rebuildThreshold: number;
  readonly maxCommitCostMs: number;
  /** Wall time of one call of a plugin, the last net. */
  readonly timeoutMs: number;
  /** Told when a build has ended, or failed. Must not throw. */
  readonly onBuilt?: (plugin: IndexPlugin) => void;
}

export class PluginRunner {
  readonly plugin: IndexPlugin;
  readonly #options: RunnerOptions;
  readonly #closed: AbortSignal;
  #newest: Snapshot;
  /** The snapshot that the plugin stands at; null before the first build. */
  #applied: Snapshot | null = null;
  /** What was published behind `#applied`; null when there is nothing, or a build is due. */
  #pending: Published | null = null;
  /** A build of the newest snapshot is due. */
  #buildAnew = true;
  #reason: string | null = null;
  #strategy: PluginStrategy | null = null;
  #work: Promise<void> | null = null;
  #scheduled: NodeJS.Immediate | null = null;
  /** Milliseconds that a changed file has cost of late. */
  #msPerFile = 0;

  constructor(plugin: IndexPlugin, newest: Snapshot, options: RunnerOptions, closed: AbortSignal) {
    this.plugin = plugin;
    this.#newest = newest;
    this.#options = options;
    this.#closed = closed;
    this.#schedule();
  }

  /** Takes a publication. With the strategy `sync` the work begins here, and the promise is its end. */
  published(publication: Published): Promise<void> | null {
    this.#newest = publication.after;
    this.#strategy = this.#strategyFor(publication);
    if (this.#strategy === 'rebuild' || this.#strategy === 'skip') this.#pending = null;
    else this.#pending = this.#pending === null ? publication : joined(this.#pending, publication);
    if (this.#strategy === 'rebuild') this.#buildAnew = true;
    if (this.#strategy === 'sync') return this.#run();
    this.#schedule();
    return null;
  }

  /** Answers a question. Errors: `E_PLUGIN`, and those of the question. */
  async query(question: object, consistency: Consistency): Promise<QueryResult> {
    const wanted = this.#newest.txnId;
    // Before the first build there is nothing else to answer with.
    if (consistency === 'strict' || this.#applied === null) await this.#reach(wanted);
    const { type } = this.plugin;
    try {
      const applied = this.#applied!;
      return await within(this.#options.timeoutMs, this.#closed, async (signal) =>
        this.plugin.query(question, applied, signal),
      );
    } catch (error) {
      if (error instanceof EngineError) throw error;
      throw new EngineError('E_PLUGIN', `the index '${type}' gave no answer: ${messageOf(error)}`, { cause: error });
    }
  }

  health(): PluginHealth {
    const own = this.#ownState();
    const isBehind = this.#isBehind();
    const reason = this.#reason ?? own;
    return {
      type: this.plugin.type,
      status: reason !== null ? 'failed' : isBehind ? 'behind' : 'ready',
      appliedUpTo: this.#applied?.txnId ?? 0,
      newest: this.#newest.txnId,
      reason,
      strategy: this.#strategy,
    };
  }

  close(): void {
    if (this.#scheduled !== null) clearImmediate(this.#scheduled);
    this.#scheduled = null;
  }

  #ownState(): string | null {
    try {
      const { status, reason } = this.plugin.health();
      return status === 'ready' ? null : (reason ?? 'says that it has failed');
    } catch (error) {
      return `health() threw: ${messageOf(error)}`;
    }
  }

  #strategyFor({ after, changes }: Published): PluginStrategy {
    if (this.#buildAnew) return this.#reason === null ? 'skip' : 'rebuild';
    const { vectorThreshold, rebuildThreshold, maxCommitCostMs } = this.#options;
    const files = changes.size + (this.#pending?.changes.size ?? 0);
    const share = files / Math.max(1, after.rows(file));
    if (share > rebuildThreshold) return 'rebuild';
    if (this.plugin.type === 'vector' && share > vectorThreshold) return 'deferred';
    return files * this.#msPerFile > maxCommitCostMs ? 'deferred' : 'sync';
  }

  #isBehind(): boolean {
    return this.#applied === null || this.#applied.txnId < this.#newest.txnId;
  }

  /** Waits until the plugin stands at a transaction. `E_PLUGIN` when it cannot. */
  async #reach(txnId: number): Promise<void> {
    while (this.#applied === null || this.#applied.txnId < txnId) {
      const before = this.#work;
      await (before ?? this.#run());
      // What ran already may have begun before the last publication; what was begun here must not have failed.
      if (before === null && this.#reason !== null)
        throw new EngineError('E_PLUGIN', `the index '${this.plugin.type}' cannot be read: ${this.#reason}`);
    }
  }

  #schedule(): void {
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = null;
      void this.#run();
    });
  }

  /** Takes all there is to take. A plugin that works without waiting is done when this returns. */
  #run(): Promise<void> {
    if (this.#work !== null) return this.#work;
    const work = this.#loop().finally(() => {
      this.#work = null;
      // What came while the last step ended.
      if (this.#reason === null && this.#isBehind() && !this.#closed.aborted) this.#schedule();
    });
    return (this.#work = work);
  }

  async #loop(): Promise<void> {
    do {
      const target = this.#newest;
      const pending = this.#pending;
      const isBuild = this.#buildAnew || pending === null;
      this.#pending = null;
      this.#buildAnew = false;
      const started = performance.now();
      const reason = await this.#step(target, isBuild ? null : pending);
      if (isBuild) this.#options.onBuilt?.(this.plugin);
      this.#reason = reason;
      if (reason !== null) {
        this.#buildAnew = true;
        this.#pending = null;
        return;
      }
      this.#applied = target;
      if (!isBuild) this.#learn(performance.now() - started, pending.changes.size);
    } while (this.#isBehind() && !this.#closed.aborted);
  }

  /** One call of the plugin. Null, or what went wrong. */
  async #step(target: Snapshot, pending: Published | null): Promise<string | null> {
    const call = pending === null ? 'rebuild' : 'applyDelta';
    try {
      await within(this.#options.timeoutMs, this.#closed, (signal) =>
        pending === null
          ? this.plugin.rebuild(target, signal)
          : this.plugin.applyDelta(deltaOf(pending), target, signal),
      );
      const { appliedUpTo } = this.plugin;
      if (appliedUpTo === target.txnId) return null;
      return `${call} ended at transaction ${String(appliedUpTo)}, not at ${target.txnId}`;
    } catch (error) {
      return `${call} of transaction ${target.txnId} failed: ${messageOf(error)}`;
    }
  }

  #learn(ms: number, files: number): void {
    const now = ms / Math.max(1, files);
    this.#msPerFile = this.#msPerFile === 0 ? now : 0.7 * this.#msPerFile + 0.3 * now;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
