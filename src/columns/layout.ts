/**
 * The bytes of a segment, the one stored format. All numbers are little-endian u32, all offsets in bytes.
 *
 *     segment  magic, byte length, block count, flags, key (16 bytes), then per block: offset, length, digest (16 bytes)
 *     block    string count, offset of string ends, offset of string bytes, then per table: row count and per column
 *              one word: offset << 2 | width (0 = one byte, 1 = two, 2 = four, 3 = blob)
 *
 * Offsets inside a block are relative to the block, so that equal facts are equal bytes wherever they lie.
 */
export const MAGIC = 0x31_47_53_53;
/** Part of every key: raise it when the bytes below change meaning. */
export const FORMAT_VERSION = 1;
export const SEGMENT_HEADER_BYTES = 32;
export const BLOCK_ENTRY_BYTES = 24;
export const DIGEST_BYTES = 16;
export const KEY_OFFSET = 16;
/** Flag of a segment whose kernel ran out of fuel: its facts are right, but not all. No part of any digest. */
export const PARTIAL_FLAG = 1;

export const WIDTH_BLOB = 3;

/** Rounds up to a multiple of 4, the alignment of all parts of a block. */
export function align4(bytes: number): number {
  return (bytes + 3) & ~3;
}

/** Rounds up to a multiple of 8, the alignment of segments and blocks. */
export function align8(bytes: number): number {
  return (bytes + 7) & ~7;
}

/** log2 of the bytes that hold `max`. */
export function widthOf(max: number): 0 | 1 | 2 {
  return max <= 0xff ? 0 : max <= 0xffff ? 1 : 2;
}
