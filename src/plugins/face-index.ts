/**
 * The built-in indexes `lexical` and `graph`: questions that the snapshot answers by itself. They hold nothing and are up to
 * date as soon as they are told.
 */
import { EngineError } from '#core';
import { query, type QueryResult, type SnapshotReader } from '#query';
import type { IndexDelta, IndexPlugin, IndexType, PluginState } from './index-plugin.ts';

export class FaceIndex implements IndexPlugin {
  readonly type: IndexType;
  readonly #kinds: readonly string[];
  #appliedUpTo = 0;

  constructor(type: IndexType, kinds: readonly string[]) {
    this.type = type;
    this.#kinds = kinds;
  }

  get appliedUpTo(): number {
    return this.#appliedUpTo;
  }

  applyDelta(delta: IndexDelta): void {
    this.#appliedUpTo = delta.txnId;
  }

  rebuild(snapshot: SnapshotReader): void {
    this.#appliedUpTo = snapshot.txnId;
  }

  query(question: object, snapshot: SnapshotReader): QueryResult {
    const kind: unknown = 'kind' in question ? question.kind : this.#kinds[0];
    if (typeof kind !== 'string' || !this.#kinds.includes(kind))
      throw new EngineError('E_QUERY', `the index '${this.type}' answers ${this.#kinds.join(', ')}`);
    return query(snapshot, { ...question, kind });
  }

  health(): PluginState {
    return { status: 'ready' };
  }

  stats(): Readonly<Record<string, number | string>> {
    return { appliedUpTo: this.#appliedUpTo };
  }
}

/** Search by words, text and pattern, over the tables of the stage `lexical`. */
export function lexicalIndex(): FaceIndex {
  return new FaceIndex('lexical', ['search']);
}

/** Calls and imports, over the tables of the stages that link files. */
export function graphIndex(): FaceIndex {
  return new FaceIndex('graph', ['callers', 'callees', 'path', 'imports', 'importers', 'dependents']);
}
