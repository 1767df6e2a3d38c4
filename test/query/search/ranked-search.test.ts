/** Ranked search gives the best documents by BM25, exactly, whatever it passes over. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import { chunk, scanTerms, term, termLength, termPosting } from '#facts';
import { searchRanked, type SearchUnit } from '../../../src/query/search/index.ts';
import { corpusOf } from './corpus.ts';

interface Scored {
  readonly path: string;
  readonly chunk: number;
  readonly score: number;
}

function keysOf(text: string): Set<number> {
  const keys = new Set<number>();
  scanTerms(new TextEncoder().encode(text), { term: (hash) => keys.add(hash), endLine: () => undefined });
  return keys;
}

/** BM25 of every document, straight from its definition. */
function expectedScores(units: readonly SearchUnit[], text: string): Scored[] {
  const documents: { path: string; chunk: number; length: number; counts: Map<number, number> }[] = [];
  for (const unit of units) {
    const lengths = unit.table(termLength);
    const terms = unit.table(term);
    const postings = unit.table(termPosting);
    for (let row = 0; row < lengths.rows; row++) {
      const counts = new Map<number, number>();
      for (let i = 0; i < terms.rows; i++) {
        const end = i + 1 < terms.rows ? terms.first.at(i + 1) : postings.rows;
        for (let at = terms.first.at(i); at < end; at++) {
          if (postings.chunk.at(at) === row) counts.set(terms.key.at(i), postings.count.at(at));
        }
      }
      if (lengths.length.at(row) > 0)
        documents.push({ path: unit.path, chunk: row, length: lengths.length.at(row), counts });
    }
  }
  const average = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
  return documents
    .map(({ path, chunk, length, counts }) => {
      let score = 0;
      for (const key of keysOf(text)) {
        const df = documents.filter((one) => one.counts.has(key)).length;
        const tf = counts.get(key) ?? 0;
        const idf = Math.log(1 + (documents.length - df + 0.5) / (df + 0.5));
        score += (idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * length) / average));
      }
      return { path, chunk, score };
    })
    .filter(({ score }) => score > 0);
}

const arbitraryWord = fc.constantFrom('user', 'name', 'getName', 'set_name', 'view', 'http', 'HTTPView', 'x1', 'é');
const arbitraryLine = fc.oneof(
  fc.array(arbitraryWord, { maxLength: 5 }).map((words) => `    ${words.join(' ')}`),
  arbitraryWord.map((word) => `def ${word}():`),
);
const arbitraryFiles = fc.dictionary(
  fc.constantFrom('a.py', 'b.py', 'c.py', 'd/e.py'),
  fc.array(arbitraryLine, { maxLength: 12 }).map((lines) => lines.join('\n')),
);

describe('searchRanked', () => {
  test('gives the best documents by BM25', () => {
    const query = fc.array(arbitraryWord, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(arbitraryFiles, query, fc.integer({ min: 1, max: 6 }), (files, text, limit) => {
        const units = corpusOf(files);
        const expected = expectedScores(units, text);
        const best = expected
          .map(({ score }) => score)
          .sort((a, b) => b - a)
          .slice(0, limit);
        const found = searchRanked(units, text, { limit });
        expect(found.map(({ score }) => score.toFixed(9))).toEqual(best.map((score) => score.toFixed(9)));
        for (const { path, chunk, score } of found) {
          const same = expected.find((one) => one.path === path && one.chunk === chunk);
          expect(same!.score).toBeCloseTo(score, 9);
        }
      }),
      lawRuns(400, 31),
    );
  });

  test('orders equal scores by path and line', () => {
    const text = 'def f():\n    user\n\ndef f():\n    user\n';
    const found = searchRanked(corpusOf({ 'b.py': text, 'a.py': text }), 'user', { limit: 3 });
    expect(found.map(({ path, line }) => `${path}:${line}`)).toEqual(['a.py:1', 'a.py:4', 'b.py:1']);
  });

  test('puts the function of a name before the ones that call it', () => {
    const units = corpusOf({
      'a.py': 'def main():\n    parse_header(x)\n    parse_header(y)\n',
      'b.py': 'def parse_header(value):\n    return value\n',
    });
    expect(searchRanked(units, 'parse header')[0]).toMatchObject({
      path: 'b.py',
      line: 1,
      endLine: 2,
      kind: 'function',
    });
  });

  test('finds a name written in another style', () => {
    const units = corpusOf({ 'a.py': 'getUserName = 1\n', 'b.py': 'other = 2\n' });
    for (const query of ['get_user_name', 'GetUserName', 'user name', 'users', 'getusername']) {
      expect(searchRanked(units, query).map(({ path }) => path)).toEqual(['a.py']);
    }
  });

  test('leaves stop words out unless there is nothing else', () => {
    const units = corpusOf({ 'a.py': 'if x is not in y: the\n', 'b.py': 'user = 1\n' });
    expect(searchRanked(units, 'what is the user').map(({ path }) => path)).toEqual(['b.py']);
    expect(searchRanked(units, 'is not in').map(({ path }) => path)).toEqual(['a.py']);
  });

  test('gives the name of a language the weight of a word that all its files have', () => {
    const other = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`o${i}.py`, `value = ${i}\n`]));
    const units = corpusOf({ 'a.py': '# python\n', 'b.py': 'sort = 1\nsort = 2\n', 'c.py': 'sort = 1\n', ...other });
    expect(searchRanked(units, 'python sort').map(({ path }) => path)).toEqual(['b.py', 'c.py', 'a.py']);
    expect(searchRanked(units, 'python').map(({ path }) => path)).toEqual(['a.py']);
  });

  test('ranks whole files when there are no chunks', () => {
    const units = corpusOf({ 'a.txt': 'one\ntwo words\n', 'b.txt': 'three\n' }, { hasChunks: false });
    expect(units[0]!.table(chunk).rows).toBe(0);
    expect(searchRanked(units, 'words')).toMatchObject([
      { path: 'a.txt', line: 1, endLine: 2, kind: 'file', chunk: 0 },
    ]);
  });

  test('gives nothing for a query without words, a limit of nothing, or no files', () => {
    const units = corpusOf({ 'a.py': 'user = 1\n', 'empty.py': '' });
    expect(searchRanked(units, '  + - ')).toEqual([]);
    expect(searchRanked(units, 'user', { limit: 0 })).toEqual([]);
    expect(searchRanked([], 'user')).toEqual([]);
  });
});
