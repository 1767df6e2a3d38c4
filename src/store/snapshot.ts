/**
 * A published snapshot: a frozen catalog, its plan and its counts. Everything in it is immutable; whoever holds it keeps
 * its arenas alive. Readers and texts are views over shared memory, opened when asked for and kept in a bounded cache.
 */
import { freeze } from 'immer';
import { LRUCache } from 'lru-cache';
import { type Columns, type SegmentReader, type TableReader, type TableSchema } from '#columns';
import type { TxnId, UnitId } from '#core';
import { file, source } from '#facts';
import type { PipelineDAG, PlanStep } from '#plan';
import { Catalog, segmentAt, type CatalogImage } from './catalog.ts';
import { OpenSegments } from './open-segments.ts';
import type { Meter } from './spilled-segment.ts';
import { forEachPosting, POSTING_LAYOUT, shardAt, shardOf, shardsIn, type PostingShards } from './postings.ts';

/** The frozen root of a snapshot. Small: everything large is behind shared buffers. */
export interface SnapshotRoot {
  readonly txnId: TxnId;
  readonly repository: string;
  readonly root: string;
  readonly catalog: CatalogImage;
  /** Rows per table, in the order of `PipelineDAG.tables`. */
  readonly tableRows: readonly number[];
  readonly problems: readonly SnapshotProblem[];
}

/** Something found wrong outside the facts: an input that could not be read, a kernel that failed. */
export interface SnapshotProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly stage?: string;
}

const OPEN_TEXTS = 64;
/** More than the shards of a posting set. */
const SET_STRIDE = 1 << 20;
/** Room of a scan at first: most blocks are smaller. */
const SCAN_WORDS = 1 << 14;

export class Snapshot {
  readonly root: SnapshotRoot;
  readonly plan: PipelineDAG;
  readonly catalog: Catalog;
  readonly #segments = new OpenSegments();
  readonly #texts = new LRUCache<number, string>({ max: OPEN_TEXTS });
  /** Shards of posting sets, by the number of the set in the plan and their own. */
  readonly #shards = new OpenSegments();
  #units: readonly UnitId[] | null = null;

  constructor(root: SnapshotRoot, plan: PipelineDAG) {
    this.root = freeze(root);
    this.plan = plan;
    this.catalog = new Catalog(root.catalog);
    Object.freeze(this);
  }

  get txnId(): TxnId {
    return this.root.txnId;
  }

  /** All files, by path in code unit order. */
  get units(): readonly UnitId[] {
    return (this.#units ??= sortUnits(this));
  }

  /** The segment of a unit in a slot, or null. */
  segment(unit: UnitId, slot: number): SegmentReader | null {
    const at = unit * this.root.catalog.slots + slot;
    const open = this.#segments.get(at);
    if (open !== undefined) return open;
    const segment = this.catalog.segment(unit, slot, this.plan.layoutOf(slot), this.#segments.meter);
    if (segment !== null) this.#segments.keep(at, segment);
    return segment;
  }

  /** The rows of a table in a file, or null when its stage did not run on it. */
  table<C extends Columns>(schema: TableSchema<C>, unit: UnitId): TableReader<C> | null {
    const place = this.plan.place(schema);
    return place === undefined ? null : (this.segment(unit, place.slot)?.table(schema) ?? null);
  }

  /** Calls `visit` with the rows of a table in each file. They may be gone after it: spilled ones share one buffer. */
  scan<C extends Columns>(schema: TableSchema<C>, visit: (table: TableReader<C>, unit: UnitId) => void): void {
    const place = this.plan.place(schema);
    if (place === undefined) return;
    const meter: Meter = { bytes: 0, room: new Uint32Array(SCAN_WORDS) };
    for (const unit of this.units) {
      const segment = this.catalog.isSpilled(unit, place.slot)
        ? this.catalog.segment(unit, place.slot, place.layout, meter)
        : this.segment(unit, place.slot);
      if (segment !== null) visit(segment.table(schema), unit);
    }
  }

  path(unit: UnitId): string {
    return this.segment(unit, 0)!.table(file).path.at(0);
  }

  /** The unit of a path, or -1. */
  unit(path: string): UnitId | -1 {
    const unit = this.catalog.unitOf(path);
    return unit === -1 || this.path(unit) === path ? unit : -1;
  }

  /** The source of a file as UTF-16 text. */
  text(unit: UnitId): string {
    const known = this.#texts.get(unit);
    if (known !== undefined) return known;
    const { text, ascii } = this.segment(unit, 0)!.table(source);
    const bytes = text.at(0);
    const decoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
      ascii.at(0) === 1 ? 'latin1' : 'utf8',
    );
    this.#texts.set(unit, decoded);
    return decoded;
  }

  /** The source of a path, or null when there is no such file. */
  textAt(path: string): string | null {
    const unit = this.unit(path);
    return unit === -1 ? null : this.text(unit);
  }

  /** Calls `visit` with each file that has rows of a key in a posting set; false when no running stage makes the set. */
  posting(name: string, lo: number, hi: number, visit: (unit: UnitId) => void): boolean {
    const postings = this.root.catalog.postings[name];
    if (postings === undefined) return false;
    const segment = this.#shard(name, postings, shardOf(hi, shardsIn(postings)));
    if (segment === null) return true;
    forEachPosting(segment, lo, hi, (pathLo, pathHi) => {
      const unit = this.catalog.unitAt(pathLo, pathHi);
      if (unit !== -1) visit(unit);
    });
    return true;
  }

  /** Rows of a table over all files. */
  rows(schema: { readonly name: string }): number {
    const at = this.plan.tables.findIndex((place) => place.schema.name === schema.name);
    return at < 0 ? 0 : this.root.tableRows[at]!;
  }

  /** Steps that ran out of fuel on a file, by file and in the order of the plan: what they say is right, but not all. */
  *partial(): Generator<{ readonly unit: UnitId; readonly step: PlanStep }> {
    for (const unit of this.units) {
      for (const step of this.plan.steps) if (this.catalog.isPartial(unit, step.slot)) yield { unit, step };
    }
  }

  #shard(name: string, shards: PostingShards, shard: number): SegmentReader | null {
    const key = SET_STRIDE * this.plan.postings.findIndex((set) => set.name === name) + shard;
    const open = this.#shards.get(key);
    if (open !== undefined) return open;
    const location = shardAt(shards, shard);
    const arena = location === null ? null : this.root.catalog.arenas[location.arena]!;
    const isNone = location === null || arena === null;
    const segment = isNone ? null : segmentAt(POSTING_LAYOUT, arena, location.offset, this.#shards.meter);
    this.#shards.keep(key, segment);
    return segment;
  }
}

function sortUnits(snapshot: Snapshot): readonly UnitId[] {
  const units = [...snapshot.catalog.liveUnits()];
  const paths = new Map(units.map((unit) => [unit, snapshot.path(unit)]));
  return Object.freeze(units.toSorted((a, b) => (paths.get(a)! < paths.get(b)! ? -1 : 1)));
}
