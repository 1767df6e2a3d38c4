/**
 * `trigramQuery`: what every text that matches a pattern must hold, as a query over trigrams.
 * The analysis (exact, prefix and suffix sets with bounds) is the one of Russ Cox,
 * "Regular Expression Matching with a Trigram Index". It may rule out too little, never too much.
 */
import { EMPTY, type Pattern, type PatternNode, type RepeatNode } from './ast.ts';
import { sizeOf } from './code-point-set.ts';
import { MAX_TRIGRAM_CLASS, MAX_TRIGRAM_COPIES, MAX_TRIGRAM_SET, MAX_TRIGRAM_TEXT } from './limits.ts';
import { ALL, NONE_MATCH, and, or, type TrigramQuery } from './trigram-query.ts';
import { cross, cut, longest, ONLY_EMPTY, queryOf, unite, type Strings } from './trigram-sets.ts';
import { encodeUtf8 } from './utf8-sequences.ts';

/** Facts about the byte strings that a node matches. */
interface Facts {
  /** All of them, or undefined when they are too many. Then the next two say how they begin and end. */
  readonly exact: Strings | undefined;
  readonly prefix: Strings;
  readonly suffix: Strings;
  /** Holds for each of them, beside what the sets say. */
  readonly match: TrigramQuery;
}

const ANY: Facts = { exact: undefined, prefix: ONLY_EMPTY, suffix: ONLY_EMPTY, match: ALL };

/** The query that holds for every text in which the pattern matches. */
export function trigramQuery(pattern: Pattern): TrigramQuery {
  const facts = analyse(pattern.root);
  if (facts.exact !== undefined) return queryOf(facts.exact);
  return and(facts.match, and(queryOf(facts.prefix), queryOf(facts.suffix)));
}

function exactly(strings: Strings): Facts {
  return { exact: strings, prefix: ONLY_EMPTY, suffix: ONLY_EMPTY, match: ALL };
}

function analyse(node: PatternNode): Facts {
  switch (node.kind) {
    case 'empty':
    case 'look':
      return exactly(ONLY_EMPTY);
    case 'class':
      return analyseClass(node.set);
    case 'concat':
      return node.parts.map(analyse).reduce(concatenate);
    case 'alternate':
      return analyseAlternate(node.parts);
  }
  return analyseRepeat(node);
}

function analyseClass(set: readonly number[]): Facts {
  if (sizeOf(set) > MAX_TRIGRAM_CLASS) return ANY;
  const strings = new Set<string>();
  for (let i = 0; i < set.length; i += 2) {
    for (let c = set[i]!; c <= set[i + 1]!; c++) strings.add(String.fromCharCode(...encodeUtf8(c)));
  }
  return strings.size === 0 ? { ...ANY, match: NONE_MATCH } : exactly(strings);
}

function concatenate(a: Facts, b: Facts): Facts {
  if (a.exact !== undefined && b.exact !== undefined && isSmallCross(a.exact, b.exact)) {
    return exactly(cross(a.exact, b.exact));
  }
  const left = open(a);
  const right = open(b);
  const prefix = a.exact === undefined ? left.prefix : boundedCross(a.exact, right.prefix, left.prefix);
  const suffix = b.exact === undefined ? right.suffix : boundedCross(left.suffix, b.exact, right.suffix);
  const match = and(and(left.match, right.match), queryOf(boundedCross(left.suffix, right.prefix, ONLY_EMPTY)));
  return trim({ exact: undefined, prefix, suffix, match });
}

function isSmallCross(a: Strings, b: Strings): boolean {
  return a.size * b.size <= MAX_TRIGRAM_SET && longest(a) + longest(b) <= MAX_TRIGRAM_TEXT;
}

function boundedCross(a: Strings, b: Strings, otherwise: Strings): Strings {
  return isSmallCross(a, b) ? cross(a, b) : otherwise;
}

/** The same facts without an exact set. */
function open(facts: Facts): Facts {
  if (facts.exact === undefined) return facts;
  return trim({ exact: undefined, prefix: facts.exact, suffix: facts.exact, match: queryOf(facts.exact) });
}

/** Notes what the sets imply and then cuts them: two bytes are what the next trigram can use. */
function trim(facts: Facts): Facts {
  const match = and(facts.match, and(queryOf(facts.prefix), queryOf(facts.suffix)));
  return { exact: undefined, prefix: cutToBound(facts.prefix, true), suffix: cutToBound(facts.suffix, false), match };
}

function cutToBound(strings: Strings, isPrefix: boolean): Strings {
  let out = cut(strings, 2, isPrefix);
  for (let length = 1; out.size * 4 > MAX_TRIGRAM_SET && length >= 0; length--) out = cut(out, length, isPrefix);
  return out;
}

function analyseAlternate(parts: readonly PatternNode[]): Facts {
  const facts = parts.map(analyse);
  const exact = new Set<string>();
  const opened: Facts[] = [];
  for (const one of facts) {
    if (one.exact === undefined) opened.push(one);
    else for (const text of one.exact) exact.add(text);
  }
  if (opened.length === 0 && exact.size <= MAX_TRIGRAM_SET) return exactly(exact);
  if (exact.size > 0) opened.push(open(exactly(exact)));
  return opened.reduce((a, b) => ({
    exact: undefined,
    prefix: cutToBound(unite(a.prefix, b.prefix), true),
    suffix: cutToBound(unite(a.suffix, b.suffix), false),
    match: or(a.match, b.match),
  }));
}

/** `x?` is `x` or nothing; a longer repetition is its first copies and then, unless they are all, anything. */
function analyseRepeat(node: RepeatNode): Facts {
  if (node.max === 0) return exactly(ONLY_EMPTY);
  if (node.min === 0) return node.max === 1 ? analyseAlternate([node.body, EMPTY]) : ANY;
  const body = analyse(node.body);
  let facts = body;
  for (let i = 1; i < Math.min(node.min, MAX_TRIGRAM_COPIES); i++) facts = concatenate(facts, body);
  if (node.min === node.max && node.min <= MAX_TRIGRAM_COPIES) return facts;
  // The last copy ends the text as the body does.
  return { ...concatenate(facts, ANY), suffix: open(body).suffix };
}
