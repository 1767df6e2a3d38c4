/**
 * The index `vector`: a vector for each leaf chunk, asked by an exact scan. Vectors are kept by the content of the chunk: equal
 * chunks have one, and an edit embeds only contents that are new. An update and a build from nothing give the same answers.
 *
 *     orchestrator.registerIndex(new VectorIndex());
 *     await orchestrator.query({ kind: 'search', mode: 'hybrid', text: 'read the configuration' });
 */
import { setImmediate as nextTick } from 'node:timers/promises';
import { EngineError } from '#core';
import {
  BestDocuments,
  chunkAnswer,
  fuseRanks,
  rankedMatches,
  searchMembers,
  termWeights,
  type ChunkMatch,
  type QueryResult,
  type SnapshotReader,
} from '#query';
import type { IndexDelta, IndexPlugin, PluginState } from '../index-plugin.ts';
import { documentsOf, placeOf, type DocumentText } from './documents.ts';
import { EmbeddedEmbedder } from './embedded-embedder.ts';
import type { Embedder, Vector } from './embedder.ts';
import { SparseStore } from './sparse-store.ts';
import { decodeVectors, encodeVectors } from './saved-vectors.ts';
import { VectorStore, type Vectors } from './vector-store.ts';

/** Texts that an embedder is given at once. */
const BATCH = 64;
/** Milliseconds of work after which others have their turn. */
const SLICE_MS = 8;
/** Places of each list that a fusion looks at, at least. */
const FUSION_DEPTH = 200;

/** The documents of a file: their contents and rows. */
interface FileDocuments {
  readonly contents: readonly string[];
  readonly rows: Int32Array;
}

/** All that a scan needs, of one snapshot. Replaced as a whole. */
interface Documents {
  readonly snapshot: SnapshotReader;
  readonly files: ReadonlyMap<string, FileDocuments>;
  readonly paths: readonly string[];
  /** By document: its slot, its file and its row. */
  readonly slots: Int32Array;
  readonly fileOf: Int32Array;
  readonly rows: Int32Array;
}

export class VectorIndex implements IndexPlugin {
  readonly type = 'vector';
  readonly embedder: Embedder;
  readonly #store: Vectors;
  #documents: Documents | null = null;
  #embedded = 0;

  constructor(options: { readonly embedder?: Embedder } = {}) {
    this.embedder = options.embedder ?? new EmbeddedEmbedder();
    const { dimensions } = this.embedder;
    if (!Number.isInteger(dimensions) || dimensions < 1)
      throw new EngineError(
        'E_CONFIG',
        `the embedder has ${String(dimensions)} dimensions; give a whole number from 1`,
      );
    this.#store = this.embedder.isSparse === true ? new SparseStore() : new VectorStore(dimensions);
  }

  get appliedUpTo(): number {
    return this.#documents?.snapshot.txnId ?? 0;
  }

  async applyDelta(delta: IndexDelta, snapshot: SnapshotReader, signal: AbortSignal): Promise<void> {
    await this.#take(snapshot, new Set(delta.files.map((file) => file.path)), signal);
  }

  /** Contents that have a vector keep it: it depends on nothing else. */
  async rebuild(snapshot: SnapshotReader, signal: AbortSignal): Promise<void> {
    await this.#take(snapshot, null, signal);
  }

  async query(question: object, _snapshot: SnapshotReader, signal: AbortSignal): Promise<QueryResult> {
    const { text, mode, limit } = searchMembers({ mode: 'semantic', ...question, kind: 'search' });
    if (mode !== 'semantic' && mode !== 'hybrid')
      throw new EngineError('E_QUERY', `the index 'vector' answers the modes semantic and hybrid, not ${mode}`);
    const asked = this.embedder.embedQuestion === undefined ? await this.#embedOne(text, signal) : null;
    // From here on nothing waits: the answer is of one state.
    const documents = this.#documents!;
    const { snapshot } = documents;
    const vector = asked ?? this.embedder.embedQuestion!(text, termWeights(snapshot));
    if (mode === 'semantic')
      return chunkAnswer(snapshot, this.#nearest(documents, vector, limit), `vector/${this.embedder.id}`, limit);
    const depth = Math.max(limit, FUSION_DEPTH);
    const lists = [rankedMatches(snapshot, text, depth), this.#nearest(documents, vector, depth)];
    return chunkAnswer(snapshot, fuseRanks(lists, limit), 'vector/reciprocal_rank_fusion', limit);
  }

  /** The vectors by the contents of their chunks: a build in a later process embeds only what is new since. */
  save(): readonly Uint8Array[] {
    return encodeVectors(this.#store.rows(), this.embedder);
  }

  restore(bytes: Uint8Array): void {
    const rows = this.#store.size > 0 ? null : decodeVectors(bytes, this.embedder);
    if (rows !== null) this.#store.load(rows);
  }

  health(): PluginState {
    return { status: 'ready' };
  }

  stats(): Readonly<Record<string, number | string>> {
    const { size, bytes } = this.#store;
    const documents = this.#documents?.slots.length ?? 0;
    return { embedder: this.embedder.id, documents, vectors: size, bytes, embedded: this.#embedded };
  }

  async #embedOne(text: string, signal: AbortSignal): Promise<Float32Array> {
    const vector = vectorAt(await this.embedder.embed([text], signal), 0, 1, this.embedder);
    if (vector instanceof Float32Array) return vector;
    const dense = new Float32Array(this.embedder.dimensions);
    for (const [i, dimension] of vector.dimensions.entries()) dense[dimension] = vector.values[i]!;
    return dense;
  }

  /** Reads some files again, or all, and then stands at `snapshot`. */
  async #take(snapshot: SnapshotReader, changed: ReadonlySet<string> | null, signal: AbortSignal): Promise<void> {
    const before = changed === null ? undefined : this.#documents?.files;
    const files = new Map<string, FileDocuments>();
    const missing = new Map<string, DocumentText>();
    const turn = new Turn(signal);
    for (const unit of snapshot.units) {
      const path = snapshot.path(unit);
      const known = changed?.has(path) === true ? undefined : before?.get(path);
      files.set(path, known ?? this.#read(snapshot, path, missing));
      if (missing.size >= BATCH) await this.#embed(missing, turn);
    }
    await this.#embed(missing, turn);
    this.#documents = this.#laidOut(snapshot, files);
    const kept = new Set<string>();
    for (const { contents } of files.values()) for (const content of contents) kept.add(content);
    if (kept.size < this.#store.size) this.#store.keep(kept);
  }

  #read(snapshot: SnapshotReader, path: string, missing: Map<string, DocumentText>): FileDocuments {
    const documents = documentsOf(snapshot, path);
    for (const document of documents)
      if (this.#store.slotOf(document.content) === -1) missing.set(document.content, document);
    return {
      contents: documents.map((document) => document.content),
      rows: Int32Array.from(documents, (document) => document.row),
    };
  }

  async #embed(missing: Map<string, DocumentText>, turn: Turn): Promise<void> {
    const all = [...missing.values()];
    missing.clear();
    for (let from = 0; from < all.length; from += BATCH) {
      const batch = all.slice(from, from + BATCH);
      const vectors = await this.embedder.embed(
        batch.map((document) => document.text()),
        turn.signal,
      );
      turn.signal.throwIfAborted();
      for (const [i, { content }] of batch.entries())
        this.#store.add(content, vectorAt(vectors, i, batch.length, this.embedder));
      this.#embedded += batch.length;
      await turn.give();
    }
  }

  #laidOut(snapshot: SnapshotReader, files: ReadonlyMap<string, FileDocuments>): Documents {
    let count = 0;
    for (const { contents } of files.values()) count += contents.length;
    const slots = new Int32Array(count);
    const fileOf = new Int32Array(count);
    const rows = new Int32Array(count);
    const paths = [...files.keys()];
    let at = 0;
    for (const [file, path] of paths.entries()) {
      const { contents, rows: own } = files.get(path)!;
      for (const [i, content] of contents.entries()) {
        slots[at] = this.#store.slotOf(content);
        fileOf[at] = file;
        rows[at++] = own[i]!;
      }
    }
    return { snapshot, files, paths, slots, fileOf, rows };
  }

  /** The documents nearest to a vector, nearest first; by path and line where they are equally near. */
  #nearest({ snapshot, paths, slots, fileOf, rows }: Documents, vector: Float32Array, limit: number): ChunkMatch[] {
    const scores = this.#store.scores(vector);
    const best = new BestDocuments(limit);
    for (let i = 0; i < slots.length; i++) {
      const score = scores[slots[i]!]!;
      if (score > 0 && score >= best.threshold) best.add(score, fileOf[i]!, rows[i]!);
    }
    return best.sorted().map(({ score, file, chunk }) => placeOf(snapshot, paths[file]!, chunk, score));
  }
}

/** Lets others have their turn from time to time. */
class Turn {
  readonly signal: AbortSignal;
  #since: number = performance.now();

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  async give(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MS) return;
    await nextTick();
    this.signal.throwIfAborted();
    this.#since = performance.now();
  }
}

/** One of the vectors that an embedder gave. `E_EMBEDDINGS` when it is not what was asked for. */
function vectorAt(
  vectors: readonly Vector[] | Float32Array,
  at: number,
  count: number,
  { dimensions, id }: Embedder,
): Vector {
  const isOne = vectors instanceof Float32Array;
  const vector = isOne ? vectors.subarray(at * dimensions, (at + 1) * dimensions) : vectors[at];
  const isWhole = vectors.length === (isOne ? count * dimensions : count);
  const isRight = vector instanceof Float32Array ? vector.length === dimensions : vector !== undefined;
  if (isWhole && isRight && vector !== undefined) return vector;
  throw new EngineError('E_EMBEDDINGS', `the embedder '${id}' gave no ${count} vectors of ${dimensions} dimensions`);
}
