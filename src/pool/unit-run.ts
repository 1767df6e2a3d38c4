/** One unit while its chain runs: the segments it has so far, the view that kernels read, its text decoded once. */
import { DIGEST_BYTES, SegmentLayout, SegmentReader, type Columns, type TableReader, type TableSchema } from '#columns';
import { EngineError, type UnitId } from '#core';
import { file, source } from '#facts';
import type { PipelineDAG } from '#plan';
import type { Catalog } from '#store';
import type { LoadedStep } from './loaded-plan.ts';

export class UnitRun {
  readonly #plan: PipelineDAG;
  readonly #catalog: Catalog;
  readonly #layouts: readonly SegmentLayout[];
  readonly #segments: (SegmentReader | null | undefined)[] = [];
  readonly #empty: Map<string, object>;
  #text: string | null = null;
  unit!: UnitId;
  rowsRead = 0;
  /** The step that runs declares that it reads the source: its text is in the key. */
  isTextRead = true;

  constructor(plan: PipelineDAG, catalog: Catalog, layouts: readonly SegmentLayout[]) {
    this.#plan = plan;
    this.#catalog = catalog;
    this.#layouts = layouts;
    this.#empty = emptyTables(plan);
  }

  begin(unit: UnitId): void {
    this.unit = unit;
    this.#segments.length = 0;
    this.#text = null;
  }

  /** The segment of a slot as this task sees it: what it just made, else what the catalog has. */
  segment(slot: number): SegmentReader | null {
    let segment = this.#segments[slot];
    if (segment === undefined) {
      segment = this.before(slot);
      this.#segments[slot] = segment;
    }
    return segment;
  }

  /** The segment of a slot in the catalog that the task started from. */
  before(slot: number): SegmentReader | null {
    return this.#catalog.segment(this.unit, slot, this.#layouts[slot]!);
  }

  set(slot: number, segment: SegmentReader | null): void {
    this.#segments[slot] = segment;
  }

  get path(): string {
    return this.segment(0)!.table(file).path.at(0);
  }

  get language(): string {
    return this.segment(0)!.table(file).language.at(0);
  }

  get text(): string {
    if (!this.isTextRead) throw new EngineError('E_TABLE_SCHEMA', 'a step that uses the text reads the table source');
    if (this.#text === null) {
      const { text, ascii } = this.segment(0)!.table(source);
      const bytes = text.at(0);
      this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
        ascii.at(0) === 1 ? 'latin1' : 'utf8',
      );
    }
    return this.#text;
  }

  /** The table of this unit; an empty one when an optional writer is off. */
  table<C extends Columns>(schema: TableSchema<C>): TableReader<C> {
    const place = this.#plan.place(schema);
    // Safe because: the empty reader was made from the schema of this name.
    if (place === undefined) return this.#empty.get(schema.name) as TableReader<C>;
    const reader = this.segment(place.slot)?.table(schema);
    if (reader === undefined) throw new EngineError('E_TABLE_SCHEMA', `table ${schema.name} of this unit is missing`);
    this.rowsRead += reader.rows;
    return reader;
  }

  /** True when a segment that the step reads is missing. */
  isMissing(step: LoadedStep): boolean {
    for (const { slot } of step.blocks) if (this.segment(slot) === null) return true;
    return false;
  }

  /** Fills `into` with the prefix, what the stage says of the language, and the digests of the blocks that a step reads; returns the number of words. */
  keyWords(step: LoadedStep, into: Uint32Array): number {
    into.set(step.keyPrefix, 0);
    let at = step.keyPrefix.length;
    if (step.identityOf !== null) {
      const identity = step.identityOf(this.language);
      into.set(identity, at);
      at += identity.length;
    }
    for (const { slot, block } of step.blocks) {
      this.segment(slot)!.copyDigest(block, into, at);
      at += DIGEST_BYTES >> 2;
    }
    return at;
  }
}

/** Readers without rows for optional reads whose writer does not run. */
function emptyTables(plan: PipelineDAG): Map<string, object> {
  const empty = new Map<string, object>();
  for (const { step } of plan.steps) {
    for (const schema of step.optional ?? []) {
      if (plan.place(schema) === undefined) empty.set(schema.name, { rows: 0 });
    }
  }
  return empty;
}
