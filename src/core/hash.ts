/**
 * 64-bit hashes as two 32-bit halves, for names and descriptors (never for content: that is sha256).
 * The finaliser and multipliers are those of MurmurHash3 (Austin Appleby, public domain figures).
 * Halves travel through `HashCell` so that hot code allocates nothing.
 */
export interface HashCell {
  lo: number;
  hi: number;
}

function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Hashes the UTF-16 units of `text` into `out`, starting from the two seeds. The state is 96 bits wide and each unit goes into
 * two of its three words, so that no part of it can be brought together alone: two texts of one hash are found by trying about
 * 2^32 of them (`src/dev/find-collision.ts`), not by construction. Each step can be undone: no two states become one.
 */
export function hashText(out: HashCell, text: string, seedLo = 0, seedHi = 0): void {
  let a = seedLo ^ 0x9e3779b9;
  let b = seedHi ^ 0x7f4a7c15;
  let c = (seedLo + seedHi) ^ 0x3c6ef372;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0xcc9e2d51);
    a = (a << 15) | (a >>> 17);
    c = Math.imul(c, 0x9e3779b1);
    c = ((c << 17) | (c >>> 15)) ^ a;
    a = (a + b) | 0;
    b = Math.imul(b ^ (unit << 16), 0x1b873593);
    b = (((b << 13) | (b >>> 19)) + c) | 0;
  }
  const first = finish(a ^ text.length);
  const second = finish(b + first);
  const third = finish(c ^ second);
  out.lo = (first + third) >>> 0;
  out.hi = (second ^ third) >>> 0;
}

const PATH_SEED = 0x70617468;

/** The hash of a path: the identity of a file across units and snapshots. */
export function hashPath(out: HashCell, path: string): void {
  hashText(out, path, PATH_SEED, 0);
}

/** What `mixHash` works on. Scratch of this thread. */
const mixing = new Int32Array(2);

/** Folds two more 32-bit values into the hash held by `out`. For given values no two hashes become one, and the other way round. */
export function mixHash(out: HashCell, lo: number, hi: number): void {
  mixing[0] = out.lo;
  mixing[1] = out.hi;
  mixInto(mixing, lo, hi);
  out.lo = mixing[0] >>> 0;
  out.hi = mixing[1] >>> 0;
}

/** The same for a hash held as two words, low half first: long chains keep whole numbers so, where a cell holds doubles. */
export function mixInto(hash: Int32Array, lo: number, hi: number): void {
  const high = hash[1]!;
  let a = Math.imul(hash[0]! ^ lo, 0xcc9e2d51);
  a = (((a << 15) | (a >>> 17)) + high) | 0;
  let b = Math.imul(high ^ hi, 0x1b873593);
  b = ((b << 13) | (b >>> 19)) ^ a;
  const low = finish(a + Math.imul(b, 5));
  hash[0] = low;
  hash[1] = finish(b ^ low);
}

/** The hash of a text as a new cell. For cold code. */
export function hashOf(text: string): HashCell {
  const cell = { lo: 0, hi: 0 };
  hashText(cell, text);
  return cell;
}

/** A hash as a map key: 16 hexadecimal digits, high half first. */
export function hashHex(lo: number, hi: number): string {
  return (hi >>> 0).toString(16).padStart(8, '0') + (lo >>> 0).toString(16).padStart(8, '0');
}
