/**
 * The law on which everything rests: the facts after any edits are the facts of a fresh index of the final texts.
 * `npm run test:laws -- 2500 77` makes a long run of another seed.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangeOp } from '#engine';
import { StageControl, type UnifiedOrchestratorConfig } from '#orchestrator';
import {
  differences,
  editScript,
  indexFiles,
  pythonPackage,
  typescriptWorkspace,
  workspaceEdits,
  type Files,
} from '#testkit';

const RUNS = { numRuns: Number(process.env['LAW_RUNS'] ?? 60), seed: Number(process.env['LAW_SEED'] ?? 20261121) };
/** A run takes about 25 ms, on a machine with nothing else to do. */
const TIMEOUT_MS = 60_000 + 200 * RUNS.numRuns;

async function oracle(
  files: Files,
  script: readonly Readonly<Record<string, string | null>>[],
  config: UnifiedOrchestratorConfig = {},
): Promise<void> {
  const { orchestrator } = await indexFiles(files, config);
  const now: Files = { ...files };
  for (const edits of script) {
    const changes = Object.entries(edits).flatMap(([path, content]): ChangeOp[] => {
      if (content === null) return path in now ? [{ kind: 'delete', path }] : [];
      return [{ path, content }];
    });
    for (const [path, content] of Object.entries(edits)) {
      if (content === null) delete now[path];
      else now[path] = content;
    }
    await orchestrator.update(changes);
    const fresh = await indexFiles(now, config);
    expect(differences(orchestrator.getContext().snapshot, fresh.context.snapshot)).toEqual([]);
  }
}

test('any edits leave the same facts as a fresh index of the final texts', { timeout: TIMEOUT_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(pythonPackage, editScript, async (files, script) => oracle(files, script)),
    {
      ...RUNS,
    },
  );
});

test(
  'any edits of a workspace and its manifests leave the same facts as a fresh index',
  { timeout: TIMEOUT_MS },
  async () => {
    const law = fc.asyncProperty(typescriptWorkspace, workspaceEdits, async (files, script) => oracle(files, script));
    await fc.assert(law, { ...RUNS });
  },
);

test('the same holds of the flow layers', { timeout: 2 * TIMEOUT_MS }, async () => {
  const config = { stages: StageControl.balanced() };
  const runs = { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 5) };
  await fc.assert(
    fc.asyncProperty(pythonPackage, editScript, async (files, script) => oracle(files, script, config)),
    runs,
  );
  await fc.assert(
    fc.asyncProperty(typescriptWorkspace, workspaceEdits, async (files, script) => oracle(files, script, config)),
    runs,
  );
});
