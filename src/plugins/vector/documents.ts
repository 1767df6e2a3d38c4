/** The texts of a file that have vectors: its leaf chunks, or all of it where no stage cut it. Binary files have none. */
import { hashHex, hashOf } from '#core';
import { chunk, CHUNK_KINDS, source } from '#facts';
import type { ChunkMatch, SnapshotReader } from '#query';

/** What is shown to an embedder of one text at most, in bytes. */
const MAX_TEXT_BYTES = 32 << 10;
const LINE_FEED = 10;

export interface DocumentText {
  /** Equal texts have equal contents. */
  readonly content: string;
  /** Row of the chunk; -1 is the file. */
  readonly row: number;
  readonly text: () => string;
}

/** The documents of a file, in its order. */
export function documentsOf(snapshot: SnapshotReader, path: string): DocumentText[] {
  const unit = snapshot.unit(path);
  const text = unit === -1 ? undefined : snapshot.table(source, unit)?.text.at(0);
  if (unit === -1 || text === undefined || text.length === 0) return [];
  const chunks = snapshot.table(chunk, unit);
  if (chunks === null || chunks.rows === 0) {
    const whole = decode(text, 0, text.length);
    const { lo, hi } = hashOf(whole);
    return whole === '' ? [] : [{ content: `file ${hashHex(lo, hi)}`, row: -1, text: () => whole }];
  }
  let starts: Uint32Array | null = null;
  const found: DocumentText[] = [];
  for (let row = 0; row < chunks.rows; row++) {
    if (chunks.leaf.at(row) === 0) continue;
    const content = hashHex(chunks.content.lo(row), chunks.content.hi(row));
    const from = chunks.line.at(row);
    const to = from + chunks.lines.at(row);
    found.push({ content, row, text: () => decode(text, (starts ??= lineStarts(text))[from]!, starts[to]!) });
  }
  return found;
}

/** Where a document stands. */
export function placeOf(snapshot: SnapshotReader, path: string, row: number, score: number): ChunkMatch {
  const unit = snapshot.unit(path);
  const chunks = unit === -1 ? null : snapshot.table(chunk, unit);
  if (unit === -1 || row < 0 || chunks === null) {
    const lines = unit === -1 ? 1 : snapshot.table(source, unit)!.lines.at(0);
    return { path, line: 1, endLine: lines, score, kind: 'file' };
  }
  const line = chunks.line.at(row);
  return { path, line: line + 1, endLine: line + chunks.lines.at(row), score, kind: CHUNK_KINDS[chunks.kind.at(row)]! };
}

/** Without the white space at its end, which the content of a chunk leaves out. */
function decode(text: Uint8Array, from: number, to: number): string {
  const bytes = text.subarray(from, Math.min(to, from + MAX_TEXT_BYTES));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8').trimEnd();
}

/** Where each line starts, and behind them the length of the text, as often as a chunk may ask. */
function lineStarts(text: Uint8Array): Uint32Array {
  let lines = 1;
  for (const byte of text) if (byte === LINE_FEED) lines++;
  const starts = new Uint32Array(lines + 2).fill(text.length);
  starts[0] = 0;
  let line = 1;
  for (let at = 0; at < text.length; at++) if (text[at] === LINE_FEED) starts[line++] = at + 1;
  return starts;
}
