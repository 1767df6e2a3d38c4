/**
 * Reads of a SCIP index what a comparison needs: documents, occurrences, their ranges, symbols and roles. A reader of the
 * protobuf wire format for these fields (scip.proto: Index.documents 2; Document.relative_path 1, occurrences 2;
 * Occurrence.range 1, symbol 2, symbol_roles 3) that skips all others. It must never judge what it reads.
 */

export interface ScipOccurrence {
  /** From 0, as the format has them. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly symbol: string;
  readonly isDefinition: boolean;
}

export interface ScipDocument {
  readonly path: string;
  readonly occurrences: readonly ScipOccurrence[];
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const ROLE_DEFINITION = 1;

class Wire {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;

  constructor(bytes: Buffer, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  /** The message or bytes of a field; moves behind it. */
  nested(): Wire {
    const length = this.varint();
    const start = this.at;
    this.at += length;
    return new Wire(this.bytes, start, this.at);
  }

  text(): string {
    const { at, end } = this.nested();
    return this.bytes.toString('utf8', at, end);
  }

  skip(type: number): void {
    if (type === VARINT) this.varint();
    else if (type === FIXED64) this.at += 8;
    else if (type === FIXED32) this.at += 4;
    else if (type === BYTES) this.nested();
    else throw new Error(`wire type ${type} at byte ${this.at}`);
  }
}

/** Calls `field` with the number and the type of each field; what it does not read is skipped. */
function eachField(wire: Wire, field: (number: number, type: number) => boolean): void {
  while (wire.at < wire.end) {
    const key = wire.varint();
    if (!field(key >>> 3, key & 7)) wire.skip(key & 7);
  }
}

function readRange(wire: Wire, type: number, out: number[]): void {
  if (type === VARINT) {
    out.push(wire.varint());
    return;
  }
  const packed = wire.nested();
  while (packed.at < packed.end) out.push(packed.varint());
}

function readOccurrence(wire: Wire): ScipOccurrence {
  const range: number[] = [];
  let symbol = '';
  let roles = 0;
  eachField(wire, (number, type) => {
    if (number === 1) readRange(wire, type, range);
    else if (number === 2) symbol = wire.text();
    else if (number === 3) roles = wire.varint();
    else return false;
    return true;
  });
  const [line = 0, column = 0] = range;
  const isOneLine = range.length === 3;
  const endLine = isOneLine ? line : range[2]!;
  const endColumn = isOneLine ? range[2]! : range[3]!;
  return { line, column, endLine, endColumn, symbol, isDefinition: (roles & ROLE_DEFINITION) !== 0 };
}

function readDocument(wire: Wire): ScipDocument {
  let path = '';
  const occurrences: ScipOccurrence[] = [];
  eachField(wire, (number) => {
    if (number === 1) path = wire.text();
    else if (number === 2) occurrences.push(readOccurrence(wire.nested()));
    else return false;
    return true;
  });
  return { path, occurrences };
}

/** The documents of an index, one at a time. */
export function* scipDocuments(bytes: Buffer): Generator<ScipDocument> {
  const wire = new Wire(bytes);
  while (wire.at < wire.end) {
    const key = wire.varint();
    if (key >>> 3 === 2 && (key & 7) === BYTES) yield readDocument(wire.nested());
    else wire.skip(key & 7);
  }
}
