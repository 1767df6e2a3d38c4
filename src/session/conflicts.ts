/**
 * What a session's changes meet in a snapshot that is newer than its base: per path, its text there after both, or a
 * conflict. The first committer wins; two that did the same agree.
 *
 * | theirs \ mine | create | modify | delete | rename away | rename to |
 * | --- | --- | --- | --- | --- | --- |
 * | create | equal texts agree | - | - | - | equal texts agree |
 * | modify | - | merge by declaration | conflict | conflict | - |
 * | delete | - | conflict | agree | conflict | - |
 * | rename away | - | conflict | conflict | agree when to one place | - |
 * | rename to | equal texts agree | - | - | - | equal texts agree |
 */
import type { ChangeSet, Engine } from '#engine';
import { qualifiedNameOf } from '#query';
import type { FileChange, Snapshot, Version } from '#store';
import { merge } from './merge.ts';
import { regionsOf, type Region } from './regions.ts';

/** Why a commit was refused, per path. */
export interface Conflict {
  readonly path: string;
  /** `write`: both changed it. `read`: the session asked a question whose answer another commit changed. */
  readonly kind: 'write' | 'read';
  readonly mine: FileChange['kind'] | 'read';
  readonly theirs: FileChange['kind'];
  /** Who committed the other change, and when; `null` is an update without a session. */
  readonly agentId: string | null;
  readonly txnId: number;
  /** Qualified names of the declarations that both changed; empty when the whole file is meant. */
  readonly symbols: readonly string[];
  /** The question, for `read`. */
  readonly question?: string;
}

export interface Meeting {
  readonly base: Snapshot;
  /** The base with the session's changes; asked for only when a file must be merged. */
  readonly mine: () => Promise<Snapshot>;
  readonly head: Snapshot;
  /** What was published since the base. */
  readonly versions: readonly Version[];
}

export interface Met {
  /** Texts to derive from the head; null is a file that goes. */
  readonly texts: ReadonlyMap<string, string | null>;
  /** Paths whose text was merged from both. */
  readonly merged: readonly string[];
  readonly conflicts: readonly Conflict[];
}

/** Carries changes from the base of a session to the head. */
export async function meet(changes: ChangeSet, meeting: Meeting): Promise<Met> {
  const texts = new Map<string, string | null>();
  const merged: string[] = [];
  const conflicts: Conflict[] = [];
  for (const [path, change] of changes.changes()) {
    const outcome = await meetPath(path, change, changes, meeting);
    if ('conflict' in outcome) conflicts.push(outcome.conflict);
    else if (outcome.text !== meeting.head.textAt(path)) {
      texts.set(path, outcome.text);
      if (outcome.isMerged) merged.push(path);
    }
  }
  return { texts, merged, conflicts };
}

type Outcome = { readonly text: string | null; readonly isMerged: boolean } | { readonly conflict: Conflict };

async function meetPath(path: string, change: FileChange, changes: ChangeSet, meeting: Meeting): Promise<Outcome> {
  const { base, head } = meeting;
  const [before, theirs, mine] = [base.textAt(path), head.textAt(path), changes.text(path)];
  const take = { text: mine, isMerged: false };
  const conflict = (symbols: readonly string[] = []): Outcome => ({
    conflict: conflictAt(path, change.kind, symbols, meeting),
  });
  if (theirs === before) return take;
  if (theirs === mine) return movedApart(path, change, meeting) ? conflict() : take;
  if (before === null || theirs === null || mine === null) return conflict();
  const overlay = await meeting.mine();
  const sides = [base, head, overlay].map((snapshot) => regionsOf(snapshot, path));
  const [a, b, c] = [sides[0], sides[1], sides[2]];
  if (!a || !b || !c) return conflict();
  const result = merge({ base: a, theirs: b, mine: c });
  if (result.isClean) return { text: result.text, isMerged: true };
  return conflict(symbolsOf(result.keys, [a, b, c], [base, head, overlay], path));
}

/** The text of a path after two changes of one text, or the qualified names of what both changed. In turn. */
export async function meetTexts(
  engine: Engine,
  path: string,
  { base, theirs, mine }: { base: string | null; theirs: string | null; mine: string | null },
): Promise<{ isClean: true; text: string } | { isClean: false; symbols: string[] }> {
  if (base === null || theirs === null || mine === null) return { isClean: false, symbols: [] };
  const head = engine.current!;
  const [before, after] = [
    await engine.derive(head, new Map([[path, base]])),
    await engine.derive(head, new Map([[path, mine]])),
  ];
  const snapshots = [before.report.snapshot, head, after.report.snapshot];
  const [a, b, c] = snapshots.map((snapshot) => regionsOf(snapshot, path));
  engine.drop(before);
  engine.drop(after);
  if (!a || !b || !c) return { isClean: false, symbols: [] };
  const merged = merge({ base: a, theirs: b, mine: c });
  return merged.isClean ? merged : { isClean: false, symbols: symbolsOf(merged.keys, [a, b, c], snapshots, path) };
}

/** Both let go of a path, but one of them moved it, and not both to the same place. */
function movedApart(path: string, change: FileChange, { versions }: Meeting): boolean {
  const theirs = lastChange(path, versions)?.change;
  return change.to !== theirs?.to;
}

function lastChange(path: string, versions: readonly Version[]): { change: FileChange; version: Version } | null {
  const version = versions.findLast((one) => one.changes.has(path));
  return version === undefined ? null : { change: version.changes.get(path)!, version };
}

/** A conflict at a path with whoever changed it last. */
export function conflictAt(
  path: string,
  mine: Conflict['mine'],
  symbols: readonly string[],
  { versions, head }: Pick<Meeting, 'versions' | 'head'>,
): Conflict {
  const last = lastChange(path, versions);
  return {
    path,
    kind: mine === 'read' ? 'read' : 'write',
    mine,
    theirs: last?.change.kind ?? 'modify',
    agentId: last?.version.agentId ?? null,
    txnId: last?.version.txnId ?? head.txnId,
    symbols,
  };
}

/** Qualified names of the declarations that regions belong to. */
function symbolsOf(
  keys: readonly string[],
  sides: readonly (readonly Region[])[],
  snapshots: readonly Snapshot[],
  path: string,
): string[] {
  const names = new Set<string>();
  for (const key of keys) {
    for (const [i, side] of sides.entries()) {
      const region = side.find((one) => one.key === key);
      if (region === undefined) continue;
      names.add(qualifiedNameOf(snapshots[i]!, path, region.row));
      break;
    }
  }
  return [...names].toSorted();
}
