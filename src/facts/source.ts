/** Facts of a file before it is parsed, written by `inputs`: its path and language, and its text. */
import { table } from '#columns';

/** One row. `language` is a name of the language registry, or `text`. */
export const file = table('file', 'node', 'file', { path: 'string', language: 'string', flags: 'int' });
/** Bits of `file.flags`. */
export const FILE_FLAG = { large: 1, binary: 2 } as const;

/** One row: the text as UTF-8 without byte-order mark, its number of lines, and 1 when every character is ASCII. */
export const source = table('source', 'plain', 'source', { text: 'blob', lines: 'int', ascii: 'int' });

/** What was found wrong with the input (encoding, size): code, message. */
export const inputProblem = table('input_problem', 'plain', 'input_problem', { code: 'string', message: 'string' });
