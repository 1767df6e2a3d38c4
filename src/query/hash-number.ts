/** Hashes as numbers, for the maps of one question. */

/** 53 bits of a hash as one exact number: they tell the symbols of one question apart. */
export function hashNumber(lo: number, hi: number): number {
  return hi * 0x200000 + (lo & 0x1fffff);
}
