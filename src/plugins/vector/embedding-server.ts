/**
 * An embedder that asks a server with OpenAI's interface for embeddings: in batches, again after a while when the server is
 * busy or cannot be reached, each text once. It never shows the key in a message, and is the only part of the engine that
 * opens a connection, to the address that it is given.
 */
import { LRUCache } from 'lru-cache';
import { setTimeout as wait } from 'node:timers/promises';
import { EngineError, hashHex, hashOf } from '#core';
import type { Embedder } from './embedder.ts';

export interface EmbeddingServerOptions {
  /** The address that takes the texts, such as `https://api.example.com/v1/embeddings`. */
  readonly url: string;
  readonly model: string;
  /** Length of the vectors of this model. */
  readonly dimensions: number;
  /** Sent as a bearer token. */
  readonly apiKey?: string;
  /** Texts of one request. Default 64. */
  readonly batchSize?: number;
  /** Milliseconds of one request. Default 30,000. */
  readonly timeoutMs?: number;
  /** How often a request is sent again, and after how many milliseconds first; twice as many each time. Default 4 and 500. */
  readonly retries?: number;
  readonly backoffMs?: number;
  /** Vectors that are kept, by the hash of their text. Default 10,000. */
  readonly cacheSize?: number;
}

const BUSY = 429;
const MAX_WAIT_MS = 60_000;
/** What is shown of an answer that was refused. */
const SHOWN = 200;

/** An answer after which the same request may succeed. */
class Refused extends Error {
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs = 0, cause?: unknown) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

export class EmbeddingServer implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly #options: Required<Omit<EmbeddingServerOptions, 'apiKey'>>;
  readonly #headers: Record<string, string>;
  readonly #known: LRUCache<string, Float32Array>;

  constructor(options: EmbeddingServerOptions) {
    const defaults = { batchSize: 64, timeoutMs: 30_000, retries: 4, backoffMs: 500, cacheSize: 10_000 };
    const { apiKey, ...given } = options;
    this.#options = { ...defaults, ...given };
    if (!URL.canParse(options.url))
      throw new EngineError('E_CONFIG', `url is ${options.url}; give the address of a server`);
    this.id = options.model;
    this.dimensions = options.dimensions;
    this.#headers = { 'content-type': 'application/json' };
    if (apiKey !== undefined) this.#headers['authorization'] = `Bearer ${apiKey}`;
    this.#known = new LRUCache({ max: this.#options.cacheSize });
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const keys = texts.map(keyOf);
    const found = new Map<string, Float32Array>();
    const missing = new Map<string, string>();
    for (const [i, key] of keys.entries()) {
      const known = this.#known.get(key);
      if (known === undefined) missing.set(key, texts[i]!);
      else found.set(key, known);
    }
    const entries = [...missing];
    for (let from = 0; from < entries.length; from += this.#options.batchSize) {
      const batch = entries.slice(from, from + this.#options.batchSize);
      const vectors = await this.#send(
        batch.map(([, text]) => text),
        signal,
      );
      for (const [i, [key]] of batch.entries()) {
        const vector = vectors[i]!;
        found.set(key, vector);
        this.#known.set(key, vector);
      }
    }
    return keys.map((key) => found.get(key)!);
  }

  /** Sends one batch until it is answered. `E_EMBEDDINGS` when it is refused for good or too often. */
  async #send(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const { retries, backoffMs, url } = this.#options;
    for (let again = 0; ; again++) {
      try {
        return await this.#sendOnce(texts, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Refused)) throw error;
        if (again >= retries)
          throw new EngineError('E_EMBEDDINGS', `${url}: ${error.message}; tried ${again + 1} times`, { cause: error });
        await wait(Math.min(MAX_WAIT_MS, Math.max(error.retryAfterMs, backoffMs * 2 ** again)), undefined, { signal });
      }
    }
  }

  async #sendOnce(texts: readonly string[], outer: AbortSignal): Promise<Float32Array[]> {
    const { url, model, timeoutMs } = this.#options;
    // The client is large, and most programs never need it.
    const { request } = await import('undici');
    const signal = AbortSignal.any([outer, AbortSignal.timeout(timeoutMs)]);
    const body = JSON.stringify({
      model,
      input: texts.map((text) => (text === '' ? ' ' : text)),
      encoding_format: 'float',
    });
    let status: number;
    let answer: string;
    let retryAfter: number;
    try {
      const response = await request(url, { method: 'POST', headers: this.#headers, body, signal });
      status = response.statusCode;
      retryAfter = Number(response.headers['retry-after'] ?? 0);
      answer = await response.body.text();
    } catch (error) {
      throw new Refused(error instanceof Error ? error.message : String(error), 0, error);
    }
    if (status === BUSY || status >= 500)
      throw new Refused(`answered ${status}`, Number.isFinite(retryAfter) ? 1000 * retryAfter : 0);
    if (status >= 300) throw new EngineError('E_EMBEDDINGS', `${url} answered ${status}: ${answer.slice(0, SHOWN)}`);
    return this.#vectorsOf(answer, texts.length);
  }

  #vectorsOf(answer: string, count: number): Float32Array[] {
    const wrong = new EngineError(
      'E_EMBEDDINGS',
      `${this.#options.url} gave no ${count} vectors of ${this.dimensions} numbers: ${answer.slice(0, SHOWN)}`,
    );
    const vectors: Float32Array[] = [];
    for (const [i, item] of itemsOf(answer).entries()) {
      const { index, embedding } = item;
      if (!Array.isArray(embedding) || embedding.length !== this.dimensions) throw wrong;
      const vector = Float32Array.from(embedding, Number);
      if (!vector.every(Number.isFinite)) throw wrong;
      vectors[typeof index === 'number' ? index : i] = normalised(vector);
    }
    for (let i = 0; i < count; i++) if (vectors[i] === undefined) throw wrong;
    if (vectors.length !== count) throw wrong;
    return vectors;
  }
}

/** The members of `data`; none when the answer has another shape. */
function itemsOf(answer: string): { readonly index?: unknown; readonly embedding?: unknown }[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch {
    return [];
  }
  const list: unknown = typeof parsed === 'object' && parsed !== null && 'data' in parsed ? parsed.data : null;
  return Array.isArray(list) ? list.filter((item: unknown) => typeof item === 'object' && item !== null) : [];
}

function normalised(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return sum === 0 ? vector : vector.map((value) => value / Math.sqrt(sum));
}

function keyOf(text: string): string {
  const { lo, hi } = hashOf(text);
  return `${text.length} ${hashHex(lo, hi)}`;
}
