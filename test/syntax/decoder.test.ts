/** The decoder of wasm memory against the public cursor, for every grammar. */
import { describe, expect, test } from 'vitest';
import { checkSources } from '../../src/languages/syntax/check-sources.ts';
import { decodeTree, NOT_A_TREE } from '../../src/languages/syntax/decode.ts';
import { heapOf } from '../../src/languages/syntax/heap.ts';
import { GRAMMAR_NAMES, loadGrammar, wasmHeapBytes, type SyntaxTree } from '../../src/languages/syntax/index.ts';
import { readProductions, readSymbols } from '../../src/languages/syntax/language-tables.ts';
import { startRuntime, takeModule } from '../../src/languages/syntax/parser-runtime.ts';
import { createRows, reserveRows } from '../../src/languages/syntax/rows.ts';
import { decoderAgrees } from '../../src/languages/syntax/self-check.ts';
import { lawShare } from '#testkit';

const COLUMNS = ['type', 'field', 'start', 'end', 'next', 'parent'] as const;

/** The rows in use, as texts: those are compared at once, and numbers one by one. */
function rowsOf(tree: SyntaxTree): Record<string, string> {
  return Object.fromEntries(COLUMNS.map((column) => [column, tree[column].subarray(0, tree.count).join(' ')]));
}

/** Offset between the prefixes that are compared; prime, so that cuts fall everywhere in a line. */
const CUT = lawShare() === 1 ? 13 : 53;

describe.each(GRAMMAR_NAMES)('the %s decoder', (name) => {
  test('passes its self-check and is used', async () => {
    expect((await loadGrammar(name)).walk).toBe('decoder');
  });

  test('writes the rows that the cursor writes, for a source, everything before a cut and everything after', async () => {
    const grammar = await loadGrammar(name);
    const source = checkSources(name)[0]!;
    const texts = ['', '\n', '😀', source, source.replaceAll('\n', '\r\n'), source.replaceAll(/[(){}]/g, '')];
    for (let cut = CUT; cut < source.length; cut += CUT) texts.push(source.slice(0, cut), source.slice(cut));
    let errors = 0;
    for (const text of texts) {
      const expected = rowsOf(grammar.parseByCursor(text));
      const tree = grammar.parse(text);
      expect(rowsOf(tree)).toEqual(expected);
      if (tree.hasError) errors++;
    }
    expect(errors).toBeGreaterThan(10);
  });

  test('stores types that its names lead back to', async () => {
    const grammar = await loadGrammar(name);
    const tree = grammar.parse(checkSources(name)[0]!);
    const types = new Set(tree.type.subarray(0, tree.count));
    expect(types.size).toBeGreaterThan(40);
    for (const type of types) {
      const typeName = grammar.typeNames[type]!;
      expect([grammar.type(typeName), grammar.type(typeName, false)]).toContain(type);
    }
  });

  test('writes nested rows: each lies within its parent and ends where the next begins or its parent ends', async () => {
    const grammar = await loadGrammar(name);
    const { count, next, parent, start, end } = grammar.parse(checkSources(name)[0]!);
    const isNested = (row: number, above: number): boolean =>
      above < row &&
      next[row]! > row &&
      (next[row]! < next[above]! ? parent[next[row]!] === above : next[row] === next[above]) &&
      start[row]! >= start[above]! &&
      end[row]! <= end[above]!;
    const wrong = Array.from({ length: count - 1 }, (_, at) => at + 1).filter((row) => !isNested(row, parent[row]!));
    expect(wrong).toEqual([]);
    expect([parent[0], next[0]]).toEqual([-1, count]);
  });
});

describe('the walk', () => {
  test('survives 100,000 nested brackets', async () => {
    const python = await loadGrammar('python');
    const depth = 100_000;
    const text = '['.repeat(depth) + ']'.repeat(depth);
    const tree = python.parse(text);
    const list = python.type('list');
    const lists = tree.type.subarray(0, tree.count).filter((type) => type === list).length;
    expect(lists).toBe(depth);
    expect(tree.hasError).toBe(false);
    expect(tree.next[tree.count - 1]).toBe(tree.count);
    const innermost = tree.type.lastIndexOf(list, tree.count - 1);
    expect([tree.start[innermost], tree.end[innermost]]).toEqual([depth - 1, depth + 1]);
  });

  test('survives a line of 2 MB, through the growth of wasm memory', async () => {
    const python = await loadGrammar('python');
    const before = wasmHeapBytes();
    const text = `x = ${'a + '.repeat(500_000)}b\n`;
    const tree = python.parse(text);
    expect(tree.hasError).toBe(false);
    expect(tree.type.subarray(0, tree.count).filter((type) => type === python.type('binary_operator')).length).toBe(
      500_000,
    );
    expect(tree.end[0]).toBe(text.length);
    expect(wasmHeapBytes()).toBeGreaterThan(before);
    const after = python.parse('y = 1\n');
    expect(rowsOf(after)).toEqual(rowsOf(python.parseByCursor('y = 1\n')));
  });

  test('survives text that is no source', async () => {
    const javascript = await loadGrammar('javascript');
    const text = Array.from({ length: 20_000 }, (_, at) => String.fromCharCode((at * 7919) % 0xd800)).join('');
    const expected = rowsOf(javascript.parseByCursor(text));
    const tree = javascript.parse(text);
    expect(tree.hasError).toBe(true);
    expect(rowsOf(tree)).toEqual(expected);
  });
});

describe('the self-check', () => {
  test('refuses tables that do not belong to the grammar', async () => {
    const { Language, memory, Parser } = await startRuntime();
    const language = Language.loadSync(takeModule('python'));
    const parser = new Parser().setLanguage(language);
    const symbols = readSymbols(language);
    const productions = readProductions(heapOf(memory), language);
    const sources = checkSources('python');
    expect(decoderAgrees(memory, parser, symbols, productions, sources)).toBe(true);

    const noSlots = { width: productions.width, slots: new Uint32Array(productions.slots.length) };
    expect(decoderAgrees(memory, parser, symbols, noSlots, sources)).toBe(false);
    const narrow = { width: productions.width - 1, slots: productions.slots };
    expect(decoderAgrees(memory, parser, symbols, narrow, sources)).toBe(false);
    parser.delete();
  });

  test('can be trusted to end: memory that holds no tree is refused, or read without a fault', async () => {
    const { Language, memory, Parser } = await startRuntime();
    const language = Language.loadSync(takeModule('python'));
    const parser = new Parser().setLanguage(language);
    const symbols = readSymbols(language);
    const productions = readProductions(heapOf(memory), language);
    const tree = parser.parse('def f(a): return a\n')!;
    const rows = createRows();
    reserveRows(rows, tree.rootNode.descendantCount);
    expect(decodeTree(memory, tree, symbols, productions, rows)).toBe(10);
    const address: number = Reflect.get(tree, 0);
    let refused = 0;
    for (let other = 8; other < 4096; other += 8) {
      Reflect.set(tree, 0, other);
      if (decodeTree(memory, tree, symbols, productions, rows) === NOT_A_TREE) refused++;
    }
    expect(refused).toBeGreaterThan(0);
    Reflect.set(tree, 0, address);
    tree.delete();
    parser.delete();
  });
});
