/**
 * Finds a text in either case of its ASCII letters, after R. N. Horspool ("Practical Fast Searching in Strings", 1980): the
 * byte under the end of the needle says how far it can be moved. It never finds letters outside ASCII.
 */

/** Each byte, capital ASCII letters in lower case. */
const FOLD = Uint8Array.from({ length: 256 }, (_, c) => (c >= 0x41 && c <= 0x5a ? c + 0x20 : c));
/** The letters outside ASCII that are an ASCII one in the other case: the long s and the sign for Kelvin. */
const STRANGE_LETTERS = ['\u{17f}', '\u{212a}'].map((letter) => Buffer.from(letter));
const LONGEST_MOVE = 255;
/** Bytes compared at each place where the last one is right; a longer text is looked for by its first ones. */
export const MAX_FOLDED_BYTES = 32;

/** True when a letter outside ASCII may stand for one of ASCII in this text. */
export function hasStrangeLetters(view: Uint8Array): boolean {
  return STRANGE_LETTERS.some((letter) => Buffer.prototype.indexOf.call(view, letter) >= 0);
}

export class FoldedFinder {
  /** The text with its letters small. */
  readonly bytes: Uint8Array;
  /** Bytes compared so far, beside those passed. */
  work = 0;
  /** How far the needle moves for the byte under its last one; 0 where that is its last one. */
  readonly #moves: Uint8Array;
  /** How far it moves when its last byte was right. */
  readonly #afterLast: number;

  constructor(bytes: Uint8Array) {
    const last = bytes.length - 1;
    this.bytes = bytes;
    this.#moves = new Uint8Array(256).fill(Math.min(bytes.length, LONGEST_MOVE));
    let afterLast = bytes.length;
    for (let i = 0; i < last; i++) {
      if (bytes[i] === bytes[last]) afterLast = last - i;
      this.#setMove(bytes[i]!, Math.min(last - i, LONGEST_MOVE));
    }
    this.#setMove(bytes[last]!, 0);
    this.#afterLast = afterLast;
  }

  /** The first occurrence that begins at `from` or later in `view`, or -1. */
  find(view: Uint8Array, from: number): number {
    const moves = this.#moves;
    const { bytes } = this;
    const { length } = view;
    const last = bytes.length - 1;
    let end = from + last;
    for (;;) {
      while (end < length) {
        const move = moves[view[end]!]!;
        if (move === 0) break;
        end += move;
      }
      if (end >= length) return -1;
      let i = 0;
      while (i < last && FOLD[view[end - last + i]!] === bytes[i]) i++;
      this.work += i;
      if (i === last) return end - last;
      end += this.#afterLast;
    }
  }

  #setMove(byte: number, move: number): void {
    this.#moves[byte] = move;
    if (byte >= 0x61 && byte <= 0x7a) this.#moves[byte - 0x20] = move;
  }
}
