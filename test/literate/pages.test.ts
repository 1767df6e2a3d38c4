/** Every page of literate cases. `UPDATE_EXPECT=1` writes the fences `ran` of a page; statements are written by hand. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FACTS, parseLiterate, runLiterate, stagesOfCases } from '#testkit';

const FOLDER = join(import.meta.dirname, '..', '..', 'fixtures', 'literate');
const isUpdate = process.env['UPDATE_EXPECT'] === '1';

describe.each(globSync('*.md', { cwd: FOLDER }).toSorted())('%s', (name) => {
  const path = join(FOLDER, name);
  const cases = parseLiterate(readFileSync(path, 'utf8'));
  const stages = stagesOfCases(cases, FACTS);

  test('has cases, and states something in each', () => {
    expect(cases.length).toBeGreaterThan(0);
    for (const { revisions, name: title } of cases) {
      expect(
        revisions.some(({ assertions, ran }) => assertions.length > 0 || ran !== null),
        title,
      ).toBe(true);
    }
  });

  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const result = await runLiterate(one, { stages });
    if (isUpdate) {
      // From the last to the first, so that lines before stay where they are; a page is read anew for each case.
      for (const [at, text] of [...result.ran.entries()].toReversed()) {
        const current = parseLiterate(readFileSync(path, 'utf8')).find((other) => other.name === one.name)!;
        const [from, to] = current.revisions[at + 1]!.ranLines!;
        const lines = readFileSync(path, 'utf8').split('\n');
        writeFileSync(path, lines.toSpliced(from, to - from, ...text.split('\n')).join('\n'));
      }
      expect(result.wrong.filter((line) => !line.includes('ran is\n'))).toEqual([]);
    } else expect(result.wrong).toEqual([]);
  });
});
