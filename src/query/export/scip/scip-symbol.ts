/**
 * Symbols in the grammar of SCIP: `scheme manager package version descriptors`, or `local N` inside one document.
 * The descriptors of a module are its path: folders and the file as namespaces. They hold no position.
 */
import { codeOf, DECLARATION_KINDS, LOCAL_KINDS, type DeclarationKind, suffixOf } from '#facts';
import type { FileSymbols } from '../file-symbols.ts';
import type { NameStyle } from '../symbol-directory.ts';

const SCHEME = 'stratagraph';
/** Stands for an empty manager, package or version. */
const EMPTY = '.';
const TYPE_PARAMETER = codeOf(DECLARATION_KINDS, 'type_parameter');
const MACRO = codeOf(DECLARATION_KINDS, 'macro');
const PARAMETER_LOCAL = codeOf(LOCAL_KINDS, 'parameter');
const TYPE_PARAMETER_LOCAL = codeOf(LOCAL_KINDS, 'type_parameter');

/** A name in a descriptor: as it is when simple, else between backticks. */
function identifier(name: string): string {
  return /^[\w+$-]+$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

/** A part of the package: spaces are doubled, nothing is a dot. */
function packagePart(text: string): string {
  return text === '' ? EMPTY : text.replaceAll(' ', '  ');
}

/** Everything of a symbol before its descriptors. */
function symbolHead(packageName: string): string {
  return `${SCHEME} ${EMPTY} ${packagePart(packageName)} ${EMPTY} `;
}

/** The descriptors of the module in a file. */
function pathDescriptors(path: string): string {
  return path
    .split('/')
    .map((part) => `${identifier(part)}/`)
    .join('');
}

/**
 * The symbol of something outside the repository, known by its name only: the package is the first part of the name (of two
 * parts when it has a scope), what lies between is a namespace, the last part a term. Nothing tells what kind it is.
 */
export function outsideSymbol(name: string): string {
  const [packageName = name] = /^@[^/]+\/[^/]+?(?=\.[^./]*$|\/|$)|^[^/.]+/.exec(name) ?? [];
  const parts = name
    .slice(packageName.length + 1)
    .split(/[./]/)
    .filter((part) => part !== '');
  return symbolHead(packageName) + (parts.length === 0 ? `${identifier(packageName)}/` : termBelow(parts));
}

function termBelow(parts: readonly string[]): string {
  return parts.map((part, i) => identifier(part) + (i === parts.length - 1 ? '.' : '/')).join('');
}

/** The symbol of a name that the language itself gives. */
export function builtinSymbol(language: string, name: string): string {
  return `${symbolHead(language)}\`<builtin>\`/${termBelow(name.split('.'))}`;
}

/** True for symbols that exist inside one document only. */
export function isLocalSymbol(symbol: string): boolean {
  return symbol.startsWith('local ');
}

/** Symbols of the repository `packageName`. */
export function scipStyle(packageName: string): NameStyle {
  const head = symbolHead(packageName);
  return (outer, file, symbol) => {
    if (outer === null) return head + pathDescriptors(file.path);
    if (symbol >= file.declared) return localSymbol(outer, file, symbol);
    return outer + descriptor(file, symbol);
  };
}

function descriptor(file: FileSymbols, symbol: number): string {
  const code = file.declarations.kind.at(symbol);
  const ordinal = file.ordinal(symbol);
  const name = file.name(symbol);
  if (code === TYPE_PARAMETER) return `[${numbered(name, ordinal)}]`;
  if (code === MACRO) return `${numbered(name, ordinal)}!`;
  // Safe because: the column holds codes of this list only.
  const suffix = suffixOf(DECLARATION_KINDS[code] as DeclarationKind);
  if (suffix === '(') return `${identifier(name)}(${ordinal === 0 ? '' : `+${ordinal}`}).`;
  return numbered(name, ordinal) + suffix;
}

/** Only methods have a disambiguator in the grammar; other names carry the ordinal themselves. */
function numbered(name: string, ordinal: number): string {
  return identifier(ordinal === 0 ? name : `${name}+${ordinal}`);
}

/** Parameters of what has a global symbol are global; all other locals are numbered by row. */
function localSymbol(outer: string, file: FileSymbols, symbol: number): string {
  const row = symbol - file.declared;
  const kind = file.locals.kind.at(row);
  const isGlobal = !isLocalSymbol(outer) && file.bodies.declaration.at(file.locals.body.at(row)) > 0;
  if (isGlobal && kind === PARAMETER_LOCAL) return `${outer}(${numbered(file.name(symbol), file.ordinal(symbol))})`;
  if (isGlobal && kind === TYPE_PARAMETER_LOCAL)
    return `${outer}[${numbered(file.name(symbol), file.ordinal(symbol))}]`;
  return `local ${row}`;
}
