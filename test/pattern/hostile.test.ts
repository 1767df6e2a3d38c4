/** Whatever a pattern does, its work is linear in the text or ends when the fuel does. Counted, never timed. */
import { describe, expect, test } from 'vitest';
import { compile, parsePattern } from '../../src/query/pattern/index.ts';
import { bytesOf, expectedMatches, matchesOf } from './search.ts';

const MEGABYTE = 1 << 20;

function costOf(pattern: string, bytes: Uint8Array): { end: string; count: number; units: number } {
  const fuel = { left: 1e12 };
  let count = 0;
  const counted = (): boolean => {
    count++;
    return true;
  };
  const end = compile(parsePattern(pattern)).findAll(bytes, 0, bytes.length, counted, fuel);
  return { end, count, units: 1e12 - fuel.left };
}

/** Bits of a fixed generator as the letters a and b. */
function randomLetters(length: number): Uint8Array {
  const out = new Uint8Array(length);
  let state = 12_345;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    out[i] = 97 + ((state >>> 16) & 1);
  }
  return out;
}

describe('linear time', () => {
  test('(a+)+$ reads a megabyte of a once forwards and once backwards', () => {
    const { end, count, units } = costOf('(a+)+$', new Uint8Array(MEGABYTE).fill(97));
    expect({ end, count }).toEqual({ end: 'done', count: 1 });
    expect(units / MEGABYTE).toBeLessThan(2.01);
  });

  test.each(['(a+)+b', '(a|aa)+b', '(a*)*b', '(?:a?){20}a{20}b', '(x+x+)+y', '(.*)(.*)(.*)(.*)(.*)[^a]'])(
    '%s costs little more than one unit a byte',
    (pattern) => {
      const { end, count, units } = costOf(pattern, new Uint8Array(MEGABYTE).fill(97));
      expect({ end, count }).toEqual({ end: 'done', count: 0 });
      expect(units / MEGABYTE).toBeLessThan(1.1);
    },
  );

  test('twice the text costs twice the fuel, even when every byte needs a new state', () => {
    const pattern = 'a[ab]{100}c';
    const once = costOf(pattern, randomLetters(50_000)).units;
    const twice = costOf(pattern, randomLetters(100_000)).units;
    expect(twice / once).toBeGreaterThan(1.5);
    expect(twice / once).toBeLessThan(2.5);
  });

  test('findLines stays linear where findAll has to return to the same bytes', () => {
    const bytes = new Uint8Array(100_000).fill(97);
    const fuel = { left: 10 * bytes.length };
    const matcher = compile(parsePattern('.*Z|a'));
    expect(matcher.findLines(bytes, 0, bytes.length, () => true, fuel)).toBe('done');
    expect(matcher.findAll(bytes, 0, bytes.length, () => true, { left: 10 * bytes.length })).toBe('out-of-fuel');
  });
});

describe('fuel', () => {
  test.each(['literal', 'lit\\w+', '\\w+x', '\\bé\\w+!', '[ab]*a[ab]{200}c', '(?i)q+'])(
    '%s stops when it is used up',
    (pattern) => {
      const bytes = bytesOf('abab ébab aab '.repeat(1000));
      const matcher = compile(parsePattern(pattern));
      expect(matcher.findAll(bytes, 0, bytes.length, () => true, { left: 1000 })).toBe('out-of-fuel');
      expect(matcher.findLines(bytes, 0, bytes.length, () => true, { left: 1000 })).toBe('out-of-fuel');
      expect(matcher.findAll(bytes, 0, bytes.length, () => true, { left: 1e9 })).toBe('done');
    },
  );

  test('is spent the same by the same calls on fresh matchers', () => {
    const bytes = randomLetters(20_000);
    expect(costOf('(a|b)*?b{3,5}', bytes)).toEqual(costOf('(a|b)*?b{3,5}', bytes));
  });

  test('is left alone by a callback that stops the search', () => {
    const bytes = bytesOf('ab\n'.repeat(10_000));
    for (const pattern of ['ab', 'a[b]', 'a\\w']) {
      const fuel = { left: 1e6 };
      expect(compile(parsePattern(pattern)).findAll(bytes, 0, bytes.length, () => false, fuel)).toBe('stopped');
      expect(1e6 - fuel.left).toBeLessThan(3000);
    }
  });
});

test('matches stay exact when the states no longer fit and the table is cleared', () => {
  const letters = randomLetters(60_000);
  for (let i = 0; i < letters.length; i++) {
    if (i % 401 === 400) letters[i] = 10;
    else if (i % 401 > 200 && i % 37 === 0) letters[i] = 99;
  }
  const text = new TextDecoder().decode(letters);
  const found = matchesOf('a[ab]{30}c|b[abc]{200}a', text);
  expect(found.length).toBeGreaterThan(50);
  expect(found).toEqual(expectedMatches('a[ab]{30}c|b[abc]{200}a', text));
});
