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

/** Counts batches over all levels, a byte of each by what the steps of the level cost. */
export class Progress {
  readonly #scope: ProgressScope;
  readonly #started = performance.now();
  /** What the steps of each level cost, as shares of all. */
  readonly #shares: readonly number[];
  readonly #totalBytes: number;
  #doneBytes = 0;
  #doneFiles = 0;

  constructor(scope: ProgressScope) {
    this.#scope = scope;
    this.#totalBytes = [...scope.bytes.values()].reduce((sum, size) => sum + size, 0);
    const costs = scope.plan.levels.map((steps) => steps.reduce((sum, { step }) => sum + (step.cost ?? 1), 0));
    const all = costs.reduce((sum, cost) => sum + cost, 0);
    this.#shares = costs.map((cost) => cost / all);
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
    const share = this.#shares[level] ?? 0;
    this.#doneBytes += share * batch.bytes;
    this.#doneFiles += share * batch.units.length;
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
    const elapsed = performance.now() - this.#started;
    const remainingMs = (elapsed * (this.#totalBytes - this.#doneBytes)) / this.#doneBytes;
    onEvent({
      kind: 'progress',
      progress: {
        phase: 'derive',
        files: Math.round(this.#doneFiles),
        totalFiles: this.#scope.bytes.size,
        bytes: Math.round(this.#doneBytes),
        totalBytes: this.#totalBytes,
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
