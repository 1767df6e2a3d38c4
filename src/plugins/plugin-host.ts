/** The plugins of an orchestrator: told of each publication, asked by type. It never holds up or loses a commit. */
import { EngineError } from '#core';
import type { QueryResult } from '#query';
import type { FileChange, Snapshot } from '#store';
import {
  CONSISTENCIES,
  type Consistency,
  type IndexPlugin,
  type IndexType,
  type PluginHealth,
} from './index-plugin.ts';
import { PluginRunner, type RunnerOptions } from './plugin-runner.ts';

/** Where plugins keep what they save, by name. */
export interface PluginStorage {
  /** What was written, or null when there is nothing or it is damaged. */
  read(name: string): Uint8Array | null;
  write(name: string, parts: readonly Uint8Array[]): void;
  readonly isReadOnly: boolean;
}

/** A publication as the engine tells of it. */
export interface Publication {
  readonly before: Snapshot | null;
  readonly changes: ReadonlyMap<string, FileChange>;
  readonly affected: readonly string[];
}

export class PluginHost {
  readonly #options: RunnerOptions;
  readonly #closing = new AbortController();
  readonly #plugins = new Map<IndexType, IndexPlugin>();
  readonly #runners = new Map<IndexType, PluginRunner>();
  /** Work that who publishes waits for, within `maxCommitCostMs`. */
  readonly #awaited = new Set<Promise<void>>();

  readonly #storage: () => PluginStorage | null;

  /** `storage`: where plugins keep what they save, or null while there is none. */
  constructor(options: RunnerOptions, storage: () => PluginStorage | null) {
    this.#options = { ...options, onBuilt: (plugin) => this.#saveQuietly(plugin) };
    this.#storage = storage;
  }

  /** Gives plugins what earlier ones saved. Before they are built. */
  restore(): void {
    for (const plugin of this.#plugins.values()) this.#restore(plugin);
  }

  /** Has all plugins save what they have. Errors: `E_STORAGE`, and those of the plugins. */
  save(): void {
    for (const plugin of this.#plugins.values()) this.#save(plugin);
  }

  /** Adds a plugin. It is built of the newest snapshot, at once or when there is one. `E_CONFIG` when the type is taken. */
  register(plugin: IndexPlugin, newest: Snapshot | null): void {
    const { type } = plugin;
    if (typeof type !== 'string' || type === '')
      throw new EngineError('E_CONFIG', `the type of an index plugin is ${JSON.stringify(type)}; give it a name`);
    if (this.#plugins.has(type))
      throw new EngineError('E_CONFIG', `there is an index '${type}' already; register one of each type`);
    this.#plugins.set(type, plugin);
    this.#restore(plugin);
    if (newest !== null) this.#start(plugin, newest);
  }

  /** Takes what was published. */
  published(after: Snapshot, { before, changes, affected }: Publication): void {
    for (const plugin of this.#plugins.values()) {
      const runner = this.#runners.get(plugin.type);
      if (runner === undefined || before === null) this.#start(plugin, after);
      else {
        const work = runner.published({ before, after, changes, affected });
        if (work !== null) this.#await(work);
      }
    }
  }

  /** Ends when the work that commits wait for has ended, or has taken as long as it may; undefined when there is none. */
  settled(): Promise<void> | undefined {
    if (this.#awaited.size === 0) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#options.maxCommitCostMs);
    });
    const all = Promise.all(this.#awaited).then(() => undefined);
    return Promise.race([all, late]).finally(() => clearTimeout(timer));
  }

  /** Asks the index of a type about the newest snapshot. Errors: `E_PLUGIN`, `E_CONFIG`, and those of the question. */
  async query(
    type: IndexType,
    question: object,
    newest: Snapshot,
    consistency: Consistency = 'strict',
  ): Promise<QueryResult> {
    if (!CONSISTENCIES.includes(consistency))
      throw new EngineError('E_CONFIG', `consistency is ${JSON.stringify(consistency)}; use strict or eventual`);
    const plugin = this.#plugins.get(type);
    if (plugin === undefined) throw new EngineError('E_PLUGIN', missing(type, [...this.#plugins.keys()]));
    return (this.#runners.get(type) ?? this.#start(plugin, newest)).query(question, consistency);
  }

  health(): PluginHealth[] {
    return [...this.#runners.values()].map((runner) => runner.health());
  }

  close(): void {
    for (const plugin of this.#plugins.values()) this.#saveQuietly(plugin);
    for (const runner of this.#runners.values()) runner.close();
    this.#closing.abort();
  }

  #save(plugin: IndexPlugin): void {
    const storage = this.#storage();
    if (storage !== null && !storage.isReadOnly && plugin.save !== undefined) storage.write(plugin.type, plugin.save());
  }

  #saveQuietly(plugin: IndexPlugin): void {
    try {
      this.#save(plugin);
    } catch {
      // A build makes it again.
    }
  }

  #restore(plugin: IndexPlugin): void {
    try {
      const bytes = this.#storage()?.read(plugin.type) ?? null;
      if (bytes !== null) plugin.restore?.(bytes);
    } catch {
      // A build makes it again.
    }
  }

  #start(plugin: IndexPlugin, newest: Snapshot): PluginRunner {
    const runner = new PluginRunner(plugin, newest, this.#options, this.#closing.signal);
    this.#runners.set(plugin.type, runner);
    return runner;
  }

  #await(work: Promise<void>): void {
    this.#awaited.add(work);
    void work.finally(() => this.#awaited.delete(work));
  }
}

function missing(type: IndexType, known: readonly IndexType[]): string {
  const what = type === 'vector' ? 'registerIndex(new VectorIndex())' : 'registerIndex(plugin)';
  return `there is no index '${type}', only ${known.join(', ')}; call orchestrator.${what} first`;
}
