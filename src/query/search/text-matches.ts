/**
 * The matches of a text search as a view: three numbers each, and lines, columns and texts when they are asked for.
 * So a search with a hundred thousand matches costs what finding them costs.
 */
import { source } from '#facts';
import { lineEnd, lineStart } from '../pattern/lines.ts';
import { LineCounter } from './lines.ts';
import type { SearchUnit } from './unit.ts';

/** The longest `text` of a match, in UTF-16 units. */
const MAX_LINE_TEXT = 400;
/** What is kept before a match that lies behind the cut. */
const LEAD = 100;

export interface TextMatch {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** Length of the match in UTF-16 units. */
  readonly length: number;
  /** The line without its end, or at most 400 units of it around the match. */
  readonly text: string;
  /** How many units of the line stand before `text`. */
  readonly skipped: number;
}

export class TextMatches implements Iterable<TextMatch> {
  readonly #units: readonly SearchUnit[];
  #length = 0;
  #unit: Uint32Array = new Uint32Array(64);
  #start: Uint32Array = new Uint32Array(64);
  #end: Uint32Array = new Uint32Array(64);
  /** Line of each match from 1; 0 until a match of its file is asked for. */
  #line: Uint32Array = new Uint32Array(0);

  constructor(units: readonly SearchUnit[]) {
    this.#units = units;
  }

  get length(): number {
    return this.#length;
  }

  /** The match at a position, made anew with each call. */
  at(position: number): TextMatch | undefined {
    if (!(position >= 0 && position < this.#length)) return undefined;
    const unit = this.#units[this.#unit[position]!]!;
    const start = this.#start[position]!;
    const end = this.#end[position]!;
    const from = lineStart(unit.text, start);
    const encoding = unit.table(source).ascii.at(0) === 1 ? 'latin1' : 'utf8';
    const bytes = Buffer.from(unit.text.buffer, unit.text.byteOffset, unit.text.length);
    const before = encoding === 'latin1' ? start - from : bytes.toString('utf8', from, start).length;
    const length = encoding === 'latin1' ? end - start : bytes.toString('utf8', start, end).length;
    let text = bytes.toString(encoding, from, lineEnd(unit.text, end));
    if (text.endsWith('\r')) text = text.slice(0, -1);
    let skipped = 0;
    if (text.length > MAX_LINE_TEXT) {
      skipped = before + length <= MAX_LINE_TEXT ? 0 : Math.max(0, before - LEAD);
      text = text.slice(skipped, skipped + MAX_LINE_TEXT);
    }
    return { path: unit.path, line: this.#lineOf(position), column: before + 1, length, text, skipped };
  }

  /** The number of matches by path, of the files that have some. */
  countByFile(): Map<string, number> {
    const counts = new Map<string, number>();
    for (let from = 0; from < this.#length;) {
      const unit = this.#unit[from]!;
      let to = from + 1;
      while (to < this.#length && this.#unit[to] === unit) to++;
      counts.set(this.#units[unit]!.path, to - from);
      from = to;
    }
    return counts;
  }

  *[Symbol.iterator](): IterableIterator<TextMatch> {
    for (let i = 0; i < this.#length; i++) yield this.at(i)!;
  }

  toArray(): TextMatch[] {
    return Array.from({ length: this.#length }, (_, i) => this.at(i)!);
  }

  /** So that a result can be sent as JSON. */
  toJSON(): TextMatch[] {
    return this.toArray();
  }

  /** @internal Adds a match. They come by unit and place. */
  add(unit: number, start: number, end: number): void {
    const at = this.#length++;
    if (at === this.#unit.length) this.#grow();
    this.#unit[at] = unit;
    this.#start[at] = start;
    this.#end[at] = end;
  }

  /** @internal Byte at which the last match starts. */
  get lastStart(): number {
    return this.#start[this.#length - 1]!;
  }

  #lineOf(position: number): number {
    if (this.#line.length < this.#length) this.#line = new Uint32Array(this.#length);
    if (this.#line[position] === 0) this.#countLinesOf(this.#unit[position]!, position);
    return this.#line[position]!;
  }

  /** Fills in the lines of all matches of one file. */
  #countLinesOf(unit: number, position: number): void {
    let at = position;
    while (at > 0 && this.#unit[at - 1] === unit) at--;
    const counter = new LineCounter(this.#units[unit]!.text);
    let line = 1;
    let counted = 0;
    for (; at < this.#length && this.#unit[at] === unit; at++) {
      line += counter.count(counted, this.#start[at]!);
      counted = this.#start[at]!;
      this.#line[at] = line;
    }
  }

  #grow(): void {
    this.#unit = doubled(this.#unit);
    this.#start = doubled(this.#start);
    this.#end = doubled(this.#end);
  }
}

function doubled(values: Uint32Array): Uint32Array {
  const wider = new Uint32Array(2 * values.length);
  wider.set(values);
  return wider;
}
