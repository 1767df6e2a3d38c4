/**
 * What writing the rows of a tree costs next to parsing it, by decoder and by cursor, file by file on one thread.
 * `node --conditions=stratagraph-source bench/syntax-cost.ts --corpus-dir DIR [--ext .py,.ts]` prints it as JSON.
 * It must never include reading files.
 */
import { walkCursor } from '../src/languages/syntax/cursor-walk.ts';
import { decodeTree } from '../src/languages/syntax/decode.ts';
import { heapOf } from '../src/languages/syntax/heap.ts';
import { readProductions, readSymbols } from '../src/languages/syntax/language-tables.ts';
import { startRuntime, takeModule } from '../src/languages/syntax/parser-runtime.ts';
import { createRows, reserveRows } from '../src/languages/syntax/rows.ts';
import { corpusArguments, readCorpus } from './corpus-files.ts';

const PASSES = 3;
const { dir, extensions } = corpusArguments();
const files = readCorpus(dir, extensions);
const { Language, memory, Parser } = await startRuntime();

function prepare(name: string) {
  const language = Language.loadSync(takeModule(name));
  const symbols = readSymbols(language);
  const productions = readProductions(heapOf(memory), language);
  return { parser: new Parser().setLanguage(language), symbols, productions };
}

const prepared = new Map([...new Set(files.map((file) => file.grammar))].map((name) => [name, prepare(name)]));
const rows = createRows();

function pass(withCursor: boolean): Record<string, number> {
  let parseMs = 0;
  let decodeMs = 0;
  let cursorMs = 0;
  let deleteMs = 0;
  let count = 0;
  for (const { grammar, text } of files) {
    const { parser, symbols, productions } = prepared.get(grammar)!;
    const start = performance.now();
    const tree = parser.parse(text)!;
    const parsed = performance.now();
    reserveRows(rows, tree.rootNode.descendantCount);
    count += decodeTree(memory, tree, symbols, productions, rows);
    const decoded = performance.now();
    if (withCursor) walkCursor(tree, symbols, rows);
    const walked = performance.now();
    tree.delete();
    deleteMs += performance.now() - walked;
    parseMs += parsed - start;
    decodeMs += decoded - parsed;
    cursorMs += walked - decoded;
  }
  const whole = parseMs + deleteMs;
  return {
    rows: count,
    parseMs: Math.round(parseMs),
    deleteMs: Math.round(deleteMs),
    decodeMs: Math.round(decodeMs),
    decodeNsPerRow: Number(((decodeMs * 1e6) / count).toFixed(1)),
    decodeToParse: Number((decodeMs / whole).toFixed(4)),
    ...(withCursor ? { cursorMs: Math.round(cursorMs), cursorToParse: Number((cursorMs / whole).toFixed(3)) } : {}),
  };
}

const passes = Array.from({ length: PASSES }, (_, index) => pass(index === PASSES - 1));
console.log(JSON.stringify({ files: files.length, passes, node: process.version }, undefined, 1));
