/**
 * The plan of some stages, made once: an index opens sooner when the process has had one like it, and shares the layouts with
 * it. A plan never changes, so indexes must never need one of their own.
 */
import type { TableSchema } from '#columns';
import type { StageDescriptor } from '#stage';
import { PipelineDAG } from './pipeline-dag.ts';

interface KnownPlan {
  readonly all: readonly StageDescriptor[];
  readonly enabled: ReadonlySet<string>;
  readonly inputs: readonly TableSchema[];
  readonly plan: PipelineDAG;
}

/** Plans kept: the presets, and some of custom stages. */
const MOST_KNOWN = 8;
const known: KnownPlan[] = [];

/** As `PipelineDAG.build`, with its errors. Stages and tables are the same when they are the same objects. */
export function planOf(
  all: readonly StageDescriptor[],
  enabled: ReadonlySet<string>,
  inputs: readonly TableSchema[],
): PipelineDAG {
  const found = known.find(
    (one) => sameItems(one.all, all) && sameSet(one.enabled, enabled) && sameItems(one.inputs, inputs),
  );
  if (found !== undefined) return found.plan;
  const plan = PipelineDAG.build(all, enabled, inputs);
  if (known.length === MOST_KNOWN) known.shift();
  known.push({ all: [...all], enabled: new Set(enabled), inputs: [...inputs], plan });
  return plan;
}

function sameItems(a: readonly object[], b: readonly object[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
