/** Lines by offset: what the guess of `lineAt` finds is what counting finds, however uneven the lines are. */
import { expect, test } from 'vitest';
import { SourceLines } from '../../src/query/source-lines.ts';

const TEXTS = {
  'an empty text': '',
  'one line': 'abc',
  'long lines first': `${'x'.repeat(500)}\n${'\n'.repeat(40)}end`,
  'long lines last': `${'\n'.repeat(40)}${'y\n'.repeat(20)}${'x'.repeat(500)}`,
  'lines of all lengths': Array.from({ length: 60 }, (_, i) => 'z'.repeat((i * 37) % 61)).join('\n'),
};

for (const [name, text] of Object.entries(TEXTS)) {
  test(`${name}: every offset is on the line that counting gives, in any order`, () => {
    const count = text.split('\n').length;
    const lines = [SourceLines.ofText(text, count, () => text), SourceLines.ofAscii(Buffer.from(text), count)];
    const offsets = Array.from({ length: text.length + 1 }, (_, at) => at);
    for (const offset of [...offsets, ...offsets.toReversed()]) {
      const line = text.slice(0, offset).split('\n').length - 1;
      expect(lines.map((of) => of.lineAt(offset))).toEqual([line, line]);
    }
  });
}
