/**
 * The decoder against the public cursor on a whole corpus: every row must be equal.
 * `node --conditions=stratagraph-source bench/syntax-compare.ts --corpus-dir DIR [--ext .py,.ts]`; exit code 1 on a difference.
 * It must never time anything: `syntax-cost.ts` does.
 */
import { loadGrammar, type Grammar, type SyntaxTree } from '../src/languages/syntax/index.ts';
import { corpusArguments, readCorpus } from './corpus-files.ts';

const { dir, extensions } = corpusArguments();
const files = readCorpus(dir, extensions);
const grammars = new Map<string, Grammar>();
for (const { grammar } of files) {
  if (!grammars.has(grammar)) grammars.set(grammar, await loadGrammar(grammar));
}

const COLUMNS = ['type', 'field', 'start', 'end', 'next', 'parent'] as const;

/** The rows in use, copied: the columns are scratch. */
function keep(tree: SyntaxTree): readonly Int32Array[] {
  return COLUMNS.map((column) => Int32Array.from(tree[column].subarray(0, tree.count)));
}

function isEqual(tree: SyntaxTree, kept: readonly Int32Array[]): boolean {
  return COLUMNS.every((column, index) => {
    const expected = kept[index];
    if (expected?.length !== tree.count) return false;
    const actual = tree[column];
    return expected.every((value, row) => actual[row] === value);
  });
}

let rows = 0;
let errors = 0;
let different = 0;
for (const { path, grammar: name, text } of files) {
  const grammar = grammars.get(name)!;
  const kept = keep(grammar.parseByCursor(text));
  const tree = grammar.parse(text);
  rows += tree.count;
  if (tree.hasError) errors++;
  if (!isEqual(tree, kept)) {
    different++;
    console.error(`differs: ${path}`);
  }
}
const walks = Object.fromEntries([...grammars.values()].map((grammar) => [grammar.name, grammar.walk]));
console.log(JSON.stringify({ files: files.length, rows, filesWithErrors: errors, different, walks }));
// A grammar on the cursor was compared with itself.
if (different > 0 || Object.values(walks).includes('cursor')) process.exitCode = 1;
