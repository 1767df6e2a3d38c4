import { describe, expect, test } from 'vitest';
import { decodeSource } from '#inputs';

const bytesOf = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf8Of = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decodeSource', () => {
  test('ASCII is kept as it is, without a copy', () => {
    const bytes = utf8Of('def f():\n    return 1\n');
    const source = decodeSource(bytes);
    expect(source).toMatchObject({
      text: 'def f():\n    return 1\n',
      encoding: 'utf-8',
      isAscii: true,
      isBinary: false,
      problems: [],
    });
    expect(source.utf8).toBe(bytes);
  });

  test('valid UTF-8 beyond ASCII is kept as it is, without a copy', () => {
    const bytes = utf8Of('s = "é𝒳漢"\n');
    const source = decodeSource(bytes);
    expect(source).toMatchObject({ text: 's = "é𝒳漢"\n', encoding: 'utf-8', isAscii: false, problems: [] });
    expect(source.utf8).toBe(bytes);
  });

  test('a UTF-8 byte order mark is taken off and noted', () => {
    const bytes = bytesOf(0xef, 0xbb, 0xbf, 0x61);
    const source = decodeSource(bytes);
    expect(source).toMatchObject({ text: 'a', hasByteOrderMark: true, isAscii: true, encoding: 'utf-8' });
    expect(source.utf8.buffer).toBe(bytes.buffer);
    expect([...source.utf8]).toEqual([0x61]);
  });

  test('an empty file is empty text', () => {
    expect(decodeSource(bytesOf())).toMatchObject({ text: '', isAscii: true, isBinary: false, problems: [] });
    expect(decodeSource(bytesOf(0xef, 0xbb, 0xbf))).toMatchObject({ text: '', hasByteOrderMark: true });
  });

  test.each([
    ['utf-16le', [0xff, 0xfe, 0x61, 0x00, 0xe9, 0x00]],
    ['utf-16be', [0xfe, 0xff, 0x00, 0x61, 0x00, 0xe9]],
  ] as const)('%s is found by its byte order mark and the bytes of the caller stay', (encoding, values) => {
    const bytes = bytesOf(...values);
    const source = decodeSource(bytes);
    expect(source).toMatchObject({
      text: 'aé',
      encoding,
      isAscii: false,
      isBinary: false,
      problems: [],
      hasByteOrderMark: true,
    });
    expect(source.utf8).toEqual(utf8Of('aé'));
    expect([...bytes]).toEqual(values);
  });

  test('UTF-16 with half a character is repaired so that text and bytes agree, with a problem', () => {
    for (const values of [
      [0xff, 0xfe, 0x61, 0x00, 0x00, 0xd8],
      [0xff, 0xfe, 0x61, 0x00, 0x62],
    ]) {
      const source = decodeSource(bytesOf(...values));
      expect(source.problems.map((problem) => problem.code)).toEqual(['encoding']);
      expect(new TextDecoder().decode(source.utf8)).toBe(source.text);
    }
  });

  test('UTF-32 and binary files that begin like UTF-16 are binary', () => {
    expect(decodeSource(bytesOf(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0)).isBinary).toBe(true);
  });

  test('invalid UTF-8 is read as Latin-1, with a problem', () => {
    const source = decodeSource(bytesOf(0x63, 0x61, 0x66, 0xe9, 0x0a));
    expect(source).toMatchObject({ text: 'café\n', encoding: 'latin-1', isAscii: false, isBinary: false });
    expect(source.utf8).toEqual(utf8Of('café\n'));
    expect(source.problems.map((problem) => problem.code)).toEqual(['encoding']);
  });

  test('a NUL in the first 8000 bytes makes a file binary, one after them does not', () => {
    const early = new Uint8Array(9000).fill(0x61);
    early[7999] = 0;
    expect(decodeSource(early)).toMatchObject({ isBinary: true, text: '' });
    const late = new Uint8Array(9000).fill(0x61);
    late[8000] = 0;
    expect(decodeSource(late)).toMatchObject({ isBinary: false, isAscii: true });
    expect(decodeSource(late).text).toHaveLength(9000);
  });

  test.each([
    ['ASCII', utf8Of('x = 1\n'), 'x = 1\n'],
    ['UTF-8', utf8Of('x = "é"\n'), 'x = "é"\n'],
    ['Latin-1', bytesOf(0xe9, 0x0a), 'é\n'],
    ['UTF-16LE', bytesOf(0xff, 0xfe, 0x61, 0x00), 'a'],
    ['UTF-16BE', bytesOf(0xfe, 0xff, 0x00, 0x61), 'a'],
  ])('%s is decoded from the middle of shared memory', (_, bytes, text) => {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length + 11), 5, bytes.length);
    shared.set(bytes);
    const source = decodeSource(shared);
    expect(source.text).toBe(text);
    expect(new TextDecoder().decode(Uint8Array.from(source.utf8))).toBe(text);
    if (source.encoding === 'utf-8') expect(source.utf8.buffer).toBe(shared.buffer);
  });
});
