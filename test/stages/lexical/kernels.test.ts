/** The search tables: filters never miss a trigram, terms are exactly the subwords of the lines of each leaf. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import {
  chunk,
  CHUNK_KINDS,
  declaration,
  foldTrigram,
  mayHold,
  nextProbe,
  scanTerms,
  term,
  termLength,
  termPosting,
  trigramFilter,
} from '#facts';
import { kernel as chunking } from '../../../stages/l02-chunking/kernel.ts';
import { stage as chunkingStage } from '../../../stages/l02-chunking/stage.ts';
import { lexical } from '../../../stages/l02-lexical/kernel.ts';
import { stage } from '../../../stages/l02-lexical/stage.ts';
import { linesOf, pythonRanges, TestUnit } from '../chunking/unit.ts';

const encoder = new TextEncoder();
const arbitraryText = fc.string({
  unit: fc.constantFrom(...Array.from('abAB_$09 .\n(é“　漢😀')),
  maxLength: 200,
});

function hasTrigram(filter: Uint8Array, trigram: number): boolean {
  const first = nextProbe(foldTrigram(trigram));
  return filter.length > 0 && mayHold(filter, first, nextProbe(first));
}

function filterOf(text: string): Uint8Array {
  return new TestUnit('a.txt', text).run(stage.steps[0], lexical).table(trigramFilter).bits.at(0);
}

function trigramsOf(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let i = 2; i < bytes.length; i++) found.push((bytes[i - 2]! << 16) | (bytes[i - 1]! << 8) | bytes[i]!);
  return found;
}

describe('trigrams', () => {
  test('holds every trigram of the text, in any case', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const filter = filterOf(text);
        for (const variant of [text, text.replaceAll(/[a-z]/g, (c) => c.toUpperCase())]) {
          for (const trigram of trigramsOf(encoder.encode(variant))) expect(hasTrigram(filter, trigram)).toBe(true);
        }
      }),
      lawRuns(500, 3),
    );
  });

  test('holds every trigram of a large text of random bytes', () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => 32 + ((Math.imul(i + 1, 0x9e3779b1) >>> 15) % 90));
    const filter = filterOf(Buffer.from(bytes).toString('latin1'));
    expect(trigramsOf(bytes).filter((trigram) => !hasTrigram(filter, trigram))).toEqual([]);
  });

  test('rules out more than 95 of 100 trigrams that the text lacks', () => {
    const text = Array.from({ length: 500 }, (_, i) => `name${i}(value_${i * 7});`).join('\n');
    const filter = filterOf(text);
    const own = new Set(trigramsOf(encoder.encode(text)).map(foldTrigram));
    let wrong = 0;
    for (let i = 0; i < 10_000; i++) {
      const trigram = Math.imul(i + 1, 0x85ebca6b) >>> 8;
      if (!own.has(foldTrigram(trigram)) && hasTrigram(filter, trigram)) wrong++;
    }
    expect(wrong).toBeLessThan(500);
  });

  test('gives an empty filter to a text shorter than a trigram, and one byte per trigram to others', () => {
    expect(['', 'a', 'ab', 'abc', 'abcABCabc'].map((text) => filterOf(text).length)).toEqual([0, 0, 0, 1, 3]);
  });
});

/** The stem of a word in small letters, by patterns. */
function stem(word: string): string {
  const singular = word.replace(/(?<=^.{2,}[^sui])s$/, '');
  const plain = singular.replace(/(?<=^.{3,})e$|(?<=^(?=.{3,}).*[aeiouy].*)(?:ing|(?<=.)ed)$/, '');
  return (plain.length < 3 ? singular : plain).replace(/(?<=^.{2,}([bdgmnprt]))\1$/, '');
}

/** The terms of a text by name, slowly: the oracle for `scanTerms`, for ASCII identifiers. */
function namesOf(text: string): string[] {
  return [...text.matchAll(/[\w$]+/g)].flatMap(([identifier]) => {
    const parts = identifier.match(/\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
    const stems = parts.map((part) => stem(part.toLowerCase()));
    const whole = [...parts.slice(0, -1), stems.at(-1)].join('').toLowerCase();
    const names = parts.length > 1 ? [...stems, whole] : stems;
    return names.filter(({ length }) => length >= 2 && length <= 40);
  });
}

function keysOf(text: string): number[] {
  const keys: number[] = [];
  scanTerms(encoder.encode(text), { term: (hash) => keys.push(hash), endLine: () => undefined });
  return keys;
}

/** The hash of a term, by its definition. */
function hashOf(name: string): number {
  let h = 0x9e3779b9;
  for (const byte of encoder.encode(name)) {
    h = Math.imul(h ^ byte, 0xcc9e2d51);
    h = (h << 15) | (h >>> 17);
  }
  h ^= name.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The hashes of words that have no subwords. */
function words(text: string): number[] {
  return text.split(' ').map(hashOf);
}

describe('scanTerms', () => {
  test('finds the subwords of ASCII identifiers and the identifiers themselves', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('abcsABSuinged_$12 .-\n')), maxLength: 120 });
    fc.assert(
      fc.property(text, (text) => {
        expect(keysOf(text)).toEqual(namesOf(text).map(hashOf));
      }),
      lawRuns(3000, 11),
    );
  });

  test('splits at humps, joiners and digits', () => {
    expect(keysOf('getHTTPResponse2')).toEqual(words('get http respons gethttpresponse2'));
    expect(keysOf('snake_case_name')).toEqual(words('snak cas nam snakecasenam'));
    expect(keysOf('__init__ x')).toEqual(words('init'));
    expect(keysOf('sha256Hash')).toEqual(words('sha 256 hash sha256hash'));
  });

  test('drops the s of a plural', () => {
    expect(keysOf('headers userNumbers CLASSES')).toEqual(words('header user number usernumber class'));
    expect(keysOf('class status this its')).toEqual(words('class status this its'));
  });

  test('drops the endings of verbs, and one of two consonants before them', () => {
    expect(keysOf('check checks checked checking')).toEqual(words('check check check check'));
    expect(keysOf('parse parsed parsing stopped RUNNING')).toEqual(words('pars pars pars stop run'));
  });

  test('keeps what only looks like an ending', () => {
    expect(keysOf('string thing bring red need seed add the see')).toEqual(
      words('string thing bring red need seed add the see'),
    );
  });

  test('takes letters of any script as letters and signs as gaps', () => {
    expect(keysOf('“größe” – 名前、')).toEqual([...keysOf('größe'), ...keysOf('名前')]);
    expect(keysOf('größe')).toHaveLength(1);
    expect(keysOf('größe')).not.toEqual(keysOf('grösse'));
  });

  test('drops what is too short or too long for a word', () => {
    expect(keysOf(`a 1 ${'x'.repeat(41)} ${'y'.repeat(40)}`)).toEqual([hashOf('y'.repeat(40))]);
  });
});

/** The terms that a leaf gets for the names it declares or stands in. */
function nameKeys(unit: TestUnit, row: number): number[] {
  const chunks = unit.table(chunk);
  if (chunks.rows === 0) return [];
  const nameOf = (of: number): string =>
    chunks.declaration.at(of) > 0 ? unit.table(declaration).name.at(chunks.declaration.at(of)) : '';
  const own = keysOf(nameOf(row));
  const parent = row === 0 ? [] : keysOf(nameOf(chunks.parent.at(row)));
  const isHeader = CHUNK_KINDS[chunks.kind.at(row)] === 'header';
  return [...own, ...own, ...own, ...parent, ...(isHeader ? [...parent, ...parent] : [])];
}

/** Counts by chunk row and term name. */
function countsOf(unit: TestUnit): Map<string, number> {
  const rows = unit.table(chunk);
  const lines = linesOf(unit.text);
  const counts = new Map<string, number>();
  for (let row = 0; row < Math.max(rows.rows, 1); row++) {
    if (rows.rows > 0 && rows.leaf.at(row) === 0) continue;
    const [from, to] =
      rows.rows === 0 ? [0, lines.length] : [rows.line.at(row), rows.line.at(row) + rows.lines.at(row)];
    for (const key of [...keysOf(lines.slice(from, to).join('')), ...nameKeys(unit, row)]) {
      counts.set(`${key} ${row}`, (counts.get(`${key} ${row}`) ?? 0) + 1);
    }
  }
  return counts;
}

function postingsOf(unit: TestUnit): Map<string, number> {
  const found = new Map<string, number>();
  const rows = unit.table(term);
  const postings = unit.table(termPosting);
  for (let row = 0; row < rows.rows; row++) {
    const end = row + 1 < rows.rows ? rows.first.at(row + 1) : postings.rows;
    for (let at = rows.first.at(row); at < end; at++) {
      found.set(`${rows.key.at(row)} ${postings.chunk.at(at)}`, postings.count.at(at));
      if (at > rows.first.at(row)) expect(postings.chunk.at(at)).toBeGreaterThan(postings.chunk.at(at - 1));
    }
    if (row > 0) expect(rows.key.at(row)).toBeGreaterThan(rows.key.at(row - 1));
  }
  return found;
}

describe('terms', () => {
  const arbitrarySource = fc
    .array(
      fc.constantFrom(
        '',
        'def get_name(self):',
        '    return nameOf',
        'class HTTPView:',
        '    x2 = é',
        '# the name',
        'y',
      ),
    )
    .map((lines) => lines.join('\n'));

  test('counts the terms of each leaf chunk, sorted by key', () => {
    fc.assert(
      fc.property(arbitrarySource, fc.integer({ min: 2, max: 40 }), (text, maxTokens) => {
        const unit = new TestUnit('a.py', text, pythonRanges(text))
          .run(chunkingStage.steps[0], chunking, { maxTokens })
          .run(stage.steps[0], lexical);
        expect(postingsOf(unit)).toEqual(countsOf(unit));
      }),
      lawRuns(500, 5),
    );
  });

  test('counts the terms of the file when there are no chunks', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const unit = new TestUnit('a.txt', text).run(stage.steps[0], lexical);
        expect(postingsOf(unit)).toEqual(countsOf(unit));
        expect(unit.table(termLength).length.at(0)).toBe(keysOf(text).length);
      }),
      lawRuns(500, 6),
    );
  });

  test('gives each leaf its length and inner chunks none', () => {
    const text = 'import os\n\ndef get_name():\n    return name\n';
    const unit = new TestUnit('a.py', text, pythonRanges(text))
      .run(chunkingStage.steps[0], chunking, chunkingStage.options)
      .run(stage.steps[0], lexical);
    const lengths = unit.table(termLength);
    expect(Array.from({ length: lengths.rows }, (_, row) => lengths.length.at(row))).toEqual([0, 2, 15]);
  });

  test('counts right after a file of many words', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `word${i.toString(36).replaceAll(/\d/g, 'z')}q`).join(' ');
    const before = postingsOf(new TestUnit('a.txt', 'one two one').run(stage.steps[0], lexical));
    const large = new TestUnit('b.txt', text).run(stage.steps[0], lexical);
    expect(postingsOf(large)).toEqual(countsOf(large));
    expect(postingsOf(new TestUnit('a.txt', 'one two one').run(stage.steps[0], lexical))).toEqual(before);
  });
});
