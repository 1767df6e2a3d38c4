/**
 * Ranked search: BM25 over the leaf chunks of all files (Robertson and Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond", 2009), terms as `scanTerms` makes them. It reads postings of the query's terms only.
 */
import { chunk, CHUNK_KINDS, scanTerms, source } from '#facts';
import { BestDocuments, type ScoredDocument } from './best-documents.ts';
import { rankedCorpusOf, type RankedCorpus, type RankedUnit } from './ranked-corpus.ts';
import type { ChunkMatch, SearchUnit } from './unit.ts';

/** How soon repeated terms stop to count, and how much the length of a document matters. */
const K1 = 1.2;
const B = 0.75;
/** Terms of one query; further ones are left out. */
const MAX_QUERY_TERMS = 64;
const DEFAULT_LIMIT = 20;

export interface RankedMatch extends ChunkMatch {
  /** Row of the chunk in its file; 0 when files have no chunks. */
  readonly chunk: number;
}

const encoder = new TextEncoder();

/** The chunks that fit a text best, best first; by path and line where scores are equal. */
export function searchRanked(
  units: readonly SearchUnit[],
  text: string,
  { limit = DEFAULT_LIMIT }: { readonly limit?: number } = {},
): RankedMatch[] {
  const corpus = rankedCorpusOf(units);
  const best = new BestDocuments(Math.max(0, limit));
  new RankedQuery(corpus, queryTerms(text)).offerTo(best);
  return best.sorted().map((document) => matchOf(corpus, document));
}

/** Distinct terms of a text, in its order. */
function termsOf(text: string): number[] {
  const keys = new Set<number>();
  scanTerms(encoder.encode(text), {
    term: (hash) => {
      if (keys.size < MAX_QUERY_TERMS) keys.add(hash);
    },
    endLine: () => undefined,
  });
  return [...keys];
}

/** Terms that say how a question is put, not what it asks. Most of them are keywords too, so that rarity does not tell. */
const STOP_TERMS = new Set(
  termsOf('an and are as at be by do does for from how if in is it not of on or that the this to what when with'),
);

/** Distinct terms of a query without stop words, ascending; with them when there is nothing else. */
function queryTerms(text: string): number[] {
  const all = termsOf(text);
  const telling = all.filter((key) => !STOP_TERMS.has(key));
  return (telling.length > 0 ? telling : all).sort((a, b) => a - b);
}

/**
 * Documents by the term that names their language. What is written in Python is about Python without saying so: the word
 * tells nothing apart where all is Python, however rare it is in the text.
 */
function namedDocuments({ languages }: RankedCorpus): Map<number, number> {
  const named = new Map<number, number>();
  for (const [language, documents] of languages) {
    // `text` is what a file of no known language has.
    if (language !== 'text') for (const key of termsOf(language)) named.set(key, documents);
  }
  return named;
}

/** What a term weighs that so many documents have. */
function rarity({ documents }: RankedCorpus, having: number): number {
  return Math.log(1 + (documents - having + 0.5) / (having + 0.5));
}

/** The weight of each term in a corpus as ranked search has it: 0 for stop words. */
export function termWeightsOf(units: readonly SearchUnit[]): (term: number) => number {
  const corpus = rankedCorpusOf(units);
  const named = namedDocuments(corpus);
  return (key) => {
    if (STOP_TERMS.has(key)) return 0;
    let having = 0;
    corpus.termFiles.forEach([key], (file) => {
      const unit = corpus.units[file]!;
      const row = unit.find(key);
      if (row >= 0) having += unit.postingsFrom(row + 1) - unit.postingsFrom(row);
    });
    return rarity(corpus, Math.max(having, named.get(key) ?? 0));
  };
}

/** One query over one corpus. */
class RankedQuery {
  readonly #corpus: RankedCorpus;
  readonly #terms: number;
  /** Files that may have a term, ascending, and the row of each term in each of them, or -1: file by file. */
  readonly #files: number[] = [];
  readonly #rows: number[] = [];
  readonly #weights: Float64Array;
  /** Terms by falling weight. */
  readonly #order: readonly number[];
  readonly #scores: Float64Array;
  readonly #touched: number[] = [];

  constructor(corpus: RankedCorpus, keys: readonly number[]) {
    this.#corpus = corpus;
    this.#terms = keys.length;
    this.#scores = new Float64Array(corpus.maxRows);
    const named = namedDocuments(corpus);
    this.#weights = this.#look(keys).map((found, i) => {
      return rarity(corpus, Math.max(found, named.get(keys[i]!) ?? 0));
    });
    this.#order = keys.map((_, i) => i).sort((a, b) => this.#weights[b]! - this.#weights[a]! || a - b);
  }

  /** Offers every document that can be among the best. Documents come by file. */
  offerTo(best: BestDocuments): void {
    const { units } = this.#corpus;
    for (const [at, file] of this.#files.entries()) {
      this.#scoreFile(units[file]!, at * this.#terms, best.threshold);
      for (const row of this.#touched) {
        best.add(this.#scores[row]!, file, row);
        this.#scores[row] = 0;
      }
      this.#touched.length = 0;
    }
  }

  /** Finds each term in each file that may have one; returns the number of documents that have it. */
  #look(keys: readonly number[]): Float64Array {
    const frequencies = new Float64Array(keys.length);
    const { units, termFiles } = this.#corpus;
    termFiles.forEach(keys, (file) => {
      const unit = units[file]!;
      this.#files.push(file);
      for (let i = 0; i < keys.length; i++) {
        const row = termFiles.mayHave(keys[i]!, file) ? unit.find(keys[i]!) : -1;
        this.#rows.push(row);
        if (row >= 0) frequencies[i]! += unit.postingsFrom(row + 1) - unit.postingsFrom(row);
      }
    });
    return frequencies;
  }

  /**
   * Adds up the scores of one file's documents, heaviest term first. When what the other terms can add stays below the
   * threshold, a file without a heavier one is passed over (after Turtle and Flood, "Query Evaluation", 1995).
   * `base`: where the rows of its terms begin.
   */
  #scoreFile(unit: RankedUnit, base: number, threshold: number): void {
    let rest = 0;
    for (const i of this.#order) if (this.#rows[base + i]! >= 0) rest += this.#weights[i]! * (K1 + 1);
    for (const i of this.#order) {
      const row = this.#rows[base + i]!;
      if (row < 0) continue;
      if (rest < threshold && this.#touched.length === 0) return;
      this.#addScores(unit, this.#weights[i]!, unit.postingsFrom(row), unit.postingsFrom(row + 1));
      rest -= this.#weights[i]! * (K1 + 1);
    }
  }

  #addScores({ chunkOf, countOf, lengthOf }: RankedUnit, weight: number, from: number, to: number): void {
    const scores = this.#scores;
    const perLength = (K1 * B) / this.#corpus.averageLength;
    for (let at = from; at < to; at++) {
      const row = chunkOf.at(at);
      const count = countOf.at(at);
      const norm = K1 * (1 - B) + perLength * lengthOf.at(row);
      if (scores[row] === 0) this.#touched.push(row);
      scores[row]! += (weight * count * (K1 + 1)) / (count + norm);
    }
  }
}

function matchOf(corpus: RankedCorpus, { score, file, chunk: row }: ScoredDocument): RankedMatch {
  const { unit } = corpus.units[file]!;
  const chunks = unit.table(chunk);
  if (chunks.rows === 0) {
    return { path: unit.path, line: 1, endLine: unit.table(source).lines.at(0), score, kind: 'file', chunk: row };
  }
  const line = chunks.line.at(row);
  return {
    path: unit.path,
    line: line + 1,
    endLine: line + chunks.lines.at(row),
    score,
    kind: CHUNK_KINDS[chunks.kind.at(row)]!,
    chunk: row,
  };
}
