/** Text search gives the same matches with filters, limits, cursors and little fuel as a plain scan of every line. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import {
  searchLiteral,
  searchPattern,
  type SearchUnit,
  type TextCursor,
  type TextMatch,
  type TextSearchOptions,
} from '../../../src/query/search/index.ts';
import { emptyTable } from '../../stages/chunking/unit.ts';
import { corpusOf } from './corpus.ts';

const arbitraryLine = fc.string({ unit: fc.constantFrom(...Array.from('abcABC_ .é漢😀k')), maxLength: 12 });
const arbitraryAsciiLine = fc.string({ unit: fc.constantFrom(...Array.from('abcABC_ .k')), maxLength: 12 });
const arbitraryFiles = fc.dictionary(
  fc.constantFrom('a.py', 'a/b.py', 'a-b.py', 'z.txt', 'é.py', 'B.py'),
  fc
    .oneof(fc.array(arbitraryLine, { maxLength: 8 }), fc.array(arbitraryAsciiLine, { maxLength: 8 }))
    .chain((lines) => fc.constantFrom(lines.join('\n'), lines.map((line) => `${line}\n`).join(''))),
);
const arbitraryNeedle = fc.string({ unit: fc.constantFrom(...Array.from('abcAB_ .ék')), minLength: 1, maxLength: 5 });

/** Every occurrence, found line by line with string search. */
function expectedLiteral(units: readonly SearchUnit[], needle: string): string[] {
  const found: string[] = [];
  for (const { path, text } of units) {
    for (const [i, line] of Buffer.from(text).toString().split('\n').entries()) {
      for (let at = line.indexOf(needle); at >= 0; at = line.indexOf(needle, at + needle.length)) {
        found.push(`${path}:${i + 1}:${at + 1}+${needle.length} ${line}`);
      }
    }
  }
  return found;
}

function show({ path, line, column, length, text }: TextMatch): string {
  return `${path}:${line}:${column}+${length} ${text}`;
}

function literal(units: readonly SearchUnit[], needle: string, options: TextSearchOptions = {}): string[] {
  return searchLiteral(units, needle, options).matches.toArray().map(show);
}

function pattern(units: readonly SearchUnit[], text: string, options: TextSearchOptions = {}): string[] {
  return searchPattern(units, text, options).matches.toArray().map(show);
}

/** All matches, by searches that each end early. */
function inParts(units: readonly SearchUnit[], needle: string, options: () => TextSearchOptions): string[] {
  const found: string[] = [];
  let cursor: TextCursor | null = null;
  do {
    const result = searchLiteral(units, needle, { ...options(), ...(cursor !== null && { cursor }) });
    found.push(...result.matches.toArray().map(show));
    cursor = result.next;
  } while (cursor !== null);
  return found;
}

describe('searchLiteral', () => {
  test('finds every occurrence, by path and place', () => {
    fc.assert(
      fc.property(arbitraryFiles, arbitraryNeedle, (files, needle) => {
        const units = corpusOf(files);
        expect(literal(units, needle)).toEqual(expectedLiteral(units, needle));
        expect(literal(corpusOf(files, { hasFilters: false }), needle)).toEqual(expectedLiteral(units, needle));
      }),
      lawRuns(400, 21),
    );
  });

  test('finds in either case what the matcher finds without the quick way for ASCII', () => {
    fc.assert(
      fc.property(arbitraryFiles, arbitraryNeedle, (files, needle) => {
        const units = corpusOf(files);
        const slow = pattern(corpusOf(files, { hasFilters: false }), needle.replaceAll('.', '\\.'), {
          ignoreCase: true,
        });
        expect(literal(units, needle, { ignoreCase: true })).toEqual(slow);
      }),
      lawRuns(400, 22),
    );
  });

  test('goes on where a limit ended it', () => {
    fc.assert(
      fc.property(arbitraryFiles, arbitraryNeedle, fc.integer({ min: 1, max: 3 }), (files, needle, limit) => {
        const units = corpusOf(files);
        expect(inParts(units, needle, () => ({ limit }))).toEqual(expectedLiteral(units, needle));
      }),
      lawRuns(300, 23),
    );
  });

  test('goes on where its fuel ran out', () => {
    fc.assert(
      fc.property(arbitraryFiles, arbitraryNeedle, fc.integer({ min: 250, max: 400 }), (files, needle, left) => {
        const units = corpusOf(files);
        expect(inParts(units, needle, () => ({ fuel: { left } }))).toEqual(expectedLiteral(units, needle));
      }),
      lawRuns(300, 24),
    );
  });

  test('takes the Kelvin sign for a k in either case, as the pattern dialect does', () => {
    const units = corpusOf({ 'a.txt': 'look at \u212a\n', 'b.txt': 'ok\n' });
    expect(literal(units, 'K', { ignoreCase: true })).toEqual([
      'a.txt:1:4+1 look at \u212a',
      'a.txt:1:9+1 look at \u212a',
      'b.txt:1:2+1 ok',
    ]);
  });
});

describe('searchPattern', () => {
  test('finds patterns that trigrams can narrow and those that they cannot', () => {
    const units = corpusOf({ 'a.py': 'def get_view(x):\n    pass\n', 'b.py': 'def get():\n  view = 1\n' });
    expect(pattern(units, 'def \\w+_view\\(')).toEqual(['a.py:1:1+13 def get_view(x):']);
    expect(pattern(units, '\\bx\\b')).toEqual(['a.py:1:14+1 def get_view(x):']);
    expect(pattern(units, 'VIEW', { ignoreCase: true })).toHaveLength(2);
    expect(pattern(units, '[^\\s\\S]|zzz')).toEqual([]);
  });

  test('refuses what is outside the dialect', () => {
    expect(() => searchPattern([], '(a')).toThrow(/not closed/);
  });

  test('says that it is partial when the fuel runs out', () => {
    const units = corpusOf({ 'a.txt': `${'a'.repeat(5000)}\n`, 'b.txt': 'b\n' });
    const result = searchPattern(units, '(a+)+$', { fuel: { left: 1000 } });
    expect(result).toMatchObject({ isPartial: true, next: { path: 'a.txt', byte: 0 } });
    expect(searchPattern(units, '(a+)+$').isPartial).toBe(false);
  });

  test('counts the files that a query is tried on as work', () => {
    const units = corpusOf(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}.txt`, 'text\n'])));
    expect(searchLiteral(units, 'absent', { fuel: { left: 20 } })).toMatchObject({ isPartial: true });
  });

  test('gives no position when it ends by itself, and one when a limit ends it', () => {
    const units = corpusOf({ 'a.txt': 'x x\n', 'b.txt': 'x\n' });
    expect(searchLiteral(units, 'x', { limit: 3 }).next).toBeNull();
    expect(searchLiteral(units, 'x', { limit: 1 }).next).toEqual({ path: 'a.txt', byte: 2 });
    expect(searchLiteral(units, 'x', { limit: 2 }).next).toEqual({ path: 'b.txt', byte: 0 });
    expect(searchLiteral(units, 'x', { cursor: { path: 'a.txt.gone', byte: 9 } }).matches).toHaveLength(1);
  });
});

describe('hostile input', () => {
  test('of places outside the text is read as a place in it', () => {
    const units = corpusOf({ 'a.txt': 'x x\n', 'b.txt': 'x\n' });
    const from = (byte: number): number =>
      searchLiteral(units, 'x', { cursor: { path: 'a.txt', byte } }).matches.length;
    expect([1e15, Infinity, -5, 0.5, Number.NaN].map(from)).toEqual([1, 3, 3, 3, 3]);
  });

  test('of a file that has no tables finds nothing in it', () => {
    const units = corpusOf({ 'a.txt': 'x\n' });
    const failed: SearchUnit = { path: 'b.txt', text: new Uint8Array(), table: emptyTable };
    expect(searchLiteral([...units, failed], 'X', { ignoreCase: true }).matches).toHaveLength(1);
    expect(searchPattern([failed], '^').matches).toHaveLength(0);
  });
});

describe('a match', () => {
  const first = (text: string, needle: string): TextMatch => {
    return searchLiteral(corpusOf({ 'a.txt': text }), needle).matches.at(0)!;
  };

  test('counts columns in UTF-16 units', () => {
    expect(first('a\n😀é needle\n', 'needle')).toMatchObject({ line: 2, column: 5, length: 6, text: '😀é needle' });
    expect(first('é😀é', '😀é')).toMatchObject({ line: 1, column: 2, length: 3 });
  });

  test('leaves the carriage return of a line out', () => {
    expect(first('a\r\nneedle\r\n', 'needle')).toMatchObject({ line: 2, text: 'needle' });
  });

  test('shows 400 units of a long line, around what matched', () => {
    const line = `${'x'.repeat(1000)}needle${'y'.repeat(1000)}`;
    const match = first(line, 'needle');
    expect(match).toMatchObject({ line: 1, column: 1001, skipped: 900 });
    expect(match.text).toBe(line.slice(900, 1300));
    expect(first(`needle${line}`, 'needle')).toMatchObject({ skipped: 0, text: `needle${line}`.slice(0, 400) });
  });

  test('is the same asked for in any order', () => {
    const units = corpusOf({ 'a.txt': 'x\n\nx x\n', 'b.txt': '\nx' });
    const { matches } = searchLiteral(units, 'x');
    const backwards = [3, 2, 1, 0].map((i) => show(matches.at(i)!));
    expect(backwards.toReversed()).toEqual([...matches].map(show));
    expect(matches.at(4)).toBeUndefined();
    expect(matches.at(-1)).toBeUndefined();
    expect(JSON.parse(JSON.stringify({ matches }))).toEqual({ matches: matches.toArray() });
  });

  test('counts lines right in texts of any length and place', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\u000b', 'xn', '\n\n'), { maxLength: 60 }), (parts) => {
        const text = `${parts.join('')}needle`;
        expect(first(text, 'needle').line).toBe(text.split('\n').length);
      }),
      lawRuns(500, 25),
    );
  });
});
