/**
 * The words of a text for ranked search, as hashes: each identifier as a whole and each of its subwords, in lower case
 * and without the endings of inflection. `getHTTPHeaders2` gives `get`, `http`, `header` and `gethttpheaders2`. It works
 * on UTF-8 bytes and makes no strings. The `lexical` stage and the search must use this file alone: a word hashed in another way is never found.
 */

/** Where the terms of a text go. */
export interface TermSink {
  term(hash: number): void;
  /** Called for each `\n`. */
  endLine(): void;
}

/** Shorter terms say too little, longer ones are no words. */
const MIN_TERM_BYTES = 2;
const MAX_TERM_BYTES = 40;
const SEED = 0x9e3779b9;

/** The shortest words that lose an ending. */
const MIN_PLURAL = 4;
const MIN_E = 4;
const MIN_ED = 5;
const MIN_ING = 6;
const MIN_DOUBLED = 4;

const CASE_BIT = 0x20;
const SMALL_D = 0x64;
const SMALL_E = 0x65;
const SMALL_G = 0x67;
const SMALL_I = 0x69;
const SMALL_N = 0x6e;
const SMALL_S = 0x73;
const SMALL_U = 0x75;
const VOWELS = maskOf('aeiouy');
/** Consonants that English doubles before an ending: `stopped`, `running`. */
const DOUBLED = maskOf('bdgmnprt');

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const JOINER = 4;

/** Class of each byte. Bytes of letters outside ASCII count as lower case; their case is not folded. */
const CLASS = new Uint8Array(256);
for (let c = 0; c < 256; c++) CLASS[c] = classOf(c);

/** A bit for each of some small letters. */
function maskOf(letters: string): number {
  let mask = 0;
  for (const letter of letters) mask |= 1 << (letter.charCodeAt(0) & 31);
  return mask;
}

function classOf(byte: number): number {
  const c = String.fromCharCode(byte);
  if (c >= 'a' && c <= 'z') return LOWER;
  if (c >= 'A' && c <= 'Z') return UPPER;
  if (c >= '0' && c <= '9') return DIGIT;
  if (c === '_' || c === '$') return JOINER;
  return byte >= 0x80 ? LOWER : OTHER;
}

/** Length of the sign that starts at `at` when it is no letter, or 0: Latin-1 signs, U+2000 to U+2FFF, U+3000 to U+303F. */
function signLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead === 0xc2) return 2;
  if (lead === 0xe2 || (lead === 0xe3 && bytes[at + 1] === 0x80)) return 3;
  return 0;
}

function finish(state: number, length: number): number {
  let h = state ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Gives every term of a text to `sink`, in order. */
export function scanTerms(bytes: Uint8Array, sink: TermSink): void {
  const end = bytes.length;
  let at = 0;
  while (at < end) {
    const c = bytes[at]!;
    if (CLASS[c] === OTHER) {
      if (c === 10) sink.endLine();
      at++;
    } else if (c >= 0x80 && signLength(bytes, at) > 0) at += signLength(bytes, at);
    else at = scanIdentifier(bytes, at, end, sink);
  }
}

/** Reads the identifier that starts at `at` and returns where it ends. */
function scanIdentifier(bytes: Uint8Array, start: number, end: number, sink: TermSink): number {
  let at = start;
  let whole = SEED;
  let wholeStem = SEED;
  let wholeLength = 0;
  let stemLength = 0;
  let subwords = 0;
  while (at < end) {
    const kind = CLASS[bytes[at]!]!;
    if (kind === OTHER || (bytes[at]! >= 0x80 && signLength(bytes, at) > 0)) break;
    if (kind === JOINER) {
      at++;
      continue;
    }
    const next = subwordEnd(bytes, at, end, kind);
    const stem = stemEnd(bytes, at, next);
    let part = SEED;
    for (let i = at; i < stem; i++) {
      const c = bytes[i]!;
      const folded = c >= 65 && c <= 90 ? c + 32 : c;
      part = mixed(part, folded);
      whole = mixed(whole, folded);
    }
    wholeStem = whole;
    for (let i = stem; i < next; i++) {
      const c = bytes[i]!;
      whole = mixed(whole, c >= 65 && c <= 90 ? c + 32 : c);
    }
    emit(sink, part, stem - at);
    stemLength = wholeLength + stem - at;
    wholeLength += next - at;
    subwords++;
    at = next;
  }
  if (subwords > 1) emit(sink, wholeStem, stemLength);
  return at;
}

function mixed(state: number, byte: number): number {
  const h = Math.imul(state ^ byte, 0xcc9e2d51);
  return (h << 15) | (h >>> 17);
}

function emit(sink: TermSink, state: number, length: number): void {
  if (length >= MIN_TERM_BYTES && length <= MAX_TERM_BYTES) sink.term(finish(state, length));
}

/**
 * Where the stem of a word ends: without a plural `s`, then without `ing`, `ed` or `e`, then without the second of two equal
 * consonants. A few rules of M. Porter, "An algorithm for suffix stripping" (1980): those of inflection, none of derivation.
 */
function stemEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = endsInPlural(bytes, start, end) ? end - 1 : end;
  const length = at - start;
  if (length < MIN_E) return at;
  const last = bytes[at - 1]! | CASE_BIT;
  const second = bytes[at - 2]! | CASE_BIT;
  if (last === SMALL_E) at--;
  else if (last === SMALL_D && second === SMALL_E && length >= MIN_ED && hasVowel(bytes, start, at - 2)) at -= 2;
  else if (last === SMALL_G && second === SMALL_N && (bytes[at - 3]! | CASE_BIT) === SMALL_I && length >= MIN_ING) {
    if (hasVowel(bytes, start, at - 3)) at -= 3;
  }
  return at - start >= MIN_DOUBLED && isDoubled(bytes[at - 1]! | CASE_BIT, bytes[at - 2]! | CASE_BIT) ? at - 1 : at;
}

/** True for a word of four letters or more that ends in `s`, but not in `ss`, `us` or `is`. */
function endsInPlural(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < MIN_PLURAL || (bytes[end - 1]! | CASE_BIT) !== SMALL_S) return false;
  const before = bytes[end - 2]! | CASE_BIT;
  return before !== SMALL_S && before !== SMALL_U && before !== SMALL_I;
}

function hasVowel(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isAmong(VOWELS, bytes[i]! | CASE_BIT)) return true;
  return false;
}

function isDoubled(last: number, before: number): boolean {
  return last === before && isAmong(DOUBLED, last);
}

/** True for a small letter of a mask. */
function isAmong(mask: number, letter: number): boolean {
  return letter > 96 && letter < 123 && (mask & (1 << (letter & 31))) !== 0;
}

/** Digits; or capitals up to the last before a small letter; or small letters, the first of them capital or not. */
function subwordEnd(bytes: Uint8Array, start: number, end: number, kind: number): number {
  let at = start + 1;
  if (kind === DIGIT) {
    while (at < end && CLASS[bytes[at]!] === DIGIT) at++;
    return at;
  }
  if (kind === UPPER) {
    while (at < end && CLASS[bytes[at]!] === UPPER && !(at + 1 < end && CLASS[bytes[at + 1]!] === LOWER)) at++;
    if (at - start > 1) return at;
  }
  while (at < end && CLASS[bytes[at]!] === LOWER && !(bytes[at]! >= 0x80 && signLength(bytes, at) > 0)) at++;
  return at;
}
