/**
 * A snapshot as a SCIP index: one protobuf message, given in pieces (metadata, a document per file, the symbols outside the
 * repository), so that it is never in memory whole. Fields of a message may come in any order and repeated ones in parts.
 */
import { pathToFileURL } from 'node:url';
import type { View } from '../../view.ts';
import type { ExportOrigin } from '../origin.ts';
import { SymbolDirectory, SymbolNames } from '../symbol-directory.ts';
import { TEXT_ENCODING_UTF8 } from './kinds.ts';
import { OccurrenceNames } from './occurrence-names.ts';
import { ProtobufWriter } from './protobuf-writer.ts';
import { writeDocument } from './scip-document.ts';
import { scipStyle } from './scip-symbol.ts';

const INDEX = { metadata: 1, documents: 2, externals: 3 } as const;
const METADATA = { tool: 2, root: 3, encoding: 4 } as const;
const TOOL = { name: 1, version: 2 } as const;
const INFORMATION = { symbol: 1, name: 6 } as const;
/** Symbols per piece. */
const EXTERNALS = 1024;

export function* exportScip(view: View, origin: ExportOrigin): Generator<Uint8Array> {
  const writer = new ProtobufWriter();
  writeMetadata(writer, origin);
  yield writer.take();
  const directory = new SymbolDirectory(view);
  const names = new SymbolNames(directory, scipStyle(origin.repository));
  const externals = new Map<string, string>();
  const outside = (symbol: string, name: string): void => {
    externals.set(symbol, name);
  };
  const from = { view, names, occurrences: new OccurrenceNames(view, names, outside), outside };
  for (const unit of view.snapshot.units) {
    const file = directory.file(unit);
    // A text has no symbols; a manifest is one, for code imports it.
    if (file === null || file.language === 'text') continue;
    writeDocument(writer, INDEX.documents, from, file);
    yield writer.take();
  }
  yield* writeExternals(writer, externals);
}

function writeMetadata(writer: ProtobufWriter, origin: ExportOrigin): void {
  const open = writer.begin(INDEX.metadata);
  const tool = writer.begin(METADATA.tool);
  writer.text(TOOL.name, 'stratagraph');
  writer.text(TOOL.version, origin.version);
  writer.end(tool);
  writer.text(METADATA.root, pathToFileURL(origin.root).href);
  writer.integer(METADATA.encoding, TEXT_ENCODING_UTF8);
  writer.end(open);
}

function* writeExternals(writer: ProtobufWriter, externals: ReadonlyMap<string, string>): Generator<Uint8Array> {
  let count = 0;
  for (const symbol of [...externals.keys()].toSorted()) {
    const open = writer.begin(INDEX.externals);
    writer.text(INFORMATION.symbol, symbol);
    const name = externals.get(symbol)!;
    writer.text(INFORMATION.name, name.slice(1 + Math.max(name.lastIndexOf('.'), name.lastIndexOf('/'))));
    writer.end(open);
    if (++count % EXTERNALS === 0) yield writer.take();
  }
  yield writer.take();
}
