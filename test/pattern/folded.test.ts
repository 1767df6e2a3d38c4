/** Texts that are looked for first, in either case or as they stand: what is found is what the automaton alone finds. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import { compile, parsePattern } from '../../src/query/pattern/index.ts';
import { FoldedFinder } from '../../src/query/pattern/folded-finder.ts';

const encoder = new TextEncoder();
const word = fc.string({ unit: fc.constantFrom(...Array.from('abKks1_')), minLength: 1, maxLength: 6 });
const asciiText = fc.string({ unit: fc.constantFrom(...Array.from('abABKks1_ \n')), maxLength: 120 });
const otherText = fc.string({ unit: fc.constantFrom(...Array.from('abAKksſ\u212a1_é\n')), maxLength: 120 });

function matches(pattern: string, text: string, isAscii: boolean): string[] {
  const bytes = encoder.encode(text);
  const found: string[] = [];
  const end = compile(parsePattern(pattern)).findAll(
    bytes,
    0,
    bytes.length,
    (from, to) => found.push(`${from}-${to}`) > 0,
    { left: 1e6 },
    isAscii,
  );
  expect(end).toBe('done');
  return found;
}

// An alternative has no text that must occur, so that nothing but the automaton reads it.
test.each([
  ['ASCII', asciiText, true],
  ['other', otherText, false],
])('a text in either case stands where the automaton finds it in %s texts', (_, texts, isAscii) => {
  fc.assert(
    fc.property(word, texts, (needle, text) => {
      expect(matches(`(?i)${needle}`, text, isAscii)).toEqual(matches(`(?i)(?:${needle}|${needle})`, text, false));
    }),
    lawRuns(800, 31),
  );
});

test.each([
  ['ASCII', asciiText, true],
  ['other', otherText, false],
])('a pattern with a text in either case has the same matches without it in %s texts', (_, texts, isAscii) => {
  fc.assert(
    fc.property(word, texts, (needle, text) => {
      const expected = matches(`(?i)\\w(?:${needle}|${needle})\\b`, text, false);
      expect(matches(`(?i)\\w${needle}\\b`, text, isAscii)).toEqual(expected);
    }),
    lawRuns(800, 32),
  );
});

const before = fc.constantFrom('', '^', '\\b', '(?i)', '(?i)\\b');
const head = fc.constantFrom('ab', 'Ks', 'bb', 'a_b');
const tail = fc.constantFrom('\\w+1', '.*1', '$', '\\b', '(a|aK)(K|$)', '[^1]*?b', '\\B.', '(1|_)*', '\\w{3}');
const longText = fc.string({
  unit: fc.constantFrom(...Array.from('aabbbKks1_é\u212a \n'), 'abab', 'Ks'),
  maxLength: 400,
});

test('a pattern that begins with a text has the same matches without it', () => {
  fc.assert(
    fc.property(before, head, tail, longText, (looks, text, rest, source) => {
      expect(matches(looks + text + rest, source, false)).toEqual(
        matches(`${looks}(?:${text}|${text})${rest}`, source, false),
      );
    }),
    lawRuns(2000, 34),
  );
});

test('a pattern that begins with a text and never matches costs a fixed number of steps per byte', () => {
  const bytes = encoder.encode('ab'.repeat(20_000));
  const fuel = { left: 1e9 };
  expect(compile(parsePattern('ab.*1')).findAll(bytes, 0, bytes.length, () => true, fuel)).toBe('done');
  expect(1e9 - fuel.left).toBeLessThan(10 * bytes.length);
});

test('the first place in either case is found, wherever the search begins', () => {
  fc.assert(
    fc.property(word, asciiText, fc.nat(20), (needle, text, from) => {
      const small = needle.toLowerCase();
      const finder = new FoldedFinder(encoder.encode(small));
      expect(finder.find(encoder.encode(text), from)).toBe(
        text.toLowerCase().indexOf(small, Math.min(from, text.length)),
      );
    }),
    lawRuns(2000, 33),
  );
});

test('what a text in either case costs is counted where it nearly matches everywhere', () => {
  const bytes = encoder.encode('a'.repeat(20_000));
  const fuel = { left: 1e9 };
  expect(compile(parsePattern('(?i)aaaaaaaaaaaaaaba')).findAll(bytes, 0, bytes.length, () => true, fuel, true)).toBe(
    'done',
  );
  expect(1e9 - fuel.left).toBeGreaterThan(5 * bytes.length);
  expect(1e9 - fuel.left).toBeLessThan(40 * bytes.length);
});
