/**
 * Lays entries of a standard library out as columns. The same entries give the same bytes.
 * It must never read a file.
 */
import { ENTRY_KINDS, type EntryKind } from '../../languages/library/codes.ts';
import { KIND_BITS, LIBRARY_COLUMNS, LIBRARY_MAGIC } from '../../languages/library/layout.ts';

export interface TableEntry {
  readonly name: string;
  readonly kind: EntryKind;
  readonly flags?: number;
  readonly type?: string;
  readonly parameters?: string;
  readonly generics?: string;
  readonly bases?: string;
  readonly members?: readonly TableEntry[];
}

interface Row {
  readonly entry: TableEntry;
  readonly owner: number;
}

/** The bytes that `LibraryTables` reads. `entries` are modules. Members of one name keep their order. */
export function libraryBytes(entries: readonly TableEntry[]): Uint8Array<ArrayBuffer> {
  const rows = inOrder(entries);
  const strings = [...new Set(rows.flatMap(({ entry }) => textsOf(entry)))].sort(byCode);
  const ids = new Map(strings.map((text, id) => [text, id]));
  const text = Buffer.from(strings.join(''), 'latin1');
  const words = [
    LIBRARY_MAGIC,
    rows.length,
    strings.length,
    text.length,
    ...LIBRARY_COLUMNS.flatMap((column) => rows.map((row) => cell(row, column, ids))),
    ...startsOf(strings),
  ];
  const bytes = new Uint8Array(words.length * 4 + text.length);
  new Int32Array(bytes.buffer, 0, words.length).set(words);
  bytes.set(text, words.length * 4);
  return bytes;
}

/** Level by level, so that members follow each other and every owner is before its members. */
function inOrder(entries: readonly TableEntry[]): Row[] {
  const rows = sorted(entries).map((entry): Row => ({ entry, owner: -1 }));
  for (let owner = 0; owner < rows.length; owner++) {
    for (const entry of sorted(rows[owner]!.entry.members ?? [])) rows.push({ entry, owner });
  }
  return rows;
}

function sorted(entries: readonly TableEntry[]): TableEntry[] {
  return entries.toSorted((a, b) => byCode(a.name, b.name));
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function textsOf(entry: TableEntry): string[] {
  const texts = [entry.name, entry.type, entry.parameters, entry.generics, entry.bases].map((text) => text ?? '');
  const wrong = texts.find((text) => /[^\x20-\x7e]/.test(text));
  if (wrong !== undefined) throw new Error(`${entry.name}: not ASCII: ${wrong}`);
  return texts;
}

function cell({ entry, owner }: Row, column: (typeof LIBRARY_COLUMNS)[number], ids: Map<string, number>): number {
  if (column === 'owner') return owner;
  if (column === 'flags') return ENTRY_KINDS.indexOf(entry.kind) | ((entry.flags ?? 0) << KIND_BITS);
  return ids.get(entry[column] ?? '')!;
}

function startsOf(strings: readonly string[]): number[] {
  const starts = [0];
  for (const text of strings) starts.push(starts.at(-1)! + text.length);
  return starts;
}
