/**
 * What the decoder must know of a grammar, read once: the row type of each symbol and, for each production,
 * the alias and field of each child. The public interface tells the former; the latter is read out of the
 * `TSLanguage` struct in wasm memory (tree-sitter `lib/src/parser.h`, ABI 13 to 15).
 * It must never be used unless the self-check passed: the struct is private to tree-sitter.
 */
import type { Language } from 'web-tree-sitter';
import { addressOf, type Heap } from './heap.ts';
import { isDroppedToken } from './rows.ts';

/** Row type of symbols that get no row. */
export const NO_ROW = 0xffff;
/** Symbols from here on are tree-sitter's built-in error symbols. */
export const FIRST_ERROR_SYMBOL = 0xfffe;

export interface SymbolTable {
  /** Type names by public symbol id; the last is `ERROR`. */
  readonly typeNames: readonly string[];
  readonly errorType: number;
  /** Row type by symbol (public or not), or `NO_ROW`. */
  readonly rowType: Uint16Array;
}

export interface ProductionTable {
  /** Children per production that have a slot. */
  readonly width: number;
  /** At `production * width + child`: alias symbol in the high half, field id in the low half. */
  readonly slots: Uint32Array;
}

/** Word offsets in `TSLanguage` on wasm32. */
const SYMBOL_COUNT = 1;
const ALIAS_COUNT = 2;
const PRODUCTION_COUNT = 7;
const FIELD_COUNT = 8;
const ALIAS_WIDTH = 9;
const FIELD_SLICES = 16;
const FIELD_ENTRIES = 17;
const ALIAS_SEQUENCES = 21;

/** Production ids are 16 bits wide. */
const MAX_PRODUCTIONS = 0x1_0000;

export function readSymbols(language: Language): SymbolTable {
  const count = language.nodeTypeCount;
  const rowType = new Uint16Array(count).fill(NO_ROW);
  const typeNames: string[] = [];
  for (let symbol = 0; symbol < count; symbol++) {
    // Hidden symbols have no entry.
    const name = language.types[symbol];
    typeNames.push(name ?? '');
    if (name === undefined) continue;
    const named = language.nodeTypeIsNamed(symbol);
    if (named || !isDroppedToken(name)) rowType[symbol] = language.idForNodeType(name, named) ?? symbol;
  }
  typeNames.push('ERROR');
  return { typeNames, errorType: count, rowType };
}

export function readProductions(heap: Heap, language: Language): ProductionTable {
  const base = addressOf(language) >>> 2;
  const { halves, words } = heap;
  const productionCount = words[base + PRODUCTION_COUNT]!;
  const fieldCount = words[base + FIELD_COUNT]!;
  const isKnownLayout =
    language.nodeTypeCount === words[base + SYMBOL_COUNT]! + words[base + ALIAS_COUNT]! &&
    fieldCount === language.fieldCount &&
    productionCount <= MAX_PRODUCTIONS;
  if (!isKnownLayout) return { width: 1, slots: new Uint32Array(1) };
  const aliasWidth = words[base + ALIAS_WIDTH]! & 0xffff;
  const fields = fieldCount === 0 ? [] : readFields(heap, base, productionCount);
  const width = fields.reduce((most, entry) => Math.max(most, entry.child + 1), Math.max(aliasWidth, 1));
  const slots = new Uint32Array(productionCount * width);
  const aliases = words[base + ALIAS_SEQUENCES]! >>> 1;
  for (let production = 0; production < productionCount; production++) {
    for (let child = 0; child < aliasWidth; child++) {
      slots[production * width + child] = halves[aliases + production * aliasWidth + child]! << 16;
    }
  }
  for (const { production, child, field } of fields) {
    // The first entry for a child wins, as in the cursor.
    if ((slots[production * width + child]! & 0xffff) === 0) slots[production * width + child]! |= field;
  }
  return { width, slots };
}

interface FieldEntry {
  readonly production: number;
  readonly child: number;
  readonly field: number;
}

/** The fields that productions give to their own children; entries inherited from hidden children are found there. */
function readFields(heap: Heap, base: number, productionCount: number): FieldEntry[] {
  const slices = heap.words[base + FIELD_SLICES]! >>> 1;
  const entries = heap.words[base + FIELD_ENTRIES]!;
  const found: FieldEntry[] = [];
  for (let production = 0; production < productionCount; production++) {
    const first = heap.halves[slices + 2 * production]!;
    const length = heap.halves[slices + 2 * production + 1]!;
    for (let at = entries + 4 * first; at < entries + 4 * (first + length); at += 4) {
      const inherited = heap.bytes[at + 3]! !== 0;
      if (!inherited) found.push({ production, child: heap.bytes[at + 2]!, field: heap.halves[at >>> 1]! });
    }
  }
  return found;
}
