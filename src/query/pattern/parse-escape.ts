/**
 * What follows a backslash. Escapes of the dialect mean what they mean in Rust's regex;
 * an escape outside of it is refused by name and never read as the bare letter.
 */
import { LAST_CODE_POINT, negate, type CodePointSet } from './code-point-set.ts';
import { peek, refuse, take, accept, type Cursor } from './cursor.ts';
import type { LookKind } from './ast.ts';
import { perlClass } from './unicode.ts';

export type Escape =
  | { readonly kind: 'char'; readonly codePoint: number }
  | { readonly kind: 'set'; readonly set: CodePointSet }
  | { readonly kind: 'look'; readonly look: LookKind };

const CONTROL: Readonly<Record<string, number>> = { n: 0x0a, t: 0x09, r: 0x0d, a: 0x07, f: 0x0c, v: 0x0b };

const REFUSED: Readonly<Record<string, string>> = {
  A: '\\A is not supported, because a match stays inside one line; write ^',
  z: '\\z is not supported, because a match stays inside one line; write $',
  Z: '\\Z is not supported, because a match stays inside one line; write $',
  p: 'Unicode properties are not supported; write \\w, \\d, \\s or a range such as [\\u{400}-\\u{4FF}]',
  P: 'Unicode properties are not supported; write \\W, \\D, \\S or a range such as [^\\u{400}-\\u{4FF}]',
  k: 'backreferences are not supported; repeat the part that should come back',
  Q: '\\Q is not supported; escape each sign, or search for a literal',
  E: '\\E is not supported; escape each sign, or search for a literal',
  '<': '\\< is not supported; write \\b',
  '>': '\\> is not supported; write \\b',
};

/** Reads the escape whose backslash stands at the cursor. */
export function parseEscape(cursor: Cursor): Escape {
  const at = cursor.at++;
  if (peek(cursor) < 0) refuse(at, 'the pattern ends after a backslash; write \\\\ for a backslash');
  const letter = String.fromCodePoint(take(cursor));
  if (letter === 'x' || letter === 'u' || letter === 'U')
    return { kind: 'char', codePoint: parseHex(cursor, letter, at) };
  if (Object.hasOwn(CONTROL, letter)) return { kind: 'char', codePoint: CONTROL[letter]! };
  const lower = letter.toLowerCase();
  if (lower === 'w' || lower === 'd' || lower === 's') {
    const set = perlClass(lower);
    return { kind: 'set', set: lower === letter ? set : negate(set) };
  }
  if (lower === 'b') return parseBoundary(cursor, letter, at);
  if (letter >= '0' && letter <= '9') {
    refuse(at, 'backreferences and octal escapes are not supported; repeat the part, or write \\xHH for a character');
  }
  if (Object.hasOwn(REFUSED, letter)) refuse(at, REFUSED[letter]!);
  return parseSign(letter, at);
}

function parseBoundary(cursor: Cursor, letter: string, at: number): Escape {
  if (peek(cursor) === 0x7b) refuse(at, `\\${letter}{...} is not supported; write \\b or \\B alone`);
  return { kind: 'look', look: letter === 'b' ? 'word-boundary' : 'not-word-boundary' };
}

function parseSign(letter: string, at: number): Escape {
  const code = letter.codePointAt(0)!;
  const isSign = code > 0x20 && code < 0x7f && !isAsciiLetter(code);
  if (!isSign && code !== 0x20) refuse(at, `\\${letter} is not an escape of the dialect; remove the backslash`);
  return { kind: 'char', codePoint: code };
}

function isAsciiLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

/** `\xHH`, `\uHHHH`, `\UHHHHHHHH` and all three with braces. */
function parseHex(cursor: Cursor, letter: string, at: number): number {
  const isBraced = accept(cursor, '{');
  const width = letter === 'x' ? 2 : letter === 'u' ? 4 : 8;
  const end = isBraced ? cursor.text.indexOf('}', cursor.at) : cursor.at + width;
  const digits = end < 0 ? '' : cursor.text.slice(cursor.at, end);
  const value = hexValue(digits);
  if (value < 0 || (!isBraced && digits.length < width)) {
    refuse(at, `\\${letter} needs ${width} hexadecimal digits, or braces as in \\${letter}{1F600}`);
  }
  if (value > LAST_CODE_POINT || (value >= 0xd800 && value <= 0xdfff)) {
    refuse(at, `U+${digits.toUpperCase()} is not a Unicode character; write one up to 10FFFF outside D800-DFFF`);
  }
  cursor.at = isBraced ? end + 1 : end;
  return value;
}

function hexValue(digits: string): number {
  if (digits.length === 0 || digits.length > 8) return -1;
  let value = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = '0123456789abcdef'.indexOf(digits[i]!.toLowerCase());
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
