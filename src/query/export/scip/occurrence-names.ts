/** The SCIP symbols that occur in a file: its own, those of other files, and those outside the repository. */
import type { ReaderOf } from '#columns';
import { hashHex } from '#core';
import { codeOf, importTarget, occurrenceSymbol, outsideHash, referenceTarget, TARGET_KINDS } from '#facts';
import { hashNumber } from '../../hash-number.ts';
import type { View } from '../../view.ts';
import type { FileSymbols } from '../file-symbols.ts';
import type { SymbolNames } from '../symbol-directory.ts';
import { builtinSymbol, outsideSymbol } from './scip-symbol.ts';

const EXTERNAL = codeOf(TARGET_KINDS, 'external');
const BUILTIN = codeOf(TARGET_KINDS, 'builtin');

/** The symbol of a row of `occurrence_symbol`, or null when nothing says what it is. */
export type OccurrenceName = (row: number) => string | null;

export class OccurrenceNames {
  readonly #view: View;
  readonly #names: SymbolNames;
  readonly #outside: (symbol: string, name: string) => void;

  constructor(view: View, names: SymbolNames, outside: (symbol: string, name: string) => void) {
    this.#view = view;
    this.#names = names;
    this.#outside = outside;
  }

  /** The symbols of one file, each found once. */
  open(file: FileSymbols): OccurrenceName {
    const table = this.#view.table(occurrenceSymbol, file.unit)!;
    const own = ownSymbols(file);
    const external = this.#externalNames(file);
    const known: (string | null | undefined)[] = [];
    const find = (row: number): string | null => {
      const lo = table.key.lo(row);
      const hi = table.key.hi(row);
      const symbol = own.get(hashNumber(lo, hi));
      if (symbol !== undefined && file.lo(symbol) === lo && file.hi(symbol) === hi) return this.#names.of(file, symbol);
      return external.get(hashHex(lo, hi)) ?? this.#names.find(lo, hi);
    };
    return (row) => (known[row] ??= find(row));
  }

  /** Symbols outside the repository by the hash that stands for them. */
  #externalNames(file: FileSymbols): Map<string, string> {
    const found = new Map<string, string>();
    for (const schema of [importTarget, referenceTarget]) {
      const targets: ReaderOf<typeof importTarget> | ReaderOf<typeof referenceTarget> | null = this.#view.table<
        typeof importTarget.columns | typeof referenceTarget.columns
      >(schema, file.unit);
      if (targets !== null) this.#addTargets(found, file, targets);
    }
    return found;
  }

  #addTargets(
    found: Map<string, string>,
    file: FileSymbols,
    targets: ReaderOf<typeof importTarget> | ReaderOf<typeof referenceTarget>,
  ): void {
    const seen = new Set<number>();
    const cell = { lo: 0, hi: 0 };
    for (let row = 0; row < targets.rows; row++) {
      const kind = targets.kind.at(row);
      if (kind !== EXTERNAL && kind !== BUILTIN) continue;
      const id = targets.name.id(row) * 2 + (kind === BUILTIN ? 1 : 0);
      if (seen.has(id)) continue;
      seen.add(id);
      const name = targets.name.at(row);
      outsideHash(cell, name);
      const symbol = kind === BUILTIN ? builtinSymbol(file.language, name) : outsideSymbol(name);
      found.set(hashHex(cell.lo, cell.hi), symbol);
      this.#outside(symbol, name);
    }
  }
}

function ownSymbols(file: FileSymbols): Map<number, number> {
  const found = new Map<number, number>();
  for (let symbol = 0; symbol < file.count; symbol++) {
    const key = hashNumber(file.lo(symbol), file.hi(symbol));
    if (!found.has(key)) found.set(key, symbol);
  }
  return found;
}
