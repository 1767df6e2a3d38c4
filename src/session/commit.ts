/**
 * How a session is committed: its changes meet what was published since, its reads are asked again when it is serializable,
 * and what they make of the newest snapshot is derived and published. All of it in one turn of the engine, so that commits
 * are one after the other in order of arrival.
 */
import type { ChangeSet, Derived, Engine } from '#engine';
import { problem } from '#facts';
import type { Snapshot } from '#store';
import { ChangeAnalyzer } from './change-analyzer.ts';
import { unitsOf, type CommitResult, type Committed } from './commit-result.ts';
import { conflictAt, type Conflict, type Met } from './conflicts.ts';
import { answerOf, type ReadSet } from './read-set.ts';

/** A session while it commits. */
export interface Committing {
  readonly engine: Engine;
  readonly agentId: string;
  readonly base: Snapshot;
  readonly changes: ChangeSet;
  /** The base with the changes, when it is derived already. */
  readonly overlay: Derived | null;
  /** What must not have changed; null when only writes count. */
  readonly reads: ReadSet | null;
  readonly meet: (changes: ChangeSet) => Promise<Met>;
  /** The overlay is published, and no longer the session's to drop. */
  readonly takeOverlay: () => void;
  readonly dropOverlay: () => void;
}

export async function commitSession(session: Committing, signal?: AbortSignal): Promise<CommitResult> {
  const started = performance.now();
  const { engine, base } = session;
  const head = engine.current!;
  // What only reads has read one snapshot: it stands where that one stands.
  if (session.changes.changes().size === 0) return nothing(session);
  if (head === base && session.overlay !== null) {
    session.takeOverlay();
    return publish(session, head, session.overlay, [], started);
  }
  const met = await session.meet(session.changes);
  const conflicts = [...met.conflicts, ...(await readConflicts(session, head, signal))];
  if (conflicts.length > 0) return refused(session, head, conflicts);
  const derived = await engine.derive(head, met.texts, { signal });
  const broken = met.merged.filter((path) => isBroken(derived.report.snapshot, path) && !isBroken(head, path));
  if (broken.length > 0) {
    engine.drop(derived);
    const versions = engine.history.since(base.txnId);
    return refused(
      session,
      head,
      broken.map((path) => conflictAt(path, 'modify', [], { versions, head })),
    );
  }
  session.dropOverlay();
  return publish(session, head, derived, met.merged, started);
}

function nothing({ agentId, base }: Committing): Committed {
  const delta = { files: [], declarations: [], affected: [] };
  return { status: 'committed', agentId, txnId: base.txnId, delta, merged: [], unitsRun: 0, unitsReused: 0, ms: 0 };
}

function publish(
  session: Committing,
  head: Snapshot,
  derived: Derived,
  merged: readonly string[],
  started: number,
): Committed {
  const changes = session.changes.changes();
  const report = session.engine.publish(derived, { agentId: session.agentId, changes });
  const { snapshot, affected } = report;
  return {
    status: 'committed',
    agentId: session.agentId,
    txnId: snapshot.txnId,
    delta: {
      files: [...changes].map(([path, change]) => ({ path, ...change })),
      declarations: new ChangeAnalyzer(head, snapshot).analyze(changes.keys()),
      affected,
    },
    merged,
    ...unitsOf(report),
    ms: performance.now() - started,
  };
}

function refused(session: Committing, head: Snapshot, conflicts: readonly Conflict[]): CommitResult {
  return {
    status: 'conflict',
    agentId: session.agentId,
    base: session.base.txnId,
    head: head.txnId,
    conflicts,
  };
}

/** The questions of the session whose answers another commit has changed. */
async function readConflicts(session: Committing, head: Snapshot, signal?: AbortSignal): Promise<Conflict[]> {
  const { engine, base, reads } = session;
  if (reads === null || head === base) return [];
  const versions = engine.history.since(base.txnId);
  const found: Conflict[] = [];
  for (const group of reads.groups) {
    const met = await session.meet(session.changes.withTexts(group.texts));
    if (met.conflicts.length > 0) return [...found, ...met.conflicts];
    const derived = met.texts.size === 0 ? null : await engine.derive(head, met.texts, { signal });
    const now = derived?.report.snapshot ?? head;
    for (const { question, answer } of group.reads) {
      if (answerOf(question, now) === answer) continue;
      const last = versions.at(-1)!;
      const path = [...last.changes.keys()][0] ?? '';
      found.push({ ...conflictAt(path, 'read', [], { versions, head }), question: question.text });
    }
    if (derived !== null) engine.drop(derived);
  }
  return found;
}

/** True when the front end found the text of a file wrong. */
export function isBroken(snapshot: Snapshot, path: string): boolean {
  const unit = snapshot.unit(path);
  const found = unit === -1 ? null : snapshot.table(problem, unit);
  return found !== null && found.rows > 0;
}
