/**
 * Finds two texts of one 64-bit hash, for the tests of what happens then: collision search with distinguished points
 * (van Oorschot, Wiener, "Parallel Collision Search with Cryptanalytic Applications", J. Cryptology 1999).
 * `node --conditions=stratagraph-source src/dev/find-collision.ts --prefix d/ --seed-lo 1885434984 --seed-hi 0` tries some
 * 2^32 texts and gives the same two each time. It must never keep more than the ends of its trails.
 */
import { parseArgs } from 'node:util';
import { hashHex, hashText, type HashCell } from '#core';

/** Five bits each: texts are names of programs and of files. */
const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz234567', (letter) => letter.charCodeAt(0));
const letter = (bits: number): number => LETTERS[bits & 31]!;

/** About so many trails are kept, whatever the width. */
const TRAIL_BITS = 12;
/** Trails longer than so many times the expected length run in a circle. */
const MOST_LENGTHS = 20;

export interface Collision {
  readonly texts: readonly [string, string];
  readonly tried: number;
}

interface Trail {
  readonly start: number;
  readonly length: number;
}

/** The text of a point: fourteen letters behind the prefix. */
function textOf(prefix: string, { lo, hi }: HashCell): string {
  const low = [lo, lo >>> 5, lo >>> 10, lo >>> 15, lo >>> 20, lo >>> 25, lo >>> 30].map(letter);
  const high = [hi, hi >>> 5, hi >>> 10, hi >>> 15, hi >>> 20, hi >>> 25, hi >>> 30].map(letter);
  return prefix + String.fromCharCode(...low, ...high);
}

/** Two texts that begin with `prefix` and agree in the low `bits` of their hash from the two seeds. */
export function findCollision(prefix: string, seedLo: number, seedHi: number, bits: number): Collision {
  const maskLo = bits >= 32 ? 0xffffffff : 2 ** bits - 1;
  const maskHi = bits >= 64 ? 0xffffffff : bits > 32 ? 2 ** (bits - 32) - 1 : 0;
  const distinguished = 2 ** Math.max(0, Math.floor(bits / 2) - TRAIL_BITS);
  let tried = 0;
  const step = (point: HashCell): void => {
    hashText(point, textOf(prefix, point), seedLo, seedHi);
    point.lo = (point.lo & maskLo) >>> 0;
    point.hi = (point.hi & maskHi) >>> 0;
    tried++;
  };
  const ends = new Map<string, Trail>();
  for (let start = 0; ; start++) {
    const point = pointOf(start, maskLo);
    let length = 0;
    do step(point);
    while (++length < MOST_LENGTHS * distinguished && point.lo % distinguished !== 0);
    if (point.lo % distinguished !== 0) continue;
    const end = hashHex(point.lo, point.hi);
    const other = ends.get(end);
    if (other === undefined) ends.set(end, { start, length });
    else {
      const pair = meet(pointOf(other.start, maskLo), other.length, pointOf(start, maskLo), length, step);
      if (pair !== null) return { texts: [textOf(prefix, pair[0]), textOf(prefix, pair[1])], tried };
    }
  }
}

function pointOf(start: number, maskLo: number): HashCell {
  return { lo: (start & maskLo) >>> 0, hi: 0 };
}

/** The last points of two trails before they meet; null when one begins on the other. */
function meet(
  one: HashCell,
  oneLength: number,
  other: HashCell,
  otherLength: number,
  step: (point: HashCell) => void,
): [HashCell, HashCell] | null {
  for (let ahead = oneLength; ahead > otherLength; ahead--) step(one);
  for (let ahead = otherLength; ahead > oneLength; ahead--) step(other);
  while (one.lo !== other.lo || one.hi !== other.hi) {
    const before: [HashCell, HashCell] = [{ ...one }, { ...other }];
    step(one);
    step(other);
    if (one.lo === other.lo && one.hi === other.hi) return before;
  }
  return null;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      prefix: { type: 'string', default: '' },
      'seed-lo': { type: 'string', default: '0' },
      'seed-hi': { type: 'string', default: '0' },
      bits: { type: 'string', default: '64' },
    },
  });
  const bits = Number(values.bits);
  console.log(JSON.stringify(findCollision(values.prefix, Number(values['seed-lo']), Number(values['seed-hi']), bits)));
}
