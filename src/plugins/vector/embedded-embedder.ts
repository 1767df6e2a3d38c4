/**
 * The embedder that needs no model and no network: identifier subwords, as ranked search has them, pairs of them, and character
 * n-grams,
 * hashed into the dimensions with a sign (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML
 * 2009). Vectors of texts hold frequencies alone, so that they never change with the corpus; how rare a word is weighs in
 * the question.
 */
import { scanTerms } from '#facts';
import { FeatureCounts } from './feature-counts.ts';
import type { Embedder, SparseVector, TermWeight } from './embedder.ts';

const DIMENSIONS = 8192;
const NGRAM = 4;
/** What the n-grams of a word weigh in all against the word. */
const NGRAM_SHARE = 0.6;
const NGRAM_SEED = 0x7f4a7c15;
/** What two terms that follow each other count against one of them, in a text and in a question. */
const PAIR_SHARE = 0.5;
const PAIR_WEIGHT = 0.3;
const MARK = 0x7c;
/** How much more the words of the head of a text count. */
const HEAD_WEIGHT = 3;
/** `(`, `{`, `:` and the line end. */
const HEAD_ENDS: readonly number[] = [0x28, 0x7b, 0x3a, 0x0a];

const encoder = new TextEncoder();
/** Empty between two texts. */
const counts = new FeatureCounts();
const sums = new Float64Array(DIMENSIONS);
const touched = new Uint16Array(DIMENSIONS);

export class EmbeddedEmbedder implements Embedder {
  readonly id = 'hashed-subwords-1';
  readonly dimensions: number = DIMENSIONS;
  readonly isSparse = true;

  async embed(texts: readonly string[], signal: AbortSignal): Promise<SparseVector[]> {
    signal.throwIfAborted();
    return texts.map((text) => embedText(encoder.encode(text)));
  }

  embedQuestion(text: string, weightOf: TermWeight): Float32Array {
    const vector = new Float32Array(DIMENSIONS);
    const bytes = encoder.encode(text);
    let lastTerm = 0;
    let lastWeight = 0;
    scanTerms(bytes, {
      term: (hash) => {
        const own = weightOf(hash);
        if (own === 0) return;
        if (lastTerm !== 0) add(vector, pairOf(lastTerm, hash), PAIR_WEIGHT * (own + lastWeight));
        lastTerm = hash;
        lastWeight = own;
      },
      endLine: () => undefined,
    });
    forEachWord(bytes, (from, to) => {
      let weight = 0;
      const word = bytes.subarray(from, to);
      const seen: number[] = [];
      scanTerms(word, { term: (hash) => seen.push(hash), endLine: () => undefined });
      for (const hash of seen) {
        const own = weightOf(hash);
        weight = Math.max(weight, own);
        add(vector, hash, own);
      }
      const grams = to - from + 2 - NGRAM + 1;
      if (grams > 0) forEachGram(bytes, from, to, (hash) => add(vector, hash, (weight * NGRAM_SHARE) / grams));
    });
    return normalise(vector);
  }
}

/** The feature of two terms in their order. */
function pairOf(first: number, second: number): number {
  let hash = Math.imul(first ^ (second << 7) ^ (second >>> 25), 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function embedText(bytes: Uint8Array): SparseVector {
  let last = 0;
  scanTerms(bytes, {
    term: (hash) => {
      counts.add(hash, 1);
      if (last !== 0) counts.add(pairOf(last, hash), PAIR_SHARE);
      last = hash;
    },
    endLine: () => undefined,
  });
  scanTerms(headOf(bytes), { term: (hash) => counts.add(hash, HEAD_WEIGHT), endLine: () => undefined });
  forEachWord(bytes, (from, to) => forEachGram(bytes, from, to, (hash) => counts.add(hash, NGRAM_SHARE)));
  let length = 0;
  counts.drain((hash, frequency) => {
    const at = hash & (DIMENSIONS - 1);
    if (sums[at] === 0) touched[length++] = at;
    const weight = Math.log1p(frequency);
    // Never 0 again, so that a dimension is touched once.
    sums[at] = sums[at]! + (hash & 0x8000_0000 ? -weight : weight) || Number.MIN_VALUE;
  });
  const dimensions = touched.slice(0, length);
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    values[i] = sums[dimensions[i]!]!;
    sums[dimensions[i]!] = 0;
  }
  return { dimensions, values: normalise(values) };
}

/** What stands before the first bracket, colon or line end: in code, the name that a chunk declares. */
function headOf(bytes: Uint8Array): Uint8Array {
  let to = 0;
  while (to < bytes.length && !HEAD_ENDS.includes(bytes[to]!)) to++;
  return bytes.subarray(0, to);
}

function add(vector: Float32Array, hash: number, weight: number): void {
  const at = hash & (vector.length - 1);
  vector[at]! += hash & 0x8000_0000 ? -weight : weight;
}

function normalise(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum > 0) for (let i = 0, by = 1 / Math.sqrt(sum); i < vector.length; i++) vector[i]! *= by;
  return vector;
}

function forEachWord(bytes: Uint8Array, visit: (from: number, to: number) => void): void {
  for (let at = 0; at < bytes.length;) {
    if (!isLetter(bytes[at]!)) {
      at++;
      continue;
    }
    let to = at + 1;
    while (to < bytes.length && isLetter(bytes[to]!) && !(isCapital(bytes[to]!) && !isCapital(bytes[to - 1]!))) to++;
    visit(at, to);
    at = to;
  }
}

function forEachGram(bytes: Uint8Array, from: number, to: number, visit: (hash: number) => void): void {
  for (let at = from - 1; at + NGRAM <= to + 1; at++) {
    let hash = NGRAM_SEED;
    for (let i = at; i < at + NGRAM; i++) {
      const c = i < from || i >= to ? MARK : bytes[i]! | 0x20;
      hash = Math.imul(hash ^ c, 0x01000193);
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    visit((hash ^ (hash >>> 13)) >>> 0);
  }
}

function isLetter(byte: number): boolean {
  const small = byte | 0x20;
  return (small > 96 && small < 123) || byte >= 0x80;
}

function isCapital(byte: number): boolean {
  return byte > 64 && byte < 91;
}
