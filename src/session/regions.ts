/**
 * The regions of a file: its text cut at the ends of its declarations, so that two texts of one file can be compared
 * declaration by declaration. The regions of a text, joined, are the text.
 */
import { hashHex } from '#core';
import { codeOf, declaration, DECLARATION_KINDS, declarationPosition } from '#facts';
import type { Snapshot } from '#store';

/** A piece of text with a name that is unique in its file. */
export interface Region {
  /** A declaration's descriptor hash; for the head of one that holds others, and for the text after one, with a mark. */
  readonly key: string;
  readonly text: string;
  /** Row of the declaration whose own text this is; the module for what stands between. */
  readonly row: number;
  /** True for a whole declaration, which may be set down in any place between others. */
  readonly isWhole: boolean;
  /** Keys of the declarations that it stands in, the outermost first, its own last. */
  readonly within: readonly string[];
}

/** Declarations that are edited as a whole. Variables and properties are lines of what holds them. */
const CUT_KINDS = new Set(
  (
    [
      'namespace',
      'class',
      'interface',
      'enum',
      'function',
      'method',
      'constructor',
      'struct',
      'trait',
      'type_alias',
    ] as const
  ).map((kind) => codeOf(DECLARATION_KINDS, kind)),
);

interface Extent {
  readonly row: number;
  readonly start: number;
  readonly end: number;
  readonly key: string;
}

/** The regions of a file, or null when it has no declarations to cut at or they overlap. */
export function regionsOf(snapshot: Snapshot, path: string): Region[] | null {
  const unit = snapshot.unit(path);
  const rows = unit === -1 ? null : snapshot.table(declaration, unit);
  const positions = unit === -1 ? null : snapshot.table(declarationPosition, unit);
  if (unit === -1 || rows === null || positions === null) return null;
  const extents: Extent[] = [];
  for (let row = 1; row < rows.rows; row++) {
    if (!CUT_KINDS.has(rows.kind.at(row))) continue;
    const key = hashHex(rows.hash.lo(row), rows.hash.hi(row));
    extents.push({ row, start: positions.start.at(row), end: positions.end.at(row), key });
  }
  extents.sort((a, b) => a.start - b.start || b.end - a.end);
  const regions = cut(snapshot.text(unit), extents);
  return regions === null || new Set(regions.map((region) => region.key)).size < regions.length ? null : regions;
}

function cut(text: string, extents: readonly Extent[]): Region[] | null {
  const regions: Region[] = [];
  const open: Extent[] = [];
  let at = 0;
  let key = 'start';
  const take = (end: number, isWhole: boolean): void => {
    const within = open.map((extent) => extent.key);
    if (end > at) regions.push({ key, text: text.slice(at, end), row: open.at(-1)?.row ?? 0, isWhole, within });
    at = end;
  };
  const close = (extent: Extent): void => {
    take(extent.end, key === extent.key);
    open.pop();
    key = `after ${extent.key}`;
  };
  for (const extent of extents) {
    while (open.length > 0 && open.at(-1)!.end <= extent.start) close(open.at(-1)!);
    if (open.length > 0 && open.at(-1)!.end < extent.end) return null;
    // What opens inside another leaves it its head.
    if (key === open.at(-1)?.key) key = `head ${key}`;
    take(extent.start, false);
    open.push(extent);
    key = extent.key;
  }
  while (open.length > 0) close(open.at(-1)!);
  take(text.length, false);
  return regions;
}
