/**
 * Which units must run again because what they looked up has changed. Compares the changed files' tables by key with what
 * was there before, and asks the trace postings who looked those keys up. There is no other dependency record.
 */
import { hashPath, type HashCell, type UnitId } from '#core';
import { file } from '#facts';
import type { SegmentReader, TableReader, TableSchema } from '#columns';
import type { PipelineDAG, PlanStep } from '#plan';
import { hashRows, traceKey } from '#stage';
import { keysOf, type Snapshot } from '#store';

/** A file whose tables changed: its path, and its segment per slot before and after. */
export interface ChangedFile {
  readonly path: string;
  /** Bits of the blocks of a slot that are others than before. */
  readonly changedBlocks: (slot: number) => number;
  readonly before: (slot: number) => SegmentReader | null;
  readonly after: (slot: number) => SegmentReader | null;
}

type VisitKey = (lo: number, hi: number) => void;

/** Calls `visit` with each row key whose rows differ between two readers of a table sorted by `key`. */
function forEachChangedKey(
  schema: TableSchema,
  before: TableReader | null,
  after: TableReader | null,
  visit: VisitKey,
): void {
  const a = before === null ? null : keysOf(before);
  const b = after === null ? null : keysOf(after);
  const rowsA = before?.rows ?? 0;
  const rowsB = after?.rows ?? 0;
  const hashA: HashCell = { lo: 0, hi: 0 };
  const hashB: HashCell = { lo: 0, hi: 0 };
  for (let i = 0, j = 0; i < rowsA || j < rowsB;) {
    const order = i >= rowsA ? 1 : j >= rowsB ? -1 : a!.hi(i) - b!.hi(j) || a!.lo(i) - b!.lo(j);
    const keys = order <= 0 ? a! : b!;
    const at = order <= 0 ? i : j;
    const lo = keys.lo(at);
    const hi = keys.hi(at);
    const fromA = i;
    const fromB = j;
    while (i < rowsA && a!.lo(i) === lo && a!.hi(i) === hi) i++;
    while (j < rowsB && b!.lo(j) === lo && b!.hi(j) === hi) j++;
    hashA.lo = hashA.hi = hashB.lo = hashB.hi = 0;
    if (before !== null) hashRows(hashA, schema, before, fromA, i);
    if (after !== null) hashRows(hashB, schema, after, fromB, j);
    if (hashA.lo !== hashB.lo || hashA.hi !== hashB.hi) visit(lo, hi);
  }
}

/** True when two files say the same in the block of a schema. */
export function haveEqualBlocks(
  schema: TableSchema,
  before: SegmentReader | null,
  after: SegmentReader | null,
): boolean {
  if (before === null || after === null) return before === after;
  return Buffer.compare(before.digest(schema), after.digest(schema)) === 0;
}

/** The units, of those in `snapshot`, whose trace of `step` names something that changed. */
export function invalidatedUnits(
  snapshot: Snapshot,
  plan: PipelineDAG,
  step: PlanStep,
  files: readonly ChangedFile[],
): Set<UnitId> {
  const units = new Set<UnitId>();
  const looked = new Set(plan.postings.filter((one) => one.earlyLevel !== null).map((one) => one.place.schema.name));
  const posting = `trace.${plan.nameOf(step)}`;
  const cell: HashCell = { lo: 0, hi: 0 };
  for (const changed of files) {
    hashPath(cell, changed.path);
    const pathLo = cell.lo;
    const pathHi = cell.hi;
    for (const [ordinal, schema] of (step.step.lookups ?? []).entries()) {
      const { slot, layout } = plan.place(schema)!;
      if (!hasBit(changed.changedBlocks(slot), layout.blockOf(schema))) continue;
      const isAnywhere = looked.has(schema.name);
      const before = changed.before(slot);
      const after = changed.after(slot);
      const visit: VisitKey = (lo, hi) => {
        traceKey(cell, ordinal, pathLo, pathHi, lo, hi);
        snapshot.posting(posting, cell.lo, cell.hi, (unit) => units.add(unit));
        if (!isAnywhere) return;
        traceKey(cell, ordinal, 0, 0, lo, hi);
        snapshot.posting(posting, cell.lo, cell.hi, (unit) => units.add(unit));
      };
      // The whole table, and the presence of the file, are asked under the key 0.
      visit(0, 0);
      if (schema.columns['key'] === 'hash')
        forEachChangedKey(schema, before?.table(schema) ?? null, after?.table(schema) ?? null, visit);
    }
  }
  return units;
}

function hasBit(bits: number, bit: number): boolean {
  return ((bits >> bit) & 1) === 1;
}

/** Bits of the blocks that a level reads, by slot. */
export function blocksRead(plan: PipelineDAG, steps: readonly PlanStep[]): ReadonlyMap<number, number> {
  const read = new Map<number, number>();
  // The key of every step has the language.
  for (const schema of [file, ...steps.flatMap(({ step }) => [...step.reads, ...(step.optional ?? [])])]) {
    const place = plan.place(schema);
    if (place === undefined) continue;
    read.set(place.slot, (read.get(place.slot) ?? 0) | (1 << place.layout.blockOf(schema)));
  }
  return read;
}
