/** The step `terms`: what the symbols of a file give to other files, as terms. It knows no other file. */
import { file, typeTerm } from '#facts';
import { sortByHash } from '#columns';
import type { KernelOf } from '#stage';
import { SymbolTable } from './name-terms.ts';
import { PackedWriter } from './packed-text.ts';
import type { stage } from '../stage.ts';
import type { SymbolRef } from './term.ts';
import { writeRecord } from './term-text.ts';
import { readUnit } from './unit.ts';

export const terms: KernelOf<(typeof stage.steps)[0]> = (view, out, { fuel }) => {
  if (view.table(file).language.at(0) !== 'python') return;
  const { facts, names, records } = readUnit(view, new SymbolTable());
  const table = out.table(typeTerm);
  const strings = out.strings(typeTerm);
  const { declarations, pathLo, pathHi } = facts;
  const seen = new Set<SymbolRef>();
  const waiting: SymbolRef[] = [];
  // Functions and classes that are no declarations are written when a term names them.
  const name = (symbol: SymbolRef): void => {
    if (symbol.pathLo !== pathLo || symbol.pathHi !== pathHi || seen.has(symbol)) return;
    seen.add(symbol);
    waiting.push(symbol);
  };
  for (let row = 1; row < declarations.rows; row++) {
    name(names.symbols.of(pathLo, pathHi, declarations.hash.lo(row), declarations.hash.hi(row)));
  }
  for (let next = 0; next < waiting.length && fuel.burn(1); next++) {
    const symbol = waiting[next]!;
    const record = records.record(symbol);
    if (record === null) continue;
    const packed = new PackedWriter(pathLo, pathHi);
    writeRecord(packed, record, name);
    const row = table.add();
    table.col.key[2 * row] = symbol.lo;
    table.col.key[2 * row + 1] = symbol.hi;
    table.col.text[row] = strings.intern(packed.text);
  }
  sortByHash(table, 'key');
};
