/** One file as plain JSON values: what it declares, imports, calls and inherits. Lines and columns from 1, in UTF-16 units. */
import { hashHex, type UnitId } from '#core';
import {
  callEdgeName,
  CERTAINTY,
  classBase,
  declarationPosition,
  docstring,
  file,
  FLAG,
  importTable,
  importTarget,
  signature,
  source,
  TARGET_KINDS,
} from '#facts';
import { UnitPositions } from '../unit-positions.ts';
import type { View } from '../view.ts';
import { plainDocumentation } from './documentation.ts';
import type { FileSymbols } from './file-symbols.ts';
import type { SymbolDirectory, SymbolNames } from './symbol-directory.ts';

export interface FileDocument {
  readonly path: string;
  readonly language: string;
  readonly lines: number;
  readonly declarations: readonly DeclarationDocument[];
  readonly imports: readonly ImportDocument[];
  readonly calls: readonly CallDocument[];
}

export interface DeclarationDocument {
  readonly name: string;
  readonly qualifiedName: string;
  /** Descriptor hash, the identity of the symbol in answers. */
  readonly symbol: string;
  readonly kind: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly flags?: readonly string[];
  /** The type as written: of a function its return type. */
  readonly type?: string;
  readonly bases?: readonly string[];
  readonly documentation?: string;
}

export interface ImportDocument {
  readonly module: string;
  readonly name?: string;
  readonly local?: string;
  readonly line: number;
  readonly column: number;
  /** `missing`, `external`, `file`, `symbol` or `builtin`. */
  readonly target: string;
  /** File, qualified name or external name of the target. */
  readonly targetName?: string;
}

export interface CallDocument {
  readonly caller: string;
  readonly callee: string;
  readonly line: number;
  readonly column: number;
  readonly certainty: string;
}

const FLAGS = Object.entries(FLAG);

export interface NamedSnapshot {
  readonly view: View;
  readonly directory: SymbolDirectory;
  readonly names: SymbolNames;
}

export function fileDocument(from: NamedSnapshot, unit: UnitId): FileDocument {
  const { view } = from;
  const symbols = from.directory.file(unit);
  return {
    path: view.path(unit),
    language: view.table(file, unit)!.language.at(0),
    lines: view.table(source, unit)!.lines.at(0),
    declarations: symbols === null ? [] : declarationsOf(from, symbols),
    imports: symbols === null ? [] : importsOf(from, symbols),
    calls: symbols === null ? [] : callsOf(from, symbols),
  };
}

/** All declarations but the module, then nested functions and classes. */
function declarationsOf(from: NamedSnapshot, symbols: FileSymbols): DeclarationDocument[] {
  const { view, names } = from;
  const { unit } = symbols;
  const lines = view.lines(unit);
  const positions = new UnitPositions(view, unit);
  const ends = view.table(declarationPosition, unit)!;
  const types = typesOf(view, unit);
  const bases = basesOf(from, symbols);
  const documentation = documentationOf(view, unit);
  const found: DeclarationDocument[] = [];
  for (const { symbol, offset } of inTextOrder(symbols, positions)) {
    const isDeclared = symbol < symbols.declared;
    const hash = hashHex(symbols.lo(symbol), symbols.hi(symbol));
    const type = types.get(symbol);
    const text = documentation.get(symbol);
    found.push({
      name: symbols.name(symbol),
      qualifiedName: names.of(symbols, symbol),
      symbol: hash,
      kind: symbols.kind(symbol),
      ...lines.positionAt(offset),
      ...(isDeclared && { endLine: lines.lineAt(ends.end.at(symbol)) + 1, ...flagsOf(symbols, symbol) }),
      ...(type !== undefined && { type }),
      ...(bases.has(hash) && { bases: bases.get(hash)! }),
      ...(text !== undefined && { documentation: text }),
    });
  }
  return found;
}

function inTextOrder(symbols: FileSymbols, positions: UnitPositions): { symbol: number; offset: number }[] {
  const found: { symbol: number; offset: number }[] = [];
  for (let symbol = 1; symbol < symbols.count; symbol++) {
    if (!symbols.isNamed(symbol)) continue;
    const isDeclared = symbol < symbols.declared;
    const offset = isDeclared ? positions.declaration(symbol) : positions.local(symbol - symbols.declared);
    found.push({ symbol, offset });
  }
  return found.sort((a, b) => a.offset - b.offset);
}

function flagsOf(symbols: FileSymbols, symbol: number): { flags?: readonly string[] } {
  const bits = symbols.declarations.flags.at(symbol);
  return bits === 0 ? {} : { flags: FLAGS.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name) };
}

function typesOf(view: View, unit: UnitId): Map<number, string> {
  const table = view.table(signature, unit);
  const found = new Map<number, string>();
  for (let row = 0; table !== null && row < table.rows; row++) {
    if (table.type.at(row) !== '') found.set(table.declaration.at(row), table.type.at(row));
  }
  return found;
}

/** Names of the bases by the descriptor hash of the class. */
function basesOf({ view, names }: NamedSnapshot, symbols: FileSymbols): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const table = view.table(classBase, symbols.unit);
  for (let row = 0; table !== null && row < table.rows; row++) {
    const by = hashHex(table.key.lo(row), table.key.hi(row));
    const name = names.find(table.symbol.lo(row), table.symbol.hi(row)) ?? table.name.at(row);
    if (name === '') continue;
    const known = found.get(by);
    if (known === undefined) found.set(by, [name]);
    else known.push(name);
  }
  return found;
}

function documentationOf(view: View, unit: UnitId): Map<number, string> {
  const table = view.table(docstring, unit);
  const found = new Map<number, string>();
  if (table === null || table.rows === 0) return found;
  const text = view.snapshot.text(unit);
  for (let row = 0; row < table.rows; row++) {
    const plain = plainDocumentation(text.slice(table.start.at(row), table.end.at(row)));
    if (plain !== '' && table.declaration.at(row) > 0) found.set(table.declaration.at(row), plain);
  }
  return found;
}

function importsOf({ view, names }: NamedSnapshot, symbols: FileSymbols): ImportDocument[] {
  const { unit } = symbols;
  const table = view.table(importTable, unit)!;
  const targets = view.table(importTarget, unit);
  const lines = view.lines(unit);
  const positions = new UnitPositions(view, unit);
  const found: ImportDocument[] = [];
  for (let row = 0; row < table.rows; row++) {
    const name = table.imported.at(row);
    const local = table.local.at(row);
    const known = targets !== null && row < targets.rows;
    const targetName = known
      ? (names.find(targets.symbol.lo(row), targets.symbol.hi(row)) ?? targets.name.at(row))
      : '';
    found.push({
      module: '.'.repeat(table.level.at(row)) + table.module.at(row),
      ...(name !== '' && { name }),
      ...(local !== '' && { local }),
      ...lines.positionAt(positions.import(row)),
      target: known ? TARGET_KINDS[targets.kind.at(row)]! : 'missing',
      ...(targetName !== '' && { targetName }),
    });
  }
  return found;
}

/** Calls whose callee is a symbol of the repository, in the order of the text. */
function callsOf({ view, names }: NamedSnapshot, symbols: FileSymbols): CallDocument[] {
  const { unit } = symbols;
  const edges = view.table(callEdgeName, unit);
  if (edges === null) return [];
  const lines = view.lines(unit);
  const positions = new UnitPositions(view, unit);
  const found: { offset: number; document: CallDocument }[] = [];
  for (let row = 0; row < edges.rows; row++) {
    const callee = names.find(edges.key.lo(row), edges.key.hi(row));
    if (callee === null) continue;
    const offset = positions.call(edges.call.at(row));
    const caller = names.of(symbols, symbols.ofBody(edges.caller.at(row)));
    const certainty = CERTAINTY[edges.certainty.at(row)]!;
    found.push({ offset, document: { caller, callee, ...lines.positionAt(offset), certainty } });
  }
  return found.sort((a, b) => a.offset - b.offset).map(({ document }) => document);
}
