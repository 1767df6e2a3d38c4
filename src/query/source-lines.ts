/**
 * Lines of a source: from an offset in UTF-16 units to line and column, and back. A line ends with LF, or with the end of
 * the text; a CR before the LF is not part of its text. A source is read as bytes and never decoded whole.
 */

/** Longest line text in an answer, in UTF-16 units. */
const MAX_LINE_TEXT = 400;

/** Of UTF-8, for a UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

const LF = 10;
const CR = 13;

/** Where something stands: line and column from 1, the column in UTF-16 units. */
export interface LinePosition {
  readonly line: number;
  readonly column: number;
}

export class SourceLines {
  /** Start of each line, in UTF-16 units and in bytes: one array where all is ASCII. */
  readonly #starts: Uint32Array;
  readonly #byteStarts: Uint32Array;
  readonly #bytes: Buffer;
  readonly #isAscii: boolean;
  readonly #length: number;

  /** `text`: UTF-8. `lines`: as many as it has. */
  constructor(text: Uint8Array, { lines, isAscii }: { readonly lines: number; readonly isAscii: boolean }) {
    this.#bytes = Buffer.from(text.buffer, text.byteOffset, text.length);
    this.#isAscii = isAscii;
    this.#byteStarts = byteStarts(text, lines);
    this.#starts = isAscii ? this.#byteStarts : new Uint32Array(this.#byteStarts.length);
    this.#length = isAscii ? text.length : fillStarts(this.#starts, this.#byteStarts, text);
  }

  get byteLength(): number {
    return this.#byteStarts.byteLength + (this.#isAscii ? 0 : this.#starts.byteLength);
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
    if (this.#isAscii) return this.#decode(start, end);
    const first = this.lineAt(start);
    const from = this.#starts[first]!;
    return this.#decode(this.#byteStarts[first]!, this.#endOf(this.lineAt(end))).slice(start - from, end - from);
  }

  /** The text of a line, from 0, without its end, cut at `MAX_LINE_TEXT`. */
  textOf(line: number): string {
    const from = this.#byteStarts[line]!;
    let to = this.#endOf(line);
    if (to > from && this.#bytes[to - 1] === LF) to--;
    if (to > from && this.#bytes[to - 1] === CR) to--;
    const text = this.#decode(from, Math.min(to, from + MAX_BYTES_PER_UNIT * (MAX_LINE_TEXT + 1)));
    if (text.length <= MAX_LINE_TEXT) return text;
    // A pair of surrogates is not cut in two.
    const isPair = (text.charCodeAt(MAX_LINE_TEXT - 1) & 0xfc00) === 0xd800;
    return text.slice(0, isPair ? MAX_LINE_TEXT - 1 : MAX_LINE_TEXT);
  }

  /** The byte behind a line, its end included. */
  #endOf(line: number): number {
    return line + 1 < this.#byteStarts.length ? this.#byteStarts[line + 1]! : this.#bytes.length;
  }

  #decode(from: number, to: number): string {
    return this.#bytes.toString(this.#isAscii ? 'latin1' : 'utf8', from, to);
  }
}

function byteStarts(text: Uint8Array, lines: number): Uint32Array {
  const starts = new Uint32Array(lines + 1);
  let count = 1;
  for (let i = 0; i < text.length; i++) if (text[i] === LF) starts[count++] = i + 1;
  return starts.subarray(0, count);
}

/** Writes where lines begin in UTF-16 units; returns the length of the text in those. */
function fillStarts(starts: Uint32Array, bytes: Uint32Array, text: Uint8Array): number {
  let units = 0;
  let line = 0;
  for (let i = 0; i < text.length; i++) {
    if (line < bytes.length && bytes[line] === i) starts[line++] = units;
    const byte = text[i]!;
    // Bytes that go on with a character have none; the first of four begins a pair of surrogates.
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  if (line < bytes.length) starts[line] = units;
  return units;
}
