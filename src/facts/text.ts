/** Facts derived from text and structure: the chunk tree (L2) and the search tables (L2.5). */
import { table } from '#columns';

export const CHUNK_KINDS = ['file', 'class', 'function', 'header', 'block'] as const;

/** The chunk tree of a file, parents before children. Leaf chunks partition the lines of the file.
 * `id` survives edits elsewhere; `content` is the hash of the text
 * without the blank lines at its end. Lines from 0. `declaration` or -1. */
export const chunk = table('chunk', 'node', 'chunk', {
  id: 'hash',
  kind: 'int',
  parent: 'ref',
  declaration: 'ref',
  line: 'int',
  lines: 'int',
  leaf: 'int',
  tokens: 'int',
  content: 'hash',
});

/** One row: a Bloom filter over the trigrams of the text, for literal and pattern search. */
export const trigramFilter = table('trigram_filter', 'plain', 'trigram_filter', { bits: 'blob' });

/** Distinct identifier subwords of the file, ascending by `key`, their 32-bit hash; `first`: first row in `term_posting`. */
export const term = table('term', 'plain', 'term', { key: 'int', first: 'int' });
/** The chunks (or the file, row 0, without chunks) in which a term occurs, and how often; names count more. */
export const termPosting = table('term_posting', 'plain', 'term', { chunk: 'int', count: 'int' });
/** Number of terms of each document. Row = chunk row. */
export const termLength = table('term_length', 'plain', 'term', { length: 'int' });
