/** Lines by offset: what the guess of `lineAt` finds is what counting finds, however uneven the lines are. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawRuns } from '#testkit';
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
    const lines = [true, false].map((isAscii) => new SourceLines(Buffer.from(text), { lines: count, isAscii }));
    const offsets = Array.from({ length: text.length + 1 }, (_, at) => at);
    for (const offset of [...offsets, ...offsets.toReversed()]) {
      const line = text.slice(0, offset).split('\n').length - 1;
      expect(lines.map((of) => of.lineAt(offset))).toEqual([line, line]);
    }
  });
}

test('lines, columns and parts of a text of any characters are those of its UTF-16 units', () => {
  const characters = fc.constantFrom(
    'a',
    'é',
    '€',
    '😀',
    '\n',
    '\r',
    '\r\n',
    ' ',
    'z'.repeat(300),
    '€'.repeat(300),
    '😀'.repeat(130),
  );
  const cut = (line: string): string => {
    const text = line.replace(/\r$/, '');
    const end = (text.charCodeAt(399) & 0xfc00) === 0xd800 ? 399 : 400;
    return text.slice(0, end);
  };
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 40 }), fc.nat(), fc.nat(), (parts, a, b) => {
      const text = parts.join('');
      const written = text.split('\n');
      const of = new SourceLines(Buffer.from(text), { lines: written.length, isAscii: false });
      expect(written.map((_, line) => of.textOf(line))).toEqual(written.map(cut));
      const [from, to] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y) as [number, number];
      const before = text.slice(0, from).split('\n');
      expect(of.positionAt(from)).toEqual({ line: before.length, column: before.at(-1)!.length + 1 });
      expect(of.offsetOf(before.length, before.at(-1)!.length + 1)).toBe(from);
      const isWhole = [from, to].every((at) => (text.charCodeAt(at - 1) & 0xfc00) !== 0xd800);
      if (isWhole) expect(of.slice(from, to)).toBe(text.slice(from, to));
    }),
    lawRuns(300),
  );
});
