/** The language of literate cases: what a page says, and that a statement that does not hold is told. */
import { describe, expect, test } from 'vitest';
import { parseLiterate, runLiterate } from '#testkit';

const page = (...lines: string[]): string => lines.join('\n');
const ONE = page(
  '# Page',
  '## One',
  '`a.py`:',
  '```py',
  'def f(): pass',
  '#   ^ called-at: a.py:4',
  '#   ^ no problem',
  'f()',
  '```',
);

describe('a page', () => {
  test('names cases by their headings, and places by the line above the marks', () => {
    const [one] = parseLiterate(ONE);
    expect(one).toMatchObject({ name: 'Page > One', line: 4 });
    expect(one!.revisions).toHaveLength(1);
    expect(one!.revisions[0]!.assertions).toEqual([
      { path: 'a.py', line: 1, column: 5, fact: 'called-at', values: ['a.py:4'] },
      { path: 'a.py', line: 1, column: 5, fact: 'problem', values: [] },
    ]);
  });

  test('names a place in the first columns, where the comment of the mark stands', () => {
    const [one] = parseLiterate(page('# P', '```py', 'x = 1', '# <- kind: variable', '```'));
    expect(one!.revisions[0]!.assertions).toMatchObject([{ line: 1, column: 1, values: ['variable'] }]);
  });

  test('joins fences without a path to one file, whose lines go on', () => {
    const [one] = parseLiterate(
      page('# P', '```py', 'x = 1', '```', 'More.', '```py', 'x', '#^ means: main.py:1', '```'),
    );
    expect([...one!.revisions[0]!.changes]).toEqual([['main.py', 'x = 1\nx\n#^ means: main.py:1\n']]);
    expect(one!.revisions[0]!.assertions[0]).toMatchObject({ line: 2, column: 2 });
  });

  test('has a revision for the edits before each `ran`', () => {
    const edits = ['```edit b.py', 'y = 1', '```', '```delete', 'a.py', '```', '```ran', 'affected: none', '```'];
    const [one] = parseLiterate(page(ONE, ...edits, ...edits));
    expect(one!.revisions.map(({ changes }) => [...changes.keys()])).toEqual([
      ['a.py'],
      ['b.py', 'a.py'],
      ['b.py', 'a.py'],
    ]);
    expect(one!.revisions.map(({ ran }) => ran)).toEqual([null, 'affected: none', 'affected: none']);
  });

  test.each([
    [['# P', '```py', 'x'], 'line 2: the fence is not closed'],
    [['# P', '```py', 'x', '```', '## Q', '```py', '```'], 'holds no headings'],
    [['# P', '```py', '#^ means: a:1', '```'], 'line 3: nothing stands above'],
    [['# P', '```py', 'x', '#^ means', '```'], 'line 4: write `fact: values`'],
    [['# P', '```py', 'x', '```', '```ran', '```'], 'line 5: `ran` follows'],
    [['# P', '```', 'x', '```'], 'line 2: the file has no path'],
  ])('%j is refused', (lines, message) => {
    expect(() => parseLiterate(page(...lines))).toThrow(message);
  });
});

describe('a case', () => {
  const wrongIn = async (text: string): Promise<readonly string[]> =>
    (await runLiterate(parseLiterate(text)[0]!)).wrong;

  test('that holds has nothing wrong', async () => {
    expect(await wrongIn(ONE)).toEqual([]);
  });

  test('tells each statement that does not hold, and what is', async () => {
    const text = ONE.replace('called-at: a.py:4', 'called-at: a.py:5').replace('no problem', 'no used-at');
    expect(await wrongIn(text)).toEqual(['a.py:1:5: called-at is a.py:4', 'a.py:1:5: used-at is a.py:1, a.py:4']);
  });

  test('tells a fact that nobody knows', async () => {
    expect(await wrongIn(ONE.replace('no problem', 'no colour'))).toEqual([
      expect.stringContaining('a.py:1:5: no fact is named colour'),
    ]);
  });

  test('tells what an edit ran when another is written', async () => {
    const text = page(ONE, '```edit a.py', 'def f(): pass', '```', '```ran', 'affected: b.py', '```');
    expect(await wrongIn(text)).toEqual([expect.stringMatching(/^revision 2: ran is\naffected: none\nir-build: 1\n/)]);
  });
});
