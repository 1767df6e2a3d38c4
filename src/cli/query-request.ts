/** Turns the words and options of the command line into a question as `query` takes it. */
import { EngineError } from '#core';
import type { Target } from '#query';
import { unknownWord } from './nearest.ts';
import { KIND_NAMES, QUERY_KINDS, type KindUsage } from './query-kinds.ts';

/** Options that become members of the question, under the names that they have there. */
export interface QuestionFlags {
  readonly limit?: number;
  readonly cursor?: string;
  readonly maxTokens?: number;
  readonly depth?: number;
  readonly roles?: readonly string[];
  readonly pattern?: string;
  readonly symbolKind?: string;
  readonly mode?: string;
  readonly ignoreCase?: boolean;
  readonly direction?: string;
  readonly thin?: boolean;
  readonly executable?: boolean;
}

const QUESTION_FLAGS = [
  'limit',
  'cursor',
  'maxTokens',
  'depth',
  'roles',
  'pattern',
  'symbolKind',
  'mode',
  'ignoreCase',
  'direction',
  'thin',
  'executable',
] as const satisfies readonly (keyof QuestionFlags)[];

/** The options of a question that were given, as its members. */
export function questionMembers(flags: QuestionFlags): object {
  const given = QUESTION_FLAGS.filter((name) => flags[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, flags[name]]));
}

/** The question of a command line. `kind` may be a whole question as JSON. `E_QUERY` says what would be right. */
export function queryRequest(kind: string, words: readonly string[], flags: QuestionFlags): object {
  const members = questionMembers(flags);
  if (kind.startsWith('{')) {
    if (words.length > 0)
      throw new EngineError('E_QUERY', 'words follow a question in JSON; put all into the question');
    return { ...parseRequest(kind), ...members };
  }
  const usage = QUERY_KINDS.find((known) => known.kind === kind);
  if (usage === undefined) throw new EngineError('E_QUERY', unknownWord('kind', kind, KIND_NAMES));
  const missing = usage.words.length - words.length;
  const isRight =
    missing === 0 || (missing === 1 && usage.lastOptional === true) || (words.length === 0 && usage.optional === true);
  if (!isRight)
    throw new EngineError('E_QUERY', `'${kind}' has ${wordCount(words)}; give: query DIR ${kind} ${usage.usage}`);
  return { kind, ...wordMembers(usage, words), ...members };
}

function wordCount(words: readonly string[]): string {
  if (words.length === 0) return 'nothing after it';
  return words.length === 1 ? '1 word after it' : `${words.length} words after it`;
}

function wordMembers(usage: KindUsage, words: readonly string[]): object {
  const members: Record<string, unknown> = {};
  for (const [i, word] of words.entries()) {
    const member = usage.words[i]!;
    if (member === 'target') Object.assign(members, targetOfWord(word));
    else if (member === 'line') Object.assign(members, lineOfWord(word));
    else members[member] = member === 'from' || member === 'to' ? targetOfWord(word) : word;
  }
  return members;
}

/** `path:line:column` is a position; all else names a symbol. */
export function targetOfWord(word: string): Target {
  const [, path, line, column] = /^(.+):(\d+):(\d+)$/.exec(word) ?? [];
  return path === undefined ? { symbol: word } : { path, line: Number(line), column: Number(column) };
}

/** `path:line`, a line of a file. `E_QUERY` when it is none. */
function lineOfWord(word: string): { path: string; line: number } {
  const [, path, line] = /^(.+):(\d+)$/.exec(word) ?? [];
  if (path === undefined)
    throw new EngineError('E_QUERY', `'${word}' is no line; give FILE:LINE, such as src/app.py:12`);
  return { path, line: Number(line) };
}

/** A question in JSON. `E_QUERY` when it is none. */
export function parseRequest(text: string): object {
  let asked: unknown;
  try {
    asked = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError('E_QUERY', `the question is no JSON: ${reason}`, { cause: error });
  }
  if (typeof asked === 'object' && asked !== null && !Array.isArray(asked)) return asked;
  throw new EngineError(
    'E_QUERY',
    `the question is no JSON object; give one such as {"kind":"callers","symbol":"main"}`,
  );
}
