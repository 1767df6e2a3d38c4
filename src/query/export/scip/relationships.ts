/** What the symbols of a file implement: bases of classes, and the methods that methods override. */
import { hashHex } from '#core';
import { classBase, codeOf, override, TARGET_KINDS } from '#facts';
import type { View } from '../../view.ts';
import type { FileSymbols } from '../file-symbols.ts';
import type { SymbolNames } from '../symbol-directory.ts';
import { outsideSymbol } from './scip-symbol.ts';

const SYMBOL = codeOf(TARGET_KINDS, 'symbol');
const EXTERNAL = codeOf(TARGET_KINDS, 'external');

export interface Relationship {
  readonly symbol: string;
  /** True when a search for references to `symbol` should find this symbol too. */
  readonly isReference: boolean;
}

/** Relationships by the descriptor hash, in hexadecimal, of the symbol that implements. */
export function relationshipsOf(
  view: View,
  file: FileSymbols,
  names: SymbolNames,
  outside: (symbol: string, name: string) => void,
): Map<string, Relationship[]> {
  const found = new Map<string, Relationship[]>();
  const bases = view.table(classBase, file.unit);
  for (let row = 0; bases !== null && row < bases.rows; row++) {
    const kind = bases.kind.at(row);
    const by = hashHex(bases.key.lo(row), bases.key.hi(row));
    if (kind === SYMBOL) add(found, by, names.find(bases.symbol.lo(row), bases.symbol.hi(row)), false);
    else if (kind === EXTERNAL) {
      const symbol = outsideSymbol(bases.name.at(row));
      outside(symbol, bases.name.at(row));
      add(found, by, symbol, false);
    }
  }
  const overrides = view.table(override, file.unit);
  for (let row = 0; overrides !== null && row < overrides.rows; row++) {
    const by = hashHex(overrides.by.lo(row), overrides.by.hi(row));
    add(found, by, names.find(overrides.key.lo(row), overrides.key.hi(row)), true);
  }
  return found;
}

function add(found: Map<string, Relationship[]>, by: string, symbol: string | null, isReference: boolean): void {
  if (symbol === null) return;
  const known = found.get(by);
  if (known === undefined) found.set(by, [{ symbol, isReference }]);
  else if (!known.some((other) => other.symbol === symbol)) known.push({ symbol, isReference });
}
