/**
 * Writes a tree's rows through the public `TreeCursor`: the reference that the decoder is checked against,
 * and the path taken when the check fails. It must never read wasm memory.
 */
import type { Tree } from 'web-tree-sitter';
import { FIRST_ERROR_SYMBOL, NO_ROW, type SymbolTable } from './language-tables.ts';
import type { RowBuffer } from './rows.ts';

/** Writes the rows of `tree` and returns their count. `rows` has room for all of them. */
export function walkCursor(tree: Tree, symbols: SymbolTable, rows: RowBuffer): number {
  const cursor = tree.walk();
  // Row of each open node from the root down; a node without a row repeats the row above it.
  const open: number[] = [];
  let parent = -1;
  let count = 0;
  try {
    for (;;) {
      const symbol = cursor.nodeTypeId;
      const type = symbol >= FIRST_ERROR_SYMBOL ? symbols.errorType : symbols.rowType[symbol]!;
      let row = parent;
      if (type !== NO_ROW) {
        row = count++;
        rows.type[row] = type;
        rows.field[row] = cursor.currentFieldId;
        rows.start[row] = cursor.startIndex;
        rows.end[row] = cursor.endIndex;
        rows.parent[row] = parent;
        rows.next[row] = count;
      }
      if (cursor.gotoFirstChild()) {
        open.push(parent);
        parent = row;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return count;
        const outer = open.pop()!;
        if (parent !== outer) rows.next[parent] = count;
        parent = outer;
      }
    }
  } finally {
    cursor.delete();
  }
}
