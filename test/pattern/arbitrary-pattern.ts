/**
 * Random patterns in both dialects at once: ours, and the same meaning for `RegExp` with the `u` flag.
 * Bodies of repetitions never match the empty text, for there the two dialects differ by definition.
 */
import * as fc from 'fast-check';

export interface Both {
  readonly ours: string;
  readonly theirs: string;
  readonly mayBeEmpty: boolean;
}

const WORD = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]';
const BOUNDARY = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
const NOT_BOUNDARY = `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`;

function same(text: string): Both {
  return { ours: text, theirs: text, mayBeEmpty: false };
}

function look(ours: string, theirs: string): Both {
  return { ours, theirs, mayBeEmpty: true };
}

const leaf: fc.Arbitrary<Both> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c', '_', ' ', 'é', '€', '😀').map(same) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('.', '[ab]', '[^a]', '[a-c]', '[^é]', '[à-ü]', '[€-😀b]', '\\x61').map(same),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      { ours: '\\w', theirs: WORD, mayBeEmpty: false },
      { ours: '\\W', theirs: WORD.replace('[', '[^'), mayBeEmpty: false },
      { ours: '\\s', theirs: '\\p{White_Space}', mayBeEmpty: false },
      { ours: '[\\w&&[^a]]', theirs: `(?!a)${WORD}`, mayBeEmpty: false },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      look('^', '^'),
      look('$', '$'),
      look('\\b', BOUNDARY),
      look('\\B', NOT_BOUNDARY),
      look('(?:)', '(?:)'),
    ),
  },
);

const QUANTIFIERS = ['*', '+', '?', '{2}', '{1,2}', '{0,2}', '{2,}', '*?', '+?', '??', '{1,3}?', '{1,}?'];

function quantified(body: Both, quantifier: string): Both {
  const inner = body.mayBeEmpty ? { ours: `${body.ours}a`, theirs: `${body.theirs}a` } : body;
  const isOptional = '*?'.includes(quantifier[0]!) || quantifier.startsWith('{0');
  return {
    ours: `(${inner.ours})${quantifier}`,
    theirs: `(?:${inner.theirs})${quantifier}`,
    mayBeEmpty: isOptional,
  };
}

export const arbitraryPattern: fc.Arbitrary<Both> = fc.letrec<{ node: Both }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map((parts) => ({
      ours: parts.map((part) => part.ours).join(''),
      theirs: parts.map((part) => part.theirs).join(''),
      mayBeEmpty: parts.every((part) => part.mayBeEmpty),
    })),
    fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((parts) => ({
      ours: `(?:${parts.map((part) => part.ours).join('|')})`,
      theirs: `(?:${parts.map((part) => part.theirs).join('|')})`,
      mayBeEmpty: parts.some((part) => part.mayBeEmpty),
    })),
    fc.tuple(tie('node'), fc.constantFrom(...QUANTIFIERS)).map(([body, quantifier]) => quantified(body, quantifier)),
  ),
})).node;

/** Texts over the letters of the patterns. */
export const arbitraryText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c') },
      fc.constantFrom('_', ' ', '\n', 'é', '€', '😀', '\u0301'),
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(''));

/** Texts of ASCII letters, which never leave the fast path. */
export const arbitraryAsciiText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom('a', 'b', 'c', '_', ' ', '\n'), { maxLength: 60 })
  .map((parts) => parts.join(''));
