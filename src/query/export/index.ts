/**
 * Exports of a snapshot, each given in pieces to whoever writes them.
 *
 *     for (const piece of exportSnapshot(context.snapshot, 'scip', origin)) out.write(piece);
 */
import { EngineError } from '#core';
import type { SnapshotReader } from '../snapshot-reader.ts';
import { viewOf } from '../view.ts';
import { exportCallGraph } from './callgraph-export.ts';
import { exportGraph, type DrawOptions } from './graph-export.ts';
import { exportGraphml } from './graphml-export.ts';
import { exportJson } from './json-export.ts';
import type { ExportOrigin } from './origin.ts';
import { exportScip } from './scip/scip-index.ts';
import { exportTypes } from './types-export.ts';

export type { DrawOptions } from './graph-export.ts';
export type { ExportOrigin } from './origin.ts';
export type { CallDocument, DeclarationDocument, FileDocument, ImportDocument } from './file-document.ts';

export const EXPORT_FORMATS = ['json', 'callgraph', 'scip', 'graphml', 'types', 'dot', 'mermaid'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The pieces of an export: texts, or bytes for `scip`. `E_QUERY` for a format that there is not. `options` say what is drawn. */
export function exportSnapshot(
  snapshot: SnapshotReader,
  format: ExportFormat,
  origin: ExportOrigin,
  options: DrawOptions = {},
): Generator<string | Uint8Array> {
  const view = viewOf(snapshot);
  switch (format) {
    case 'json':
      return exportJson(view, origin);
    case 'callgraph':
      return exportCallGraph(view);
    case 'scip':
      return exportScip(view, origin);
    case 'graphml':
      return exportGraphml(view);
    case 'types':
      return exportTypes(view);
    case 'dot':
    case 'mermaid':
      return exportGraph(view, format, options);
    default:
      throw new EngineError('E_QUERY', `there is no format '${String(format)}'; use ${EXPORT_FORMATS.join(', ')}`);
  }
}
