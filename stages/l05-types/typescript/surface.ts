/**
 * The step `surface`: what the declarations of a TypeScript file say of their types, every name with its symbol, for others
 * and for the file itself. It must never infer.
 */
import {
  codeOf,
  declaration,
  DECLARATION_KINDS,
  declaredType,
  heritage,
  HERITAGE_KINDS,
  parameter,
  PARAMETER_FLAG,
  PARAMETER_KINDS,
  signature,
} from '#facts';
import { type BuilderOf, type ReaderOf, sortByHash, type StringTableBuilder } from '#columns';
import { type FileNames, withSymbols } from './names.ts';

const MODULE = codeOf(DECLARATION_KINDS, 'module');
const EXTENDS = codeOf(HERITAGE_KINDS, 'extends');
const REST = codeOf(PARAMETER_KINDS, 'rest');
const RECEIVER = codeOf(PARAMETER_KINDS, 'receiver');
const OPTIONAL = PARAMETER_FLAG.default | PARAMETER_FLAG.optional;

export interface SurfaceTables {
  readonly declarations: ReaderOf<typeof declaration>;
  readonly parameters: ReaderOf<typeof parameter>;
  readonly signatures: ReaderOf<typeof signature>;
  readonly heritages: ReaderOf<typeof heritage>;
}

export function writeSurface(
  tables: SurfaceTables,
  names: FileNames,
  out: BuilderOf<typeof declaredType>,
  strings: StringTableBuilder,
): void {
  const { declarations, signatures } = tables;
  const parameters = parameterTexts(tables, names);
  const bases = baseTexts(tables, names);
  const types = firstRows(signatures.rows, (row) => signatures.declaration.at(row), declarations.rows);
  for (let row = 0; row < declarations.rows; row++) {
    if (declarations.kind.at(row) === MODULE) continue;
    const at = out.add();
    const { col } = out;
    const typed = types[row]! - 1;
    col.key[2 * at] = declarations.hash.lo(row);
    col.key[2 * at + 1] = declarations.hash.hi(row);
    col.kind[at] = declarations.kind.at(row);
    col.flags[at] = declarations.flags.at(row);
    col.name[at] = strings.intern(declarations.name.at(row));
    col.type[at] = strings.intern(typed < 0 ? '' : withSymbols(signatures.type.at(typed), names));
    col.generics[at] = strings.intern(typed < 0 ? '' : withSymbols(signatures.parameters.at(typed), names));
    col.parameters[at] = strings.intern(parameters.get(row) ?? '');
    col.bases[at] = strings.intern(bases.get(row) ?? '');
  }
  sortByHash(out, 'key');
}

function firstRows(rows: number, ownerOf: (row: number) => number, owners: number): Int32Array {
  const firsts = new Int32Array(owners);
  for (let row = rows - 1; row >= 0; row--) firsts[ownerOf(row)] = row + 1;
  return firsts;
}

function parameterTexts({ parameters }: SurfaceTables, names: FileNames): Map<number, string> {
  const texts = new Map<number, string>();
  for (let row = 0; row < parameters.rows; row++) {
    const kind = parameters.kind.at(row);
    if (kind === RECEIVER) continue;
    const owner = parameters.declaration.at(row);
    const before = texts.get(owner);
    const type = withSymbols(parameters.annotation.at(row), names);
    const name = parameters.name.at(row) === '' ? `_${row}` : parameters.name.at(row);
    const mark = (parameters.flags.at(row) & OPTIONAL) === 0 ? '' : '?';
    const text = `${kind === REST ? '...' : ''}${name}${mark}${type === '' ? '' : `: ${type}`}`;
    texts.set(owner, before === undefined ? text : `${before}, ${text}`);
  }
  return texts;
}

function baseTexts({ heritages }: SurfaceTables, names: FileNames): Map<number, string> {
  const texts = new Map<number, string>();
  for (let row = 0; row < heritages.rows; row++) {
    if (heritages.kind.at(row) !== EXTENDS) continue;
    const owner = heritages.declaration.at(row);
    const passed = heritages.arguments.at(row);
    const text = withSymbols(passed === '' ? heritages.base.at(row) : `${heritages.base.at(row)}<${passed}>`, names);
    const before = texts.get(owner);
    texts.set(owner, before === undefined ? text : `${before}, ${text}`);
  }
  return texts;
}
