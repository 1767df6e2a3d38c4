/**
 * Lines of a source: from an offset in UTF-16 units to line and column, and back. A line ends with LF, or with the end of
 * the text; a CR before the LF is not part of its text. ASCII sources are read as bytes and never decoded whole.
 */

/** Longest line text in an answer, in UTF-16 units. */
const MAX_LINE_TEXT = 400;

const LF = 10;
const CR = 13;

/** Where something stands: line and column from 1, the column in UTF-16 units. */
export interface LinePosition {
  readonly line: number;
  readonly column: number;
}

export class SourceLines {
  /** Start of each line. */
  readonly #starts: Uint32Array;
  readonly #ascii: Buffer | null;
  readonly #textOf: () => string;
  readonly #length: number;

  private constructor(starts: Uint32Array, ascii: Buffer | null, length: number, textOf: () => string) {
    this.#starts = starts;
    this.#ascii = ascii;
    this.#length = length;
    this.#textOf = textOf;
  }

  static ofAscii(bytes: Uint8Array, lines: number): SourceLines {
    const starts = new Uint32Array(lines + 1);
    let count = 1;
    for (let i = 0; i < bytes.length; i++) if (bytes[i] === LF) starts[count++] = i + 1;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return new SourceLines(starts.subarray(0, count), buffer, bytes.length, () => buffer.toString('latin1'));
  }

  static ofText(text: string, lines: number, textOf: () => string): SourceLines {
    const starts = new Uint32Array(lines + 1);
    let count = 1;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts[count++] = at + 1;
    return new SourceLines(starts.subarray(0, count), null, text.length, textOf);
  }

  get byteLength(): number {
    return this.#starts.byteLength;
  }

  /**
   * The line of an offset, from 0. Looks where it would be if all lines were of one length, then in steps that double:
   * that touches less memory than a binary search over all lines.
   */
  lineAt(offset: number): number {
    const starts = this.#starts;
    let from = Math.min(starts.length - 1, Math.floor((offset * starts.length) / (this.#length + 1)));
    let to = from + 1;
    for (let step = 1; starts[from]! > offset; step *= 2) {
      to = from;
      from = Math.max(0, from - step);
    }
    for (let step = 1; to < starts.length && starts[to]! <= offset; step *= 2) {
      from = to;
      to = Math.min(starts.length, to + step);
    }
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (starts[middle]! <= offset) from = middle;
      else to = middle;
    }
    return from;
  }

  positionAt(offset: number): LinePosition {
    const line = this.lineAt(offset);
    return { line: line + 1, column: offset - this.#starts[line]! + 1 };
  }

  /** Start of a line, from 0. */
  startOf(line: number): number {
    return this.#starts[line]!;
  }

  /** The offset of a position, or -1 when there is no such line or column. */
  offsetOf(line: number, column: number): number {
    if (line > this.#starts.length) return -1;
    const offset = this.#starts[line - 1]! + column - 1;
    const end = line < this.#starts.length ? this.#starts[line]! - 1 : this.#length;
    return offset <= end ? offset : -1;
  }

  /** A part of the source. */
  slice(start: number, end: number): string {
    return this.#ascii === null ? this.#textOf().slice(start, end) : this.#ascii.toString('latin1', start, end);
  }

  /** The text of a line, from 0, without its end, cut at `MAX_LINE_TEXT`. */
  textOf(line: number): string {
    const start = this.#starts[line]!;
    let end = line + 1 < this.#starts.length ? this.#starts[line + 1]! - 1 : this.#length;
    if (this.#ascii !== null) {
      if (end > start && this.#ascii[end - 1] === CR) end--;
      return this.#ascii.toString('latin1', start, Math.min(end, start + MAX_LINE_TEXT));
    }
    const text = this.#textOf();
    if (end > start && text.charCodeAt(end - 1) === CR) end--;
    if (end - start > MAX_LINE_TEXT) {
      end = start + MAX_LINE_TEXT;
      // A pair of surrogates is not cut in two.
      if ((text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end--;
    }
    return text.slice(start, end);
  }
}
