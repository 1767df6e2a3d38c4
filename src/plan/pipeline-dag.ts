/**
 * PipelineDAG: the steps of the enabled stages in an order that their reads and writes imply. Pure.
 *
 * Steps of one *level* run fused, file by file, in one task. A level ends only where a step looks up a table of other
 * files: absent is true only when that table is complete. There is no other barrier.
 */
import { EngineError } from '#core';
import { SegmentLayout, type TableSchema } from '#columns';
import { trace, type StageDescriptor, type StepDescriptor } from '#stage';
import { DirectedGraph } from 'graphology';
import { hasCycle, topologicalSort } from 'graphology-dag';

export interface PlanStep {
  /** Position in the plan, and the slot of the step's segments in the catalog (slot 0 is the input). */
  readonly slot: number;
  readonly stage: StageDescriptor;
  readonly step: StepDescriptor;
  readonly level: number;
  /** Position within the level: its bit in a set of steps of one level. */
  readonly bit: number;
  readonly layout: SegmentLayout;
}

export interface SkippedStage {
  readonly id: string;
  readonly label: string;
  readonly title: string;
  readonly reason: string;
}

/** A posting set of the plan: those that stages declare, and the traces of every step that looks up other units. */
export interface PlannedPosting {
  readonly name: string;
  /** Level after which the set is folded because look-ups ask it; null: after the last level. */
  readonly earlyLevel: number | null;
  readonly place: TablePlace;
}

/** What a table is written by, for readers that find it in a catalog. */
export interface TablePlace {
  readonly schema: TableSchema;
  readonly slot: number;
  readonly layout: SegmentLayout;
}

const NAME = (stage: StageDescriptor, step: StepDescriptor): string =>
  step.name === stage.id ? stage.id : `${stage.id}.${step.name}`;

export class PipelineDAG {
  readonly steps: readonly PlanStep[];
  readonly skipped: readonly SkippedStage[];
  readonly stages: readonly StageDescriptor[];
  /** Steps by level, each in slot order. */
  readonly levels: readonly (readonly PlanStep[])[];
  /** All tables of the plan, inputs first, in slot order: the order of row counts. */
  readonly tables: readonly TablePlace[];
  /** Every posting set: of the stages, and `trace.<step>` for each step with look-ups. */
  readonly postings: readonly PlannedPosting[];
  readonly #places: ReadonlyMap<string, TablePlace>;
  readonly #inputLayout: SegmentLayout;

  private constructor(
    stages: readonly StageDescriptor[],
    steps: PlanStep[],
    skipped: SkippedStage[],
    places: Map<string, TablePlace>,
    inputLayout: SegmentLayout,
  ) {
    this.stages = stages;
    this.steps = steps;
    this.skipped = skipped;
    this.#places = places;
    this.#inputLayout = inputLayout;
    const levels: PlanStep[][] = [];
    for (const step of steps) (levels[step.level] ??= []).push(step);
    this.levels = levels;
    this.tables = [...places.values()].toSorted((a, b) => a.slot - b.slot);
    this.postings = this.#planPostings();
  }

  /**
   * Builds the plan of the enabled stages. `inputs` are the tables that exist before any stage (slot 0); `all` are all
   * stages known, so that a reader of a switched-off stage is told apart from a reader of nothing.
   * Errors: `E_PLAN_TWO_WRITERS`, `E_PLAN_NO_WRITER`, `E_PLAN_CYCLE`, `E_TABLE_SCHEMA`.
   */
  static build(
    all: readonly StageDescriptor[],
    enabled: ReadonlySet<string>,
    inputs: readonly TableSchema[],
  ): PipelineDAG {
    const writers = writersOf(all, inputs);
    const skipped = findSkipped(all, enabled, writers);
    const skippedIds = new Set(skipped.map((stage) => stage.id));
    const running = all.filter((stage) => !skippedIds.has(stage.id));
    const ordered = orderSteps(running, writers);
    const inputLayout = new SegmentLayout(inputs);
    const places = new Map<string, TablePlace>(
      inputs.map((schema) => [schema.name, { schema, slot: 0, layout: inputLayout }]),
    );
    const steps: PlanStep[] = [];
    const levelOf = new Map<string, number>(inputs.map((schema) => [schema.name, 0]));
    for (const [stage, step] of ordered) {
      const written = step.lookups === undefined ? step.writes : [...step.writes, trace];
      const layout = new SegmentLayout(written);
      const slot = steps.length + 1;
      let level = 0;
      for (const schema of [...step.reads, ...(step.optional ?? [])])
        level = Math.max(level, levelOf.get(schema.name) ?? 0);
      for (const schema of step.lookups ?? []) level = Math.max(level, (levelOf.get(schema.name) ?? -1) + 1);
      for (const schema of step.writes) {
        levelOf.set(schema.name, level);
        places.set(schema.name, { schema, slot, layout });
      }
      const bit = steps.filter((other) => other.level === level).length;
      steps.push({ slot, stage, step, level, bit, layout });
    }
    return new PipelineDAG(running, steps, skipped, places, inputLayout);
  }

  /** Where a table lies, or undefined when no running stage writes it. */
  place(schema: { readonly name: string }): TablePlace | undefined {
    return this.#places.get(schema.name);
  }

  #planPostings(): PlannedPosting[] {
    const declared = this.stages
      .flatMap((stage) => stage.postings ?? [])
      .map(({ name, table, isLookedUp }): PlannedPosting => {
        const place = this.place(table)!;
        return { name, place, earlyLevel: isLookedUp === true ? this.steps[place.slot - 1]!.level : null };
      });
    const traces = this.steps
      .filter(({ step }) => step.lookups !== undefined)
      .map((planned): PlannedPosting => {
        const place = { schema: trace, slot: planned.slot, layout: planned.layout };
        return { name: `trace.${this.nameOf(planned)}`, place, earlyLevel: null };
      });
    return [...declared, ...traces];
  }

  /** The layout of the segments in a slot. */
  layoutOf(slot: number): SegmentLayout {
    return slot === 0 ? this.#inputLayout : this.steps[slot - 1]!.layout;
  }

  /** Number of segment slots per unit: the input and one per step. */
  get slots(): number {
    return this.steps.length + 1;
  }

  /** The step's name in reports: the slug, with the step behind a dot where a stage has several. */
  nameOf(planned: PlanStep): string {
    return NAME(planned.stage, planned.step);
  }

  /** Stages that `id` waits for, derived from what it reads. */
  dependencies(id: string): string[] {
    const found = new Set<string>();
    for (const { stage, step } of this.steps) {
      if (stage.id !== id) continue;
      for (const schema of [...step.reads, ...(step.optional ?? []), ...(step.lookups ?? [])]) {
        const slot = this.#places.get(schema.name)?.slot ?? 0;
        if (slot > 0) found.add(this.steps[slot - 1]!.stage.id);
      }
    }
    found.delete(id);
    return [...found].toSorted();
  }
}

/** A posting set is made from the `key` of its table: a hash column. */
function requireKey(stage: string, table: TableSchema): void {
  if (table.columns['key'] === 'hash') return;
  throw new EngineError(
    'E_TABLE_SCHEMA',
    `stage ${stage} has postings over ${table.name}, which has no hash column 'key'`,
  );
}

function writersOf(all: readonly StageDescriptor[], inputs: readonly TableSchema[]): Map<string, string> {
  const writers = new Map<string, string>(inputs.map((schema) => [schema.name, '']));
  for (const { id, postings } of all) for (const { table } of postings ?? []) requireKey(id, table);
  for (const stage of all) {
    for (const step of stage.steps) {
      for (const schema of step.writes) {
        const other = writers.get(schema.name);
        if (other !== undefined) {
          throw new EngineError(
            'E_PLAN_TWO_WRITERS',
            `table ${schema.name} is written by ${other || 'the input'} and by ${NAME(stage, step)}`,
          );
        }
        writers.set(schema.name, stage.id);
      }
    }
  }
  for (const stage of all) {
    for (const step of stage.steps) {
      for (const schema of [...step.reads, ...(step.lookups ?? [])]) {
        if (!writers.has(schema.name)) {
          throw new EngineError(
            'E_PLAN_NO_WRITER',
            `${NAME(stage, step)} reads table ${schema.name}, which no stage writes`,
          );
        }
      }
    }
  }
  return writers;
}

/** Stages that are off, and, until nothing changes, those that require a table of one that is off. */
function findSkipped(
  all: readonly StageDescriptor[],
  enabled: ReadonlySet<string>,
  writers: ReadonlyMap<string, string>,
): SkippedStage[] {
  const skipped = new Map<string, string>();
  for (const stage of all) if (!enabled.has(stage.id)) skipped.set(stage.id, 'switched off');
  for (let before = -1; before !== skipped.size;) {
    before = skipped.size;
    for (const stage of all) {
      if (skipped.has(stage.id)) continue;
      const needs = stage.steps
        .flatMap((step) => [...step.reads, ...(step.lookups ?? [])])
        .map((schema) => writers.get(schema.name)!)
        .find((id) => skipped.has(id));
      if (needs !== undefined) skipped.set(stage.id, `needs ${needs}`);
    }
  }
  return all
    .filter(({ id }) => skipped.has(id))
    .map(({ id, label, title }) => ({ id, label, title, reason: skipped.get(id)! }));
}

function orderSteps(
  stages: readonly StageDescriptor[],
  writers: ReadonlyMap<string, string>,
): [StageDescriptor, StepDescriptor][] {
  const graph = new DirectedGraph();
  const byName = new Map<string, [StageDescriptor, StepDescriptor]>();
  const writerStep = new Map<string, string>();
  for (const stage of stages) {
    for (const step of stage.steps) {
      const name = NAME(stage, step);
      graph.addNode(name);
      byName.set(name, [stage, step]);
      for (const schema of step.writes) writerStep.set(schema.name, name);
    }
  }
  for (const [name, [, step]] of byName) {
    for (const schema of [...step.reads, ...(step.optional ?? []), ...(step.lookups ?? [])]) {
      const writer = writerStep.get(schema.name);
      if (writer === undefined || !writers.has(schema.name)) continue;
      if (writer === name) throw new EngineError('E_PLAN_CYCLE', `${name} reads its own table ${schema.name}`);
      graph.mergeEdge(writer, name);
    }
  }
  if (hasCycle(graph))
    throw new EngineError('E_PLAN_CYCLE', `the reads and writes of ${[...byName.keys()].join(', ')} form a cycle`);
  return topologicalSort(graph).map((name) => byName.get(name)!);
}
