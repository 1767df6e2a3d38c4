/** Facts of a file before it is parsed, written by `inputs`: its path and language, and its text. */
import { table, type TableSchema } from '#columns';

/** One row. `language` is a name of the language registry, or `text`. */
export const file: TableSchema<{ path: 'string'; language: 'string'; flags: 'int' }> = table('file', 'node', 'file', {
  path: 'string',
  language: 'string',
  flags: 'int',
});
/** Bits of `file.flags`. */
export const FILE_FLAG = { large: 1, binary: 2, ascii: 4, failed: 8 } as const;

/** One row: the text as UTF-8 without byte-order mark, and its number of lines. */
export const source: TableSchema<{ text: 'blob'; lines: 'int' }> = table('source', 'plain', 'source', {
  text: 'blob',
  lines: 'int',
});

/** What was found wrong with the input (encoding, size): code, message. */
export const inputProblem: TableSchema<{ code: 'string'; message: 'string' }> = table(
  'input_problem',
  'plain',
  'input_problem',
  {
    code: 'string',
    message: 'string',
  },
);
