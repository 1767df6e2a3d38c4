/**
 * Vectors as bytes, for a later process: a head in JSON that says of which embedder they are, then the columns. Rows are in
 * no order. Bytes of another version or embedder are no vectors: they are left.
 *
 *     length of the head (little-endian u32), head, contents by line feeds, scales, counts, dimensions, values
 */

/** Columns of the rows of a store. `counts` and `dimensions` are empty when every row has all dimensions. */
export interface VectorRows {
  readonly contents: readonly string[];
  readonly scales: Float32Array;
  readonly counts: Uint32Array;
  readonly dimensions: Uint16Array;
  readonly values: Int8Array;
}

/** Raise it when the bytes, or the texts that contents stand for, change meaning. */
const VERSION = 1;

interface Head {
  readonly version: number;
  readonly embedder: string;
  readonly dimensions: number;
  /** Bytes of each column, in the order of the file. */
  readonly bytes: readonly number[];
}

/** The bytes of a file in parts, so that nothing is copied. */
export function encodeVectors(
  rows: VectorRows,
  embedder: { readonly id: string; readonly dimensions: number },
): Uint8Array[] {
  const { contents, scales, counts, dimensions, values } = rows;
  const columns = [Buffer.from(contents.join('\n')), ...[scales, counts, dimensions, values].map(bytesOf)];
  const bytes = columns.map((column) => column.length);
  const head: Head = { version: VERSION, embedder: embedder.id, dimensions: embedder.dimensions, bytes };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return [length, json, ...columns];
}

/** The rows, or null when they are not of this embedder. */
export function decodeVectors(
  bytes: Uint8Array,
  embedder: { readonly id: string; readonly dimensions: number },
): VectorRows | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const json = 4 + buffer.readUInt32LE(0);
  // Safe because: `encodeVectors` wrote it, and who keeps the file checks its sum.
  const head = JSON.parse(buffer.toString('utf8', 4, json)) as Head;
  if (head.version !== VERSION || head.embedder !== embedder.id || head.dimensions !== embedder.dimensions) return null;
  let at = json;
  // Copies: columns of more than one byte must lie at multiples of their width.
  const columns = head.bytes.map((length) => new Uint8Array(bytes.slice(at, (at += length))).buffer);
  const text = Buffer.from(columns[0]!).toString();
  return {
    contents: text === '' ? [] : text.split('\n'),
    scales: new Float32Array(columns[1]!),
    counts: new Uint32Array(columns[2]!),
    dimensions: new Uint16Array(columns[3]!),
    values: new Int8Array(columns[4]!),
  };
}

function bytesOf(column: ArrayBufferView): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
