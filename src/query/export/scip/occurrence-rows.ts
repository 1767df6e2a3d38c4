/**
 * The resolved occurrences of one file in the order of the text, merged where one name has several roles. Candidates are
 * left out: SCIP has no way to say that a reference is one of several.
 */
import type { ReaderOf } from '#columns';
import type { UnitId } from '#core';
import { CERTAINTY, codeOf, importTable, occurrence, OCCURRENCE_SOURCES, occurrenceSymbol, reference } from '#facts';
import { UnitPositions } from '../../unit-positions.ts';
import type { View } from '../../view.ts';
import type { FileSymbols } from '../file-symbols.ts';
import { ROLE, SYMBOL_ROLES } from './kinds.ts';

const RESOLVED = codeOf(CERTAINTY, 'resolved');
const REFERENCE = codeOf(OCCURRENCE_SOURCES, 'reference');
const DECLARATION = codeOf(OCCURRENCE_SOURCES, 'declaration');
const LOCAL = codeOf(OCCURRENCE_SOURCES, 'local');
const IMPORT = codeOf(OCCURRENCE_SOURCES, 'import');
/** Rows of one file fit below this, so that an offset and a row make one exact number. */
const ROWS = 2 ** 21;

export interface OccurrenceRow {
  readonly offset: number;
  readonly length: number;
  /** Row of `occurrence_symbol`. */
  readonly symbol: number;
  roles: number;
  /** Declaration row that is defined here, or -1. */
  declaration: number;
}

/** All occurrences of a file but the one of the module itself. */
export function occurrenceRows(view: View, file: FileSymbols): OccurrenceRow[] {
  const symbols = view.table(occurrenceSymbol, file.unit);
  const rows = view.table(occurrence, file.unit);
  if (symbols === null || rows === null) return [];
  const spans = new OccurrenceSpans(view, file.unit, file);
  const keys: number[] = [];
  for (let row = 0; row < rows.rows; row++) {
    if (rows.certainty.at(row) !== RESOLVED) continue;
    const isModule = rows.source.at(row) === DECLARATION && rows.at.at(row) === 0;
    if (!isModule) keys.push(spans.offset(rows.source.at(row), rows.at.at(row)) * ROWS + row);
  }
  const symbolOf = symbolByRow(symbols, rows.rows);
  const found: OccurrenceRow[] = [];
  for (const key of Float64Array.from(keys).sort()) {
    const row = key % ROWS;
    const offset = Math.floor(key / ROWS);
    const symbol = symbolOf[row]!;
    const roles = SYMBOL_ROLES[rows.role.at(row)]!;
    const source = rows.source.at(row);
    const at = rows.at.at(row);
    const known = sameName(found, offset, symbol);
    if (known !== undefined) {
      known.roles |= roles;
      if (source === DECLARATION) known.declaration = at;
      continue;
    }
    const length = spans.length(source, at, offset);
    if (length > 0) found.push({ offset, length, symbol, roles, declaration: source === DECLARATION ? at : -1 });
  }
  return withoutShadowedWrites(found);
}

/** Where a symbol is declared, the name that is bound there may mean a later declaration of the same name: that is no write. */
function withoutShadowedWrites(rows: readonly OccurrenceRow[]): OccurrenceRow[] {
  const declared = new Set(rows.filter((row) => row.declaration >= 0).map((row) => row.offset));
  return rows.filter((row) => row.declaration >= 0 || row.roles !== ROLE.write || !declared.has(row.offset));
}

/** The occurrence of the same symbol at the same place, among the last ones. */
function sameName(found: readonly OccurrenceRow[], offset: number, symbol: number): OccurrenceRow | undefined {
  for (let i = found.length - 1; i >= 0 && found[i]!.offset === offset; i--) {
    if (found[i]!.symbol === symbol) return found[i];
  }
  return undefined;
}

function symbolByRow(symbols: ReaderOf<typeof occurrenceSymbol>, rows: number): Uint32Array {
  const symbolOf = new Uint32Array(rows);
  for (let at = 0; at < symbols.rows; at++) {
    symbolOf.fill(at, symbols.first.at(at), at + 1 < symbols.rows ? symbols.first.at(at + 1) : rows);
  }
  return symbolOf;
}

/** Where occurrences stand in the text, and how long their names are there. */
class OccurrenceSpans {
  readonly #positions: UnitPositions;
  readonly #text: string;
  readonly #file: FileSymbols;
  readonly #references: ReaderOf<typeof reference>;
  readonly #imports: ReaderOf<typeof importTable>;

  constructor(view: View, unit: UnitId, file: FileSymbols) {
    this.#positions = new UnitPositions(view, unit);
    this.#text = view.snapshot.text(unit);
    this.#file = file;
    this.#references = view.table(reference, unit)!;
    this.#imports = view.table(importTable, unit)!;
  }

  offset(source: number, row: number): number {
    return this.#positions.occurrence(source, row);
  }

  /** The length of the name at `offset` as it is written there; 0 when the text there is not that name. */
  length(source: number, row: number, offset: number): number {
    const name = this.#name(source, row);
    if (name !== '' && this.#text.startsWith(name, offset)) return name.length;
    if (name !== '' && QUOTES.includes(this.#text[offset]!) && this.#text.startsWith(name, offset + 1))
      return name.length + 2;
    if (source !== IMPORT) return 0;
    IMPORTED.lastIndex = offset;
    return IMPORTED.exec(this.#text)?.[0].length ?? 0;
  }

  #name(source: number, row: number): string {
    if (source === REFERENCE) return this.#references.name.at(row);
    if (source === DECLARATION) return this.#file.declarations.name.at(row);
    if (source === LOCAL) return this.#file.locals.name.at(row);
    const imported = this.#imports.imported.at(row);
    return imported === '' ? this.#imports.module.at(row) : imported;
  }
}

const QUOTES = ['"', "'", '`'];
/** What an import names: a word, a dotted path, a quoted text, or one sign, all on one line. */
const IMPORTED = /[\p{L}\p{N}_$.]+|"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|[^\s]/uy;
