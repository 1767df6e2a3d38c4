/**
 * The 200 queries of the search bench: words and parts of lines drawn from the corpus by a seed, and patterns that are
 * written down. A quarter has no hits, a tenth has no usable trigram. Equal files and seed give equal queries.
 */
import { randomNumbers } from '../src/testkit/index.ts';

export interface BenchQuery {
  readonly text: string;
  readonly isLiteral: boolean;
  readonly ignoreCase: boolean;
  /** False: no three bytes must occur, so every file is read. */
  readonly hasTrigram: boolean;
}

const WORDS = 70;
const PARTS = 20;
const FOLDED_WORDS = 10;
const ABSENT_WORDS = 40;

const PATTERNS = [
  'def \\w+_view\\(',
  'class \\w+\\(.*Mixin',
  'raise \\w+Error\\(',
  'import (os|sys|re)$',
  'self\\.assert\\w+\\(',
  'TODO|FIXME|XXX',
  '\\bfor \\w+ in enumerate\\(',
  '(get|set)_\\w+_display',
  'return (None|True|False)$',
  '@(property|cached_property)',
  'except \\(?\\w+Error',
  '^from django\\.',
  'lambda \\w+:',
  'https?://\\S+',
  '"[^"]*%s[^"]*"',
  'async def \\w+',
  '\\bdeconstruct\\b',
  'request\\.(GET|POST)\\[',
  'models\\.\\w+Field\\(',
  'if not .* is None',
];
const FOLDED_PATTERNS = [
  'queryset',
  'CamelCase',
  'select.*from',
  'http(s)?response',
  'doesnotexist\\b',
  'utf-?8',
  'json.loads\\(',
  'migration',
  'sqlite3?',
  'error:',
];
const ABSENT_PATTERNS = [
  'zzz\\w+qqq',
  'class Frob\\w+Nicator',
  'def xx_\\d+_yy',
  'import quuxlib',
  'Kubernetes\\w*Pod',
  'fn main\\(',
  '#include <',
  'std::vector',
  'goroutine \\d+',
  'useEffects\\(',
];
const PATTERNS_WITHOUT_TRIGRAM = [
  '\\w+',
  '.',
  '[0-9]{4}',
  '^\\s+$',
  '\\b[A-Z]{3,}\\b',
  '\\d+\\.\\d+',
  '[a-z]+_[a-z]+_[a-z]+\\(',
  '(a|b)c',
  '\\t',
  '[^\\x00-\\x7f]',
  'x',
  'if',
  '==',
  '\\(\\)',
  '\\s+$',
  '[A-Z]\\w+[A-Z]\\w+',
  "'\\w+'",
  '^@',
  '\\.\\w+\\(\\)$',
  '\\w{20,}',
];

/** The queries for a corpus, given the text of its files in a fixed order. */
export function queriesFor(texts: readonly string[], seed: number): BenchQuery[] {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const words = texts.flatMap((text) => text.match(/[A-Za-z_]\w{2,}/g) ?? []);
  const found = new Map<string, BenchQuery>();
  const add = (text: string, kind: Omit<BenchQuery, 'text'>): void => {
    found.set(JSON.stringify([text, kind]), { text, ...kind });
  };
  const drawn = (count: number, kind: Omit<BenchQuery, 'text'>, draw: () => string): void => {
    for (const end = found.size + count; found.size < end;) add(draw(), kind);
  };
  const literal = { isLiteral: true, ignoreCase: false, hasTrigram: true };
  // A word is drawn as often as it stands in the corpus.
  drawn(WORDS, literal, () => pick(words));
  drawn(PARTS, literal, () => partOfLine(pick(texts), random));
  drawn(FOLDED_WORDS, { ...literal, ignoreCase: true }, () => pick(words));
  drawn(ABSENT_WORDS, literal, () => absentWord(words, texts, pick));
  const pattern = { ...literal, isLiteral: false };
  for (const text of [...PATTERNS, ...ABSENT_PATTERNS]) add(text, pattern);
  for (const text of FOLDED_PATTERNS) add(text, { ...pattern, ignoreCase: true });
  for (const text of PATTERNS_WITHOUT_TRIGRAM) add(text, { ...pattern, hasTrigram: false });
  return [...found.values()];
}

function partOfLine(text: string, random: () => number): string {
  for (let tries = 0; tries < 20; tries++) {
    const at = Math.floor(random() * text.length);
    const part = text.slice(at, at + 4 + Math.floor(random() * 20));
    if (part.trim().length > 3 && !/[\r\n]/.test(part)) return part;
  }
  return 'import ';
}

/** Halves of two words that stand nowhere together. */
function absentWord(
  words: readonly string[],
  texts: readonly string[],
  pick: (from: readonly string[]) => string,
): string {
  for (;;) {
    const first = pick(words);
    const second = pick(words);
    const word = first.slice(0, 1 + (first.length >> 1)) + second.slice(second.length >> 1);
    if (word.length > 4 && !texts.some((text) => text.includes(word))) return word;
  }
}
