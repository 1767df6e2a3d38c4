/**
 * The words of a text for ranked search, as hashes: each identifier as a whole and each of its subwords, in lower case
 * and without a plural `s`. `getHTTPHeaders2` gives `get`, `http`, `header` and `gethttpheaders2`. It works on UTF-8
 * bytes and makes no strings. The `lexical` stage and the search must use this file alone: a word hashed in another way is never found.
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

const CASE_BIT = 0x20;
const SMALL_I = 0x69;
const SMALL_S = 0x73;
const SMALL_U = 0x75;

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const JOINER = 4;

/** Class of each byte. Bytes of letters outside ASCII count as lower case; their case is not folded. */
const CLASS = new Uint8Array(256);
for (let c = 0; c < 256; c++) CLASS[c] = classOf(c);

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

/** Gives every term of a text to `sink`, in order. A hash is the low half of `hashText` for ASCII words. */
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
  let wholeBefore = SEED;
  let wholeLength = 0;
  let subwords = 0;
  let isPlural = false;
  while (at < end) {
    const kind = CLASS[bytes[at]!]!;
    if (kind === OTHER || (bytes[at]! >= 0x80 && signLength(bytes, at) > 0)) break;
    if (kind === JOINER) {
      at++;
      continue;
    }
    const next = subwordEnd(bytes, at, end, kind);
    let part = SEED;
    let partBefore = SEED;
    for (let i = at; i < next; i++) {
      const c = bytes[i]!;
      const folded = c >= 65 && c <= 90 ? c + 32 : c;
      partBefore = part;
      wholeBefore = whole;
      part = Math.imul(part ^ folded, 0xcc9e2d51);
      part = (part << 15) | (part >>> 17);
      whole = Math.imul(whole ^ folded, 0xcc9e2d51);
      whole = (whole << 15) | (whole >>> 17);
    }
    isPlural = endsInPlural(bytes, at, next);
    emit(sink, isPlural ? partBefore : part, isPlural ? next - at - 1 : next - at);
    wholeLength += next - at;
    subwords++;
    at = next;
  }
  if (subwords > 1) emit(sink, isPlural ? wholeBefore : whole, isPlural ? wholeLength - 1 : wholeLength);
  return at;
}

function emit(sink: TermSink, state: number, length: number): void {
  if (length >= MIN_TERM_BYTES && length <= MAX_TERM_BYTES) sink.term(finish(state, length));
}

/** True for a word of four letters or more that ends in `s`, but not in `ss`, `us` or `is`. */
function endsInPlural(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 4 || (bytes[end - 1]! | CASE_BIT) !== SMALL_S) return false;
  const before = bytes[end - 2]! | CASE_BIT;
  return before !== SMALL_S && before !== SMALL_U && before !== SMALL_I;
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
