/** How is a file cut for retrieval? Its chunk tree, parents before children. */
import { hashHex } from '#core';
import { chunk, CHUNK_KINDS } from '#facts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { qualifiedName } from './symbol-place.ts';
import { viewOf, type Place } from './view.ts';

export interface ChunkRow extends Place {
  /** Stable while the declaration stays, whatever else is edited. */
  readonly id: string;
  readonly kind: (typeof CHUNK_KINDS)[number];
  /** The chunk around this one; absent for the file. */
  readonly parent?: string;
  /** Qualified name of the declaration; absent for parts of one. */
  readonly name?: string;
  /** The last line. */
  readonly endLine: number;
  /** True for the chunks that together are the file. */
  readonly leaf: boolean;
  readonly tokens: number;
  /** Hash of the text. */
  readonly content: string;
  readonly origin: string;
  readonly certainty: 'resolved';
}

export function chunks(snapshot: SnapshotReader, path: string, options: PageOptions = {}): Answer<ChunkRow> {
  const view = viewOf(snapshot);
  const unit = view.unitOf(path);
  const page = new PageBuilder<ChunkRow>('chunks', snapshot.txnId, options);
  const table = view.table(chunk, unit);
  if (table === null) return page.finish();
  const { id, kind, parent, declaration, line, lines, leaf, tokens, content } = table;
  const source = view.lines(unit);
  const make = (row: number): ChunkRow => ({
    ...view.place(unit, source.startOf(line.at(row))),
    id: hashHex(id.lo(row), id.hi(row)),
    kind: CHUNK_KINDS[kind.at(row)]!,
    ...(parent.at(row) < 0 ? {} : { parent: hashHex(id.lo(parent.at(row)), id.hi(parent.at(row))) }),
    ...(declaration.at(row) < 0
      ? {}
      : { name: qualifiedName(view, { unit, declaration: declaration.at(row), local: -1 }) }),
    endLine: line.at(row) + Math.max(1, lines.at(row)),
    leaf: leaf.at(row) === 1,
    tokens: tokens.at(row),
    content: hashHex(content.lo(row), content.hi(row)),
    origin: 'chunking/chunk',
    certainty: 'resolved',
  });
  for (let row = 0; row < table.rows; row++) {
    if (!page.add({ depth: 0, path: view.path(unit), offset: 0, tie: row }, () => make(row))) break;
  }
  return page.finish();
}
