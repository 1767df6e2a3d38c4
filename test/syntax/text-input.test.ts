/** The text that the parser core reads in chunks, against the text as the package hands it over. */
import { describe, expect, test } from 'vitest';
import { loadGrammar, type SyntaxTree } from '../../src/languages/syntax/index.ts';

/** Units of a chunk, as in `text-input.ts`: texts are made to break there. */
const CHUNK = 5 * 1024 - 1;

function rowsOf(tree: SyntaxTree): number[][] {
  return [tree.type, tree.start, tree.end, tree.parent].map((column) => [...column.subarray(0, tree.count)]);
}

describe('text in chunks', () => {
  test.each(['x', 'é', '漢', '😀', '\uD83D'])(
    'is the text that was given, with %j across the end of a chunk',
    async (sign) => {
      const grammar = await loadGrammar('python');
      for (let shift = -3; shift <= 3; shift++) {
        const text = `a = "${'b'.repeat(CHUNK + shift - 6)}${sign}${sign}"\n`.repeat(4);
        const expected = rowsOf(grammar.parseByCursor(text));
        expect(rowsOf(grammar.parse(text))).toEqual(expected);
        expect(expected[0]!.length).toBeGreaterThan(12);
      }
    },
  );

  test('is read anew by each parse, and by the package when a parse is given no text here', async () => {
    const grammar = await loadGrammar('python');
    const long = 'value = 1\n'.repeat(2000);
    expect(grammar.parse(long).end[0]).toBe(long.length);
    expect(grammar.parse('').end[0]).toBe(0);
    expect(grammar.parseByCursor('x = 1\n').end[0]).toBe(6);
    expect(grammar.parse('y\n').end[0]).toBe(2);
  });
});
