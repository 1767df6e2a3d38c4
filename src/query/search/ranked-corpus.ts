/**
 * The documents of a snapshot for ranked search: per file its terms and postings, and the two numbers that BM25 needs of
 * them all. Derived once per file, in time linear in its chunks, and summed up once per snapshot.
 */
import { file, term, termLength, termPosting } from '#facts';
import type { IntColumn } from '#columns';
import { TermFiles } from './term-files.ts';
import { perSnapshot, type SearchUnit } from './unit.ts';

/** Guesses before the search falls back to halving: keys that are not spread evenly cost no more. */
const MAX_GUESSES = 4;
/** Rows that are read one by one. */
const FEW_ROWS = 8;

/** The search tables of one file, opened. */
export class RankedUnit {
  readonly unit: SearchUnit;
  readonly chunkOf: IntColumn;
  readonly countOf: IntColumn;
  readonly lengthOf: IntColumn;
  /** Rows of `term_length`: one more than the largest document. */
  readonly rows: number;
  /** Documents that have a term, and their lengths together. */
  readonly documents: number;
  readonly length: number;
  /** Distinct terms. */
  readonly terms: number;
  readonly #keys: IntColumn;
  readonly #first: IntColumn;
  readonly #postings: number;

  constructor(unit: SearchUnit, lengths: IntColumn, rows: number) {
    const terms = unit.table(term);
    const postings = unit.table(termPosting);
    this.unit = unit;
    this.chunkOf = postings.chunk;
    this.countOf = postings.count;
    this.lengthOf = lengths;
    this.rows = rows;
    this.#keys = terms.key;
    this.#first = terms.first;
    this.terms = terms.rows;
    this.#postings = postings.rows;
    let documents = 0;
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const length = lengths.at(row);
      total += length;
      if (length > 0) documents++;
    }
    this.documents = documents;
    this.length = total;
  }

  /** The term of a row; they ascend. */
  keyAt(row: number): number {
    return this.#keys.at(row);
  }

  /** Row of a term, or -1. Keys are hashes and so spread evenly: where one should be is guessed first. */
  find(key: number): number {
    const keys = this.#keys;
    let from = 0;
    let to = this.terms;
    for (let guesses = 0; to - from > FEW_ROWS; guesses++) {
      const low = keys.at(from);
      const high = keys.at(to - 1);
      if (key < low || key > high) return -1;
      const share = guesses < MAX_GUESSES ? (key - low) / (high - low) : 0.5;
      const guess = from + Math.floor(share * (to - 1 - from));
      const found = keys.at(guess);
      if (found === key) return guess;
      if (found < key) from = guess + 1;
      else to = guess;
    }
    for (; from < to; from++) if (keys.at(from) === key) return from;
    return -1;
  }

  /** The first posting of a term, and behind the last one of the term before it. */
  postingsFrom(row: number): number {
    return row < this.terms ? this.#first.at(row) : this.#postings;
  }
}

export interface RankedCorpus {
  /** The files that have terms. */
  readonly units: readonly RankedUnit[];
  /** Which of them may have a term. */
  readonly termFiles: TermFiles;
  readonly documents: number;
  readonly averageLength: number;
  /** Documents by the name of the language that their file is in. */
  readonly languages: ReadonlyMap<string, number>;
  /** Rows of the file that has most of them. */
  readonly maxRows: number;
}

const opened = new WeakMap<SearchUnit, RankedUnit>();

function open(unit: SearchUnit): RankedUnit | null {
  const known = opened.get(unit);
  if (known !== undefined) return known;
  const lengths = unit.table(termLength);
  if (lengths.rows === 0 || unit.table(term).rows === 0) return null;
  const made = new RankedUnit(unit, lengths.length, lengths.rows);
  opened.set(unit, made);
  return made;
}

export const rankedCorpusOf: (units: readonly SearchUnit[]) => RankedCorpus = perSnapshot((units) => {
  const ranked: RankedUnit[] = [];
  let documents = 0;
  let length = 0;
  let maxRows = 0;
  const languages = new Map<string, number>();
  for (const unit of units) {
    const one = open(unit);
    if (one === null) continue;
    ranked.push(one);
    documents += one.documents;
    length += one.length;
    maxRows = Math.max(maxRows, one.rows);
    const files = unit.table(file);
    const language = files.rows === 0 ? '' : files.language.at(0);
    languages.set(language, (languages.get(language) ?? 0) + one.documents);
  }
  const averageLength = documents === 0 ? 1 : length / documents;
  return { units: ranked, termFiles: new TermFiles(ranked), documents, averageLength, languages, maxRows };
});
