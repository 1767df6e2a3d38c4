/** The languages by table: one engine, one table of each. Bodies have names, calls and literals only; see the README. */
import type { Language } from '../language.ts';
import { lowerByTable } from './lower.ts';
import type { LanguageTable } from './table.ts';
import { go } from './tables/go.ts';
import { java } from './tables/java.ts';
import { rust } from './tables/rust.ts';

export const TABLES: readonly LanguageTable[] = [go, java, rust];

export const tableLanguages: readonly Language[] = TABLES.map((table) => ({
  name: table.name,
  grammar: table.grammar,
  extensions: table.extensions,
  fileNames: table.fileNames ?? [],
  lower: lowerByTable(table),
  modules: null,
}));
