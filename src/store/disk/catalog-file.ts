/**
 * The file of a saved catalog: everything of a snapshot but its arenas, with a checksum. It is replaced as a whole, so it is
 * the one of before or the one after, and what it names was on disk before it.
 *
 *     header   magic, format, bytes of the JSON, CRC-32 of all that follows (little-endian u32)
 *     body     JSON, padded to 4 bytes; the pages of the catalog; its directory
 */
import { crc32 } from 'node:zlib';
import { FORMAT_VERSION } from '#columns';
import { strideOf, PAGE_UNITS, type CatalogImage } from '../catalog.ts';
import type { SnapshotProblem } from '../snapshot.ts';

const MAGIC = 0x49_47_53_53;
/** Raise it when the bytes of this file change meaning. */
const CATALOG_FORMAT = 1;
const HEADER_BYTES = 16;

/** An arena on disk: its file, the bytes of it that are used, and a CRC-32 per chunk of `CHUNK_BYTES`. */
export interface SavedArena {
  readonly file: string;
  readonly bytes: number;
  readonly sums: readonly number[];
}

/** The part of a saved catalog that is JSON. */
export interface SavedHead {
  readonly txnId: number;
  readonly repository: string;
  readonly root: string;
  /** False for an index that was cut off: its postings are missing. */
  readonly isComplete: boolean;
  /** Counts the writers of the directory, so that no two of them give one name to two arenas. */
  readonly epoch: number;
  /** What each slot holds: name of the step, and the identity of its stage. */
  readonly slots: readonly { readonly name: string; readonly identity: string }[];
  readonly units: number;
  readonly arenas: readonly (SavedArena | null)[];
  /** Per posting set and shard: arena and offset, or null. */
  readonly postings: Readonly<Record<string, readonly (readonly [arena: number, offset: number] | null)[]>>;
  readonly tableRows: Readonly<Record<string, number>>;
  readonly problems: readonly SnapshotProblem[];
  /** What the rooms above keep beside the facts, such as what was seen of each file on disk. */
  readonly beside: unknown;
}

export interface SavedCatalog {
  readonly head: SavedHead;
  readonly pages: readonly SharedArrayBuffer[];
  readonly directory: SharedArrayBuffer;
}

export function encodeCatalog(head: SavedHead, { pages, directory }: CatalogImage): Buffer {
  const json = Buffer.from(JSON.stringify(head));
  const padding = Buffer.alloc(-json.length & 3);
  const body = Buffer.concat([json, padding, ...[...pages, directory].map((buffer) => new Uint8Array(buffer))]);
  const header = Buffer.alloc(HEADER_BYTES);
  for (const [i, word] of [MAGIC, CATALOG_FORMAT + 256 * FORMAT_VERSION, json.length, crc32(body)].entries())
    header.writeUInt32LE(word, 4 * i);
  return Buffer.concat([header, body]);
}

/** The catalog of a file, or why it cannot be used. */
export function decodeCatalog(bytes: Buffer): SavedCatalog | { readonly fault: string } {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC) return { fault: 'is no catalog' };
  if (bytes.readUInt32LE(4) !== CATALOG_FORMAT + 256 * FORMAT_VERSION) return { fault: 'has another format' };
  const body = bytes.subarray(HEADER_BYTES);
  if (crc32(body) !== bytes.readUInt32LE(12)) return { fault: 'is damaged: its checksum is wrong' };
  const jsonBytes = bytes.readUInt32LE(8);
  // Safe because: the checksum says that these are the bytes that `encodeCatalog` wrote.
  const head = JSON.parse(body.subarray(0, jsonBytes).toString()) as SavedHead;
  const pageBytes = 4 * PAGE_UNITS * strideOf(head.slots.length);
  const pages: SharedArrayBuffer[] = [];
  let at = jsonBytes + (-jsonBytes & 3);
  for (let unit = 0; unit < head.units; unit += PAGE_UNITS) {
    pages.push(shared(body.subarray(at, at + pageBytes)));
    at += pageBytes;
  }
  return { head, pages, directory: shared(body.subarray(at)) };
}

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
