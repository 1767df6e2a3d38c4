/** The hash of names and descriptors: every bit matters, halves cannot be brought together alone, the empty hopes of a forger. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '#testkit';
import { hashHex, hashOf, hashText, mixHash, type HashCell } from '#core';

/** Bits set in a 32-bit number. */
function bitsOf(value: number): number {
  let count = 0;
  for (let left = value; left !== 0; left &= left - 1) count++;
  return count;
}

/** Families of texts that differ little: what names of programs look like, and what someone would try. */
const FAMILIES: Readonly<Record<string, (i: number) => string>> = {
  'counted names': (i) => `field_${i}`,
  'counters in front of a long common end': (i) => `${i}_and_then_a_long_common_end_of_the_name`,
  'letters in two places': (i) => String.fromCharCode(0x4e00 + (i >> 8), 0x61, 0x4e00 + (i & 255)),
  'high bits of neighbours': (i) => String.fromCharCode((i & 0xff) << 8, (i & 0xff00) | 1, 0x61),
  'words of two letters': (i) => Array.from({ length: 16 }, (_, bit) => ((i >> bit) & 1 ? 'b' : 'a')).join(''),
  'zeros of every length': (i) => '\0'.repeat(i % 256) + String.fromCharCode(i >> 8),
};
const TEXTS = 1 << 16;

describe('hashText', () => {
  it('changes each bit of both halves with a chance of a half when one bit of any unit changes', () => {
    const texts = Array.from({ length: 1500 }, (_, i) => `name_${i}_of_${i * 7919}`);
    for (const bit of [0, 1, 7, 8, 14, 15]) {
      const flips = new Int32Array(64);
      texts.forEach((text, i) => {
        const at = i % text.length;
        const changed = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit));
        const [one, other] = [hashOf(text), hashOf(text.slice(0, at) + changed + text.slice(at + 1))];
        for (let out = 0; out < 32; out++) {
          flips[out]! += ((one.lo ^ other.lo) >>> out) & 1;
          flips[32 + out]! += ((one.hi ^ other.hi) >>> out) & 1;
        }
      });
      // Six standard deviations of 1,500 throws of a coin.
      expect(Math.min(...flips)).toBeGreaterThan(750 - 117);
      expect(Math.max(...flips)).toBeLessThan(750 + 117);
    }
  });

  it.each(Object.entries(FAMILIES))('meets in part of its bits as often as chance would: %s', (_, textOf) => {
    const cell: HashCell = { lo: 0, hi: 0 };
    const parts: ((hash: HashCell) => number)[] = [
      ({ lo }) => lo & 0xffffff,
      ({ hi }) => hi & 0xffffff,
      ({ lo }) => lo >>> 8,
      ({ hi }) => hi >>> 8,
      ({ lo, hi }) => (lo ^ hi) >>> 8,
      ({ lo, hi }) => (lo + hi) & 0xffffff,
    ];
    const seen = parts.map(() => new Set<number>());
    const texts = new Set(Array.from({ length: TEXTS }, (__, i) => textOf(i)));
    for (const text of texts) {
      hashText(cell, text);
      parts.forEach((part, i) => seen[i]!.add(part(cell)));
    }
    const expected = (texts.size * texts.size) / 2 / 2 ** 24;
    for (const found of seen) {
      expect(Math.abs(texts.size - found.size - expected)).toBeLessThan(6 * Math.sqrt(expected) + 2);
    }
  });

  it('parts texts that agree in one half, whatever follows both: halves cannot be brought together one by one', () => {
    const halves: readonly ((hash: HashCell) => number)[] = [({ lo }) => lo, ({ hi }) => hi];
    for (const half of halves) {
      const pairs: [string, string][] = [];
      const seen = new Map<number, string>();
      for (let i = 0; pairs.length < 4; i++) {
        const text = `t${i}`;
        const value = half(hashOf(text));
        const other = seen.get(value);
        if (other !== undefined) pairs.push([other, text]);
        seen.set(value, text);
      }
      for (const [one, other] of pairs) {
        const ends = ['a', '_', '\0', 'end', '\uffff'];
        expect(ends.filter((end) => half(hashOf(one + end)) === half(hashOf(other + end)))).toEqual([]);
      }
    }
  });

  it('tells texts apart by their seeds and by their lengths', () => {
    const hashes = new Set<string>();
    const cell: HashCell = { lo: 0, hi: 0 };
    for (let i = 0; i < 1000; i++) {
      for (const [lo, hi] of [
        [i, 0],
        [0, i + 1],
        [i + 1, -i - 1],
      ] as const) {
        hashText(cell, 'name', lo, hi);
        hashes.add(hashHex(cell.lo, cell.hi));
      }
      hashes.add(hashHex(hashOf('\0'.repeat(i)).lo, hashOf('\0'.repeat(i)).hi));
    }
    expect(hashes.size).toBe(4000);
  });
});

describe('mixHash', () => {
  const word = fc.nat({ max: 0xffffffff });
  it('keeps different hashes, and different values, different', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(word, word), { minLength: 2, maxLength: 50 }),
        word,
        word,
        (pairs, lo, hi) => {
          // Uniqueness by reference only: equal pairs are few and are left out here.
          const distinct = new Set(pairs.map(([a, b]) => hashHex(a, b)));
          const hashes = new Set<string>();
          const values = new Set<string>();
          for (const [a, b] of pairs) {
            const cell = { lo: a, hi: b };
            mixHash(cell, lo, hi);
            hashes.add(hashHex(cell.lo, cell.hi));
            const other = { lo, hi };
            mixHash(other, a, b);
            values.add(hashHex(other.lo, other.hi));
          }
          expect([hashes.size, values.size]).toEqual([distinct.size, distinct.size]);
        },
      ),
      lawRuns(300, 7),
    );
  });

  it('changes half of the bits when one bit of the hash or of a value changes', () => {
    for (const field of ['lo', 'hi', 'valueLo', 'valueHi'] as const) {
      let flipped = 0;
      const times = 32 * 50;
      for (let i = 0; i < times; i++) {
        const given = { lo: i * 7919, hi: ~i, valueLo: i, valueHi: i * 104729 };
        const changed = { ...given, [field]: given[field] ^ (1 << (i % 32)) };
        const [one, other] = [given, changed].map(({ lo, hi, valueLo, valueHi }) => {
          const cell = { lo, hi };
          mixHash(cell, valueLo, valueHi);
          return cell;
        });
        flipped += bitsOf(one!.lo ^ other!.lo) + bitsOf(one!.hi ^ other!.hi);
      }
      expect(Math.abs(flipped / times - 32)).toBeLessThan(1.5);
    }
  });
});
