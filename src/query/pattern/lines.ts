/**
 * Line arithmetic over bytes: a line ends at `\n` or at the end of the text, and a final `\n` begins no further line.
 */
const LINE_FEED = 0x0a;

/** Where the line that holds position `at` begins. */
export function lineStart(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && bytes[start - 1] !== LINE_FEED) start--;
  return start;
}

/** The position of the line end at or after `at`. */
export function lineEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] !== LINE_FEED) end++;
  return end;
}

/** True when position `at` is behind the last line. */
export function isBehindLastLine(bytes: Uint8Array, at: number): boolean {
  return at >= bytes.length && (at === 0 || bytes[at - 1] === LINE_FEED);
}
