/** The law on which everything rests, as a function: the facts after edits are the facts of a fresh index of the final texts. */
import type { ChangeOp } from '#engine';
import type { UnifiedOrchestratorConfig } from '#orchestrator';
import { differences } from './compare-snapshots.ts';
import { indexFiles } from './index-files.ts';
import type { Files } from './python-package.ts';

/** Texts of files that an edit changes; null deletes, and deletes nothing where no file is. */
export type Edits = Readonly<Record<string, string | null>>;

/** Applies the edits, compares after each with a fresh index, of another configuration if given, and gives the first differences. */
export async function staleFacts(
  files: Files,
  script: readonly Edits[],
  config: UnifiedOrchestratorConfig = {},
  freshConfig: UnifiedOrchestratorConfig = config,
): Promise<string[]> {
  const { orchestrator } = await indexFiles(files, config);
  const now: Files = { ...files };
  try {
    for (const edits of script) {
      const changes: ChangeOp[] = [];
      for (const [path, content] of Object.entries(edits)) {
        if (content !== null) changes.push({ path, content });
        else if (path in now) changes.push({ kind: 'delete', path });
        if (content === null) delete now[path];
        else now[path] = content;
      }
      await orchestrator.update(changes);
      const fresh = await indexFiles(now, freshConfig);
      const found = differences(orchestrator.getContext().snapshot, fresh.context.snapshot);
      await fresh.orchestrator.close();
      if (found.length > 0) return found;
    }
    return [];
  } finally {
    await orchestrator.close();
  }
}
