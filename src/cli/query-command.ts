/** `stratagraph query DIR KIND ...`: one question, or with `-` one per line of the input, all answered from one index. */
import { createInterface } from 'node:readline';
import { EngineError, isEngineError } from '#core';
import { VectorIndex } from '#plugins';
import { isVectorSearch, query, tablesOfQuery, type QueryResult } from '#query';
import type { Snapshot } from '#store';
import { answerLines, answerRemark } from './answer-lines.ts';
import { parseRequest, queryRequest, questionMembers, type QuestionFlags } from './query-request.ts';
import type { IndexFlags, OpenIndex, Run, UseIndex } from './run.ts';

export interface QueryCommandFlags extends IndexFlags, QuestionFlags {
  readonly json?: boolean;
}

/** The one place where questions of the command line are answered that a snapshot answers. */
export function answer(snapshot: Snapshot, asked: object): QueryResult {
  return query(snapshot, asked);
}

/** Indexes that have vectors already. */
const withVectors = new WeakSet<object>();

/** Answers any question. The first that needs vectors makes them, with the embedder that needs no model. */
async function ask({ context, orchestrator }: OpenIndex, asked: object): Promise<QueryResult> {
  if (!isVectorSearch(asked)) return answer(context.snapshot, asked);
  if (!withVectors.has(orchestrator)) orchestrator.registerIndex(new VectorIndex());
  withVectors.add(orchestrator);
  return orchestrator.queryIndex('vector', asked);
}

export async function runQuery(
  run: Run,
  root: string,
  kind: string,
  words: readonly string[],
  flags: QueryCommandFlags,
): Promise<void> {
  if (kind === '-') return runBatch(run, root, words, flags);
  // Before the index: a slip must not cost the time of one.
  const asked = queryRequest(kind, words, flags);
  const use: UseIndex = async (index) => {
    const found = await ask(index, kind === 'importers' ? fileTarget(index.context.snapshot, asked) : asked);
    if (flags.json === true) return run.out.line(JSON.stringify(found));
    for (const line of answerLines(found, run.style)) await run.out.line(line);
    const remark = answerRemark(found);
    if (remark !== '') run.note(run.errorStyle('dim', remark));
  };
  await run.withIndex(root, flags, use, tablesOfQuery(kindOf(asked)));
}

function kindOf(asked: object): string {
  return 'kind' in asked && typeof asked.kind === 'string' ? asked.kind : '';
}

/** Who imports a file means all that is taken from it: a name that is the path of a file is asked for as one. */
function fileTarget(snapshot: Snapshot, asked: object): object {
  if (!('symbol' in asked) || typeof asked.symbol !== 'string' || snapshot.unit(asked.symbol) === -1) return asked;
  const { symbol: path, ...members } = asked;
  return { ...members, path };
}

async function runBatch(run: Run, root: string, words: readonly string[], flags: QueryCommandFlags): Promise<void> {
  if (words.length > 0 || Object.keys(questionMembers(flags)).length > 0)
    throw new EngineError(
      'E_QUERY',
      "words or options of one question beside '-'; put all into the lines of the input",
    );
  await run.withIndex(root, flags, async (index) => {
    const { stdin, signal } = run.streams;
    const lines = createInterface({ input: stdin, crlfDelay: Infinity, signal });
    for await (const line of lines) {
      if (line.trim() === '') continue;
      await run.out.line(await answerJson(index, line));
      // Whoever asks one question after the other waits for the answer.
      await run.out.flush();
    }
    if (signal.aborted) throw new EngineError('E_ABORTED', 'the work was cancelled');
  });
}

/** The answer to one line as JSON; an error is an answer. */
async function answerJson(index: OpenIndex, line: string): Promise<string> {
  try {
    return JSON.stringify(await ask(index, parseRequest(line)));
  } catch (error) {
    return JSON.stringify(errorDocument(error));
  }
}

export interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string };
}

export function errorDocument(error: unknown): ErrorDocument {
  const message = error instanceof Error ? error.message : String(error);
  return { error: { code: isEngineError(error) ? error.code : 'E_INTERNAL', message } };
}
