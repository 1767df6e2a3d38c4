/**
 * Decodes a tree straight out of wasm memory: about a tenth of the cost of the public cursor.
 * The layout is that of `Subtree` in tree-sitter 0.27 (`lib/src/subtree.h`), which is private: the self-check
 * compares the result with the cursor before a grammar may use it. It must never allocate per node.
 */
import type { Tree } from 'web-tree-sitter';
import { FIRST_ERROR_SYMBOL, NO_ROW, type ProductionTable, type SymbolTable } from './language-tables.ts';
import { addressOf, heapOf } from './heap.ts';
import type { RowBuffer } from './rows.ts';
import type { WasmMemory } from './wasm.ts';

/** What `decodeTree` answers when memory does not look like a tree. */
export const NOT_A_TREE = -1;

/** Word offsets in `SubtreeHeapData`. */
const PADDING = 1;
const SIZE = 4;
const CHILD_COUNT = 9;
const SYMBOL = 10;
const FLAGS = 11;
const PRODUCTION = 16;

/** Words per suspended level of the walk. */
const FRAME = 8;
let frames: Int32Array = new Int32Array(FRAME * 256);

function growFrames(): Int32Array {
  const grown = new Int32Array(frames.length * 2);
  grown.set(frames);
  frames = grown;
  return grown;
}

/** Writes the rows of `tree` and returns their count, or `NOT_A_TREE`. `rows` has room for all of them. */
export function decodeTree(
  memory: WasmMemory,
  tree: Tree,
  symbols: SymbolTable,
  productions: ProductionTable,
  rows: RowBuffer,
): number {
  const { words } = heapOf(memory);
  const { rowType, errorType } = symbols;
  const { slots, width } = productions;
  const { type: types, field: fields, start: starts, end: ends, next: nexts, parent: parents } = rows;
  // Every child takes two words, so no tree has more children in all than this.
  let childBudget = words.length >>> 1;
  let stack = frames;
  let depth = 0;
  let count = 0;
  // The first member of the tree struct is the root.
  let at = addressOf(tree) >>> 2;
  let stop = at + 2;
  let position = 0;
  let slot = 0;
  let slotStop = 0;
  let inherited = 0;
  let parent = -1;
  let closing = -1;
  for (;;) {
    if (at === stop) {
      if (closing >= 0) nexts[closing] = count;
      if (depth === 0) return count;
      depth -= FRAME;
      at = stack[depth]!;
      stop = stack[depth + 1]!;
      position = stack[depth + 2]!;
      slot = stack[depth + 3]!;
      slotStop = stack[depth + 4]!;
      inherited = stack[depth + 5]!;
      parent = stack[depth + 6]!;
      closing = stack[depth + 7]!;
      continue;
    }
    const low = words[at]!;
    const before = position;
    let flags = low >> 1;
    let start = before;
    let size = 0;
    let symbol = 0;
    let children = 0;
    let node = 0;
    if ((low & 1) !== 0) {
      // A small leaf is stored in the two words themselves.
      const high = words[at + 1]!;
      start += (high >>> 16) & 0xff;
      size = high >>> 24;
      symbol = (low >> 8) & 0xff;
    } else {
      node = low >>> 2;
      start += words[node + PADDING]!;
      size = words[node + SIZE]!;
      children = words[node + CHILD_COUNT]!;
      symbol = words[node + SYMBOL]! & 0xffff;
      flags = words[node + FLAGS]!;
    }
    at += 2;
    position = start + size;
    let field = 0;
    let isVisible = (flags & 1) !== 0 || parent === -1;
    if ((flags & 4) === 0) {
      field = inherited;
      if (slot < slotStop) {
        const entry = slots[slot++]!;
        if (entry !== 0) {
          if ((entry & 0xffff) !== 0) field = entry & 0xffff;
          if (entry >>> 16 !== 0) {
            symbol = entry >>> 16;
            isVisible = true;
          }
        }
      }
    }
    let row = parent;
    let opened = -1;
    if (isVisible) {
      const type = symbol >= FIRST_ERROR_SYMBOL ? errorType : rowType[symbol]!;
      if (type !== NO_ROW) {
        types[count] = type;
        fields[count] = field;
        starts[count] = start >>> 1;
        ends[count] = position >>> 1;
        parents[count] = parent;
        row = opened = count++;
        nexts[row] = count;
      }
      field = 0;
    }
    if (children !== 0) {
      childBudget -= children;
      // Written so that a count read from outside memory, which is undefined, ends the walk too.
      if (!(children > 0 && childBudget >= 0)) return NOT_A_TREE;
      if (depth === stack.length) stack = growFrames();
      stack[depth] = at;
      stack[depth + 1] = stop;
      stack[depth + 2] = position;
      stack[depth + 3] = slot;
      stack[depth + 4] = slotStop;
      stack[depth + 5] = inherited;
      stack[depth + 6] = parent;
      stack[depth + 7] = closing;
      depth += FRAME;
      at = node - 2 * children;
      stop = node;
      // The first child's padding is the same bytes as its parent's.
      position = before;
      slot = (words[node + PRODUCTION]! >>> 16) * width;
      slotStop = slot + width;
      inherited = field;
      parent = row;
      closing = opened;
    }
  }
}
