/**
 * Finds a fixed byte string by `Buffer.indexOf`, starting at its rarest byte so that the native search stops seldom.
 * Exact: what stands before that byte is compared as well.
 */
import { byteFrequency } from './byte-frequency.ts';

/** Reads any byte view, shared memory included, not only a Buffer. */
const indexOf = Buffer.prototype.indexOf;

export class LiteralFinder {
  readonly bytes: Uint8Array;
  /** Nothing but the bytes passed is counted. */
  readonly work = 0;
  readonly #offset: number;
  readonly #needle: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#offset = rarestOffset(bytes);
    this.#needle = bytes.subarray(this.#offset);
  }

  /** The first occurrence that begins at `from` or later in `view`, or -1. */
  find(view: Uint8Array, from: number): number {
    let at = from + this.#offset;
    for (;;) {
      const hit = indexOf.call(view, this.#needle, at);
      if (hit < 0) return -1;
      if (this.#agreesBefore(view, hit - this.#offset)) return hit - this.#offset;
      at = hit + 1;
    }
  }

  #agreesBefore(view: Uint8Array, start: number): boolean {
    for (let i = 0; i < this.#offset; i++) if (view[start + i] !== this.bytes[i]) return false;
    return true;
  }
}

/** Bytes that the needle keeps: a shorter one is found too often, and each hit is a call. */
const MIN_NEEDLE = 3;

/** Where the needle should begin: its first byte is what the native search looks for, so it should be rare. */
function rarestOffset(bytes: Uint8Array): number {
  let best = 0;
  for (let i = 1; i <= bytes.length - MIN_NEEDLE; i++)
    if (byteFrequency(bytes[i]!) < byteFrequency(bytes[best]!)) best = i;
  return best;
}
