/** The law on which everything rests: the facts after any edits are the facts of a fresh index of the final texts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangeOp } from '#engine';
import {
  differences,
  editScript,
  indexFiles,
  pythonPackage,
  typescriptWorkspace,
  workspaceEdits,
  type Files,
} from '#testkit';

async function oracle(files: Files, script: readonly Readonly<Record<string, string | null>>[]): Promise<void> {
  const { orchestrator } = await indexFiles(files);
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
    const fresh = await indexFiles(now);
    expect(differences(orchestrator.getContext().snapshot, fresh.context.snapshot)).toEqual([]);
  }
}

test('any edits leave the same facts as a fresh index of the final texts', async () => {
  await fc.assert(
    fc.asyncProperty(pythonPackage, editScript, async (files, script) => oracle(files, script)),
    {
      numRuns: 150,
      seed: 20261121,
    },
  );
});

test('any edits of a workspace and its manifests leave the same facts as a fresh index', async () => {
  const law = fc.asyncProperty(typescriptWorkspace, workspaceEdits, async (files, script) => oracle(files, script));
  await fc.assert(law, { numRuns: 150, seed: 20261121 });
});
