/** A snapshot as one JSON document, a line per file: given in pieces, so that it is never in memory whole. */
import type { View } from '../view.ts';
import { fileDocument } from './file-document.ts';
import type { ExportOrigin } from './origin.ts';
import { qualifiedStyle, SymbolDirectory, SymbolNames } from './symbol-directory.ts';

export function* exportJson(view: View, origin: ExportOrigin): Generator<string> {
  const directory = new SymbolDirectory(view);
  const from = { view, directory, names: new SymbolNames(directory, qualifiedStyle) };
  yield `{"snapshot":${view.snapshot.txnId},"repository":${JSON.stringify(origin.repository)},"files":[`;
  let before = '\n';
  for (const unit of view.snapshot.units) {
    yield before + JSON.stringify(fileDocument(from, unit));
    before = ',\n';
  }
  yield '\n]}\n';
}
