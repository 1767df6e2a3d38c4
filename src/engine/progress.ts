/** Turns the batches and levels of an index into events: units and stages as they complete, and an estimate of the rest. */
import type { UnitId } from '#core';
import type { IndexEvent } from '#observe';
import type { PipelineDAG, PlanStep } from '#plan';
import { COUNTERS } from '#pool';
import type { Batch } from './batches.ts';

type OnEvent = (event: IndexEvent) => void;

export interface ProgressScope {
  readonly plan: PipelineDAG;
  readonly bytes: ReadonlyMap<UnitId, number>;
  readonly paths: ReadonlyMap<UnitId, string>;
  readonly onEvent: OnEvent | undefined;
}

/** Counts batches over all levels. The estimate assumes that a byte costs the same in each level. */
export class Progress {
  readonly #scope: ProgressScope;
  readonly #started = performance.now();
  readonly #totalBytes: number;
  #doneBytes = 0;
  #doneFiles = 0;

  constructor(scope: ProgressScope) {
    this.#scope = scope;
    this.#totalBytes = scope.plan.levels.length * [...scope.bytes.values()].reduce((sum, size) => sum + size, 0);
  }

  /** A batch of one level is done. */
  batchDone(batch: Batch, level: number): void {
    const { plan, paths, onEvent } = this.#scope;
    if (onEvent === undefined) return;
    const stages = (plan.levels[level] ?? []).map((step) => plan.nameOf(step));
    for (const unit of batch.units) {
      const path = paths.get(unit);
      if (path !== undefined) onEvent({ kind: 'unit', path, stages });
    }
    this.#doneBytes += batch.bytes;
    this.#doneFiles += batch.units.length;
    this.#report(onEvent, stages);
  }

  /** A level is done: so are the stages whose last step is in it. */
  levelDone(level: number, counters: Float64Array): void {
    const { plan, onEvent } = this.#scope;
    if (onEvent === undefined) return;
    for (const stage of plan.stages) {
      const steps = plan.steps.filter((step) => step.stage === stage);
      if (Math.max(...steps.map((step) => step.level)) === level) onEvent(stageEvent(stage.id, steps, counters));
    }
  }

  #report(onEvent: OnEvent, stages: readonly string[]): void {
    const { plan, bytes } = this.#scope;
    const levels = plan.levels.length;
    const elapsed = performance.now() - this.#started;
    const remainingMs = (elapsed * (this.#totalBytes - this.#doneBytes)) / this.#doneBytes;
    onEvent({
      kind: 'progress',
      progress: {
        phase: 'derive',
        files: Math.floor(this.#doneFiles / levels),
        totalFiles: bytes.size,
        bytes: Math.floor(this.#doneBytes / levels),
        totalBytes: this.#totalBytes / levels,
        stages,
        remainingMs: Number.isFinite(remainingMs) ? remainingMs : null,
      },
    });
  }
}

function stageEvent(stage: string, steps: readonly PlanStep[], counters: Float64Array): IndexEvent {
  const figures = (name: (typeof COUNTERS)[number]): number[] =>
    steps.map((step) => counters[step.slot * COUNTERS.length + COUNTERS.indexOf(name)]!);
  return {
    kind: 'stage',
    stage,
    units: Math.max(...figures('ran')),
    rows: figures('rowsWritten').reduce((sum, rows) => sum + rows, 0),
    failed: Math.max(...figures('failed')),
  };
}
