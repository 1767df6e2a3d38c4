/**
 * The lines of one text: where each starts, whether it is blank or holds closing brackets only, and hashes of ranges.
 * Arrays are reused from file to file. It knows characters, never declarations.
 * The hash of a range is a difference of polynomial prefix hashes (Karp and Rabin, 1987), so that it costs the same
 * however long the range is and however deep chunks nest.
 */
import { mixHash, type HashCell } from '#core';

/** What a line is made of, as bits: any other character makes it loud. */
const BLANK = 0;
const CLOSERS = 1;
const LOUD = 2;

/** Class of each ASCII character: white space, what closes a declaration, and everything else. */
const CLASS = new Uint8Array(128).fill(LOUD);
for (const c of ' \t\r\f\v\n') CLASS[c.charCodeAt(0)] = BLANK;
for (const c of ')]};,') CLASS[c.charCodeAt(0)] = CLOSERS;

/** Multipliers of the two prefix hashes. */
const BASE_LO = 0x9e3779b1;
const BASE_HI = 0x85ebca77;

export class LineTable {
  /** Lines of the text; what follows the last `\n` is a line when it is not empty. */
  count = 0;
  /** Offset of each line in UTF-16 units, and behind the last one the length of the text. */
  starts: Uint32Array = new Uint32Array(1024);
  /** The first line at or behind each line that is neither blank nor closers; `count` for none. */
  nextLoud: Uint32Array = new Uint32Array(1024);
  /** Behind the last line before each line that is not blank. */
  #contentEnd = new Uint32Array(1024);
  /** Prefix hashes: of the lines before each line. */
  #lo = new Uint32Array(1024);
  #hi = new Uint32Array(1024);
  /** Powers of the multipliers, filled as far as a text was long. */
  #powerLo = new Uint32Array(1024).fill(1, 0, 1);
  #powerHi = new Uint32Array(1024).fill(1, 0, 1);
  #powers = 1;
  #class = new Uint8Array(1024);
  /** Both halves of the hash of a line. */
  readonly #line = new Int32Array(2);

  /** Reads a text, line by line. */
  scan(text: string): void {
    const { length } = text;
    let line = 0;
    this.starts[0] = 0;
    for (let from = 0; from < length;) {
      const feed = text.indexOf('\n', from);
      const to = feed < 0 ? length : feed;
      const seen = hashLine(this.#line, text, from, to);
      from = feed < 0 ? length : feed + 1;
      this.#end(line++, from, this.#line[0]!, this.#line[1]!, seen);
    }
    this.count = line;
    this.#linkLoud();
  }

  isBlank(line: number): boolean {
    return this.#class[line] === BLANK;
  }

  /** The line that holds an offset; the last line for the end of the text. */
  lineAt(offset: number): number {
    let from = 0;
    let to = this.count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.starts[middle + 1]! <= offset) from = middle + 1;
      else to = middle;
    }
    return Math.min(from, Math.max(this.count - 1, 0));
  }

  /** The hash of the text of lines `[from, to)`, without the blank ones at its end. */
  contentHash(out: HashCell, from: number, to: number): void {
    const end = Math.max(from, this.#contentEnd[to]!);
    const length = end - from;
    out.lo = this.#lo[end]! - Math.imul(this.#lo[from]!, this.#powerLo[length]!);
    out.hi = this.#hi[end]! - Math.imul(this.#hi[from]!, this.#powerHi[length]!);
    mixHash(out, length, 0);
  }

  #end(line: number, next: number, lo: number, hi: number, seen: number): void {
    if (line + 2 > this.starts.length) this.#grow();
    this.#class[line] = seen;
    this.starts[line + 1] = next;
    this.#contentEnd[line + 1] = seen === BLANK ? this.#contentEnd[line]! : line + 1;
    this.#lo[line + 1] = Math.imul(this.#lo[line]!, BASE_LO) + (lo ^ (hi >>> 15));
    this.#hi[line + 1] = Math.imul(this.#hi[line]!, BASE_HI) + (hi ^ (lo >>> 13));
    if (this.#powers > line + 1) return;
    this.#powerLo[line + 1] = Math.imul(this.#powerLo[line]!, BASE_LO);
    this.#powerHi[line + 1] = Math.imul(this.#powerHi[line]!, BASE_HI);
    this.#powers = line + 2;
  }

  #linkLoud(): void {
    this.nextLoud[this.count] = this.count;
    for (let line = this.count - 1; line >= 0; line--) {
      this.nextLoud[line] = this.#class[line]! >= LOUD ? line : this.nextLoud[line + 1]!;
    }
  }

  #grow(): void {
    this.starts = doubled(this.starts);
    this.nextLoud = doubled(this.nextLoud);
    this.#contentEnd = doubled(this.#contentEnd);
    this.#lo = doubled(this.#lo);
    this.#hi = doubled(this.#hi);
    this.#powerLo = doubled(this.#powerLo);
    this.#powerHi = doubled(this.#powerHi);
    const wider = new Uint8Array(2 * this.#class.length);
    wider.set(this.#class);
    this.#class = wider;
  }
}

/** Puts the hash of `text[from, to)` into `hash` and returns the classes of its characters, together. */
function hashLine(hash: Int32Array, text: string, from: number, to: number): number {
  let lo = 0;
  let hi = 0;
  let seen = BLANK;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    lo = Math.imul(lo ^ c, 0xcc9e2d51);
    lo = (lo << 15) | (lo >>> 17);
    hi = Math.imul(hi ^ c, 0x1b873593) + lo;
    hi = (hi << 13) | (hi >>> 19);
    seen |= c < 128 ? CLASS[c]! : LOUD;
  }
  hash[0] = lo;
  hash[1] = hi;
  return seen;
}

function doubled(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * values.length);
  wider.set(values);
  return wider;
}
