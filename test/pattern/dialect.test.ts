/** What the dialect reads, what it refuses, and that a refusal says where, why and what to write. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import { isEngineError } from '#core';
import { compile, parsePattern, trigramQuery } from '../../src/query/pattern/index.ts';
import { textsOf } from './search.ts';

function refusalOf(pattern: string): string {
  try {
    parsePattern(pattern);
  } catch (error) {
    if (isEngineError(error) && error.code === 'E_PATTERN') return error.message;
    throw error;
  }
  return 'accepted';
}

describe('the dialect reads', () => {
  test.each([
    ['a\\.b', 'axb a.b', ['a.b']],
    ['\\t\\x41\\x{1F600}\\u{e9}\\u20AC\\U0001F601', '\tA😀é€😁', ['\tA😀é€😁']],
    ['[]a]+', 'x]a]', [']a]']],
    ['[^]a]+', ']xy]', ['xy']],
    ['[a-]+', 'b-a-', ['-a-']],
    ['[-a]+', 'b-a-', ['-a-']],
    ['[\\]\\-\\^]+', 'a]-^', [']-^']],
    ['[a-c[x-z]]+', 'maxbn', ['axb']],
    ['[\\w&&[^\\d]]+', '12ab3', ['ab']],
    ['[a-z--[aeiou]]+', 'abcde', ['bcd']],
    ['[a-c~~b-d]+', 'abcd', ['a', 'd']],
    ['[[:alpha:]_]+', 'é1a_b', ['a_b']],
    ['[[:^digit:]]+', '1ab2', ['ab']],
    ['\\d+', 'a12٣', ['12٣']],
    ['\\S+', ' é\u00a0b ', ['é', 'b']],
    ['(?P<year>\\d{4})-(?<month>\\d\\d)', '2024-05', ['2024-05']],
    ['(?i)ß|k', 'ẞ\u212a', ['ẞ', '\u212a']],
    ['a(?i)b|c', 'aB C', ['aB', 'C']],
    ['a(?i:b)c', 'aBc aBC', ['aBc']],
    ['(?x) a b # text\n [ c d ]', 'abc', ['abc']],
    ['a{2}', 'aaa', ['aa']],
    ['a{2,}', 'aaa', ['aaa']],
    ['a{1,2}?', 'aaa', ['a', 'a', 'a']],
    ['(?:ab){0}c', 'abc', ['c']],
    ['a**', 'aa', ['aa']],
    ['}]', 'a}]', ['}]']],
    ['a|', 'ab', ['a']],
    ['(?s).', 'a', ['a']],
  ] as const)('%s', (pattern, text, found) => {
    expect(textsOf(pattern, text).filter((part) => part !== '')).toEqual(found);
  });

  test('every sign as itself in a literal', () => {
    expect(textsOf('a.b(*', 'axb(* a.b(*', { literal: true })).toEqual(['a.b(*']);
    expect(textsOf('É.', 'é. éx', { literal: true, ignoreCase: true })).toEqual(['é.']);
  });
});

describe('the dialect refuses', () => {
  test.each([
    ['(a', 0, 'not closed'],
    ['a)', 1, 'has no ('],
    ['x[a', 1, 'not closed'],
    ['a{', 1, 'escape the brace'],
    ['a{2', 1, 'escape the brace'],
    ['a{2,1}', 1, 'swap'],
    ['a{1001}', 1, 'above 1000'],
    ['*a', 0, 'nothing before *'],
    ['(|?)', 2, 'nothing before ?'],
    ['[b-a]', 1, 'upwards'],
    ['[a-\\d]', 1, 'one character'],
    ['[\\b]', 1, 'out of the brackets'],
    ['a\\', 1, 'after a backslash'],
    ['\\1', 0, 'backreferences'],
    ['(?P=x)', 0, 'backreferences'],
    ['\\k<x>', 0, 'backreferences'],
    ['a(?=b)', 1, 'look-ahead'],
    ['a(?!b)', 1, 'look-ahead'],
    ['(?<=a)b', 0, 'look-behind'],
    ['(?<!a)b', 0, 'look-behind'],
    ['(?>a)', 0, 'atomic'],
    ['(?<1>a)', 0, 'name'],
    ['(?-u)a', 0, 'Unicode'],
    ['(?-m)a', 0, 'always on'],
    ['(?q)a', 0, 'flags'],
    ['\\Aa', 0, 'write ^'],
    ['a\\z', 1, 'write $'],
    ['\\pL', 0, 'properties'],
    ['\\b{start}', 0, '\\b'],
    ['\\<a', 0, 'write \\b'],
    ['\\y', 0, 'not an escape'],
    ['\\xG0', 0, 'hexadecimal'],
    ['\\u{110000}', 0, 'not a Unicode character'],
    ['\\u{D800}', 0, 'not a Unicode character'],
    ['a\\nb', 1, 'line end'],
    ['a\nb', 1, 'line end'],
    ['[\\n]', 0, 'line end'],
    ['(\\w{1000}){2}', 0, 'states'],
    ['('.repeat(201), 200, 'nested deeper'],
    [`a${'*'.repeat(300)}`, 0, 'nested deeper'],
    ['a'.repeat(20_000), 16_384, 'at most'],
    ['\ud800', 0, 'surrogate'],
  ] as const)('%s', (pattern, offset, detail) => {
    const refusal = refusalOf(pattern);
    expect(refusal.startsWith(`E_PATTERN: at offset ${offset}: `), refusal).toBe(true);
    expect(refusal).toContain(detail);
    expect(refusal.endsWith('.')).toBe(false);
  });

  test('nothing by any other error, and what it reads compiles', () => {
    const sign = fc.constantFrom(...Array.from('ab09.*+?{},()[]^$|\\-:=!<>P&~wdsbxui #\n'));
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 24 }), (signs) => {
        const text = signs.join('');
        if (refusalOf(text) !== 'accepted') return;
        const pattern = parsePattern(text);
        trigramQuery(pattern);
        const bytes = Uint8Array.from([97, 98, 10, 0xff, 0xc3, 0xa9, 32, 48]);
        expect(compile(pattern).findAll(bytes, 0, 8, () => true, { left: 1e7 })).toBe('done');
      }),
      lawRuns(5000, 7),
    );
  });
});
