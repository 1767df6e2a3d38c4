/**
 * Bounded sets of byte strings (one character per byte) for the trigram analysis, and the queries they imply.
 */
import { ALL, NONE_MATCH, and, or, type TrigramQuery } from './trigram-query.ts';

export type Strings = ReadonlySet<string>;

/** Strings that are spelled out one by one in a query. */
const MAX_SPELLED = 4;

export const ONLY_EMPTY: Strings = new Set(['']);

/** Every string of `a` before every string of `b`. */
export function cross(a: Strings, b: Strings): Strings {
  const out = new Set<string>();
  for (const x of a) for (const y of b) out.add(x + y);
  return out;
}

export function unite(a: Strings, b: Strings): Strings {
  return new Set([...a, ...b]);
}

function shortest(strings: Strings): number {
  let length = Infinity;
  for (const text of strings) length = Math.min(length, text.length);
  return length;
}

export function longest(strings: Strings): number {
  let length = 0;
  for (const text of strings) length = Math.max(length, text.length);
  return length;
}

/** The strings cut to their first (or last) `length` bytes. */
export function cut(strings: Strings, length: number, isPrefix: boolean): Strings {
  const out = new Set<string>();
  for (const text of strings) {
    if (text.length <= length) out.add(text);
    else out.add(isPrefix ? text.slice(0, length) : text.slice(text.length - length));
  }
  return out;
}

/** What must hold when one of the strings is in the text. */
export function queryOf(strings: Strings): TrigramQuery {
  if (shortest(strings) < 3) return ALL;
  return positional(strings) ?? anyOf(strings);
}

/**
 * For sets that are products, as folded case makes them: an `or` of trigrams for each position says nearly the same
 * as an `or` of strings and is many times smaller. Undefined when it would not be.
 */
function positional(strings: Strings): TrigramQuery | undefined {
  if (strings.size <= MAX_SPELLED) return undefined;
  const length = shortest(strings);
  let total = 0;
  let query = ALL;
  for (let at = 0; at + 3 <= length; at++) {
    const trigrams = new Set<number>();
    for (const text of strings) trigrams.add(trigramAt(text, at));
    total += trigrams.size;
    query = and(query, oneOf(trigrams));
  }
  return total * 2 <= strings.size * (length - 2) ? query : undefined;
}

function anyOf(strings: Strings): TrigramQuery {
  const trigrams = new Set<number>();
  let query = NONE_MATCH;
  for (const text of strings) {
    // The common case of plain trigrams is gathered at once: folding them in one by one would be quadratic.
    if (text.length === 3) trigrams.add(trigramAt(text, 0));
    else query = or(query, allTrigrams(text));
  }
  if (trigrams.size === 0) return query;
  return or(query, oneOf(trigrams));
}

function oneOf(trigrams: ReadonlySet<number>): TrigramQuery {
  return { kind: trigrams.size === 1 ? 'and' : 'or', trigrams: [...trigrams].sort((a, b) => a - b), parts: [] };
}

function allTrigrams(text: string): TrigramQuery {
  const trigrams = new Set<number>();
  for (let i = 0; i + 3 <= text.length; i++) trigrams.add(trigramAt(text, i));
  return and(ALL, { kind: 'and', trigrams: [...trigrams].sort((a, b) => a - b), parts: [] });
}

function trigramAt(text: string, at: number): number {
  return (text.charCodeAt(at) << 16) | (text.charCodeAt(at + 1) << 8) | text.charCodeAt(at + 2);
}
