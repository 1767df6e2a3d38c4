/** The facts of the flow layers of a function do not say what stood in its place. Any edits are in `test/laws/incremental.test.ts`. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences, indexFiles, lawRuns } from '#testkit';
import { asTypeScript, program } from '../data-flow/programs.ts';

const STAGES = { enableFlowGraph: true, enableDataFlow: true, enableSsa: true };
const RUNS = lawRuns(25);

test('one function of TypeScript takes the place of another', { timeout: 120_000 }, async () => {
  const law = fc.asyncProperty(program, program, async (before, after) => {
    const { orchestrator } = await indexFiles({ 'm.ts': asTypeScript(before) }, { stages: STAGES });
    await orchestrator.update([{ path: 'm.ts', content: asTypeScript(after) }]);
    const fresh = await indexFiles({ 'm.ts': asTypeScript(after) }, { stages: STAGES });
    expect(differences(orchestrator.getContext().snapshot, fresh.context.snapshot)).toEqual([]);
  });
  await fc.assert(law, RUNS);
});
