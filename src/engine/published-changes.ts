/** What an index that is published again changed, file by file. */
import { source } from '#facts';
import type { FileChange, Snapshot } from '#store';
import { haveEqualBlocks } from './invalidation.ts';

/** What happened to each file from one snapshot to another of the same repository. */
export function changesBetween(before: Snapshot, after: Snapshot): Map<string, FileChange> {
  const changes = new Map<string, FileChange>();
  for (const unit of before.units) {
    const path = before.path(unit);
    const now = after.unit(path);
    if (now === -1) changes.set(path, { kind: 'delete' });
    else if (!haveEqualBlocks(source, before.segment(unit, 0), after.segment(now, 0)))
      changes.set(path, { kind: 'modify' });
  }
  for (const unit of after.units)
    if (before.unit(after.path(unit)) === -1) changes.set(after.path(unit), { kind: 'create' });
  return changes;
}
