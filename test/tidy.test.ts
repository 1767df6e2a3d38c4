/** The house rules that a machine can check. Each failure lists what to change. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from '#core';
import { registryText, stageFolders } from '../src/dev/generate-registry.ts';
import { BLANK } from '../src/dev/new-stage.ts';
import {
  atomicsWithoutReason,
  castsWithoutReason,
  exportedNames,
  readFiles,
  wordsOf,
  type SourceFile,
} from '../src/dev/read-source.ts';

const PROJECT = join(import.meta.dirname, '..');
const shipped = readFiles('src/**/*.ts', 'stages/**/*.ts');
const code = [...shipped, ...readFiles('test/**/*.ts', 'bench/**/*.ts', '*.ts', '.*.mjs')];
const written = [...code, ...readFiles('*.{json,jsonc,md,txt}', 'docs/**/*.md', 'stages/**/*.md', '.ci/*')];

const BANNED_WORDS = ['manager', 'helper', 'util', 'service', 'processor', 'handler', 'data', 'info', 'misc'];
const bannedWords = (name: string): string[] =>
  wordsOf(name).filter((word) => BANNED_WORDS.some((banned) => word === banned || word === `${banned}s`));

const SECTIONS = [
  'What it adds',
  'Definition',
  'Reads and writes',
  'Cost',
  'What invalidates it',
  'What it does not do',
  'Example',
];

/** A file made of these lines, to see that a check finds what it is for. */
const sample = (...lines: string[]): SourceFile => ({ path: 'sample.ts', text: lines.join('\n'), lines });

describe('files', () => {
  test('all are read', () => {
    expect(shipped.length).toBeGreaterThan(150);
    expect(written.length).toBeGreaterThan(code.length);
  });

  test('each source file opens with a comment that says what it is', () => {
    const opens = /^(#!.*\n)?\/\*\*[\s*]*[^\s*/]/;
    expect(shipped.filter((file) => !opens.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  test('none is longer than 600 lines', () => {
    const long = code.filter((file) => file.lines.length > 600 && !file.path.includes('/generated/'));
    expect(long.map((file) => `${file.path}: ${file.lines.length}`)).toEqual([]);
  });

  test('names are kebab-case and say what is inside', () => {
    const names = code.map((file) => file.path).filter((path) => !path.startsWith('.'));
    expect(names.filter((path) => !/^([a-z0-9]+([-./][a-z0-9]+)*)$/.test(path))).toEqual([]);
    // 'Data flow' is a term of the field.
    expect(names.filter((path) => bannedWords(path.replaceAll('data-flow', 'flow')).length > 0)).toEqual([]);
  });

  test('exported names have no word that says nothing', () => {
    const found = shipped.flatMap((file) =>
      exportedNames(file)
        .filter((name) => bannedWords(name).length > 0)
        .map((name) => `${file.path}: ${name}`),
    );
    expect(found).toEqual([]);
    expect(exportedNames(sample('export const fileData = 1;', 'export interface Row {}'))).toEqual(['fileData', 'Row']);
    expect(bannedWords('fileData')).toEqual(['data']);
  });

  test('none names a folder of a machine', () => {
    // Spelled so that this file does not match itself.
    const folders = ['work', 'tmp', 'root', 'home', 'Users'].join('|');
    const machine = new RegExp(`(?<![\\w.})*-])/(${folders})/|[A-Z]:\\\\\\\\?Users|sub[-]?agent`, 'i');
    const found = written.flatMap((file) =>
      file.lines.flatMap((line, at) => (machine.test(line) ? [`${file.path}:${at + 1}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
    expect(machine.test(`'/${folders.slice(0, 4)}/x'`)).toBe(true);
  });

  test('links between documents lead somewhere', () => {
    const dead = written
      .filter((file) => file.path.endsWith('.md'))
      .flatMap((file) =>
        [...file.text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)]
          .map((match) => match[1]!)
          .filter((link) => !existsSync(join(PROJECT, dirname(file.path), link)))
          .map((link) => `${file.path}: ${link}`),
      );
    expect(dead).toEqual([]);
  });
});

describe('reasons', () => {
  test('each cast says why it is safe', () => {
    expect(shipped.flatMap(castsWithoutReason)).toEqual([]);
    expect(castsWithoutReason(sample('const a = 1 as const;', '', '', 'const b = a as unknown;'))).toEqual([
      'sample.ts:4',
    ]);
    expect(castsWithoutReason(sample('// Safe because: all is unknown.', 'const b = a as unknown;'))).toEqual([]);
  });

  test('each use of Atomics says how it is ordered', () => {
    expect(shipped.flatMap(atomicsWithoutReason)).toEqual([]);
    expect(atomicsWithoutReason(sample('Atomics.add(cells, 0, 1);'))).toEqual(['sample.ts:1']);
  });

  test('each lint or type suppression says why', () => {
    const bare =
      /@ts-(ignore|nocheck)|@ts-expect-error\s*$|(ox|es)lint-disable(-next-line|-line)?\s+[\w/-]+\s*(\*\/)?$/;
    const found = code.flatMap((file) =>
      file.lines.flatMap((line, at) => (bare.test(line) ? [`${file.path}:${at + 1}`] : [])),
    );
    expect(found.filter((place) => !place.startsWith('test/tidy.test.ts'))).toEqual([]);
  });
});

describe('errors', () => {
  const codesIn = (file: SourceFile): string[] => file.text.match(/\bE_[A-Z]+(_[A-Z]+)*\b/g) ?? [];
  const users = shipped.filter((file) => file.path !== 'src/core/error-codes.ts' && !file.path.startsWith('src/dev/'));
  const used = new Set(users.flatMap(codesIn));

  test('each code in the source is in the table', () => {
    expect([...used].filter((one) => !(one in ERROR_CODES)).toSorted()).toEqual([]);
  });

  test('each code of the table is used', () => {
    expect(Object.keys(ERROR_CODES).filter((one) => !used.has(one))).toEqual([]);
  });
});

describe('rooms and stages', () => {
  test('each room with a door has a name in package.json, and each name a door', () => {
    const { imports } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
    const doors = readdirSync(join(PROJECT, 'src')).filter((room) =>
      existsSync(join(PROJECT, 'src', room, 'index.ts')),
    );
    const wanted = doors.map((room) => [
      `#${room}`,
      { 'stratagraph-source': `./src/${room}/index.ts`, default: `./dist/src/${room}/index.js` },
    ]);
    expect(imports).toEqual(Object.fromEntries(wanted));
  });

  test('the registry lists each stage folder', () => {
    expect(readFileSync(join(PROJECT, 'stages', 'registry.ts'), 'utf8')).toBe(registryText());
    const folders = readdirSync(join(PROJECT, 'stages'), { withFileTypes: true }).filter((one) => one.isDirectory());
    expect(stageFolders()).toEqual(folders.map((folder) => folder.name).toSorted());
  });

  test('no stage keeps what a new one is begun with', () => {
    const stages = written.filter((file) => /^(test\/)?stages\//.test(file.path));
    expect(stages.length).toBeGreaterThan(50);
    expect(stages.filter((file) => file.text.includes(BLANK)).map((file) => file.path)).toEqual([]);
  });

  test.each(stageFolders())('stage %s has a kernel and a README with all sections', (folder) => {
    const path = join(PROJECT, 'stages', folder);
    expect(existsSync(join(path, 'kernel.ts'))).toBe(true);
    const readme = existsSync(join(path, 'README.md')) ? readFileSync(join(path, 'README.md'), 'utf8') : '';
    const headings = [...readme.matchAll(/^## (.+)$/gm)].map((match) => match[1]!);
    expect(headings).toEqual(SECTIONS);
  });
});
