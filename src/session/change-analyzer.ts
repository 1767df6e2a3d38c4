/**
 * `ChangeAnalyzer`: what a change did to the declarations of its files. Each declaration has exactly one class, the first
 * that holds: signature, body, doc, format. Compares the four hashes that `ir-build` keeps per declaration.
 */
import { hashHex } from '#core';
import type { TableReader } from '#columns';
import { declaration, DECLARATION_KINDS, declarationHash, declarationTextHash } from '#facts';
import { qualifiedNameOf } from '#query';
import type { Snapshot } from '#store';

export const CHANGE_CLASSES = ['added', 'removed', 'signature', 'body', 'doc', 'format'] as const;
export type ChangeClass = (typeof CHANGE_CLASSES)[number];

export interface DeclarationChange {
  readonly path: string;
  /** The descriptor hash as 16 hexadecimal digits. */
  readonly symbol: string;
  readonly name: string;
  readonly kind: string;
  readonly change: ChangeClass;
}

interface Hashes {
  readonly row: number;
  readonly levels: readonly string[];
}

export class ChangeAnalyzer {
  readonly #before: Snapshot;
  readonly #after: Snapshot;

  constructor(before: Snapshot, after: Snapshot) {
    this.#before = before;
    this.#after = after;
  }

  /** The changed declarations of some paths, by path, then in the order of the text after the change; removed ones last. */
  analyze(paths: Iterable<string>): DeclarationChange[] {
    return [...new Set(paths)].toSorted().flatMap((path) => this.#file(path));
  }

  #file(path: string): DeclarationChange[] {
    const before = hashesOf(this.#before, path);
    const after = hashesOf(this.#after, path);
    const found: DeclarationChange[] = [];
    for (const [symbol, now] of after) {
      const change = classOf(before.get(symbol), now);
      if (change !== null) found.push(describe(this.#after, path, symbol, now.row, change));
    }
    for (const [symbol, then] of before)
      if (!after.has(symbol)) found.push(describe(this.#before, path, symbol, then.row, 'removed'));
    return found;
  }
}

function classOf(before: Hashes | undefined, after: Hashes): ChangeClass | null {
  if (before === undefined) return 'added';
  const level = before.levels.findIndex((hash, i) => hash !== after.levels[i]);
  return level < 0 ? null : (['signature', 'body', 'doc', 'format'] as const)[level]!;
}

function describe(
  snapshot: Snapshot,
  path: string,
  symbol: string,
  row: number,
  change: ChangeClass,
): DeclarationChange {
  const unit = snapshot.unit(path);
  const kind = unit === -1 ? 0 : snapshot.table(declaration, unit)!.kind.at(row);
  return { path, symbol, name: qualifiedNameOf(snapshot, path, row), kind: DECLARATION_KINDS[kind]!, change };
}

/** The hashes of the declarations of a file by symbol, in the order of the text; empty when there is no such file. */
function hashesOf(snapshot: Snapshot, path: string): Map<string, Hashes> {
  const found = new Map<string, Hashes>();
  const unit = snapshot.unit(path);
  const rows = unit === -1 ? null : snapshot.table(declaration, unit);
  if (unit === -1 || rows === null) return found;
  const hashes = snapshot.table(declarationHash, unit)!;
  const texts = snapshot.table(declarationTextHash, unit)!;
  for (let row = 0; row < rows.rows; row++) {
    const levels = [hashes.signature, hashes.body, texts.doc, texts.format].map((column) => hexAt(column, row));
    found.set(hexAt(rows.hash, row), { row, levels });
  }
  return found;
}

function hexAt(column: TableReader<{ key: 'hash' }>['key'], row: number): string {
  return hashHex(column.lo(row), column.hi(row));
}
