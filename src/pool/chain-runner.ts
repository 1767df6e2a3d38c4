/**
 * Runs the steps of one level over the units of a task, fused file by file while the columns are in cache.
 * A step whose key is unchanged and whose trace holds is not run. A kernel that throws fails its unit, nothing else.
 */
import { DIGEST_BYTES, digestInto, SegmentBuilder, SegmentReader } from '#columns';
import { EngineError, isEngineError, type ErrorCode, type UnitId } from '#core';
import type { FileSystem } from '#inputs';
import { Fuel, Lookup, type KernelContext } from '#stage';
import { Catalog, CatalogSource } from '#store';
import { ArenaWriters } from './arena-writers.ts';
import { fillInput, INPUT_LAYOUT } from './input-segment.ts';
import type { LoadedPlan, LoadedStep } from './loaded-plan.ts';
import { COUNTERS, SEGMENT_STATE, SEGMENT_WORDS, type ChainResult, type ChainTask, type UnitFailure } from './task.ts';
import { UnitRun } from './unit-run.ts';

const [RAN, KEPT, FAILED, ROWS_READ, ROWS_WRITTEN, BYTES, WALL] = [...COUNTERS.keys()];

export interface RunnerOptions {
  readonly files: FileSystem | null;
  readonly maxFileBytes: number;
  readonly fuel: number;
}

export class ChainRunner {
  readonly #loaded: LoadedPlan;
  readonly #options: RunnerOptions;
  readonly #input = new SegmentBuilder(INPUT_LAYOUT);
  readonly #keyScratch = new Uint32Array(16 * DIGEST_BYTES);

  constructor(loaded: LoadedPlan, options: RunnerOptions) {
    this.#loaded = loaded;
    this.#options = options;
  }

  async run(task: ChainTask): Promise<ChainResult> {
    const started = process.threadCpuUsage?.() ?? process.cpuUsage();
    const run = new TaskRun(this.#loaded, task, this.#input, this.#keyScratch, this.#options);
    const languages = run.readInputs();
    await this.#loaded.prepare(languages);
    run.runUnits();
    const cpu = process.threadCpuUsage?.(started) ?? process.cpuUsage(started);
    return run.result((cpu.user + cpu.system) / 1000);
  }
}

/** The state of one task, dropped with it, so that a worker holds no arena between tasks. */
class TaskRun {
  readonly #loaded: LoadedPlan;
  readonly #task: ChainTask;
  readonly #input: SegmentBuilder;
  readonly #keyScratch: Uint32Array;
  readonly #options: RunnerOptions;
  /** The bytes of `#keyScratch`, and the key of the step that runs. */
  readonly #keyBytes: Uint8Array;
  readonly #key = new Uint8Array(DIGEST_BYTES);
  readonly #unit: UnitRun;
  readonly #units: readonly UnitId[];
  readonly #source: CatalogSource;
  /** One per step, by slot. */
  readonly #lookups: Lookup[] = [];
  readonly #arenas: ArenaWriters;
  readonly #rows: number[] = [];
  readonly #failures: UnitFailure[] = [];
  readonly #counters: Float64Array<ArrayBuffer>;
  readonly #inputs: (SegmentReader | null)[] = [];
  readonly #tableRows: Float64Array<ArrayBuffer>;

  constructor(
    loaded: LoadedPlan,
    task: ChainTask,
    input: SegmentBuilder,
    keyScratch: Uint32Array,
    options: RunnerOptions,
  ) {
    this.#loaded = loaded;
    this.#task = task;
    this.#input = input;
    this.#keyScratch = keyScratch;
    this.#keyBytes = new Uint8Array(keyScratch.buffer);
    this.#options = options;
    const catalog = new Catalog(task.catalog);
    this.#unit = new UnitRun(loaded.plan, catalog, [INPUT_LAYOUT, ...loaded.plan.steps.map((step) => step.layout)]);
    // Safe because: the engine sends unit numbers of this catalog only.
    this.#units = Array.from(task.units, (unit) => unit as UnitId);
    this.#source = new CatalogSource(catalog, loaded.plan);
    this.#arenas = new ArenaWriters(task.lease, task.arenaBytes);
    this.#counters = new Float64Array(COUNTERS.length * loaded.plan.slots);
    this.#tableRows = new Float64Array(loaded.tables.length);
  }

  /** Reads and freezes the sources that are not in the catalog yet; returns the languages of all units. */
  readInputs(): Set<string> {
    const languages = new Set<string>();
    for (const [i, unit] of this.#units.entries()) {
      this.#unit.begin(unit);
      if (this.#task.paths !== null) {
        const segment = this.#readInput(unit, this.#task.paths[i]!);
        this.#inputs.push(segment);
        this.#unit.set(0, segment);
        if (segment === null) continue;
      }
      languages.add(this.#unit.language);
    }
    return languages;
  }

  runUnits(): void {
    for (const [i, unit] of this.#units.entries()) {
      this.#unit.begin(unit);
      if (this.#task.paths !== null) {
        if (this.#inputs[i] === null) continue;
        this.#unit.set(0, this.#inputs[i]!);
      }
      for (const slot of this.#task.slots) {
        const step = this.#loaded.steps[slot - 1]!;
        const isForced = ((this.#task.forced[i]! >>> step.planned.bit) & 1) === 1;
        this.#runStep(step, unit, isForced);
      }
    }
  }

  result(cpuMs: number): ChainResult {
    return {
      segments: Int32Array.from(this.#rows),
      arenas: this.#arenas.arenas,
      used: this.#arenas.used,
      failures: this.#failures,
      counters: this.#counters,
      tableRows: this.#tableRows,
      cpuMs,
    };
  }

  #readInput(unit: UnitId, path: string): SegmentReader | null {
    const started = performance.now();
    const { files, maxFileBytes } = this.#options;
    const read = files === null ? null : files.read(path, maxFileBytes);
    if (read === null || read.status === 'failed') {
      const message =
        read === null ? 'there is no file system to read from' : `${read.problem.code}: ${read.problem.message}`;
      this.#failures.push({ unit, slot: 0, code: 'E_PATH', message });
      this.#record(unit, 0, SEGMENT_STATE.gone, 0, 0);
      return null;
    }
    const key = fillInput(this.#input, path, read.bytes, read.isTooLarge);
    const before = this.#unit.before(0);
    if (before !== null && Buffer.compare(before.key, key) === 0) {
      this.#record(unit, 0, SEGMENT_STATE.kept, 0, 0);
      this.#count(0, KEPT!, 1);
      return before;
    }
    const offset = this.#arenas.freeze(this.#input, key);
    const segment = new SegmentReader(INPUT_LAYOUT, this.#arenas.buffer, offset);
    this.#countTables(0, segment, before);
    this.#record(unit, 0, SEGMENT_STATE.made, offset, this.#input.rows());
    this.#count(0, RAN!, 1);
    this.#count(0, ROWS_WRITTEN!, this.#input.rows());
    this.#count(0, BYTES!, segment.byteLength);
    this.#count(0, WALL!, performance.now() - started);
    return segment;
  }

  #runStep(step: LoadedStep, unit: UnitId, isForced: boolean): void {
    const started = performance.now();
    const slot = step.planned.slot;
    if (this.#unit.isMissing(step)) {
      this.#unit.set(slot, null);
      this.#record(unit, slot, SEGMENT_STATE.skipped, 0, 0);
      return;
    }
    const length = this.#unit.keyWords(step, this.#keyScratch);
    const key = this.#key;
    digestInto(key, 0, this.#keyBytes, 0, 4 * length);
    const before = this.#unit.before(slot);
    if (before !== null && !isForced && Buffer.compare(key, before.key) === 0) {
      this.#unit.set(slot, before);
      this.#record(unit, slot, SEGMENT_STATE.kept, 0, 0);
      this.#count(slot, KEPT!, 1);
      return;
    }
    this.#unit.rowsRead = 0;
    this.#unit.isTextRead = step.isTextRead;
    const fuel = new Fuel(this.#options.fuel);
    const code = this.#callKernel(step, unit, fuel);
    this.#count(slot, ROWS_READ!, this.#unit.rowsRead);
    if (code === null) this.#accept(step, unit, key, before, fuel.isOut);
    else {
      this.#unit.set(slot, null);
      this.#record(unit, slot, SEGMENT_STATE.failed, 0, 0);
      this.#count(slot, FAILED!, 1);
    }
    this.#count(slot, WALL!, performance.now() - started);
  }

  /** Runs the kernel into the step's builders; returns the code of its failure, or null. */
  #callKernel(step: LoadedStep, unit: UnitId, fuel: Fuel): ErrorCode | null {
    const { planned, out } = step;
    const lookup = (this.#lookups[planned.slot] ??= new Lookup(this.#source, planned.step.lookups ?? []));
    const context: KernelContext = { lookup, options: step.options, fuel };
    out.clear();
    if (planned.step.lookups !== undefined) lookup.begin(out);
    try {
      step.kernel(this.#unit, step.unitOut, context);
      lookup.end();
      return null;
    } catch (error) {
      const code = isEngineError(error) ? error.code : 'E_KERNEL_THREW';
      const message = error instanceof Error ? `${error.name}: ${error.message}${firstFrame(error)}` : String(error);
      this.#failures.push({ unit, slot: planned.slot, code, message });
      return code;
    }
  }

  #accept(step: LoadedStep, unit: UnitId, key: Uint8Array, before: SegmentReader | null, isPartial: boolean): void {
    const { planned, out } = step;
    const rows = out.rows();
    const offset = this.#arenas.freeze(out, key, isPartial);
    const segment = new SegmentReader(planned.layout, this.#arenas.buffer, offset);
    const isEqual = before !== null && haveEqualDigests(before, segment);
    this.#unit.set(planned.slot, segment);
    this.#countTables(planned.slot, segment, before);
    this.#record(unit, planned.slot, isEqual ? SEGMENT_STATE.equal : SEGMENT_STATE.made, offset, rows);
    this.#count(planned.slot, RAN!, 1);
    this.#count(planned.slot, ROWS_WRITTEN!, rows);
    this.#count(planned.slot, BYTES!, segment.byteLength);
  }

  #record(unit: UnitId, slot: number, state: number, offset: number, rows: number): void {
    this.#rows.push(unit, slot, state, this.#arenas.ordinal, offset / 8, rows);
    if (this.#rows.length % SEGMENT_WORDS !== 0)
      throw new EngineError('E_TABLE_SCHEMA', 'a segment row has the wrong length');
  }

  /** Adds the rows of a new segment, less those of the one it replaces, to the counts of their tables. */
  #countTables(slot: number, segment: SegmentReader, before: SegmentReader | null): void {
    for (const { ordinal, schema } of this.#loaded.tablesOf[slot]!) {
      this.#tableRows[ordinal]! += segment.rows(schema) - (before === null ? 0 : before.rows(schema));
    }
  }

  #count(slot: number, counter: number, amount: number): void {
    this.#counters[slot * COUNTERS.length + counter]! += amount;
  }
}

function haveEqualDigests(a: SegmentReader, b: SegmentReader): boolean {
  return a.layout.blocks.every((_, block) => Buffer.compare(a.blockDigest(block), b.blockDigest(block)) === 0);
}

/** Where a kernel threw, for the message: the first frame of the stack. */
function firstFrame(error: Error): string {
  const frame = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return frame === undefined
    ? ''
    : ` (${frame
        .trim()
        .replace(/^at /, '')
        .replace(/file:\/\/\S*\//, '')})`;
}
