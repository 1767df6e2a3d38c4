/** Matches are those of a backtracking matcher with the same preferences, on any pattern and any text. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import { arbitraryAsciiText, arbitraryPattern, arbitraryText } from './arbitrary-pattern.ts';
import { expectedMatches, linesOf, matchesOf, textsOf } from './search.ts';

const RUNS = lawRuns(500, 20_240);

function linesWith(text: string, spans: readonly string[]): string[] {
  const starts = spans.map((span) => Number(span.split('-')[0]));
  const out: string[] = [];
  let lineAt = 0;
  const encoder = new TextEncoder();
  for (const line of text.split('\n')) {
    const end = lineAt + encoder.encode(line).length;
    if (starts.some((start) => start >= lineAt && start <= end)) out.push(`${lineAt}-${end}`);
    lineAt = end + 1;
  }
  return out;
}

describe('findAll', () => {
  test('agrees with the oracle on ASCII texts', () => {
    fc.assert(
      fc.property(arbitraryPattern, arbitraryAsciiText, ({ ours, theirs }, text) => {
        expect(matchesOf(ours, text)).toEqual(expectedMatches(theirs, text));
      }),
      RUNS,
    );
  });

  test('agrees with the oracle on texts with characters of every UTF-8 length', () => {
    fc.assert(
      fc.property(arbitraryPattern, arbitraryText, ({ ours, theirs }, text) => {
        expect(matchesOf(ours, text)).toEqual(expectedMatches(theirs, text));
      }),
      RUNS,
    );
  });

  test('finds the same with a literal that every line needs', () => {
    fc.assert(
      fc.property(arbitraryPattern, arbitraryText, arbitraryText, ({ ours, theirs }, a, b) => {
        const text = `${a}Qz${b}\n`.repeat(3);
        expect(matchesOf(`(?:${ours})Qz`, text)).toEqual(expectedMatches(`(?:${theirs})Qz`, text));
      }),
      RUNS,
    );
  });

  test('takes the first alternative that matches, not the longest', () => {
    expect(textsOf('sam|samwise', 'samwise')).toEqual(['sam']);
    expect(textsOf('samwise|sam', 'samwise')).toEqual(['samwise']);
  });

  test('takes as little as a lazy repetition needs', () => {
    expect(textsOf('<.+?>', '<a><b>')).toEqual(['<a>', '<b>']);
    expect(textsOf('<.+>', '<a><b>')).toEqual(['<a><b>']);
    expect(textsOf('(?U)<.+>', '<a><b>')).toEqual(['<a>', '<b>']);
  });

  test('prefers an empty round of a repetition when the pattern says so', () => {
    expect(matchesOf('(?:|a)+', 'aa')).toEqual(['0-0', '1-1', '2-2']);
    expect(matchesOf('(?:a|)+', 'aa')).toEqual(['0-2']);
  });
});

describe('findLines', () => {
  test('reports each line that holds a match, once', () => {
    fc.assert(
      fc.property(arbitraryPattern, arbitraryText, ({ ours }, text) => {
        expect(linesOf(ours, text)).toEqual(linesWith(text, matchesOf(ours, text)));
      }),
      RUNS,
    );
  });
});
