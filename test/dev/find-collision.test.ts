/** The search for two texts of one hash, through narrower doors than 64 bits; and the pairs that it found, which tests use. */
import { describe, expect, it } from 'vitest';
import { hashHex, hashText } from '#core';
import { findCollision } from '../../src/dev/find-collision.ts';

function lowBits(text: string, seedLo: number, seedHi: number, digits: number): string {
  const cell = { lo: 0, hi: 0 };
  hashText(cell, text, seedLo, seedHi);
  return hashHex(cell.lo, cell.hi).slice(-digits);
}

describe('findCollision', () => {
  it.each([16, 32, 40])('finds two texts that agree in the low %i bits', (bits) => {
    const { texts } = findCollision('d/', 7, 9, bits);
    expect(texts[0]).not.toBe(texts[1]);
    for (const text of texts) expect(text).toMatch(/^d\/[a-z2-7]{14}$/);
    expect(lowBits(texts[0], 7, 9, bits / 4)).toBe(lowBits(texts[1], 7, 9, bits / 4));
  });

  it('gives the same two each time', () => {
    expect(findCollision('x', 1, 2, 24)).toEqual(findCollision('x', 1, 2, 24));
  });

  it('tries about as many texts as chance asks for: 2^16 and some for 32 bits', () => {
    const tried = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => findCollision('f', seed, 0, 32).tried);
    const mean = tried.reduce((sum, one) => sum + one, 0) / tried.length;
    // The mean of the birthday search, sqrt(pi / 2) * 2^16, and trails from their starts to their ends.
    expect(mean).toBeGreaterThan(0.5 * 2 ** 16);
    expect(mean).toBeLessThan(4 * 2 ** 16);
  });
});
