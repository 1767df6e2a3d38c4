/** The chunk tree: every line in one leaf, budgets hold, identities survive edits elsewhere. */
import { globSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHUNK_KINDS, chunk, DECLARATION_KINDS, FLAG, type DeclarationKind } from '#facts';
import { languageNamed } from '#languages';
import { lawRuns, lawShare, lowerText } from '#testkit';
import { kernel } from '../../../stages/l02-chunking/kernel.ts';
import { stage } from '../../../stages/l02-chunking/stage.ts';
import { linesOf, pythonRanges, rangeOf, TestUnit, type Range } from './unit.ts';

interface Chunk {
  readonly row: number;
  readonly id: string;
  readonly kind: string;
  readonly parent: number;
  readonly declaration: number;
  readonly line: number;
  readonly end: number;
  readonly isLeaf: boolean;
  readonly tokens: number;
  readonly content: string;
}

function chunksOf(
  text: string,
  ranges: readonly Range[] = [],
  comments: readonly [number, number][] = [],
  maxTokens = 512,
): Chunk[] {
  return rowsOf(new TestUnit('a.py', text, ranges, comments).run(stage.steps[0], kernel, { maxTokens }));
}

function rowsOf(unit: TestUnit): Chunk[] {
  const rows = unit.table(chunk);
  return Array.from({ length: rows.rows }, (_, row) => ({
    row,
    id: `${rows.id.hi(row)}:${rows.id.lo(row)}`,
    kind: CHUNK_KINDS[rows.kind.at(row)]!,
    parent: rows.parent.at(row),
    declaration: rows.declaration.at(row),
    line: rows.line.at(row),
    end: rows.line.at(row) + rows.lines.at(row),
    isLeaf: rows.leaf.at(row) === 1,
    tokens: rows.tokens.at(row),
    content: `${rows.content.hi(row)}:${rows.content.lo(row)}`,
  }));
}

/** Kind, first line and end of each chunk, indented by depth. */
function outline(chunks: readonly Chunk[]): string[] {
  const depth = new Map<number, number>([[-1, -1]]);
  return chunks.map(({ row, parent, kind, line, end, isLeaf }) => {
    depth.set(row, depth.get(parent)! + 1);
    return `${'  '.repeat(depth.get(row)!)}${kind} ${line}-${end}${isLeaf ? '' : ' +'}`;
  });
}

function expectPartition(chunks: readonly Chunk[], text: string, maxTokens: number): void {
  const lines = linesOf(text);
  let next = 0;
  for (const leaf of chunks.filter(({ isLeaf }) => isLeaf)) {
    expect(leaf.line).toBe(next);
    next = leaf.end;
    if (leaf.tokens > maxTokens) expect(leaf.end - leaf.line).toBe(1);
  }
  expect(next).toBe(lines.length);
  for (const { parent, row, line, end, tokens } of chunks) {
    expect(tokens).toBe(Math.ceil(lines.slice(line, end).join('').length / 4));
    if (row === 0) expect([parent, line, end]).toEqual([-1, 0, lines.length]);
    else {
      expect(parent).toBeLessThan(row);
      expect(chunks[parent]!.isLeaf).toBe(false);
      expect(line).toBeGreaterThanOrEqual(chunks[parent]!.line);
      expect(end).toBeLessThanOrEqual(chunks[parent]!.end);
    }
  }
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(chunks.length);
}

const arbitraryText = fc
  .array(fc.constantFrom('', '  ', '}', 'x = 1', '# note', 'def f():', 'é😀 = "ü"', 'a'.repeat(90)), { maxLength: 40 })
  .chain((lines) => fc.constantFrom(lines.join('\n'), lines.map((line) => `${line}\n`).join('')));

/** A text with ranges that may nest, touch, overlap and share lines. */
const arbitraryFile = arbitraryText.chain((text) =>
  fc.record({
    text: fc.constant(text),
    ranges: fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c'),
        kind: fc.constantFrom<DeclarationKind[]>('class', 'function', 'method', 'interface', 'variable'),
        at: fc.tuple(fc.nat(text.length), fc.nat(text.length)),
      }),
      { maxLength: 12 },
    ),
    comments: fc.array(fc.tuple(fc.nat(text.length), fc.nat(text.length)), { maxLength: 4 }),
    maxTokens: fc.integer({ min: 1, max: 60 }),
  }),
);

describe('leaves', () => {
  test('partition the lines of any file with any declarations, within the budget', () => {
    fc.assert(
      fc.property(arbitraryFile, ({ text, ranges, comments, maxTokens }) => {
        const sorted = ranges
          .map(({ name, kind, at }) => ({ name, kind, start: Math.min(...at), end: Math.max(...at) }))
          .sort((a, b) => a.start - b.start || b.end - a.end);
        const spans = comments.map((at): [number, number] => [Math.min(...at), Math.max(...at)]);
        expectPartition(chunksOf(text, sorted, spans, maxTokens), text, maxTokens);
      }),
      lawRuns(2000, 7),
    );
  });

  test('are the functions, the header of the file and the header of each class', () => {
    const text =
      'import os\n\nclass A:\n    x = 1\n\n    def f(self):\n        pass\n\n    def g(self):\n        pass\n\ny = 2\n';
    expect(outline(chunksOf(text, pythonRanges(text)))).toEqual([
      'file 0-12 +',
      '  header 0-2',
      '  class 2-11 +',
      '    header 2-5',
      '    function 5-8',
      '    function 8-11',
      '  block 11-12',
    ]);
  });

  test('partition the lines of real sources, lowered by their front end', async () => {
    const paths = globSync('{src,stages}/**/*.ts').sort();
    expect(paths.length).toBeGreaterThan(100);
    for (const path of paths.filter((_, at) => at % lawShare() === 0)) {
      const text = readFileSync(path, 'utf8');
      const facts = await lowerText(languageNamed('typescript')!, path, text);
      const unit = new TestUnit(path, text).with(facts).run(stage.steps[0], kernel, { maxTokens: 128 });
      expectPartition(rowsOf(unit), text, 128);
    }
  });

  test('of two declarations on one line belong to the first', () => {
    const text = 'function a() {} function b() {}\nfunction c() {}\n';
    const ranges = ['a', 'b', 'c'].map((name) => rangeOf(text, `function ${name}() {}`, name, 'function'));
    const chunks = chunksOf(text, ranges);
    expect(outline(chunks)).toEqual(['file 0-2 +', '  function 0-1', '  function 1-2']);
    expect(chunks.map(({ declaration }) => declaration)).toEqual([0, 1, 3]);
  });

  test('take the comments right above a declaration, and closing brackets behind it', () => {
    const text = 'class A {\n  x = 1;\n\n  // says hello\n  hello() {\n  }\n\n}\n';
    const note = text.indexOf('//');
    const ranges = [rangeOf(text, text.slice(0, -1), 'A', 'class'), rangeOf(text, 'hello() {\n  }', 'hello', 'method')];
    expect(outline(chunksOf(text, ranges, [[note, note + '// says hello'.length]]))).toEqual([
      'file 0-8 +',
      '  class 0-8 +',
      '    header 0-3',
      '    function 3-8',
    ]);
  });

  test('do not include declarations without a body', () => {
    const text = 'interface I {\n  f(): void\n}\ndeclare function g(): void\nfunction h(): void\nfunction h() {}\n';
    const ranges = [
      rangeOf(text, 'interface I {\n  f(): void\n}', 'I', 'interface'),
      rangeOf(text, 'f(): void', 'f', 'method'),
      rangeOf(text, 'declare function g(): void', 'g', 'function', FLAG.ambient),
      rangeOf(text, 'function h(): void', 'h', 'function', FLAG.overload),
      rangeOf(text, 'function h() {}', 'h', 'function'),
    ];
    expect(outline(chunksOf(text, ranges))).toEqual(['file 0-6 +', '  class 0-3', '  block 3-5', '  function 5-6']);
  });

  test('of a file without declarations are blocks that end at blank lines', () => {
    const text = `${'word word word\n'.repeat(5)}\n${'word word word\n'.repeat(7)}`;
    expect(outline(chunksOf(text, [], [], 32))).toEqual(['file 0-13 +', '  block 0-6', '  block 6-13']);
  });

  test('of a function over the budget are its blocks', () => {
    const text = `def f():\n${'    x = 1\n'.repeat(30)}`;
    const chunks = chunksOf(text, pythonRanges(text), [], 40);
    expect(outline(chunks)).toEqual(['file 0-31 +', '  function 0-31 +', '    block 0-16', '    block 16-31']);
  });

  test('are one empty leaf for an empty file', () => {
    expect(outline(chunksOf(''))).toEqual(['file 0-0']);
  });
});

function byId(chunks: readonly Chunk[]): Map<string, Chunk> {
  return new Map(chunks.map((one) => [one.id, one]));
}

function functionContents(text: string): string[] {
  const functions = chunksOf(text, pythonRanges(text)).filter(({ kind }) => kind === 'function');
  return functions.map(({ content }) => content);
}

describe('identities', () => {
  test('differ between the getter and the setter of one property', () => {
    const text = 'class A:\n    def x(self):\n        return 1\n    def x(self, value):\n        pass\n';
    const ranges = pythonRanges(text).map((range) => ({ ...range, ordinal: 0 }));
    const chunks = chunksOf(text, ranges);
    expect(chunks.filter(({ kind }) => kind === 'function')).toHaveLength(2);
    expectPartition(chunks, text, 512);
  });
});

describe('an edit', () => {
  const text = 'import os\n\ndef f():\n    return 1\n\ny = 2\n\ndef g():\n    return 3\n\nz = 4\n';

  test('above leaves the identity and content of what is below', () => {
    const edited = `# a note\nimport sys\n${text}`;
    const before = chunksOf(text, pythonRanges(text));
    const after = byId(chunksOf(edited, pythonRanges(edited)));
    for (const one of before.filter(({ kind }) => kind !== 'file' && kind !== 'header')) {
      expect(after.get(one.id)).toMatchObject({ kind: one.kind, content: one.content, line: one.line + 2 });
    }
  });

  test('that adds a block leaves the identity of later blocks', () => {
    const edited = text.replace('def f', 'x = 0\n\ndef e():\n    return 0\n\nw = 9\n\ndef f');
    const before = chunksOf(text, pythonRanges(text));
    const after = byId(chunksOf(edited, pythonRanges(edited)));
    for (const one of before) expect(after.has(one.id)).toBe(true);
  });

  test('inside a function changes the content of it and of what holds it, and nothing else', () => {
    const edited = text.replace('return 1', 'return 7');
    const before = chunksOf(text, pythonRanges(text));
    const after = chunksOf(edited, pythonRanges(edited));
    const changed = before.filter(({ row, content }) => after[row]!.content !== content).map(({ kind }) => kind);
    expect(changed).toEqual(['file', 'function']);
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  test('of blank lines behind a function leaves its content', () => {
    const edited = text.replace('\n\ny', '\n\n\n\ny');
    expect(functionContents(edited)).toEqual(functionContents(text));
  });
});

describe('the kernel', () => {
  test('takes linear time on declarations that nest many thousands deep', () => {
    const depth = 60_000;
    const text = 'namespace a {\n'.repeat(depth) + '}\n'.repeat(depth);
    const ranges = Array.from({ length: depth }, (_, i): Range => {
      const start = i * 'namespace a {\n'.length;
      return { name: 'a', kind: 'namespace', start, end: text.length - 2 * i - 1 };
    });
    const unit = new TestUnit('a.ts', text, ranges);
    const started = performance.now();
    unit.run(stage.steps[0], kernel, stage.options);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(unit.table(chunk).rows).toBeGreaterThan(depth);
  });

  test('refuses a budget that is no whole number from 1', () => {
    for (const maxTokens of [0, 1.5, '512', undefined]) {
      expect(() => new TestUnit('a.py', 'x\n').run(stage.steps[0], kernel, { maxTokens })).toThrow(/maxTokens/);
    }
  });

  test('knows every kind of declaration', () => {
    for (const kind of DECLARATION_KINDS.slice(1)) {
      const chunks = chunksOf('x\nsome lines\n', [{ name: 'x', kind, start: 2, end: 12 }]);
      expect(chunks.length === 1 || chunks.length === 3).toBe(true);
    }
  });
});
