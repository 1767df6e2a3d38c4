/** `stratagraph index DIR`: indexes, and prints what was derived at what cost. */
import { indexDocument } from './index-document.ts';
import { indexReport, problemCount } from './index-report.ts';
import { listProblems, problemLine } from './problem-list.ts';
import type { IndexFlags, OpenIndex, Run } from './run.ts';

export interface IndexCommandFlags extends IndexFlags {
  readonly json?: boolean;
  readonly problems?: boolean;
}

export async function runIndex(run: Run, root: string, flags: IndexCommandFlags): Promise<void> {
  await run.withIndex(root, { ...flags, always: true }, async (index) => printIndex(run, index, flags));
}

/** What `index` prints of an index that is there. */
export async function printIndex(run: Run, index: OpenIndex, flags: IndexCommandFlags): Promise<void> {
  const document = indexDocument(index, flags);
  const { snapshot } = index.context;
  if (flags.json === true) {
    const listed = flags.problems === true ? { problemList: [...listProblems(snapshot)] } : {};
    await run.out.line(JSON.stringify({ ...document, ...listed }, null, 2));
    return;
  }
  await run.out.write(indexReport(document, run.style));
  await run.out.line(problemCount(document, flags.problems === true));
  if (flags.problems !== true) return;
  for (const problem of listProblems(snapshot)) await run.out.line(problemLine(problem));
}
