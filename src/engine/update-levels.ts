/**
 * The levels of an update. Each runs on the files that changed, on those that an earlier level gave other facts, and on those
 * whose trace has a question that is answered otherwise now.
 */
import type { UnitId } from '#core';
import type { PipelineDAG } from '#plan';
import { Catalog, type Snapshot } from '#store';
import type { FoldWave } from './fold-wave.ts';
import { blocksRead, invalidatedUnits, type ChangedFile } from './invalidation.ts';
import type { PlacedInputs } from './placed-inputs.ts';
import { segmentIn, type Wave } from './wave.ts';

export interface UpdateWork {
  readonly plan: PipelineDAG;
  /** Of a text that is larger only the text is kept. */
  readonly maxFileBytes: number;
  readonly wave: Wave;
  readonly base: Snapshot;
  readonly input: PlacedInputs;
  readonly folds: FoldWave;
  /** Files to complete besides. */
  readonly also: readonly UnitId[];
}

/** Runs every level on the changed units and on those whose trace they broke. Returns the paths of the latter. */
export async function runUpdate({ plan, maxFileBytes, wave, base, input, folds, also }: UpdateWork): Promise<string[]> {
  const affected = new Set<UnitId>();
  const writeInput = (unit: UnitId): void => {
    const text = input.texts.get(unit);
    if (text === undefined) return;
    const bytes = Buffer.from(text);
    wave.writeInput(unit, input.changedPaths.get(unit)!, bytes, bytes.length > maxFileBytes);
  };
  for (const [level, steps] of plan.levels.entries()) {
    const forced = new Map<UnitId, number>();
    const changed = level === 0 ? [] : changedFiles(plan, wave, base, input);
    for (const step of steps) {
      if (step.step.lookups === undefined) continue;
      for (const unit of invalidatedUnits(base, plan, step, changed)) {
        if (input.removed.has(unit)) continue;
        forced.set(unit, (forced.get(unit) ?? 0) | (1 << step.bit));
        if (!input.changedPaths.has(unit)) affected.add(unit);
      }
    }
    const units = new Set([...input.changedPaths.keys(), ...wave.changedUnits(), ...forced.keys(), ...also]);
    for (const unit of input.removed.keys()) units.delete(unit);
    const read = blocksRead(plan, steps);
    const reached = [...units].filter((unit) => level === 0 || forced.has(unit) || wave.isReached(unit, steps, read));
    wave.countKept(steps, units.size - reached.length);
    await wave.runLevel(
      steps,
      reached.toSorted((a, b) => a - b),
      forced,
      null,
      level === 0 ? writeInput : null,
    );
    await folds.levelDone(level);
  }
  return [...affected].map((unit) => base.path(unit)).toSorted();
}

function changedFiles(plan: PipelineDAG, wave: Wave, base: Snapshot, input: PlacedInputs): ChangedFile[] {
  const now = new Catalog(wave.builder.freeze());
  const files: ChangedFile[] = [];
  for (const unit of wave.changedUnits()) {
    const path = input.changedPaths.get(unit) ?? base.path(unit);
    const wasHere = base.unit(path) === unit;
    files.push({
      path,
      changedBlocks: (slot) => wave.changedBlocks(unit, slot),
      before: (slot) => (wasHere ? base.segment(unit, slot) : null),
      after: (slot) => segmentIn(now, plan, unit, slot),
    });
  }
  for (const [unit, path] of input.removed)
    files.push({
      path,
      changedBlocks: (slot) => (base.segment(unit, slot) === null ? 0 : -1),
      before: (slot) => base.segment(unit, slot),
      after: () => null,
    });
  return files;
}
