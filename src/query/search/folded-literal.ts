/**
 * The quick way for an ASCII literal in either case in a file of ASCII only: the file is decoded and lowered by native
 * code and searched as a string, at half of what an automaton costs. Its matches are the matcher's.
 */
const ASCII = /^[\x20-\x7e\t]+$/;

export class FoldedLiteral {
  readonly #needle: string;

  private constructor(text: string) {
    this.#needle = text.toLowerCase();
  }

  /** The search for a literal, or null when it is not all ASCII. */
  static of(text: string): FoldedLiteral | null {
    return ASCII.test(text) ? new FoldedLiteral(text) : null;
  }

  /** Calls `onMatch` for each match from a byte on, without overlap, until it gives false. `bytes` are ASCII. */
  findAll(bytes: Uint8Array, from: number, onMatch: (start: number, end: number) => boolean): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').toLowerCase();
    const { length } = this.#needle;
    let at = text.indexOf(this.#needle, from);
    while (at >= 0 && onMatch(at, at + length)) at = text.indexOf(this.#needle, at + length);
  }
}
