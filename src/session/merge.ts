/**
 * Three-way merge of one file by declaration: what one side left as it was is taken from the other. Both sides may add
 * declarations in one place; the published ones stand first. Lines outside of declarations merge when each side changed one
 * run of them and the runs do not touch. Anything else is a conflict, named by declarations.
 */
import type { Region } from './regions.ts';
import { cutTails, unbalancedKeys } from './tails.ts';

export interface Sides {
  readonly base: readonly Region[];
  /** What is published now. */
  readonly theirs: readonly Region[];
  readonly mine: readonly Region[];
}

/** The merged text, or the keys of the regions that both sides changed. */
export type Merged =
  | { readonly isClean: true; readonly text: string }
  | { readonly isClean: false; readonly keys: readonly string[] };

export function merge(sides: Sides): Merged {
  const cut = cutTails([sides.base, sides.theirs, sides.mine]);
  const [base, theirs, mine] = [cut[0]!, cut[1]!, cut[2]!];
  const before = byKey(base);
  const conflicts = new Set<string>();
  const texts = new Map<string, string | null>();
  for (const key of new Set([...before.keys(), ...byKey(theirs).keys(), ...byKey(mine).keys()])) {
    const merged = mergeRegion(before.get(key) ?? null, byKeyOf(theirs, key), byKeyOf(mine, key));
    if (merged === undefined) conflicts.add(key);
    else texts.set(key, merged);
  }
  for (const key of [...movedKeys(base, mine), ...orphans(base, theirs, mine), ...orphans(base, mine, theirs)])
    conflicts.add(key);
  for (const key of unbalancedKeys([base, theirs, mine], texts)) conflicts.add(key);
  if (conflicts.size > 0) return { isClean: false, keys: [...conflicts] };
  const order = mergeOrder(theirs, mine, before);
  return { isClean: true, text: order.map((key) => texts.get(key) ?? '').join('') };
}

/** What one side added in a declaration that the other side removed: it would stand in whatever comes before. */
function orphans(base: readonly Region[], side: readonly Region[], other: readonly Region[]): string[] {
  const [before, left] = [declarationsIn(base), declarationsIn(other)];
  const added = side.filter((region) => !byKey(base).has(region.key));
  return added.filter(({ within }) => within.some((key) => before.has(key) && !left.has(key))).map(({ key }) => key);
}

function declarationsIn(regions: readonly Region[]): Set<string> {
  return new Set(regions.flatMap((region) => region.within));
}

const indexes = new WeakMap<readonly Region[], Map<string, Region>>();

function byKey(regions: readonly Region[]): Map<string, Region> {
  let index = indexes.get(regions);
  if (index === undefined) indexes.set(regions, (index = new Map(regions.map((region) => [region.key, region]))));
  return index;
}

function byKeyOf(regions: readonly Region[], key: string): Region | null {
  return byKey(regions).get(key) ?? null;
}

/** The text of a region after both changes, null when it is gone, undefined for a conflict. */
function mergeRegion(base: Region | null, theirs: Region | null, mine: Region | null): string | null | undefined {
  const [a, b, c] = [base?.text ?? null, theirs?.text ?? null, mine?.text ?? null];
  if (c === a || c === b) return b;
  if (b === a) return c;
  const isWhole = [base, theirs, mine].some((region) => region?.isWhole === true);
  return isWhole || a === null || b === null || c === null ? undefined : mergeLines(a, b, c);
}

/** Lines changed by both sides in two places apart. */
function mergeLines(base: string, theirs: string, mine: string): string | undefined {
  const lines = [base, theirs, mine].map((text) => text.split(/(?<=\n)/u));
  const [a, b, c] = [lines[0]!, lines[1]!, lines[2]!];
  const left = changedRun(a, b);
  const right = changedRun(a, c);
  const [first, second] = left.from <= right.from ? [left, right] : [right, left];
  if (first.to >= second.from) return undefined;
  return [
    ...a.slice(0, first.from),
    ...first.lines,
    ...a.slice(first.to, second.from),
    ...second.lines,
    ...a.slice(second.to),
  ].join('');
}

/** The run `[from, to)` of lines of `a` that `b` replaces by `lines`. */
function changedRun(a: readonly string[], b: readonly string[]): { from: number; to: number; lines: string[] } {
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let tail = 0;
  while (tail < a.length - from && tail < b.length - from && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  return { from, to: a.length - tail, lines: b.slice(from, b.length - tail) };
}

/** Regions that a side has put into another order. The order of the published side stands. */
function movedKeys(base: readonly Region[], side: readonly Region[]): string[] {
  const order = base.filter((region) => byKey(side).has(region.key)).map((region) => region.key);
  const common = side.filter((region) => byKey(base).has(region.key)).map((region) => region.key);
  return common.filter((key, i) => key !== order[i]);
}

/** The order of `theirs` with what only `mine` has behind the region that it stood behind. */
function mergeOrder(theirs: readonly Region[], mine: readonly Region[], base: Map<string, Region>): string[] {
  const behind = new Map<string, string[]>();
  let anchor = '';
  for (const { key } of mine) {
    if (byKey(theirs).has(key)) anchor = key;
    else if (!base.has(key)) behind.set(anchor, [...(behind.get(anchor) ?? []), key]);
  }
  const order: string[] = [...(behind.get('') ?? [])];
  for (const [i, { key }] of theirs.entries()) {
    order.push(key);
    const added = behind.get(key);
    if (added === undefined) continue;
    // What they added in the same place stands first.
    let next = i + 1;
    const theirsToo: string[] = [];
    while (next < theirs.length && !base.has(theirs[next]!.key) && !byKey(mine).has(theirs[next]!.key))
      theirsToo.push(theirs[next++]!.key);
    behind.delete(key);
    if (theirsToo.length === 0) order.push(...added);
    else behind.set(theirsToo.at(-1)!, added);
  }
  return order;
}
