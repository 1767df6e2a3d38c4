/**
 * The law on which everything rests: the facts after any edits are the facts of a fresh index of the final texts.
 * `npm run test:laws -- 2500 77` makes a long run of another seed.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StageControl, type UnifiedOrchestratorConfig } from '#orchestrator';
import {
  type Edits,
  editScript,
  type Files,
  lawRuns,
  pythonPackage,
  staleFacts,
  typescriptWorkspace,
  workspaceEdits,
} from '#testkit';

const RUNS = lawRuns(60);
/** A run takes about 25 ms, on a machine with nothing else to do. */
const TIMEOUT_MS = 60_000 + 200 * RUNS.numRuns;

async function expectFresh(files: Files, script: readonly Edits[], config?: UnifiedOrchestratorConfig): Promise<void> {
  expect(await staleFacts(files, script, config)).toEqual([]);
}

test('any edits leave the same facts as a fresh index of the final texts', { timeout: TIMEOUT_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(pythonPackage, editScript, async (files, script) => expectFresh(files, script)),
    RUNS,
  );
});

test(
  'any edits of a workspace and its manifests leave the same facts as a fresh index',
  { timeout: TIMEOUT_MS },
  async () => {
    const law = fc.asyncProperty(typescriptWorkspace, workspaceEdits, async (files, script) =>
      expectFresh(files, script),
    );
    await fc.assert(law, RUNS);
  },
);

test('the same holds of all layers', { timeout: 3 * TIMEOUT_MS }, async () => {
  const config = { stages: StageControl.balanced() };
  await fc.assert(
    fc.asyncProperty(pythonPackage, editScript, async (files, script) => expectFresh(files, script, config)),
    RUNS,
  );
  await fc.assert(
    fc.asyncProperty(typescriptWorkspace, workspaceEdits, async (files, script) => expectFresh(files, script, config)),
    lawRuns(24),
  );
});
