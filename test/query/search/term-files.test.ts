import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import { TermFiles } from '../../../src/query/search/term-files.ts';

const hash = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function termFilesOf(files: readonly (readonly number[])[]): TermFiles {
  return new TermFiles(files.map((keys) => ({ terms: keys.length, keyAt: (row) => keys[row]! })));
}

function visited(of: TermFiles, keys: readonly number[]): number[] {
  const found: number[] = [];
  of.forEach(keys, (file) => found.push(file));
  return found;
}

test('every file that has one of the terms is visited, once and ascending', () => {
  const some = fc.uniqueArray(hash, { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 100 }), some, (files, others) => {
      const termFiles = termFilesOf(files);
      for (const keys of [others, files.flat().slice(0, 5), ...files.slice(0, 3)]) {
        const having = files.flatMap((own, file) => (own.some((key) => keys.includes(key)) ? [file] : []));
        const found = visited(termFiles, keys);
        expect(found).toEqual([...new Set(found)].toSorted((a, b) => a - b));
        expect(having.filter((file) => !found.includes(file))).toEqual([]);
      }
    }),
    lawRuns(200),
  );
});

test('few files without the term are visited', () => {
  const files = Array.from({ length: 1000 }, (_, file) =>
    Array.from({ length: 50 }, (__, i) => (file * 50 + i) * 40_503),
  );
  expect(visited(termFilesOf(files), [files[7]![3]!]).length).toBeLessThan(60);
});
