/**
 * The reading position in a pattern and the one way to refuse it.
 * Every refusal names the offset, what stands there and what to write instead.
 */
import { EngineError } from '#core';
import { MAX_DEPTH } from './limits.ts';

export interface PatternFlags {
  readonly ignoreCase: boolean;
  readonly isExtended: boolean;
  readonly swapsGreed: boolean;
}

export interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
  flags: PatternFlags;
}

/** Throws `E_PATTERN`; `detail` says what is wrong and what to do. */
export function refuse(at: number, detail: string): never {
  throw new EngineError('E_PATTERN', `at offset ${at}: ${detail}`);
}

/** The code point at the cursor, or -1 at the end. */
export function peek(cursor: Cursor): number {
  return cursor.at < cursor.text.length ? cursor.text.codePointAt(cursor.at)! : -1;
}

/** Takes the code point at the cursor; a lone surrogate has no UTF-8 form and is refused. */
export function take(cursor: Cursor): number {
  const codePoint = peek(cursor);
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
    refuse(cursor.at, 'half of a surrogate pair is not a character; write the whole character');
  }
  cursor.at += codePoint > 0xffff ? 2 : 1;
  return codePoint;
}

/** Takes `token` when it stands at the cursor. */
export function accept(cursor: Cursor, token: string): boolean {
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  cursor.at += token.length;
  return true;
}

export function enter(cursor: Cursor, at: number): void {
  if (++cursor.depth > MAX_DEPTH) {
    refuse(at, `parts are nested deeper than ${MAX_DEPTH}; flatten the pattern`);
  }
}

export function leave(cursor: Cursor): void {
  cursor.depth--;
}

/** Under `(?x)`: passes over white space and comments. */
export function skipExtended(cursor: Cursor): void {
  if (!cursor.flags.isExtended) return;
  for (;;) {
    const c = peek(cursor);
    if (c === 0x20 || (c >= 0x09 && c <= 0x0d) || c === 0x85 || c === 0x2028 || c === 0x2029) cursor.at++;
    else if (c === 0x23) {
      const end = cursor.text.indexOf('\n', cursor.at);
      cursor.at = end < 0 ? cursor.text.length : end + 1;
    } else return;
  }
}
