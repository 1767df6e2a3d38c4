/**
 * `refresh`: takes what changed on disk since it was last seen. Never reverts what an agent committed: where both changed a
 * file, the two are merged by declaration, or it is a conflict and the committed text stays. In turn.
 */
import type { Derived, Engine } from '#engine';
import { decodeSource, type Discovery, type FileSystem } from '#inputs';
import { isBroken, meetTexts, type Conflict } from '#session';
import type { FileChange, Snapshot } from '#store';
import { WORKTREE, type DiskState } from './disk-state.ts';

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
  const { read, gone: unseen } = state.changed(listing.files);
  // Of a file that was written and is never listed, the disk says whether it is gone.
  const gone = unseen.filter((path) => !state.isWritten(path) || textOnDisk(request, path) !== textMet(request, path));
  const unlisted = unlistedPaths(request);
  if (read.length === 0 && gone.length === 0 && unlisted.length === 0) return null;
  const texts = new Map<string, string | null>();
  for (const path of gone)
    if (!state.isApart(path) && base.unit(path) !== -1)
      texts.set(path, state.isWritten(path) ? textOnDisk(request, path) : null);
  const apart = await meetApart(request, [...[...read, ...gone].filter((path) => state.isApart(path)), ...unlisted]);
  for (const [path, text] of apart.texts) texts.set(path, text);
  const alone = read.filter((path) => !state.isApart(path));
  if (!request.files.isLive) for (const path of alone) texts.set(path, textOnDisk(request, path));
  const options = { read: request.files.isLive ? alone : [], signal };
  let derived = await engine.derive(base, texts, options);
  const broken = apart.merged.filter((path) => isBroken(derived.report.snapshot, path) && !isBroken(base, path));
  if (broken.length > 0) {
    engine.drop(derived);
    for (const path of broken) {
      texts.delete(path);
      apart.conflicts.push(worktreeConflict(base, path, apart.seen.get(path)!, []));
    }
    derived = await engine.derive(base, texts, options);
  }
  const merged = apart.merged.filter((path) => texts.has(path));
  const changes = new Map(
    derived.report.changed.map((path): [string, FileChange] => {
      const [before, after] = [base.unit(path) !== -1, derived.report.snapshot.unit(path) !== -1];
      return [path, { kind: before ? (after ? 'modify' : 'delete') : 'create' }];
    }),
  );
  const settled = state.copy();
  settled.see(listing.files);
  for (const path of gone) if (textOnDisk(request, path) === null) settled.forget(path);
  for (const [path, seen] of apart.seen) settled.meet(path, seen, derived.report.snapshot.textAt(path));
  return { derived, changes, merged, conflicts: apart.conflicts, settled };
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
    met.conflicts.push(worktreeConflict(base, path, disk, result.symbols));
  }
  return met;
}

function worktreeConflict(base: Snapshot, path: string, disk: string | null, symbols: readonly string[]): Conflict {
  const [mine, theirs] = [disk, base.textAt(path)].map((text) => (text === null ? 'delete' : 'modify'));
  return { path, kind: 'write', mine: mine!, theirs: theirs!, agentId: WORKTREE, txnId: base.txnId, symbols };
}

/** The text that the disk had when it was last met. */
function textMet({ engine, state }: RefreshRequest, path: string): string | null {
  return state.isApart(path) ? state.textSeen(path) : engine.current!.textAt(path);
}

/** Files apart that the listing and what was seen lack, such as excluded ones, and that the disk has in another text. */
function unlistedPaths(request: RefreshRequest): string[] {
  const { state, listing } = request;
  const listed = new Set(listing.files.map((file) => file.path));
  return state.apart.filter(
    (path) => !listed.has(path) && state.seen(path) === null && textOnDisk(request, path) !== state.textSeen(path),
  );
}

function textOnDisk({ files, maxFileBytes }: RefreshRequest, path: string): string | null {
  const read = files.read(path, maxFileBytes);
  return read.status === 'read' ? Buffer.from(decodeSource(read.bytes).utf8).toString() : null;
}
