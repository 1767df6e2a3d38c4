import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePaths, normalisePath } from '#inputs';

describe('normalisePath', () => {
  test.each([
    ['a.py', 'a.py'],
    ['./a//b/./c.ts', 'a/b/c.ts'],
    ['..a/b..', '..a/b..'],
    ['...', '...'],
    ['.github/x.yml', '.github/x.yml'],
    ['.gitignore', '.gitignore'],
    ['src/héllo wörld.ts', 'src/héllo wörld.ts'],
  ])('%j becomes %j', (given, normal) => {
    expect(normalisePath(given)).toBe(normal);
  });

  test.each([
    '',
    '.',
    './',
    '/',
    '/etc/passwd',
    'C:/x',
    'c:x',
    '..',
    '../x',
    'a/../../x',
    'a/..',
    'a\\b',
    '..\\x',
    '\\\\host\\share',
    'a\0b',
    'a\nb',
    'a\u001b[31m',
    'src/',
    'a\ud800b',
    'a\ufffdb',
    'a'.repeat(5000),
    '.git/config',
    'sub/.GIT/hooks/pre-commit',
    '.git',
    '.git./config',
    '.git /config',
    'git~1/config',
    '.git::$INDEX_ALLOCATION/config',
    '.g\u200cit/config',
  ])('%j is refused with E_PATH', (path) => {
    expect(() => normalisePath(path)).toThrow(expect.objectContaining({ code: 'E_PATH' }));
  });

  // What a caller without types can pass.
  test.each<any>([undefined, null, 7, {}])('%j is refused with E_PATH', (path) => {
    expect(() => normalisePath(path)).toThrow(expect.objectContaining({ code: 'E_PATH' }));
  });

  test('what it lets through never climbs, and is its own normal form', () => {
    const part = fc.constantFrom('a', 'b.ts', '.', '..', '', '.git', 'c d', '\\', '...');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        let normal: string;
        try {
          normal = normalisePath(parts.join('/'));
        } catch {
          return;
        }
        expect(normal.split('/')).not.toContain('..');
        expect(normal.startsWith('/')).toBe(false);
        expect(normalisePath(normal)).toBe(normal);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

test('paths are ordered as their UTF-8 bytes are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(comparePaths(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { seed: 7, numRuns: 150 },
  );
  expect(comparePaths('\u{10000}', '\uffee')).toBeGreaterThan(0);
});
