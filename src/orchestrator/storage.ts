/** The saved index of an orchestrator: opens a directory, restores what is in it, saves snapshots before they are published. */
import { resolve } from 'node:path';
import type { Engine, Seed } from '#engine';
import type { PipelineDAG } from '#plan';
import type { PluginStorage } from '#plugins';
import {
  Catalog,
  IndexDirectory,
  placesOf,
  restore,
  slotIdentities,
  usedBytes,
  type CatalogImage,
  type LoadedIndex,
  type Restored,
  type SlotIdentity,
  type SnapshotRoot,
} from '#store';
import type { UnitId } from '#core';
import { file } from '#facts';
import { grammarsIdentity } from '#languages';
import { DiskState, type SavedDiskState } from './disk-state.ts';

/** What an open found: an index, the part of one that was cut off, or nothing. */
export interface OpenResult {
  readonly status: 'opened' | 'partial' | 'empty';
  /** The transaction that is open; null without an index. */
  readonly txnId: number | null;
  readonly files: number;
  /** Kernel runs: 0 unless something was damaged or stages have changed. */
  readonly unitsRun: number;
  readonly ms: number;
}

/** Slugs of the stages that the saved index in a directory has; none without an index. `E_STORAGE` when it cannot be read. */
export function savedStages(path: string): readonly string[] {
  return IndexDirectory.stagesIn(resolve(path));
}

export class Storage {
  readonly #directory: IndexDirectory;
  readonly #slots: readonly SlotIdentity[];
  readonly #plan: PipelineDAG;

  /** Errors: `E_LOCKED`, `E_STORAGE`. */
  constructor(path: string, plan: PipelineDAG, optionsOf: (stage: string) => unknown, isReadOnly: boolean) {
    this.#plan = plan;
    this.#slots = slotIdentities(plan, optionsOf, grammarsIdentity());
    this.#directory = IndexDirectory.open(path, isReadOnly);
  }

  get path(): string {
    return this.#directory.path;
  }

  get isReadOnly(): boolean {
    return this.#directory.isReadOnly;
  }

  /** What is saved, restored as far as it can be used; null when there is nothing. `inPlace`: as in `IndexDirectory.load`. */
  load(inPlace: (bytes: number) => boolean): { loaded: LoadedIndex; restored: Restored; state: DiskState } | null {
    const loaded = this.#directory.load(inPlace);
    if (loaded === null) return null;
    const restored = restore(loaded, this.#plan, this.#slots);
    // Safe because: this class wrote it, and the catalog's checksum holds.
    return { loaded, restored, state: new DiskState((loaded.head.beside ?? undefined) as SavedDiskState | undefined) };
  }

  /** Saves a snapshot, or a catalog of an index that is under way. */
  save(
    root: Omit<SnapshotRoot, 'problems' | 'tableRows'> & Partial<SnapshotRoot>,
    state: DiskState,
    isComplete: boolean,
  ): void {
    const { catalog } = root;
    this.#directory.save(catalog, usedBytes(catalog), {
      txnId: root.txnId,
      repository: root.repository,
      root: root.root,
      isComplete,
      slots: this.#slots,
      units: catalog.units,
      postings: Object.fromEntries(
        Object.entries(catalog.postings).map(([name, shards]) => [
          name,
          placesOf(shards).map((at) => (at === null ? null : ([at.arena, at.offset] as const))),
        ]),
      ),
      tableRows: Object.fromEntries(this.#plan.tables.map(({ schema }, i) => [schema.name, root.tableRows?.[i] ?? 0])),
      problems: root.problems ?? [],
      beside: state.toJSON(),
    });
  }

  /** What plugins keep. */
  get beside(): PluginStorage {
    return {
      read: (name) => this.#directory.readBeside(name),
      write: (name, parts) => this.#directory.writeBeside(name, parts),
      isReadOnly: this.isReadOnly,
    };
  }

  close(): void {
    this.#directory.close();
  }
}

/** The part of a saved index from which an index of the files goes on. Its arenas go to the engine. */
export function seedOf(engine: Engine, { catalog: image, tableRows }: Restored, plan: PipelineDAG): Seed {
  engine.adoptArenas(image);
  const catalog = new Catalog(image);
  const paths = new Map<string, UnitId>();
  for (const unit of catalog.liveUnits())
    paths.set(catalog.segment(unit, 0, plan.layoutOf(0))!.table(file).path.at(0), unit);
  return { catalog: image, tableRows, paths };
}

/** The catalog of an index that is under way, as a root without counts. */
export function checkpointRoot(
  catalog: CatalogImage,
  of: { readonly repository: string; readonly root: string },
): Omit<SnapshotRoot, 'problems' | 'tableRows'> {
  // Safe because: 0 is the transaction of what was never published.
  return { txnId: 0 as SnapshotRoot['txnId'], ...of, catalog };
}
