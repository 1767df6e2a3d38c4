/**
 * Names that other files see without an import: the declarations of a script, what is exported from its namespaces, and what
 * `declare global` adds (TypeScript handbook, "Declaration Merging"). Found when all declarations of a file are known.
 * JavaScript files give none: which of them run together only a page says.
 */
import { codeOf, DECLARATION_KINDS, FLAG } from '#facts';
import { EXPORT_DECLARATION } from '../lowering/codes.ts';
import type { Walk } from './walk.ts';

const MODULE = codeOf(DECLARATION_KINDS, 'module');
const NAMESPACE = codeOf(DECLARATION_KINDS, 'namespace');
const JAVASCRIPT = /\.[cm]?jsx?$/;
const DECLARATION_FILE = /\.d\.[cm]?ts$/;

export function addGlobalNames(walk: Walk): void {
  const { low } = walk;
  if (JAVASCRIPT.test(low.path) || (walk.isModule && walk.globalBlocks.size === 0)) return;
  const { rows, col } = low.t.declaration;
  const texts = low.interfaceStrings.texts;
  /** The dotted names of global scopes by the row that opens them, '' for the global scope itself. */
  const scopes = new Map<number, string>();
  /** Scopes in which all is exported. */
  const ambient = new Set<number>();
  const seen = new Set<string>();
  if (!walk.isModule) scopes.set(0, '');
  if (DECLARATION_FILE.test(low.path)) ambient.add(0);
  for (let row = 1; row < rows; row++) {
    const parent = col.parent[row]!;
    const flags = col.flags[row]!;
    const isNamespace = col.kind[row] === NAMESPACE;
    if (isNamespace && ((flags & FLAG.ambient) !== 0 || ambient.has(parent))) ambient.add(row);
    if (walk.globalBlocks.has(row)) scopes.set(row, '');
    const scope = scopes.get(parent);
    if (scope === undefined || walk.globalBlocks.has(row)) continue;
    const isSeen = parent === 0 || ambient.has(parent) || (flags & FLAG.exported) !== 0;
    if (!isSeen) continue;
    const name = texts[col.name[row]!]!;
    if (isNamespace) scopes.set(row, scope === '' ? name : `${scope}.${name}`);
    // Overloads and parts of one interface are one symbol.
    const symbol = `${col.hash[2 * row]} ${col.hash[2 * row + 1]}`;
    if (!seen.has(symbol)) low.globalName(scope, name, row);
    seen.add(symbol);
  }
}

/**
 * A declaration file may declare the module that it is the types of by its name: `declare module 'm' { }`. What that has, the
 * file exports. One that declares several modules is none of them.
 */
export function addModuleExports(walk: Walk): void {
  const { low } = walk;
  if (!DECLARATION_FILE.test(low.path)) return;
  const { rows, col } = low.t.declaration;
  const texts = low.interfaceStrings.texts;
  let module = -1;
  for (let row = 1; row < rows; row++) {
    if (col.kind[row] !== MODULE || texts[col.name[row]!]!.includes('*')) continue;
    if (module >= 0 && col.name[row] !== col.name[module]) return;
    if (module < 0) module = row;
  }
  const seen = new Set<string>();
  for (let row = module + 1; module > 0 && row < rows; row++) {
    const parent = col.parent[row]!;
    if (parent === 0 || col.kind[parent] !== MODULE) continue;
    const symbol = `${col.hash[2 * row]} ${col.hash[2 * row + 1]}`;
    if (!seen.has(symbol)) low.exportName(texts[col.name[row]!]!, EXPORT_DECLARATION, row, '', '', 0);
    seen.add(symbol);
  }
}
