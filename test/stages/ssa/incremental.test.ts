/** The facts of the flow layers after any edits are those of a fresh index of the final texts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences, editScript, indexFiles, pythonPackage, type Files } from '#testkit';
import { asTypeScript, program } from '../data-flow/programs.ts';

const STAGES = { enableFlowGraph: true, enableDataFlow: true, enableSsa: true };
const RUNS = { numRuns: Number(process.env['LAW_RUNS'] ?? 25), seed: Number(process.env['LAW_SEED'] ?? 20261121) };

test('edits of Python packages', { timeout: 120_000 }, async () => {
  const law = fc.asyncProperty(pythonPackage, editScript, async (files, script) => {
    const { orchestrator } = await indexFiles(files, { stages: STAGES });
    const now: Files = { ...files };
    for (const edits of script) {
      for (const [path, content] of Object.entries(edits)) {
        if (content === null && !(path in now)) continue;
        await orchestrator.update([content === null ? { kind: 'delete', path } : { path, content }]);
        if (content === null) delete now[path];
        else now[path] = content;
      }
    }
    const fresh = await indexFiles(now, { stages: STAGES });
    expect(differences(orchestrator.getContext().snapshot, fresh.context.snapshot)).toEqual([]);
  });
  await fc.assert(law, RUNS);
});

test('one function of TypeScript takes the place of another', { timeout: 120_000 }, async () => {
  const law = fc.asyncProperty(program, program, async (before, after) => {
    const { orchestrator } = await indexFiles({ 'm.ts': asTypeScript(before) }, { stages: STAGES });
    await orchestrator.update([{ path: 'm.ts', content: asTypeScript(after) }]);
    const fresh = await indexFiles({ 'm.ts': asTypeScript(after) }, { stages: STAGES });
    expect(differences(orchestrator.getContext().snapshot, fresh.context.snapshot)).toEqual([]);
  });
  await fc.assert(law, RUNS);
});
