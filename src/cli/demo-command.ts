/** `stratagraph demo [DIR]`: indexes, prints the table of stages and three answers about the function that is called most. */
import type { QueryResult } from '#query';
import { answerLines } from './answer-lines.ts';
import { identifierWords, mostCalled } from './demo-questions.ts';
import { indexDocument } from './index-document.ts';
import { indexReport, problemCount } from './index-report.ts';
import { answer } from './query-command.ts';
import type { IndexFlags, OpenIndex, Run } from './run.ts';

/** Rows shown of each answer. */
const SHOWN = 5;

interface Example {
  readonly title: string;
  readonly query: object;
  readonly answer: QueryResult;
  readonly ms: number;
}

export async function runDemo(run: Run, root: string, flags: IndexFlags & { readonly json?: boolean }): Promise<void> {
  await run.withIndex(root, flags, async (index) => {
    const document = indexDocument(index, flags);
    const examples = ask(index);
    if (flags.json === true) return run.out.line(JSON.stringify({ index: document, examples }, null, 2));
    await run.out.write(indexReport(document, run.style));
    await run.out.line(problemCount(document, false));
    for (const example of examples) await showExample(run, example);
  });
}

function ask({ context }: OpenIndex): Example[] {
  const { snapshot } = context;
  const called = mostCalled(snapshot);
  const timed = (title: string, query: object): Example => {
    const start = performance.now();
    const found = answer(snapshot, query);
    return { title, query, answer: found, ms: performance.now() - start };
  };
  if (called === null)
    return [timed('What does the text say of an index?', { kind: 'search', text: 'index', limit: SHOWN })];
  const { symbol, name, calls } = called;
  const words = identifierWords(name);
  return [
    timed(`Where is ${name} declared, which is called most?`, { kind: 'definition', symbol }),
    timed(`Who calls it? (${calls} calls)`, { kind: 'callers', symbol, limit: SHOWN }),
    timed(`What is written about '${words}'?`, { kind: 'search', text: words, limit: SHOWN }),
  ];
}

async function showExample(run: Run, { title, query, answer: found, ms }: Example): Promise<void> {
  await run.out.line(`\n${run.style('bold', title)}`);
  await run.out.line(run.style('dim', `${JSON.stringify(query)}  ${ms.toFixed(2)} ms`));
  const lines = answerLines(found, run.style);
  for (const line of lines.slice(0, SHOWN)) await run.out.line(`  ${line}`);
  if (lines.length === 0) await run.out.line('  no rows');
}
