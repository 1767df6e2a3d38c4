/**
 * What an orchestrator has on the disk: the repository's files as they were last seen, and the saved index when a directory
 * is open. Both are settled before a snapshot is published, and go back when it is not.
 */
import { resolve } from 'node:path';
import { EngineError } from '#core';
import { file, FILE_FLAG } from '#facts';
import type { FileSystem } from '#inputs';
import type { PluginStorage } from '#plugins';
import type { CatalogImage, Snapshot, Version } from '#store';
import { DiskState, WORKTREE } from './disk-state.ts';
import { checkpointRoot, type Storage } from './storage.ts';

type Published = Omit<Version, 'txnId'>;

export class OnDisk {
  #state = new DiskState();
  #storage: Storage | null = null;

  /** The files as they were last seen. */
  get state(): DiskState {
    return this.#state;
  }

  /** Where plugins keep what they save: the directory that is open. */
  get beside(): PluginStorage | null {
    return this.#storage?.beside ?? null;
  }

  /** True while a directory is open. */
  get isOpen(): boolean {
    return this.#storage !== null;
  }

  /** The directory that is open and written to; null without one. */
  get ownPath(): string | null {
    return this.#storage?.isReadOnly === false ? this.#storage.path : null;
  }

  /** Takes a directory that was opened, and what it says of the files. */
  open(storage: Storage, state: DiskState): void {
    this.#storage = storage;
    this.#state = state;
  }

  /** Publishes with another state of the files; when that throws, the one before holds. */
  publishing<T>(state: DiskState, publish: () => T): T {
    const before = this.#state;
    this.#state = state;
    try {
      return publish();
    } catch (error) {
      this.#state = before;
      throw error;
    }
  }

  /** Saves a snapshot that is about to be published, with what its transaction says of the files. */
  persist(after: Snapshot, { agentId, changes }: Published, before: Snapshot | null): void {
    const state = this.#state.copy();
    if (agentId !== WORKTREE && before !== null)
      for (const path of changes.keys()) state.commit(path, before.textAt(path), after.textAt(path));
    if (this.#storage?.isReadOnly === false) this.#storage.save(after.root, state, true);
    this.#state = state;
  }

  /** Saves what an index has so far, so that it can go on when it is cut off. */
  checkpoint(catalog: CatalogImage, of: { readonly repository: string; readonly root: string }): void {
    if (this.#storage?.isReadOnly === false) this.#storage.save(checkpointRoot(catalog, of), new DiskState(), false);
  }

  /**
   * Saves a snapshot: into the directory that is open, or into that of `path`, which `openAt` opens and which stays open.
   * `E_STORAGE` without either.
   */
  save(snapshot: Snapshot, path: string | undefined, openAt: (path: string) => Storage): void {
    const current = this.#storage;
    if (path === undefined || (current?.isReadOnly === false && current.path === resolve(path))) {
      if (current === null) throw new EngineError('E_STORAGE', 'no directory is open; give save() the path of one');
      current.save(snapshot.root, this.#state, true);
      return;
    }
    const storage = openAt(resolve(path));
    try {
      storage.save(snapshot.root, this.#state, true);
    } catch (error) {
      // The directory that was open stays open.
      storage.close();
      throw error;
    }
    current?.close();
    this.#storage = storage;
  }

  /** Writes committed files to the repository, where it still has what was last seen. */
  writeBack(files: FileSystem, after: Snapshot, { agentId, changes }: Published, before: Snapshot | null): void {
    if (agentId === WORKTREE) return;
    for (const [path, { kind, from }] of changes) {
      // The index has no text of a binary file: to move it would be to empty it.
      if (kind === 'rename' && isBinaryFile(before, from ?? path)) continue;
      const text = after.textAt(path);
      const result = files.replace(path, text, this.#state.seen(path));
      // What could not be written stays apart: a refresh meets it.
      if ('fault' in result) continue;
      this.#state.seeWritten(path, result.stamp);
      this.#state.meet(path, text, text);
    }
  }

  close(): void {
    this.#storage?.close();
    this.#storage = null;
  }
}

function isBinaryFile(snapshot: Snapshot | null, path: string): boolean {
  const unit = snapshot?.unit(path) ?? -1;
  const row = unit === -1 ? null : snapshot!.table(file, unit);
  return row !== null && (row.flags.at(0) & FILE_FLAG.binary) !== 0;
}
