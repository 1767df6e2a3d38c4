/** Classes are sets of characters, matched as UTF-8; bytes that are not UTF-8 match nothing and break nothing. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import { compile, parsePattern } from '../../src/query/pattern/index.ts';
import { arbitraryPattern } from './arbitrary-pattern.ts';
import { bytesOf, matchesOf, PLENTY } from './search.ts';

const TABLES_UNICODE = '17.0';
/** With another Unicode than the tables', only the long settled scripts are compared. */
const LAST = process.versions['unicode'] === TABLES_UNICODE ? 0x10ffff : 0x5ff;

/** Every character on a line of its own, and where each begins. */
const everyCharacter: readonly number[] = Array.from({ length: LAST + 1 }, (_, c) => c).filter(
  (c) => c !== 10 && (c < 0xd800 || c > 0xdfff),
);
const everyLine = bytesOf(everyCharacter.map((c) => String.fromCodePoint(c)).join('\n'));

/** Characters on which the pattern and the oracle disagree. */
function disagreements(pattern: string, source: string, flags: string): number[] {
  const isStart = new Uint8Array(everyLine.length);
  const mark = (start: number): boolean => (isStart[start] = 1) === 1;
  compile(parsePattern(pattern)).findAll(everyLine, 0, everyLine.length, mark, { left: PLENTY });
  const member = new RegExp(`^(?:${source})$`, flags);
  let at = 0;
  return everyCharacter.filter((c) => {
    const isMember = isStart[at] === 1;
    at += c < 0x80 ? 2 : c < 0x800 ? 3 : c < 0x10000 ? 4 : 5;
    return isMember !== member.test(String.fromCodePoint(c));
  });
}

describe('over every character, a class holds what Unicode says', () => {
  test.each([
    ['\\w', '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]'],
    ['\\W', '[^\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]'],
    ['\\d', '\\p{Nd}'],
    ['\\D', '\\P{Nd}'],
    ['\\s', '\\p{White_Space}'],
    ['.', '[^\\n]'],
    ['[^\\x00-\\x7F]', '[^\\x00-\\x7F]'],
    [
      '[\\u{7F}-\\u{81}\\u{7FE}-\\u{801}\\u{D7FF}-\\u{E000}\\u{FFFE}-\\u{10001}]',
      '[\\u{7F}-\\u{81}\\u{7FE}-\\u{801}\\u{D7FF}-\\u{E000}\\u{FFFE}-\\u{10001}]',
    ],
    ['[\\w--\\d]', '(?!\\p{Nd})[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]'],
  ])('%s', (ours, theirs) => {
    expect(disagreements(ours, theirs, 'u')).toEqual([]);
  });

  test.each(['[a-z]', '[à-þ]', '[α-ω]', '[а-я]', '[\\u{1e00}-\\u{1eff}]', 'ſ', '\\u{212A}', '[^a-zé]'])(
    '%s without regard to case',
    (source) => {
      expect(disagreements(`(?i)${source}`, source, 'iu')).toEqual([]);
    },
  );
});

describe('bytes that are not UTF-8', () => {
  test('are matched by no class, negated or not', () => {
    const bytes = Uint8Array.from([97, 0xff, 0xc3, 98, 0x80, 0xed, 0xa0, 0x80, 99]);
    expect(matchesOf('.', bytes)).toEqual(['0-1', '3-4', '8-9']);
    expect(matchesOf('[^x]+', bytes)).toEqual(['0-1', '3-4', '8-9']);
    expect(matchesOf('\\b\\w\\b', bytes)).toEqual(['0-1', '3-4', '8-9']);
  });

  test('never break a search, and every match lies in order within the text', () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    fc.assert(
      fc.property(arbitraryPattern, bytes, ({ ours }, noise) => {
        let last = 0;
        let isInOrder = true;
        const end = compile(parsePattern(ours)).findAll(
          noise,
          0,
          noise.length,
          (from, to) => {
            isInOrder &&= from >= last && to >= from && to <= noise.length;
            last = to;
            return true;
          },
          { left: 1e9 },
        );
        expect([end, isInOrder]).toEqual(['done', true]);
      }),
      lawRuns(1500, 11),
    );
  });

  test('do not hide the matches beside them', () => {
    const bytes = Uint8Array.from([...bytesOf('né x\n'), 0xff, ...bytesOf('né\n')]);
    expect(matchesOf('\\bné\\b', bytes)).toEqual(['0-3', '7-10']);
  });
});
