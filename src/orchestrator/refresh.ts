/**
 * `refresh`: takes what changed on disk since it was last seen. Never reverts what an agent committed: where both changed a
 * file, the two are merged by declaration, or it is a conflict and the committed text stays. In turn.
 */
import type { Derived, Engine } from '#engine';
import { decodeSource, type Discovery, type FileSystem } from '#inputs';
import { meetTexts, type Conflict } from '#session';
import type { FileChange } from '#store';
import type { DiskState } from './disk-state.ts';

export interface RefreshPlan {
  readonly derived: Derived;
  readonly changes: ReadonlyMap<string, FileChange>;
  /** Paths whose text was merged from the disk and from what agents committed. */
  readonly merged: readonly string[];
  readonly conflicts: readonly Conflict[];
  /** What was seen, for when the result is published. */
  readonly settled: DiskState;
}

export interface RefreshRequest {
  readonly engine: Engine;
  readonly files: FileSystem;
  readonly listing: Discovery;
  readonly state: DiskState;
  readonly maxFileBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Derives what the disk has that the newest snapshot has not; null when there is nothing. */
export async function planRefresh(request: RefreshRequest): Promise<RefreshPlan | null> {
  const { engine, listing, state, signal } = request;
  const base = engine.current!;
  const { read, gone } = state.changed(listing.files);
  if (read.length === 0 && gone.length === 0) return null;
  const texts = new Map<string, string | null>();
  for (const path of gone) if (!state.isApart(path) && base.unit(path) !== -1) texts.set(path, null);
  const apart = await meetApart(
    request,
    [...read, ...gone].filter((path) => state.isApart(path)),
  );
  for (const [path, text] of apart.texts) texts.set(path, text);
  const alone = read.filter((path) => !state.isApart(path));
  if (!request.files.isLive) for (const path of alone) texts.set(path, textOnDisk(request, path));
  const derived = await engine.derive(base, texts, { read: request.files.isLive ? alone : [], signal });
  const changes = new Map(
    derived.report.changed.map((path): [string, FileChange] => {
      const [before, after] = [base.unit(path) !== -1, derived.report.snapshot.unit(path) !== -1];
      return [path, { kind: before ? (after ? 'modify' : 'delete') : 'create' }];
    }),
  );
  const settled = state.copy();
  settled.see(listing.files);
  for (const [path, seen] of apart.seen) settled.meet(path, seen, derived.report.snapshot.textAt(path));
  return { derived, changes, merged: apart.merged, conflicts: apart.conflicts, settled };
}

interface MetApart {
  readonly texts: Map<string, string | null>;
  /** Texts on disk by path. */
  readonly seen: Map<string, string | null>;
  readonly merged: string[];
  readonly conflicts: Conflict[];
}

/** Files that agents and the disk changed both: the text last seen is the common one. */
async function meetApart(request: RefreshRequest, paths: readonly string[]): Promise<MetApart> {
  const { engine, state } = request;
  const base = engine.current!;
  const met: MetApart = { texts: new Map(), seen: new Map(), merged: [], conflicts: [] };
  for (const path of paths) {
    const disk = textOnDisk(request, path);
    met.seen.set(path, disk);
    const sides = { base: state.textSeen(path), theirs: base.textAt(path), mine: disk };
    if (sides.mine === sides.base || sides.mine === sides.theirs) continue;
    const result = await meetTexts(engine, path, sides);
    if (result.isClean) {
      met.texts.set(path, result.text);
      met.merged.push(path);
      continue;
    }
    const kind = disk === null ? 'delete' : 'modify';
    const theirs = sides.theirs === null ? 'delete' : 'modify';
    const mine = { path, kind: 'write' as const, mine: kind, theirs, agentId: 'worktree', txnId: base.txnId } as const;
    met.conflicts.push({ ...mine, symbols: result.symbols });
  }
  return met;
}

function textOnDisk({ files, maxFileBytes }: RefreshRequest, path: string): string | null {
  const read = files.read(path, maxFileBytes);
  return read.status === 'read' ? Buffer.from(decodeSource(read.bytes).utf8).toString() : null;
}
