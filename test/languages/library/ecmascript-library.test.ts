/** What is known of the built-ins of JavaScript, of browsers and of Node, as the tables say it. */
import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LIBRARY_SOURCES } from '#facts';
import { ENTRY_FLAG, type EntryKind } from '../../../src/languages/library/codes.ts';
import { libraryTables, readTables } from '../../../src/languages/library/library-files.ts';

const tables = libraryTables('javascript');

/** The rows of one kind of a name in a module, '' for names that need no import. */
function rowsOf(module: string, path: readonly string[], kind: EntryKind): number[] {
  let rows = [tables.module(module)];
  for (const [at, name] of path.entries()) {
    const firsts = rows.map((row) => tables.member(row, name)).filter((row) => row >= 0);
    const all = firsts.flatMap((first) => Array.from({ length: tables.overloads(first) }, (_, next) => first + next));
    rows = at < path.length - 1 ? all : all.filter((row) => tables.kind(row) === kind);
  }
  return rows;
}

describe('the built-ins of JavaScript', () => {
  test('have the digest that is part of the keys', () => {
    expect(hash('sha256', readTables('javascript')).slice(0, 16)).toBe(LIBRARY_SOURCES.javascript.digest);
  });

  test('merge the interfaces of all editions', () => {
    const [array] = rowsOf('', ['Array'], 'class');
    expect(tables.generics(array!)).toBe('T');
    const names = ['map', 'includes', 'flatMap', 'at', 'findLast', 'toSorted', '[Symbol.iterator]', '[]'];
    expect(names.filter((name) => tables.member(array!, name) < 0)).toEqual([]);
  });

  test('keep overloads in order, with their type parameters', () => {
    const rows = rowsOf('', ['Array', 'filter'], 'function');
    expect(rows.map((row) => tables.type(row))).toEqual(['S[]', 'T[]']);
    expect(tables.generics(rows[0]!)).toBe('S extends T');
    expect(tables.parameters(rows[1]!)).toContain('predicate: (value: T, index: number, array: T[]) => unknown');
  });

  test('tell the type from the value of one name', () => {
    expect(rowsOf('', ['Promise'], 'class')).toHaveLength(1);
    expect(rowsOf('', ['Promise'], 'variable').map((row) => tables.type(row))).toEqual(['PromiseConstructor']);
    expect(rowsOf('', ['PromiseConstructor', 'new'], 'function').map((row) => tables.type(row))).toEqual([
      'Promise<T>',
    ]);
    expect(tables.type(rowsOf('', ['Partial'], 'type')[0]!)).toContain('[P in keyof T]?: T[P]');
  });

  test('name what other modules declare with their module', () => {
    const [fallback] = rowsOf('fs', ['statSync'], 'variable');
    expect(tables.type(fallback!)).toBe('import("fs").StatSyncFn');
    expect(tables.type(rowsOf('os', ['homedir'], 'function')[0]!)).toBe('string');
    expect(rowsOf('node:fs', ['statSync'], 'variable')).toEqual([]);
  });

  test('say what a module is as a whole, and what it has from others', () => {
    const whole = tables.member(tables.module('path'), 'export=');
    expect([tables.kind(whole), tables.type(whole)]).toEqual(['alias', 'path.path']);
    expect(tables.flags(tables.follow(whole)) & ENTRY_FLAG.readonly).toBe(ENTRY_FLAG.readonly);
    expect(tables.path(tables.find('fs.promises'))).toBe('fs/promises');
  });

  test('hold what is global and common in browsers, and not what is rare', () => {
    const names = ['document', 'window', 'fetch', 'HTMLElement', 'console', 'setTimeout', 'URL', 'AbortController'];
    const root = tables.module('');
    expect(names.filter((name) => tables.member(root, name) < 0)).toEqual([]);
    expect(['SVGPathElement', 'WebGL2RenderingContext'].filter((name) => tables.member(root, name) >= 0)).toEqual([]);
  });
});
