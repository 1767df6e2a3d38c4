/**
 * A wave: one pass of changed units through the levels of the plan, on the way from one catalog to the next.
 * Holds what the pass has learned: which segments changed, what failed, the figures of each step.
 */
import { setImmediate } from 'node:timers/promises';
import { isEngineError, throwIfAborted, type UnitId } from '#core';
import type { PlanStep, PipelineDAG } from '#plan';
import {
  COUNTERS,
  fillInput,
  INPUT_LAYOUT,
  messageBytes,
  SEGMENT_STATE,
  SEGMENT_WORDS,
  type ChainResult,
  type ChainTask,
  type Pool,
  type UnitFailure,
} from '#pool';
import { Catalog, CatalogBuilder, segmentAt, segmentBytes, type CatalogImage } from '#store';
import { ArenaWriter, DIGEST_BYTES, SegmentBuilder, SegmentReader } from '#columns';
import type { SourceBytes } from '#inputs';
import type { ArenaPlace, ArenaPool } from './arena-pool.ts';
import { cutBatches, type Batch } from './batches.ts';

/** Tasks under way per worker: one that runs and one that waits, so that no worker idles for the main thread. */
export const TASKS_PER_WORKER = 2;

/** Later levels parse nothing, so that a byte costs less there, and larger tasks share the tables that they look up. */
const LATER_LEVEL_FACTOR = 8;

/** Bytes of source that are worth a task, of the first level and of later ones. */
const LEAST_BATCH_BYTES = { first: 16 << 10, later: 128 << 10 };

/** Told of every batch that is done, with the level it was of. */
export type OnBatch = (batch: Batch, level: number) => void;

/** Builders of input segments on this thread, reused. */
const input = new SegmentBuilder(INPUT_LAYOUT);

/** Where a buffer that a task wrote to lies now, and the buffer as the task left it. */
interface Written extends ArenaPlace {
  readonly buffer: SharedArrayBuffer;
}

export interface WaveOptions {
  readonly pool: Pool;
  readonly plan: PipelineDAG;
  readonly arenas: ArenaPool;
  readonly batchBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Bytes of source of a unit, for batches. */
  readonly bytesOf: (unit: UnitId) => number;
  readonly onBatch: OnBatch;
  /** Bytes of a file whose task was lost, so that its text is kept; null when it cannot be read. */
  readonly readLost: (path: string) => SourceBytes | null;
}

export class Wave {
  readonly builder: CatalogBuilder;
  readonly before: Catalog | null;
  readonly #options: WaveOptions;
  readonly counters: Float64Array;
  readonly tableRows: Float64Array;
  readonly failures: UnitFailure[] = [];
  /** Units that are gone from the file system since they were listed. */
  readonly gone: UnitId[] = [];
  /** Per slot, the units whose segment in it is new and has another digest than before. */
  readonly changed: Set<UnitId>[];
  readonly #changedBlocks = new Map<number, number>();
  /** Thread CPU of the kernels and what runs them, and of the folds of the postings of each slot. */
  cpuMs = 0;
  readonly foldCpuMs: Float64Array;
  clonedBytes = 0;
  /** Bytes by arena that this wave made, and those of the catalog before that it no longer needs. */
  readonly made = new Map<number, number>();
  readonly retired = new Map<number, number>();

  constructor(builder: CatalogBuilder, before: CatalogImage | null, options: WaveOptions) {
    this.builder = builder;
    this.before = before === null ? null : new Catalog(before);
    this.#options = options;
    this.counters = new Float64Array(COUNTERS.length * options.plan.slots);
    this.tableRows = new Float64Array(options.plan.tables.length);
    this.foldCpuMs = new Float64Array(options.plan.slots);
    this.changed = Array.from({ length: options.plan.slots }, () => new Set<UnitId>());
  }

  /** Writes the source segment of a unit on this thread, in place of the one before. */
  writeInput(unit: UnitId, path: string, bytes: Uint8Array, isTooLarge: boolean): void {
    const { arenas } = this.#options;
    const key = fillInput(input, path, bytes, isTooLarge);
    let lease = arenas.lease();
    let writer = new ArenaWriter(lease.buffer, lease.offset);
    const offset = input.freeze((size) => {
      if (writer.free >= size + 8) return writer;
      arenas.release(lease, [], [writer.offset]);
      lease = arenas.lease(size + 8);
      writer = new ArenaWriter(lease.buffer, lease.offset);
      return writer;
    }, key);
    const { arena, base } = arenas.release(lease, [], [writer.offset])[0]!;
    this.builder.setArena(arena, arenas.bytes(arena));
    this.#place(unit, 0, SEGMENT_STATE.made, { arena, base, buffer: lease.buffer }, offset);
    this.#countRows(new SegmentReader(INPUT_LAYOUT, lease.buffer, offset), 0, 1);
    this.#countRows(segmentIn(this.before, this.#options.plan, unit, 0), 0, -1);
  }

  /** Removes a unit of the catalog before, with all its segments. */
  drop(unit: UnitId): void {
    for (let slot = 0; slot < this.#options.plan.slots; slot++) {
      this.#countRows(segmentIn(this.before, this.#options.plan, unit, slot), slot, -1);
      this.#clear(unit, slot);
    }
    this.builder.removeUnit(unit);
  }

  /** Notes a segment that the next catalog refers to. */
  countMade(arena: number, bytes: number): void {
    this.made.set(arena, (this.made.get(arena) ?? 0) + bytes);
  }

  /** Notes a segment of the catalog before that the next one does not refer to. */
  countRetired(arena: number, bytes: number): void {
    this.retired.set(arena, (this.retired.get(arena) ?? 0) + bytes);
  }

  /** Units with a changed segment in any slot. */
  changedUnits(): Set<UnitId> {
    const all = new Set<UnitId>();
    for (const units of this.changed) for (const unit of units) all.add(unit);
    return all;
  }

  /** Bits of the blocks of a slot that are others than before; all when there was no segment, or is none. */
  changedBlocks(unit: UnitId, slot: number): number {
    if (!this.changed[slot]!.has(unit)) return 0;
    const at = unit * this.#options.plan.slots + slot;
    let bits = this.#changedBlocks.get(at);
    if (bits === undefined) {
      bits = differentBlocks(segmentIn(this.before, this.#options.plan, unit, slot), this.#segment(unit, slot));
      this.#changedBlocks.set(at, bits);
    }
    return bits;
  }

  /** True when a step of a level lacks its segment of a unit, or reads a block that changed: `read` has their bits by slot. */
  isReached(unit: UnitId, steps: readonly PlanStep[], read: ReadonlyMap<number, number>): boolean {
    for (const { slot } of steps) if (this.builder.locationOf(unit, slot) === null) return true;
    for (const [slot, bits] of read) if ((this.changedBlocks(unit, slot) & bits) !== 0) return true;
    return false;
  }

  /** Counts units whose segments of a level are kept without a task that finds so. */
  countKept(steps: readonly PlanStep[], units: number): void {
    for (const { slot } of steps) this.counters[slot * COUNTERS.length + COUNTERS.indexOf('kept')]! += units;
  }

  /**
   * Runs the steps of one level over units. `forced`: bits of steps to run although their key holds. `paths`: sources to read.
   * `prepare` makes a unit ready right before its batch goes to the pool, so that workers begin with the first ones: only of
   * a level that looks up nothing.
   */
  async runLevel(
    steps: readonly PlanStep[],
    units: readonly UnitId[],
    forced: ReadonlyMap<UnitId, number>,
    paths: ReadonlyMap<UnitId, string> | null,
    prepare: ((unit: UnitId) => void) | null = null,
  ): Promise<void> {
    const { pool, onBatch } = this.#options;
    const level = steps[0]?.level ?? 0;
    const catalog = prepare === null ? this.#freeze() : null;
    const queue = this.#cut(units, level);
    const runNext = async (lane: number): Promise<void> => {
      // What one lane has prepared is under way before the next prepares.
      if (prepare !== null) for (let turn = 0; turn < lane; turn++) await setImmediate();
      for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
        throwIfAborted(this.#options.signal);
        if (prepare !== null) batch.units.forEach(prepare);
        await this.#runBatch(catalog ?? this.#freeze(), steps, batch.units, forced, paths);
        onBatch(batch, level);
      }
    };
    const lanes = Math.min(queue.length, pool.width * TASKS_PER_WORKER);
    const ended = await Promise.allSettled(Array.from({ length: lanes }, async (_, lane) => runNext(lane)));
    for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
  }

  /** The catalog as chains need it: the name of each posting set is copied with a task, so only sets that look-ups ask. */
  #freeze(): CatalogImage {
    const catalog = this.builder.freeze();
    const asked = this.#options.plan.postings.filter(
      ({ name, earlyLevel }) => earlyLevel !== null && name in catalog.postings,
    );
    return { ...catalog, postings: Object.fromEntries(asked.map(({ name }) => [name, catalog.postings[name]!])) };
  }

  #cut(units: readonly UnitId[], level: number): Batch[] {
    const { pool, bytesOf, batchBytes } = this.#options;
    pool.expect(units.reduce((sum, unit) => sum + bytesOf(unit), 0));
    const most = level === 0 ? batchBytes : LATER_LEVEL_FACTOR * batchBytes;
    const least = Math.min(most, level === 0 ? LEAST_BATCH_BYTES.first : LEAST_BATCH_BYTES.later);
    return cutBatches(units, { bytesOf, most, least, width: pool.width });
  }

  async #runBatch(
    catalog: CatalogImage,
    steps: readonly PlanStep[],
    units: readonly UnitId[],
    forced: ReadonlyMap<UnitId, number>,
    paths: ReadonlyMap<UnitId, string> | null,
  ): Promise<void> {
    const lease = this.#options.arenas.lease();
    const task: ChainTask = {
      kind: 'chain',
      catalog,
      lease,
      arenaBytes: this.#options.arenas.madeBytes(lease),
      slots: steps.map((step) => step.slot),
      units: Int32Array.from(units),
      forced: Int32Array.from(units, (unit) => forced.get(unit) ?? 0),
      paths: paths === null ? null : units.map((unit) => paths.get(unit)!),
    };
    this.clonedBytes += messageBytes(task);
    let result: ChainResult;
    try {
      result = await this.#options.pool.runChain(task, this.#options.signal, this.#options.timeoutMs);
    } catch (error) {
      // What the worker wrote behind the lease's offset was never accepted, so the space is free again.
      this.#options.arenas.release(lease, [], []);
      throwIfAborted(this.#options.signal);
      await this.#isolate(catalog, steps, units, forced, paths, error);
      return;
    }
    this.#accept(task, result);
  }

  /**
   * A batch was lost: runs its units one by one, and the steps of a lost unit one by one, so that only the guilty step of
   * the guilty unit fails. What depends on it is skipped.
   */
  async #isolate(
    catalog: CatalogImage,
    steps: readonly PlanStep[],
    units: readonly UnitId[],
    forced: ReadonlyMap<UnitId, number>,
    paths: ReadonlyMap<UnitId, string> | null,
    error: unknown,
  ): Promise<void> {
    if (units.length > 1) {
      for (const unit of units) await this.#runBatch(catalog, steps, [unit], forced, paths);
      return;
    }
    const unit = units[0]!;
    if (paths !== null && !this.#keepLost(unit, paths.get(unit)!)) return;
    if (steps.length > 1) {
      for (const step of steps) await this.#runBatch(this.#freeze(), [step], [unit], forced, null);
      return;
    }
    const { slot } = steps[0]!;
    const code = isEngineError(error) && error.code === 'E_KERNEL_TIMEOUT' ? 'E_KERNEL_TIMEOUT' : 'E_WORKER_LOST';
    this.#clear(unit, slot);
    this.failures.push({ unit, slot, code, message: error instanceof Error ? error.message : String(error) });
    this.counters[slot * COUNTERS.length + COUNTERS.indexOf('failed')]! += 1;
  }

  /** Reads the source of a lost unit on this thread. False, and the unit is gone, when it cannot be read. */
  #keepLost(unit: UnitId, path: string): boolean {
    const read = this.#options.readLost(path);
    if (read === null) {
      this.gone.push(unit);
      return false;
    }
    this.writeInput(unit, path, read.bytes, read.isTooLarge);
    return true;
  }

  #accept(task: ChainTask, result: ChainResult): void {
    const { arenas } = this.#options;
    const buffers = [task.lease.buffer, ...result.arenas];
    const places = arenas
      .release(task.lease, result.arenas, result.used)
      .map((place, i): Written => ({ ...place, buffer: buffers[i]! }));
    for (const { arena } of places) if (arena >= 0) this.builder.setArena(arena, arenas.bytes(arena));
    for (let at = 0; at < result.segments.length; at += SEGMENT_WORDS) {
      const [unit, slot, state, ordinal, offset] = result.segments.subarray(at, at + SEGMENT_WORDS);
      // Safe because: the result names units of the task only.
      this.#place(unit! as UnitId, slot!, state!, places[ordinal! + 1]!, 8 * offset!);
    }
    for (let i = 0; i < this.counters.length; i++) this.counters[i]! += result.counters[i]!;
    for (let i = 0; i < this.tableRows.length; i++) this.tableRows[i]! += result.tableRows[i]!;
    this.failures.push(...result.failures);
    this.cpuMs += result.cpuMs;
    this.clonedBytes += messageBytes(result);
  }

  /** `offset`: within the buffer of `at`. */
  #place(unit: UnitId, slot: number, state: number, at: Written, offset: number): void {
    if (state === SEGMENT_STATE.kept) {
      if (this.before === null) this.#keep(unit, slot);
      return;
    }
    if (state === SEGMENT_STATE.failed || state === SEGMENT_STATE.skipped) {
      this.#clear(unit, slot);
      return;
    }
    if (state === SEGMENT_STATE.gone) {
      this.gone.push(unit);
      return;
    }
    this.#retire(unit, slot);
    this.builder.setSegment(unit, slot, at.arena, at.base + offset);
    this.countMade(at.arena, segmentBytes(at.buffer, offset));
    if (state === SEGMENT_STATE.made) this.changed[slot]!.add(unit);
  }

  /** Without a snapshot before, what is kept of an earlier index is as new as what is made. */
  #keep(unit: UnitId, slot: number): void {
    const segment = this.#segment(unit, slot)!;
    this.countMade(this.builder.locationOf(unit, slot)!.arena, segment.byteLength);
    this.changed[slot]!.add(unit);
  }

  /** Removes a unit that no snapshot has, with what an earlier index left of it. */
  forget(unit: UnitId): void {
    for (let slot = 0; slot < this.#options.plan.slots; slot++) this.#countRows(this.#segment(unit, slot), slot, -1);
    this.builder.removeUnit(unit);
  }

  #segment(unit: UnitId, slot: number): SegmentReader | null {
    const at = this.builder.locationOf(unit, slot);
    if (at === null) return null;
    return segmentAt(this.#options.plan.layoutOf(slot), this.#options.arenas.bytes(at.arena)!, at.offset);
  }

  #countRows(segment: SegmentReader | null, slot: number, sign: 1 | -1): void {
    if (segment === null) return;
    for (const [i, place] of this.#options.plan.tables.entries()) {
      if (place.slot === slot) this.tableRows[i]! += sign * segment.rows(place.schema);
    }
  }

  #clear(unit: UnitId, slot: number): void {
    this.#retire(unit, slot);
    this.builder.clearSegment(unit, slot);
    if (this.before !== null && unit < this.before.from.units && this.before.arena(unit, slot) >= 0)
      this.changed[slot]!.add(unit);
  }

  #retire(unit: UnitId, slot: number): void {
    if (this.before === null || unit >= this.before.from.units) return;
    const arena = this.before.arena(unit, slot);
    if (arena < 0) return;
    this.countRetired(arena, this.before.bytes(unit, slot));
  }
}

/** The reader of a slot in a catalog, or null. */
export function segmentIn(
  catalog: Catalog | null,
  plan: PipelineDAG,
  unit: UnitId,
  slot: number,
): SegmentReader | null {
  if (catalog === null || unit >= catalog.from.units) return null;
  return catalog.segment(unit, slot, plan.layoutOf(slot));
}

const digests = { before: new Uint32Array(DIGEST_BYTES >> 2), after: new Uint32Array(DIGEST_BYTES >> 2) };

function differentBlocks(before: SegmentReader | null, after: SegmentReader | null): number {
  if (before === null || after === null) return -1;
  let bits = 0;
  for (const block of before.layout.blocks.keys()) {
    before.copyDigest(block, digests.before, 0);
    after.copyDigest(block, digests.after, 0);
    if (digests.before.some((word, i) => word !== digests.after[i])) bits |= 1 << block;
  }
  return bits;
}
