/**
 * Text that declarations are put before. When both sides add declarations between one declaration and the text behind it,
 * as before the last lines of a script, that text belongs to none of them: it is a region of its own in all three texts, so
 * that it stands once. Never guesses: where one side changed that text as well nothing is cut.
 */
import type { Region } from './regions.ts';

type Sides = readonly (readonly Region[])[];

/** The regions of three texts, the common one first, with the text behind additions cut off in all of them alike. */
export function cutTails(sides: Sides): Sides {
  let now = sides;
  const known = new Set(sides[0]!.map((region) => region.key));
  for (const region of sides[0]!) {
    const tail = region.isWhole ? '' : tailOf(region.text);
    if (tail === '') continue;
    const cuts = now.map((side) => cutTail(side, region.key, tail, known));
    if (cuts.every((cut) => cut !== null) && cuts.some((cut) => cut.isBehindAdded))
      now = cuts.map((cut) => cut.regions);
  }
  return now;
}

/** What follows the blank lines at the head of a text. */
function tailOf(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/u, '');
}

interface Cut {
  readonly regions: readonly Region[];
  readonly isBehindAdded: boolean;
}

/** Cuts a tail off the region of a key, or off the last of those that were added behind it; null when it is not there. */
function cutTail(side: readonly Region[], key: string, tail: string, known: ReadonlySet<string>): Cut | null {
  const first = side.findIndex((region) => region.key === key);
  if (first < 0) return null;
  let last = first;
  while (last + 1 < side.length && !known.has(side[last + 1]!.key) && !side[last + 1]!.key.startsWith('tail ')) last++;
  const region = side[last]!;
  if (region.isWhole || !region.text.endsWith(tail)) return null;
  const head = region.text.slice(0, -tail.length);
  if (head !== '' && !head.endsWith('\n')) return null;
  const rest = { ...side[first]!, key: `tail ${key}`, text: tail };
  return {
    regions: [...side.slice(0, last), { ...region, text: head }, rest, ...side.slice(last + 1)],
    isBehindAdded: last > first,
  };
}

/**
 * Keys of regions with a line that stands more or less often in a merge than the changes of both sides say: text that was
 * cut in other places by the two. `merged`: the merged text of each key. Whole declarations and what both made alike do not
 * count.
 */
export function unbalancedKeys(sides: Sides, merged: ReadonlyMap<string, string | null>): string[] {
  const [base, theirs, mine] = sides.map((side) => new Map(side.map((region) => [region.key, region])));
  const isLeftOut = (key: string): boolean => {
    const [left, right] = [theirs!.get(key), mine!.get(key)];
    if ([base!.get(key), left, right].some((region) => region?.isWhole === true)) return true;
    return left !== undefined && left.text === right?.text;
  };
  const keys = [...merged.keys()].filter((key) => !isLeftOut(key));
  const [b, t, m] = [base, theirs, mine].map((side) => countLines(keys.map((key) => side!.get(key)?.text ?? '')));
  const unbalanced = new Set<string>();
  const got = countLines(keys.map((key) => merged.get(key) ?? ''));
  for (const line of new Set([b, t, m, got].flatMap((counts) => [...counts!.keys()]))) {
    const [before, left, right, count] = [b, t, m, got].map((counts) => counts!.get(line) ?? 0);
    const isAlike = left === right && count === left;
    if (!isAlike && count !== left! + right! - before!) unbalanced.add(line);
  }
  if (unbalanced.size === 0) return [];
  const texts = (key: string): string => [base, theirs, mine].map((side) => side!.get(key)?.text ?? '').join('\n');
  return keys.filter((key) =>
    texts(key)
      .split(/\r?\n/u)
      .some((line) => unbalanced.has(line)),
  );
}

/** How often each line that is not blank stands in some texts. */
function countLines(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const line of text.split(/\r?\n/u)) if (line.trim() !== '') counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
