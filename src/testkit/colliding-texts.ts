/** Constructs two texts of one 64-bit hash, as a hostile repository could. */
import type { HashCell } from '#core';

/** First and number of the letters that the texts are made of: many, so that pairs of short blocks agree soon. */
const LETTERS = [0x4e00, 20_000] as const;
const BLOCKS = 18;

/**
 * Two texts that begin with `prefix` and have one hash. `hash` gives the hash of a text by `hashText`, `finish` what is mixed
 * in afterwards. The first half of the hash state never depends on the second, so pairs of blocks that agree in it, one behind
 * the other, give 2^n texts that agree in it (A. Joux, "Multicollisions in iterated hash functions", CRYPTO 2004); among 2^18
 * texts some two agree in the second half as well.
 */
export function collidingTexts(
  prefix: string,
  hash: (out: HashCell, text: string) => void,
  finish: (out: HashCell) => void = () => undefined,
): [string, string] {
  const cell: HashCell = { lo: 0, hi: 0 };
  const blocks = agreeingBlocks(prefix, (text) => {
    hash(cell, text);
    return cell.lo;
  });
  const texts = new Map<number, string>();
  for (let bits = 0; bits < 2 ** BLOCKS; bits++) {
    const text = prefix + blocks.map((pair, i) => pair[(bits >> i) & 1]!).join('');
    hash(cell, text);
    finish(cell);
    const key = cell.hi * 0x200000 + (cell.lo & 0x1fffff);
    const other = texts.get(key);
    if (other !== undefined) return [other, text];
    texts.set(key, text);
  }
  throw new Error('no collision among the texts tried');
}

/** Pairs of blocks, one behind the other, that agree in the low half of the hash. */
function agreeingBlocks(start: string, lowHalf: (text: string) => number): [string, string][] {
  let random = 1;
  const letter = (): string => {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    return String.fromCharCode(LETTERS[0] + ((random >>> 8) % LETTERS[1]));
  };
  let prefix = start;
  const blocks: [string, string][] = [];
  const seen = new Map<number, string>();
  while (blocks.length < BLOCKS) {
    // Three letters: two never agree, for the first changes bits of the state that the second cannot reach.
    const block = letter() + letter() + letter();
    const low = lowHalf(prefix + block);
    const other = seen.get(low);
    seen.set(low, block);
    if (other === undefined || other === block) continue;
    blocks.push([other, block]);
    prefix += block;
    seen.clear();
  }
  return blocks;
}
