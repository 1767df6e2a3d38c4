/** One file as a SCIP document: its occurrences in the order of the text, and what is known of the symbols that it declares. */
import { hashHex } from '#core';
import { codeOf, declarationPosition, docstring, LOCAL_KINDS } from '#facts';
import type { View } from '../../view.ts';
import { plainDocumentation } from '../documentation.ts';
import type { FileSymbols } from '../file-symbols.ts';
import type { SymbolNames } from '../symbol-directory.ts';
import { LOCAL_SYMBOL_KINDS, POSITION_ENCODING_UTF16, ROLE, scipLanguage, SYMBOL_KINDS } from './kinds.ts';
import { occurrenceRows, type OccurrenceRow } from './occurrence-rows.ts';
import type { OccurrenceNames } from './occurrence-names.ts';
import type { ProtobufWriter } from './protobuf-writer.ts';
import { relationshipsOf, type Relationship } from './relationships.ts';
import { isLocalSymbol } from './scip-symbol.ts';

/** Field numbers of the messages that are written here. */
const DOCUMENT = { path: 1, occurrences: 2, symbols: 3, language: 4, encoding: 6 } as const;
const OCCURRENCE = { range: 1, symbol: 2, roles: 3, enclosing: 7 } as const;
const INFORMATION = { symbol: 1, documentation: 3, relationships: 4, kind: 5, name: 6, enclosing: 8 } as const;
const RELATIONSHIP = { symbol: 1, isReference: 2, isImplementation: 3 } as const;
const PARAMETER = codeOf(LOCAL_KINDS, 'parameter');

export interface DocumentSource {
  readonly view: View;
  readonly names: SymbolNames;
  readonly occurrences: OccurrenceNames;
  /** Told of each symbol outside the repository that the document mentions. */
  readonly outside: (symbol: string, name: string) => void;
}

export function writeDocument(writer: ProtobufWriter, field: number, from: DocumentSource, file: FileSymbols): void {
  const open = writer.begin(field);
  writer.text(DOCUMENT.path, file.path);
  writer.text(DOCUMENT.language, scipLanguage(file.language, file.path));
  writer.integer(DOCUMENT.encoding, POSITION_ENCODING_UTF16);
  writeOccurrences(writer, from, file);
  writeSymbols(writer, from, file);
  writer.end(open);
}

function writeOccurrences(writer: ProtobufWriter, from: DocumentSource, file: FileSymbols): void {
  const names = from.occurrences.open(file);
  const lines = from.view.lines(file.unit);
  const extents = from.view.table(declarationPosition, file.unit)!;
  const module = writer.begin(DOCUMENT.occurrences);
  writer.packed(OCCURRENCE.range, [0, 0, 0]);
  writer.text(OCCURRENCE.symbol, from.names.of(file, 0));
  writer.integer(OCCURRENCE.roles, ROLE.definition);
  writer.end(module);
  for (const row of occurrenceRows(from.view, file)) {
    const name = names(row.symbol);
    if (name === null) continue;
    const open = writer.begin(DOCUMENT.occurrences);
    writer.packed(OCCURRENCE.range, rangeOf(lines, row.offset, row.offset + row.length));
    writer.text(OCCURRENCE.symbol, name);
    writer.integer(OCCURRENCE.roles, row.roles);
    if (isDefinition(row)) {
      const { declaration } = row;
      writer.packed(OCCURRENCE.enclosing, rangeOf(lines, extents.start.at(declaration), extents.end.at(declaration)));
    }
    writer.end(open);
  }
}

function isDefinition(row: OccurrenceRow): boolean {
  return row.declaration >= 0 && (row.roles & ROLE.definition) !== 0;
}

/** Three numbers on one line, four on several; lines and columns from 0. */
function rangeOf(lines: ReturnType<View['lines']>, start: number, end: number): number[] {
  const line = lines.lineAt(start);
  const last = lines.lineAt(end);
  const column = start - lines.startOf(line);
  return line === last ? [line, column, end - lines.startOf(line)] : [line, column, last, end - lines.startOf(last)];
}

function writeSymbols(writer: ProtobufWriter, from: DocumentSource, file: FileSymbols): void {
  const documentation = documentationOf(from.view, file);
  const relationships = relationshipsOf(from.view, file, from.names, from.outside);
  for (let symbol = 0; symbol < file.count; symbol++) {
    if (file.first(symbol) !== symbol || !isDescribed(file, symbol)) continue;
    const name = from.names.of(file, symbol);
    const open = writer.begin(DOCUMENT.symbols);
    writer.text(INFORMATION.symbol, name);
    for (const text of documentation.get(symbol) ?? []) writer.element(INFORMATION.documentation, text);
    const related = relationships.get(hashHex(file.lo(symbol), file.hi(symbol)));
    for (const one of related ?? []) writeRelationship(writer, one);
    writer.integer(INFORMATION.kind, kindOf(file, symbol));
    writer.text(INFORMATION.name, file.name(symbol));
    if (isLocalSymbol(name)) writer.text(INFORMATION.enclosing, from.names.of(file, file.parent(symbol)));
    writer.end(open);
  }
}

/** Declarations, nested functions and classes, and parameters that have a global symbol. */
function isDescribed(file: FileSymbols, symbol: number): boolean {
  if (file.isNamed(symbol)) return true;
  const row = symbol - file.declared;
  return file.locals.kind.at(row) === PARAMETER && file.bodies.declaration.at(file.locals.body.at(row)) > 0;
}

function kindOf(file: FileSymbols, symbol: number): number {
  return symbol < file.declared
    ? SYMBOL_KINDS[file.declarations.kind.at(symbol)]!
    : LOCAL_SYMBOL_KINDS[LOCAL_KINDS[file.locals.kind.at(symbol - file.declared)]!];
}

function writeRelationship(writer: ProtobufWriter, related: Relationship): void {
  const open = writer.begin(INFORMATION.relationships);
  writer.text(RELATIONSHIP.symbol, related.symbol);
  writer.flag(RELATIONSHIP.isReference, related.isReference);
  writer.flag(RELATIONSHIP.isImplementation, true);
  writer.end(open);
}

/** Documentation by symbol. */
function documentationOf(view: View, file: FileSymbols): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const table = view.table(docstring, file.unit);
  if (table === null || table.rows === 0) return found;
  const text = view.snapshot.text(file.unit);
  for (let row = 0; row < table.rows; row++) {
    const plain = plainDocumentation(text.slice(table.start.at(row), table.end.at(row)));
    const symbol = file.first(table.declaration.at(row));
    const known = found.get(symbol);
    if (plain === '') continue;
    if (known === undefined) found.set(symbol, [plain]);
    else known.push(plain);
  }
  return found;
}
