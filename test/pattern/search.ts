/**
 * Searches a text by a pattern for the tests of this folder, and by `RegExp`, which is the oracle here and nowhere else.
 */
import { compile, parsePattern, type PatternOptions } from '../../src/query/pattern/index.ts';

const encoder = new TextEncoder();

export const PLENTY = 1e12;

export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** All matches as `start-end` in bytes. */
export function matchesOf(pattern: string, text: string | Uint8Array, options: PatternOptions = {}): string[] {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const out: string[] = [];
  compile(parsePattern(pattern, options)).findAll(
    bytes,
    0,
    bytes.length,
    (start, end) => {
      out.push(`${start}-${end}`);
      return true;
    },
    { left: PLENTY },
  );
  return out;
}

/** The texts of all matches. */
export function textsOf(pattern: string, text: string, options: PatternOptions = {}): string[] {
  const bytes = bytesOf(text);
  return matchesOf(pattern, bytes, options).map((span) => {
    const [start, end] = span.split('-').map(Number);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, end));
  });
}

/** All lines with a match, as `start-end` in bytes. */
export function linesOf(pattern: string, text: string, options: PatternOptions = {}): string[] {
  const bytes = bytesOf(text);
  const out: string[] = [];
  compile(parsePattern(pattern, options)).findLines(
    bytes,
    0,
    bytes.length,
    (start, end) => {
      out.push(`${start}-${end}`);
      return true;
    },
    { left: PLENTY },
  );
  return out;
}

/** What `matchesOf` should give, by the backtracking matcher of ECMAScript on one line at a time. */
export function expectedMatches(source: string, text: string): string[] {
  const out: string[] = [];
  let lineAt = 0;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    let lastEnd = -1;
    for (const match of line.matchAll(new RegExp(source, 'gu'))) {
      const start = match.index;
      const end = start + match[0].length;
      // V8 looks for empty matches between the halves of a surrogate pair, where no character begins.
      if (start === end && isInsidePair(line, start)) continue;
      // Rust does not report an empty match that touches the match before it.
      if (start !== end || start !== lastEnd) {
        out.push(`${lineAt + byteLength(line.slice(0, start))}-${lineAt + byteLength(line.slice(0, end))}`);
      }
      lastEnd = end;
    }
    lineAt += byteLength(line) + 1;
  }
  return out;
}

function isInsidePair(text: string, at: number): boolean {
  return at > 0 && text.codePointAt(at - 1)! > 0xffff;
}

function byteLength(text: string): number {
  return bytesOf(text).length;
}
