/** Matches are bound to lines, ranges and positions as documented. */
import { describe, expect, test } from 'vitest';
import { compile, parsePattern } from '../../src/query/pattern/index.ts';
import { bytesOf, linesOf, matchesOf } from './search.ts';

describe('a match', () => {
  test('never spans a line end', () => {
    expect(matchesOf('a[^x]*b', 'a\nb ab')).toEqual(['4-6']);
    expect(matchesOf('a\\s*b', 'a\nb')).toEqual([]);
    expect(matchesOf('(?s)a.*b', 'a\nb')).toEqual([]);
  });

  test('that is empty stands once at each place of a line, and nowhere behind the last', () => {
    expect(matchesOf('', 'ab\n\nc\n')).toEqual(['0-0', '1-1', '2-2', '3-3', '4-4', '5-5']);
    expect(matchesOf('^', 'ab\n\nc\n')).toEqual(['0-0', '3-3', '4-4']);
    expect(matchesOf('$', 'ab\n\nc')).toEqual(['2-2', '3-3', '5-5']);
    expect(matchesOf('', '')).toEqual([]);
    expect(matchesOf('^', '\n')).toEqual(['0-0']);
  });

  test('that is empty neither touches the match before it nor splits a character', () => {
    expect(matchesOf('x*', 'axb')).toEqual(['0-0', '1-2', '3-3']);
    expect(matchesOf('x*', '€')).toEqual(['0-0', '3-3']);
  });

  test('sees a carriage return as a character', () => {
    expect(matchesOf('a$', 'a\r\na\n')).toEqual(['3-4']);
    expect(matchesOf('a\\r$', 'a\r\na\n')).toEqual(['0-2']);
  });
});

describe('a range', () => {
  const strategies = ['bc', 'b[c]', 'b\\w', '^bc$', '\\bbc\\b'];

  test.each(strategies)('is a text of its own for %s', (pattern) => {
    const bytes = bytesOf('abcd bc\nbc');
    const found: number[] = [];
    const collect = (start: number, end: number): boolean => {
      found.push(start, end);
      return true;
    };
    compile(parsePattern(pattern)).findAll(bytes, 1, 3, collect, { left: 1e6 });
    expect(found).toEqual([1, 3]);
    compile(parsePattern(pattern)).findLines(bytes, 8, 10, collect, { left: 1e6 });
    expect(found).toEqual([1, 3, 8, 10]);
  });

  test.each(strategies)('of shared memory is searched in place for %s', (pattern) => {
    const text = bytesOf('abcd bc\nbc');
    const shared = new Uint8Array(new SharedArrayBuffer(text.length));
    shared.set(text);
    expect(matchesOf(pattern, shared)).toEqual(matchesOf(pattern, text));
  });
});

const strategyOf = (pattern: string): string => compile(parsePattern(pattern)).strategy;

describe('a matcher', () => {
  test('serves many texts, warm or fresh, with the same answers', () => {
    const texts = ['foo = None', 'é = None\nNone', '', 'x\n\nNone==None', 'a'.repeat(300), 'née = None'];
    for (const pattern of ['None', '\\w+\\s*=\\s*None', '\\b\\w', '[a-z]+$', '']) {
      const matcher = compile(parsePattern(pattern));
      for (const text of [...texts, ...texts]) {
        const bytes = bytesOf(text);
        const found: string[] = [];
        const collect = (start: number, end: number): boolean => found.push(`${start}-${end}`) > 0;
        matcher.findAll(bytes, 0, bytes.length, collect, { left: 1e9 });
        expect(found).toEqual(matchesOf(pattern, text));
      }
    }
  });

  test('uses a literal first where every match needs one', () => {
    expect(strategyOf('get_queryset')).toBe('literal');
    expect(strategyOf('(?:get)_(queryset)')).toBe('literal');
    expect(strategyOf('def \\w+_view\\(')).toBe('literal-then-automaton');
    expect(strategyOf('(?i)view')).toBe('literal');
    expect(strategyOf('(?i)task')).toBe('literal');
    expect(strategyOf('(?i)view_\\d+')).toBe('literal-then-automaton');
    expect(strategyOf('(?i)é')).toBe('automaton');
    expect(strategyOf('foo|bar')).toBe('automaton');
  });

  test('answers the same after its literal proved too common to look for', () => {
    const text = 'a_b c_1 d_22x\n'.repeat(3000);
    expect(matchesOf('[a-z]+_[0-9]+\\b', text)).toHaveLength(3000);
    expect(linesOf('[a-z]+_[0-9]+\\b', text)).toHaveLength(3000);
  });
});
