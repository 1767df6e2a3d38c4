/**
 * Writes the protobuf wire format: varints, texts, packed numbers and nested messages, into one growing buffer.
 * It knows no schema: callers give the field numbers. It cannot read.
 *
 *     const open = writer.begin(2);
 *     writer.text(1, 'src/a.py');
 *     writer.end(open);
 */

const VARINT = 0;
const LENGTH_DELIMITED = 2;

export class ProtobufWriter {
  #bytes: Buffer = Buffer.allocUnsafe(1 << 16);
  #length = 0;

  /** A copy of what was written since the last call. */
  take(): Uint8Array {
    const taken = Uint8Array.prototype.slice.call(this.#bytes, 0, this.#length);
    this.#length = 0;
    return taken;
  }

  /** An integer or enum field. Zero is the default of the format and is not written. */
  integer(field: number, value: number): void {
    if (value === 0) return;
    this.#tag(field, VARINT);
    this.#varint(value);
  }

  flag(field: number, value: boolean): void {
    this.integer(field, value ? 1 : 0);
  }

  /** A text field. A text that is empty is the default and is not written. */
  text(field: number, value: string): void {
    if (value !== '') this.element(field, value);
  }

  /** One element of a repeated text field, empty or not. */
  element(field: number, value: string): void {
    this.#tag(field, LENGTH_DELIMITED);
    const size = Buffer.byteLength(value);
    this.#varint(size);
    this.#reserve(size);
    this.#bytes.write(value, this.#length);
    this.#length += size;
  }

  /** A repeated integer field in its packed form. */
  packed(field: number, values: readonly number[]): void {
    const open = this.begin(field);
    for (const value of values) this.#varint(value);
    this.end(open);
  }

  /** Opens a nested message; give the result to `end`. */
  begin(field: number): number {
    this.#tag(field, LENGTH_DELIMITED);
    return this.#length;
  }

  /** Closes a nested message: its length goes in front of it. */
  end(open: number): void {
    const size = this.#length - open;
    const width = varintWidth(size);
    this.#reserve(width);
    this.#bytes.copyWithin(open + width, open, this.#length);
    this.#length = open;
    this.#varint(size);
    this.#length += size;
  }

  #tag(field: number, wire: number): void {
    this.#varint(field * 8 + wire);
  }

  /** Unsigned, below 2^53. */
  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  #reserve(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}

function varintWidth(value: number): number {
  let width = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) width++;
  return width;
}
