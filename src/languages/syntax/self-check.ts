/**
 * Compares the decoder with the public cursor, row by row.
 * It must never throw: a grammar whose decoder differs in any way is walked with the cursor.
 */
import type { Parser, Tree } from 'web-tree-sitter';
import { walkCursor } from './cursor-walk.ts';
import { decodeTree } from './decode.ts';
import type { ProductionTable, SymbolTable } from './language-tables.ts';
import { createRows, reserveRows, type RowBuffer } from './rows.ts';
import type { WasmMemory } from './wasm.ts';

/** True when both walks write the same rows for every source. */
export function decoderAgrees(
  memory: WasmMemory,
  parser: Parser,
  symbols: SymbolTable,
  productions: ProductionTable,
  sources: readonly string[],
): boolean {
  const decoded = createRows();
  const walked = createRows();
  for (const source of sources) {
    const tree = parser.parse(source);
    if (tree === null) return false;
    try {
      if (!treeAgrees(memory, tree, symbols, productions, decoded, walked)) return false;
    } finally {
      tree.delete();
    }
  }
  return true;
}

function treeAgrees(
  memory: WasmMemory,
  tree: Tree,
  symbols: SymbolTable,
  productions: ProductionTable,
  decoded: RowBuffer,
  walked: RowBuffer,
): boolean {
  const bound = tree.rootNode.descendantCount;
  reserveRows(decoded, bound);
  reserveRows(walked, bound);
  const count = walkCursor(tree, symbols, walked);
  return (
    decodeTree(memory, tree, symbols, productions, decoded) === count && firstDifference(decoded, walked, count) < 0
  );
}

/** The first of `count` rows in which two buffers differ, or -1. */
function firstDifference(one: RowBuffer, other: RowBuffer, count: number): number {
  for (let row = 0; row < count; row++) {
    const isEqual =
      one.type[row] === other.type[row] &&
      one.field[row] === other.field[row] &&
      one.start[row] === other.start[row] &&
      one.end[row] === other.end[row] &&
      one.next[row] === other.next[row] &&
      one.parent[row] === other.parent[row];
    if (!isEqual) return row;
  }
  return -1;
}
