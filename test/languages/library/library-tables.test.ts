/** The tables of a standard library: what is written is found again, by dotted name. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { libraryBytes, type TableEntry } from '../../../src/dev/library/library-bytes.ts';
import { ENTRY_FLAG } from '../../../src/languages/library/codes.ts';
import { LibraryTables } from '../../../src/languages/library/library-tables.ts';

const SAMPLE: TableEntry[] = [
  {
    name: 'os.path',
    kind: 'module',
    members: [{ name: 'join', kind: 'function', type: 'str', parameters: 'a: str, /, *paths: str' }],
  },
  {
    name: 'os',
    kind: 'module',
    members: [
      { name: 'sep', kind: 'variable', type: 'str' },
      { name: 'path', kind: 'alias', type: 'os.path' },
      { name: 'getenv', kind: 'function', type: 'str | None', parameters: 'key: str' },
      { name: 'getenv', kind: 'function', type: 'str | _T', parameters: 'key: str, default: _T', generics: '_T' },
      {
        name: 'stat_result',
        kind: 'class',
        bases: 'tuple[int, ...]',
        members: [{ name: 'st_size', kind: 'function', type: 'int', flags: ENTRY_FLAG.property }],
      },
      { name: 'loop', kind: 'alias', type: 'os.loop' },
    ],
  },
];
const library = new LibraryTables(libraryBytes(SAMPLE));

describe('a library', () => {
  test('finds modules, members and members of members by dotted name', () => {
    const row = library.find('os.stat_result.st_size');
    expect([library.path(row), library.type(row), library.kind(row)]).toEqual([
      'os.stat_result.st_size',
      'int',
      'function',
    ]);
    expect(library.flags(row) & ENTRY_FLAG.property).toBe(ENTRY_FLAG.property);
    expect(library.bases(library.owner(row))).toBe('tuple[int, ...]');
    expect(library.path(library.module('os.path'))).toBe('os.path');
  });

  test('answers -1 for what is not there, names of other owners and prefixes of names too', () => {
    const names = ['', 'o', 'oss', 'os.', 'os.st_size', 'os.stat', 'sep', 'os.sep.x', 'os.path.join.x'];
    expect(names.map((name) => library.find(name))).toEqual(names.map(() => -1));
    expect(library.member(-1, 'os')).toBe(-1);
  });

  test('keeps the order of overloads', () => {
    const first = library.find('os.getenv');
    expect(library.overloads(first)).toBe(2);
    expect([library.type(first), library.type(first + 1)]).toEqual(['str | None', 'str | _T']);
    expect(library.generics(first + 1)).toBe('_T');
  });

  test('follows aliases, and ends at one that leads to itself', () => {
    expect(library.path(library.find('os.path'))).toBe('os.path');
    expect(library.type(library.follow(library.member(library.module('os'), 'path')))).toBe('');
    expect(library.find('os.loop')).toBe(-1);
  });

  test('lists the members of an owner by name', () => {
    const [from, to] = library.members(library.module('os'));
    const names = Array.from({ length: to - from }, (_, at) => library.name(from + at));
    expect(names).toEqual(['getenv', 'getenv', 'loop', 'path', 'sep', 'stat_result']);
    expect(library.modules).toBe(2);
  });

  test('refuses bytes that are something else', () => {
    const bytes = libraryBytes(SAMPLE);
    expect(() => new LibraryTables(bytes.slice(0, -1))).toThrow(expect.objectContaining({ code: 'E_LIBRARY' }));
    expect(() => new LibraryTables(new Uint8Array(16))).toThrow(expect.objectContaining({ code: 'E_LIBRARY' }));
  });
});

test('every entry of any library is found at its path', () => {
  const name = fc.stringMatching(/^[a-z_]{1,4}$/);
  const entryOf = (members: fc.Arbitrary<TableEntry[]>): fc.Arbitrary<TableEntry> =>
    fc.record({
      name,
      kind: fc.constantFrom('class', 'function', 'variable'),
      type: fc.stringMatching(/^[ -~]{0,6}$/),
      members,
    });
  const leaf = entryOf(fc.constant([]));
  const entry = entryOf(fc.array(entryOf(fc.array(leaf, { maxLength: 4 })), { maxLength: 4 }));
  const modules = fc.uniqueArray(fc.record({ name, kind: fc.constant('module' as const), members: fc.array(entry) }), {
    selector: (module) => module.name,
  });
  fc.assert(
    fc.property(modules, (entries) => {
      const made = new LibraryTables(libraryBytes(entries));
      const check = (owner: number, expected: TableEntry): void => {
        const row = owner < 0 ? made.module(expected.name) : made.member(owner, expected.name);
        const rows = Array.from({ length: made.overloads(row) }, (_, at) => row + at);
        const same = rows.filter((at) => made.type(at) === (expected.type ?? '') && made.kind(at) === expected.kind);
        expect(same).not.toEqual([]);
        const holders = same.filter((at) => made.members(at)[1] - made.members(at)[0] === expected.members?.length);
        expect(holders).not.toEqual([]);
        if (holders.length === 1) for (const member of expected.members ?? []) check(holders[0]!, member);
      };
      for (const module of entries) check(-1, module);
    }),
    { seed: 11, numRuns: 100 },
  );
});
