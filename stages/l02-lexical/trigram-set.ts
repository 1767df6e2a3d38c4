/** The distinct byte trigrams of one text, folded, and the filter made from them. Scratch of a thread, reused. */
import { addToFilter, filterBytes, FOLDED_BYTES } from '#facts';

/** One bit for each possible trigram. */
const SEEN_WORDS = (1 << 24) / 32;
const FIRST_FOUND = 1 << 12;
/** A list that a huge file has made longer than this is not kept. */
const KEPT_FOUND = 1 << 18;
const EMPTY = new Uint8Array(0);

export class TrigramSet {
  readonly #seen = new Uint32Array(SEEN_WORDS);
  #found = new Uint32Array(FIRST_FOUND);

  /** The filter of a text: empty when the text is shorter than a trigram. */
  filterOf(text: Uint8Array): Uint8Array {
    if (text.length < 3) return EMPTY;
    if (this.#found.length < text.length) this.#found = new Uint32Array(2 * text.length);
    const found = this.#found;
    const count = collect(text, this.#seen, found);
    const filter = new Uint8Array(filterBytes(count));
    addToFilter(filter, found, count);
    clear(this.#seen, found, count);
    if (found.length > KEPT_FOUND) this.#found = new Uint32Array(FIRST_FOUND);
    return filter;
  }
}

/** Lists the distinct trigrams and returns their number. Their bits stay set. */
function collect(text: Uint8Array, seen: Uint32Array, found: Uint32Array): number {
  const { length } = text;
  let count = 0;
  let trigram = (FOLDED_BYTES[text[0]!]! << 8) | FOLDED_BYTES[text[1]!]!;
  for (let i = 2; i < length; i++) {
    trigram = ((trigram << 8) | FOLDED_BYTES[text[i]!]!) & 0xffffff;
    const word = seen[trigram >>> 5]!;
    const bit = 1 << (trigram & 31);
    if ((word & bit) !== 0) continue;
    seen[trigram >>> 5] = word | bit;
    found[count++] = trigram;
  }
  return count;
}

function clear(seen: Uint32Array, found: Uint32Array, count: number): void {
  for (let i = 0; i < count; i++) seen[found[i]! >>> 5] = 0;
}
