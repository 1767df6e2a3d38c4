/**
 * Bytes to text, for every encoding that source files come in. Must never throw, and must never copy bytes that are
 * valid UTF-8 already. Works on views of shared memory.
 *
 * A file is binary when one of its first 8000 bytes is NUL, as git decides it.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import type { InputProblem } from './problem.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1';

export interface DecodedSource {
  /** Without byte order mark; empty when binary. Decoded when asked for. */
  readonly text: string;
  /** `text` in UTF-8: a view on the given bytes where they are UTF-8; empty when binary. */
  readonly utf8: Uint8Array;
  readonly encoding: Encoding;
  /** A byte order mark was taken off: offsets in `utf8` are that much smaller than offsets in the file. */
  readonly hasByteOrderMark: boolean;
  /** Every character is below U+0080, so that offsets in `text` and in `utf8` are the same. */
  readonly isAscii: boolean;
  readonly isBinary: boolean;
  /** Without path: the caller knows it. */
  readonly problems: readonly Omit<InputProblem, 'path'>[];
}

const BINARY_WINDOW = 8000;
const NOTHING = new Uint8Array(0);

export function decodeSource(bytes: Uint8Array): DecodedSource {
  if (bytes.length >= 2) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, 'utf-16le');
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes, 'utf-16be');
  }
  if (hasEarlyNul(bytes)) return binary('latin-1', false);
  const hasMark = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const utf8 = hasMark ? bytes.subarray(3) : bytes;
  // Both checks run over whole words in C++: about 20 times the speed of decoding what they save.
  const ascii = isAscii(utf8);
  return ascii || isUtf8(utf8) ? new Utf8Source(utf8, hasMark, ascii) : decodeLatin1(bytes);
}

/** Bytes that are UTF-8 already, as nearly all are. */
class Utf8Source implements DecodedSource {
  readonly utf8: Uint8Array;
  readonly encoding = 'utf-8';
  readonly hasByteOrderMark: boolean;
  readonly isAscii: boolean;
  readonly isBinary = false;
  readonly problems: DecodedSource['problems'] = [];

  constructor(utf8: Uint8Array, hasByteOrderMark: boolean, ascii: boolean) {
    this.utf8 = utf8;
    this.hasByteOrderMark = hasByteOrderMark;
    this.isAscii = ascii;
  }

  get text(): string {
    return asBuffer(this.utf8).toString(this.isAscii ? 'latin1' : 'utf8');
  }
}

function decodeLatin1(bytes: Uint8Array): DecodedSource {
  const text = asBuffer(bytes).toString('latin1');
  const message = 'is not valid UTF-8; it is read as Latin-1';
  return decoded(text, ownUtf8(text), 'latin-1', false, false, [{ code: 'encoding', message }]);
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): DecodedSource {
  const unitBytes = bytes.length - (bytes.length % 2);
  const view = asBuffer(bytes.subarray(2, unitBytes));
  // swap16 works in place: the bytes of the caller must stay as they are.
  const raw = (encoding === 'utf-16le' ? view : Buffer.from(view).swap16()).toString('utf16le');
  // A NUL unit is in binary files and in UTF-32, whose mark begins like this one.
  if (raw.slice(0, BINARY_WINDOW / 2).includes('\0')) return binary(encoding, true);
  const isWhole = unitBytes === bytes.length && raw.isWellFormed();
  const text = isWhole ? raw : raw.toWellFormed();
  const problems = isWhole
    ? []
    : [{ code: 'encoding' as const, message: 'is not valid UTF-16; what is broken is replaced' }];
  const utf8 = ownUtf8(text);
  return decoded(text, utf8, encoding, true, utf8.length === text.length, problems);
}

function decoded(
  text: string,
  utf8: Uint8Array,
  encoding: Encoding,
  hasByteOrderMark: boolean,
  ascii: boolean,
  problems: DecodedSource['problems'],
): DecodedSource {
  return { text, utf8, encoding, hasByteOrderMark, isAscii: ascii, isBinary: false, problems };
}

function binary(encoding: Encoding, hasByteOrderMark: boolean): DecodedSource {
  return { text: '', utf8: NOTHING, encoding, hasByteOrderMark, isAscii: false, isBinary: true, problems: [] };
}

function hasEarlyNul(bytes: Uint8Array): boolean {
  const at = bytes.indexOf(0);
  return at >= 0 && at < BINARY_WINDOW;
}

/** The same memory as a Buffer; unlike TextDecoder it takes shared memory on every version of Node. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function ownUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
