/**
 * How the bits of `trigram_filter` are set and read: a Bloom filter (Bloom, 1970) over the byte trigrams of a text.
 * ASCII letters count as lower case, so one filter serves searches with and without case. It may say yes wrongly,
 * never no. The writer and the reader must agree on every line of this file.
 */

/** Bits per distinct trigram. Each sets two of them, so that 3.6% of the trigrams that a file lacks seem to be there. */
const BITS_PER_TRIGRAM = 8;

/** Each byte, capital ASCII letters in lower case. */
export const FOLDED_BYTES: Uint8Array = Uint8Array.from({ length: 256 }, (_, c) => (c >= 65 && c <= 90 ? c + 32 : c));

/** A trigram (three bytes, first one highest) with its capital ASCII letters in lower case. */
export function foldTrigram(trigram: number): number {
  return (
    (FOLDED_BYTES[(trigram >>> 16) & 0xff]! << 16) |
    (FOLDED_BYTES[(trigram >>> 8) & 0xff]! << 8) |
    FOLDED_BYTES[trigram & 0xff]!
  );
}

/** The finaliser of MurmurHash3: the hash of a folded trigram, and of that hash for the next probe. */
export function nextProbe(before: number): number {
  let h = Math.imul(before ^ 0x5bd1e995, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Bytes of the filter of a text with `distinct` folded trigrams. */
export function filterBytes(distinct: number): number {
  return Math.ceil((distinct * BITS_PER_TRIGRAM) / 8);
}

/** Adds the first `count` folded trigrams to a filter that is not empty. */
export function addToFilter(filter: Uint8Array, trigrams: Uint32Array, count: number): void {
  const scale = (filter.length * 8) / 0x1_0000_0000;
  for (let i = 0; i < count; i++) {
    const first = nextProbe(trigrams[i]!);
    const a = Math.floor(first * scale);
    filter[a >>> 3]! |= 1 << (a & 7);
    const b = Math.floor(nextProbe(first) * scale);
    filter[b >>> 3]! |= 1 << (b & 7);
  }
}

/** False when no text of this filter holds the folded trigram with these two probes. */
export function mayHold(filter: Uint8Array, first: number, second: number): boolean {
  const scale = (filter.length * 8) / 0x1_0000_0000;
  const a = Math.floor(first * scale);
  if ((filter[a >>> 3]! & (1 << (a & 7))) === 0) return false;
  const b = Math.floor(second * scale);
  return (filter[b >>> 3]! & (1 << (b & 7))) !== 0;
}
