/** What transactions changed, for plugins: the declarations are compared only when a plugin asks for them. */
import { ChangeAnalyzer, type DeclarationChange, type Delta } from '#session';
import type { FileChange, Snapshot } from '#store';
import type { IndexDelta } from './index-plugin.ts';

/** What one publication changed. */
export interface Published {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly changes: ReadonlyMap<string, FileChange>;
  readonly affected: readonly string[];
}

class PublishedDelta implements IndexDelta {
  readonly #published: Published;
  readonly files: Delta['files'];
  #declarations: readonly DeclarationChange[] | null = null;

  constructor(published: Published) {
    this.#published = published;
    this.files = [...published.changes].map(([path, change]) => ({ path, ...change }));
  }

  get from(): number {
    return this.#published.before.txnId;
  }

  get txnId(): number {
    return this.#published.after.txnId;
  }

  get affected(): readonly string[] {
    return this.#published.affected;
  }

  get declarations(): readonly DeclarationChange[] {
    const { before, after, changes } = this.#published;
    return (this.#declarations ??= new ChangeAnalyzer(before, after).analyze(changes.keys()));
  }
}

export function deltaOf(published: Published): IndexDelta {
  return new PublishedDelta(published);
}

/** Two publications, the second behind the first, as one. Renames that meet other changes become what they did to each path. */
export function joined(first: Published, second: Published): Published {
  const changes = new Map(first.changes);
  for (const [path, change] of second.changes)
    if (!changes.has(path) || change.kind !== 'rename') changes.set(path, change);
  for (const [path, change] of changes) {
    if (first.changes.get(path) === change && !second.changes.has(path) && change.kind !== 'rename') continue;
    const was = first.before.unit(path) !== -1;
    const is = second.after.unit(path) !== -1;
    if (!was && !is) changes.delete(path);
    else changes.set(path, { kind: was ? (is ? 'modify' : 'delete') : 'create' });
  }
  const affected = [...new Set([...first.affected, ...second.affected])]
    .filter((path) => second.after.unit(path) !== -1)
    .toSorted();
  return {
    before: first.before,
    after: second.after,
    changes: new Map([...changes].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    affected,
  };
}
