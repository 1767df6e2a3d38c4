/**
 * Characters beside a position in UTF-8 bytes, for word boundaries. Bytes that are not valid UTF-8 are no character.
 */
import { isAsciiWord } from './byte-classes.ts';
import { LINE_END, LINE_START, NOT_WORD_BOUNDARY, WORD_BOUNDARY } from './program.ts';
import { isWordCodePoint } from './unicode.ts';

/** Length of the valid character at `at`, or 0. */
function characterLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0xff;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) if (!isContinuation(bytes[at + i]!)) return 0;
  const second = bytes[at + 1]!;
  // Overlong forms, surrogates and numbers above 10FFFF.
  const isOutside =
    (lead === 0xe0 && second < 0xa0) ||
    (lead === 0xed && second > 0x9f) ||
    (lead === 0xf0 && second < 0x90) ||
    (lead === 0xf4 && second > 0x8f);
  return isOutside ? 0 : length;
}

export function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function isWordAt(bytes: Uint8Array, at: number): boolean {
  const length = characterLength(bytes, at);
  if (length <= 1) return length === 1 && isAsciiWord(bytes[at]!);
  let codePoint = bytes[at]! & (0x7f >> length);
  for (let i = 1; i < length; i++) codePoint = (codePoint << 6) | (bytes[at + i]! & 0x3f);
  return isWordCodePoint(codePoint);
}

/** Where the character that reaches over or up to `at` begins, or `at` when there is none. */
function characterBefore(bytes: Uint8Array, at: number): number {
  for (let start = at - 1; start >= 0 && start >= at - 4; start--) {
    if (isContinuation(bytes[start]!)) continue;
    return start + characterLength(bytes, start) >= at ? start : at;
  }
  return at;
}

/** The looks that hold at `at`, as bits in the reading direction. Inside a character no word look holds. */
export function looksAt(bytes: Uint8Array, at: number, isReverse: boolean): number {
  let looks = 0;
  if (at === 0 || bytes[at - 1] === 0x0a) looks |= isReverse ? LINE_END : LINE_START;
  if (at >= bytes.length || bytes[at] === 0x0a) looks |= isReverse ? LINE_START : LINE_END;
  const before = characterBefore(bytes, at);
  if (before < at && before + characterLength(bytes, before) > at) return looks;
  const isWordBefore = before < at && isWordAt(bytes, before);
  return looks | (isWordBefore === isWordAt(bytes, at) ? NOT_WORD_BOUNDARY : WORD_BOUNDARY);
}
