/**
 * Runs literate cases: indexes the first revision, updates to the others, and says what is stated and not so. After each edit the
 * state is compared with a fresh index of the same files. It must never assert: it gives lines, and the test expects none.
 */
import type { ChangeOp } from '#engine';
import { inputProblem, problem } from '#facts';
import type { PipelineContext, UnifiedOrchestratorConfig, UpdateResult } from '#orchestrator';
import { differences } from './compare-snapshots.ts';
import { unitsRun } from './counters.ts';
import { FLOW_FACTS } from './flow-facts.ts';
import { indexFiles } from './index-files.ts';
import type { Fact } from './literate-fact.ts';
import type { Assertion, LiterateCase } from './literate.ts';
import { NAME_FACTS } from './name-facts.ts';
import { TYPE_FACTS } from './type-facts.ts';
import { VALUE_FACTS } from './value-facts.ts';

/** Facts that a case can state. Others are given by the test that runs the page. */
export const FACTS: Readonly<Record<string, Fact>> = {
  problem: { needs: [], values: problemsOn },
  ...NAME_FACTS,
  ...TYPE_FACTS,
  ...FLOW_FACTS,
  ...VALUE_FACTS,
};

function problemsOn(context: PipelineContext, { path, line }: Assertion): string[] {
  const found = context.table(problem, path);
  const lineOf = (offset: number): number => context.text(path)!.slice(0, offset).split('\n').length;
  const codes = Array.from({ length: found?.rows ?? 0 }, (_, row) => row)
    .filter((row) => lineOf(found!.start.at(row)) === line)
    .map((row) => found!.code.at(row));
  return (context.table(inputProblem, path)?.rows ?? 0) > 0 ? ['input', ...codes] : codes;
}

export interface LiterateResult {
  /** What is stated and not so, a line each. */
  readonly wrong: readonly string[];
  /** What each revision but the first ran, in the form of a fence `ran`. */
  readonly ran: readonly string[];
}

export async function runLiterate(
  one: LiterateCase,
  config: UnifiedOrchestratorConfig = {},
  facts: Readonly<Record<string, Fact>> = FACTS,
): Promise<LiterateResult> {
  const files: Record<string, string> = {};
  const wrong: string[] = [];
  const ran: string[] = [];
  apply(files, one.revisions[0]!.changes);
  const { orchestrator } = await indexFiles(files, config);
  for (const [number, revision] of one.revisions.entries()) {
    const label = one.revisions.length === 1 ? '' : `revision ${number + 1}: `;
    if (number > 0) {
      const result = await orchestrator.update(Array.from(revision.changes, changeOf));
      apply(files, revision.changes);
      ran.push(ranText(result));
      if (revision.ran !== ran.at(-1)) wrong.push(`${label}ran is\n${ran.at(-1)}`);
      const fresh = await indexFiles(files, config);
      const found = differences(orchestrator.getContext().snapshot, fresh.context.snapshot);
      wrong.push(...found.map((line) => `${label}not what a fresh index holds: ${line}`));
      await fresh.orchestrator.close();
    }
    const context = orchestrator.getContext();
    for (const assertion of revision.assertions) {
      const line = check(context, assertion, facts);
      if (line !== null) wrong.push(label + line);
    }
  }
  await orchestrator.close();
  return { wrong, ran };
}

function apply(files: Record<string, string>, changes: ReadonlyMap<string, string | null>): void {
  for (const [path, content] of changes) {
    if (content === null) delete files[path];
    else files[path] = content;
  }
}

function changeOf([path, content]: [string, string | null]): ChangeOp {
  return content === null ? { path, kind: 'delete' } : { path, content };
}

/** Files that ran though they were not edited, then units run by stage. */
function ranText(result: UpdateResult): string {
  const stages = Object.entries(unitsRun(result)).map(([stage, units]) => `${stage}: ${units}`);
  return [`affected: ${result.affected.join(', ') || 'none'}`, ...stages].join('\n');
}

function check(context: PipelineContext, at: Assertion, facts: Readonly<Record<string, Fact>>): string | null {
  const fact = facts[at.fact];
  const where = `${at.path}:${at.line}:${at.column}`;
  if (fact === undefined) return `${where}: no fact is named ${at.fact}; there are ${Object.keys(facts).join(', ')}`;
  const found = fact.values(context, at);
  return found.join(', ') === at.values.join(', ') ? null : `${where}: ${at.fact} is ${found.join(', ') || 'nothing'}`;
}
