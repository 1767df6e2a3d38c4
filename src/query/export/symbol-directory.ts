/**
 * Symbols of a whole snapshot by descriptor hash, and their names. Opens files when asked and keeps the last used ones only,
 * so that an export over a large repository holds a small part of it at a time.
 */
import { LRUCache } from 'lru-cache';
import { lowerBound } from '#columns';
import { hashHex, type UnitId } from '#core';
import { symbol } from '#facts';
import { placesOf } from '../symbol-place.ts';
import type { View } from '../view.ts';
import { FileSymbols } from './file-symbols.ts';

/** One symbol: the file that declares it, and its number there. */
export interface FoundSymbol {
  readonly file: FileSymbols;
  readonly symbol: number;
}

/** Builds the name of a symbol from the name of the symbol around it; `outer` is null for the module. */
export type NameStyle = (outer: string | null, file: FileSymbols, symbol: number) => string;

const OPEN_FILES = 512;

export class SymbolDirectory {
  readonly view: View;
  readonly #files = new LRUCache<UnitId, FileSymbols>({ max: OPEN_FILES });

  constructor(view: View) {
    this.view = view;
  }

  /** The symbols of a file, or null when it was not lowered. */
  file(unit: UnitId): FileSymbols | null {
    const known = this.#files.get(unit);
    if (known !== undefined) return known;
    const opened = FileSymbols.open(this.view, unit);
    if (opened !== null) this.#files.set(unit, opened);
    return opened;
  }

  /** The symbol of a descriptor hash, or null when no file declares it. Of several files the first by path. */
  find(lo: number, hi: number): FoundSymbol | null {
    for (const unit of this.view.unitsOf('symbol', lo, hi)) {
      const found = this.#findIn(unit, lo, hi);
      if (found !== null) return found;
    }
    return this.#findParameter(lo, hi);
  }

  /** A parameter that arguments in other files name: it has no row in the directory of symbols. */
  #findParameter(lo: number, hi: number): FoundSymbol | null {
    const [place] = placesOf(this.view, lo, hi);
    const file = place === undefined || place.local < 0 ? null : this.file(place.unit);
    return file === null ? null : { file, symbol: file.first(file.declared + place!.local) };
  }

  #findIn(unit: UnitId, lo: number, hi: number): FoundSymbol | null {
    const table = this.view.table(symbol, unit);
    const file = this.file(unit);
    if (table === null || file === null) return null;
    const row = lowerBound(table.key, table.rows, lo, hi);
    if (row === table.rows || table.key.lo(row) !== lo || table.key.hi(row) !== hi) return null;
    const declared = table.declaration.at(row);
    return { file, symbol: file.first(declared >= 0 ? declared : file.declared + table.local.at(row)) };
  }
}

/** Names of one style, each built once. */
export class SymbolNames {
  readonly #style: NameStyle;
  readonly #directory: SymbolDirectory;
  readonly #byHash = new Map<string, string | null>();
  readonly #perFile = new WeakMap<FileSymbols, (string | undefined)[]>();

  constructor(directory: SymbolDirectory, style: NameStyle) {
    this.#directory = directory;
    this.#style = style;
  }

  /** The name of a symbol of a file. */
  of(file: FileSymbols, symbol: number): string {
    let names = this.#perFile.get(file);
    if (names === undefined) this.#perFile.set(file, (names = []));
    return this.#build(names, file, file.first(symbol));
  }

  /** The name of the symbol with a descriptor hash, or null. */
  find(lo: number, hi: number): string | null {
    const key = hashHex(lo, hi);
    const known = this.#byHash.get(key);
    if (known !== undefined) return known;
    const found = this.#directory.find(lo, hi);
    const name = found === null ? null : this.of(found.file, found.symbol);
    this.#byHash.set(key, name);
    return name;
  }

  #build(names: (string | undefined)[], file: FileSymbols, symbol: number): string {
    const known = names[symbol];
    if (known !== undefined) return known;
    const parent = file.parent(symbol);
    const outer = parent < 0 ? null : this.#build(names, file, file.first(parent));
    const name = this.#style(outer, file, symbol);
    names[symbol] = name;
    return name;
  }
}

/** `pkg.module.Class.method` in Python, `path/without/extension.Class.method` in JavaScript and TypeScript. */
export const qualifiedStyle: NameStyle = (outer, file, symbol) =>
  outer === null ? file.module : `${outer}.${file.name(symbol)}`;
