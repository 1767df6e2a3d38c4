/**
 * The symbols of one file by descriptor hash and by name. Every declaration is one, and every nested function and class;
 * other locals are found through their occurrences. Merged declarations give several rows of one key.
 */
import { EngineError, hashHex, NONE, type HashCell } from '#core';
import { orderByHash, type TableReader } from '#columns';
import {
  body,
  codeOf,
  declaration,
  DECLARATION_KINDS,
  file,
  local,
  LOCAL_KINDS,
  symbol,
  symbolName,
  nameKey,
  suffixOf,
} from '#facts';
import { languageNamed } from '#languages';
import type { KernelOf } from '#stage';
import type { stage } from './stage.ts';

const LOCAL_FUNCTION = codeOf(LOCAL_KINDS, 'function');
const LOCAL_CLASS = codeOf(LOCAL_KINDS, 'class');
/** Kind class by declaration kind: two declarations of one scope, name and class may share a descriptor. */
const SUFFIXES = DECLARATION_KINDS.map((kind) => suffixOf(kind));

interface FileSymbols {
  readonly path: string;
  readonly declarations: TableReader<typeof declaration.columns>;
  readonly locals: TableReader<typeof local.columns>;
  readonly bodies: TableReader<typeof body.columns>;
  /** Rows: declarations as they are, then the locals of `localRows`. */
  readonly localRows: Uint32Array;
  readonly halves: Uint32Array;
}

export const directory: KernelOf<(typeof stage.steps)[0]> = (view, out) => {
  const symbols = collect(view.path, view.table(declaration), view.table(local), view.table(body));
  const order = orderByHash(symbols.halves, symbols.halves.length / 2);
  const { declarations, localRows, halves } = symbols;
  const table = out.table(symbol);
  table.addRows(order.length);
  const { key, declaration: declarationRef, local: localRef } = table.col;
  let moduleRow = 0;
  for (let i = 0; i < order.length; i++) {
    const at = order[i]!;
    const isDeclaration = at < declarations.rows;
    key[2 * i] = halves[2 * at]!;
    key[2 * i + 1] = halves[2 * at + 1]!;
    declarationRef[i] = isDeclaration ? at : NONE;
    localRef[i] = isDeclaration ? NONE : localRows[at - declarations.rows]!;
    if (at === 0) moduleRow = i;
    if (i > 0 && key[2 * i] === key[2 * i - 2] && key[2 * i + 1] === key[2 * i - 1])
      checkMerged(symbols, order[i - 1]!, at);
  }
  const moduleName = languageNamed(view.table(file).language.at(0))?.modules?.qualifiedName(view.path) ?? view.path;
  writeNames(symbols, order, out.table(symbolName), moduleRow, moduleName);
};

function collect(
  path: string,
  declarations: FileSymbols['declarations'],
  locals: FileSymbols['locals'],
  bodies: FileSymbols['bodies'],
): FileSymbols {
  const found: number[] = [];
  for (let row = 0; row < locals.rows; row++) {
    const kind = locals.kind.at(row);
    if (kind === LOCAL_FUNCTION || kind === LOCAL_CLASS) found.push(row);
  }
  const localRows = Uint32Array.from(found);
  const count = declarations.rows;
  const halves = new Uint32Array(2 * (count + localRows.length));
  for (let row = 0; row < count; row++) {
    halves[2 * row] = declarations.hash.lo(row);
    halves[2 * row + 1] = declarations.hash.hi(row);
  }
  for (let i = 0; i < localRows.length; i++) {
    halves[2 * (count + i)] = locals.hash.lo(localRows[i]!);
    halves[2 * (count + i) + 1] = locals.hash.hi(localRows[i]!);
  }
  return { path, declarations, locals, bodies, localRows, halves };
}

/** Throws `E_HASH_COLLISION` when two rows of one hash are not declarations of one symbol. */
function checkMerged(symbols: FileSymbols, a: number, b: number): void {
  if (isOneSymbol(symbols, a, b)) return;
  const hash = hashHex(symbols.halves[2 * a]!, symbols.halves[2 * a + 1]!);
  const names = `'${nameOf(symbols, a)}' and '${nameOf(symbols, b)}'`;
  throw new EngineError('E_HASH_COLLISION', `${names} in ${symbols.path} have one descriptor hash, ${hash}`);
}

function isOneSymbol(symbols: FileSymbols, a: number, b: number): boolean {
  const { declarations, locals, bodies, localRows } = symbols;
  const count = declarations.rows;
  if (a < count !== b < count || nameOf(symbols, a) !== nameOf(symbols, b)) return false;
  if (a >= count) {
    const { lo, hi } = bodyHash(bodies, locals.body.at(localRows[a - count]!));
    const other = bodyHash(bodies, locals.body.at(localRows[b - count]!));
    return lo === other.lo && hi === other.hi;
  }
  if (SUFFIXES[declarations.kind.at(a)] !== SUFFIXES[declarations.kind.at(b)]) return false;
  const { parent, hash } = declarations;
  const outer = parent.at(a);
  const other = parent.at(b);
  if (outer < 0 || other < 0) return outer === other;
  return hash.lo(outer) === hash.lo(other) && hash.hi(outer) === hash.hi(other);
}

function bodyHash(bodies: FileSymbols['bodies'], row: number): HashCell {
  return { lo: bodies.hash.lo(row), hi: bodies.hash.hi(row) };
}

function nameOf({ declarations, locals, localRows }: FileSymbols, at: number): string {
  return at < declarations.rows ? declarations.name.at(at) : locals.name.at(localRows[at - declarations.rows]!);
}

interface NameTable {
  readonly rows: number;
  readonly col: { key: Uint32Array; symbol: Uint32Array };
  addRows(count: number): number;
}

/** Writes a row per symbol and two more for the module, in the order of the name hashes. */
function writeNames(
  symbols: FileSymbols,
  order: Uint32Array,
  table: NameTable,
  moduleRow: number,
  moduleName: string,
): void {
  const cell = { lo: 0, hi: 0 };
  const halves = new Uint32Array(2 * (order.length + 2));
  let count = 0;
  const add = (name: string): void => {
    nameKey(cell, name);
    halves[2 * count] = cell.lo;
    halves[2 * count++ + 1] = cell.hi;
  };
  for (const at of order) add(nameOf(symbols, at));
  const last = moduleName.slice(1 + Math.max(moduleName.lastIndexOf('.'), moduleName.lastIndexOf('/')));
  const fileName = symbols.declarations.name.at(0);
  if (moduleName !== fileName) add(moduleName);
  if (last !== fileName && last !== moduleName) add(last);
  const nameOrder = orderByHash(halves, count);
  table.addRows(count);
  const { key, symbol: row } = table.col;
  for (let i = 0; i < count; i++) {
    const at = nameOrder[i]!;
    key[2 * i] = halves[2 * at]!;
    key[2 * i + 1] = halves[2 * at + 1]!;
    row[i] = at < order.length ? at : moduleRow;
  }
}
