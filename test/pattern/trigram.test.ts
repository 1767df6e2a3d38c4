/** A trigram query never rules out a text that matches, and it rules out what it can. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import {
  evaluate,
  parsePattern,
  trigramQuery,
  type PatternOptions,
  type TrigramQuery,
} from '../../src/query/pattern/index.ts';
import { arbitraryPattern, arbitraryText } from './arbitrary-pattern.ts';
import { bytesOf, matchesOf } from './search.ts';

function trigramsOf(text: string): Set<number> {
  const bytes = bytesOf(text);
  const out = new Set<number>();
  for (let i = 0; i + 2 < bytes.length; i++) out.add((bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!);
  return out;
}

function mayMatch(pattern: string, text: string, options: PatternOptions = {}): boolean {
  const known = trigramsOf(text);
  return evaluate(trigramQuery(parsePattern(pattern, options)), (trigram) => known.has(trigram));
}

/** The query as text: `&` and `|` with their trigrams first. */
function show(query: TrigramQuery): string {
  if (query.kind === 'all' || query.kind === 'none') return query.kind;
  const letters = query.trigrams.map((t) => String.fromCharCode(t >> 16, (t >> 8) & 255, t & 255));
  return `(${[...letters.sort(), ...query.parts.map(show)].join(query.kind === 'and' ? '&' : '|')})`;
}

describe('a trigram query', () => {
  test('holds for every text in which the pattern matches', () => {
    fc.assert(
      fc.property(arbitraryPattern, arbitraryText, ({ ours }, text) => {
        fc.pre(matchesOf(ours, text).length > 0);
        expect(mayMatch(ours, text)).toBe(true);
      }),
      lawRuns(1200, 3),
    );
  });

  test('holds for texts of another case when case is ignored', () => {
    const letter = fc.constantFrom('a', 'b', 'k', 's', 'é', 'σ', '_');
    const variant = fc.constantFrom(...Array.from('aAbBkK\u212asSſéÉσςΣ_'));
    fc.assert(
      fc.property(
        fc.array(letter, { minLength: 1, maxLength: 9 }),
        fc.array(variant, { maxLength: 30 }),
        (letters, variants) => {
          const pattern = letters.join('');
          // The text holds the pattern in some spelling, between others.
          const spelled = letters.map((c, i) =>
            i % 2 === 0 ? c.toUpperCase() : c.replace('s', 'ſ').replace('k', '\u212a'),
          );
          const text = variants.join('') + spelled.join('') + variants.join('');
          expect(matchesOf(pattern, text, { ignoreCase: true }).length > 0).toBe(true);
          expect(mayMatch(pattern, text, { ignoreCase: true })).toBe(true);
        },
      ),
      lawRuns(1200, 4),
    );
  });

  test.each([
    ['foobar', '(bar&foo&oba&oob)'],
    ['ab', 'all'],
    ['.*', 'all'],
    ['[a-z]+', 'all'],
    ['abc.*xyz', '(abc&xyz)'],
    ['abc|xyz', '(abc|xyz)'],
    ['(abc|xyz)123', '((123&abc&bc1&c12)|(123&xyz&yz1&z12))'],
    ['(abc)+', '(abc)'],
    ['(abc)*', 'all'],
    ['(abc)?def', '(def)'],
    ['abc{2,3}d', '(abc&bcc)'],
    ['\\babc\\b', '(abc)'],
    ['^a[xy]b$', '(axb|ayb)'],
    ['def \\w+_view', '(_vi&def&ef &iew&vie)'],
    ['(?i)abc', '(ABC|ABc|AbC|Abc|aBC|aBc|abC|abc)'],
    ['[^\\s\\S]abc', 'none'],
  ])('of %s is %s', (pattern, shown) => {
    expect(show(trigramQuery(parsePattern(pattern)))).toBe(shown);
  });

  test('of a long name without regard to case still rules texts out', () => {
    expect(mayMatch('assertNumQueries', 'self.ASSERTNUMQUERIES(3)', { ignoreCase: true })).toBe(true);
    expect(mayMatch('assertNumQueries', 'self.assertEqual(num, queries)', { ignoreCase: true })).toBe(false);
  });

  test('stays small for any pattern', () => {
    const count = (query: TrigramQuery): number =>
      query.kind === 'all' || query.kind === 'none'
        ? 0
        : query.parts.reduce((sum, part) => sum + count(part), query.trigrams.length);
    const words = Array.from({ length: 2000 }, (_, i) => `w${i}x`).join('|');
    for (const pattern of [
      words,
      `(?i)${'abcdefgh'.repeat(100)}`,
      '(?:[ab][cd][ef]){1,300}',
      '[a-p]{9}',
      '((ab|cd){9}|(ef|gh){9}){9}',
    ]) {
      expect(count(trigramQuery(parsePattern(pattern)))).toBeLessThanOrEqual(4096);
    }
  });
});
