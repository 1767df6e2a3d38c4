/** Runs tasks on this thread: in a worker, and for the inline pool on the main thread. */
import { openFileSystem } from '#inputs';
import { ChainRunner } from './chain-runner.ts';
import { runFold } from './fold-runner.ts';
import { loadPlan } from './loaded-plan.ts';
import type { ChainResult, FoldResult, Task, WorkerSetup } from './task.ts';

export type RunTask = (task: Task) => Promise<ChainResult | FoldResult>;

/** Loads the plan of a setup and gives the function that runs its tasks. */
export async function openRunner(setup: WorkerSetup): Promise<RunTask> {
  const loaded = await loadPlan(setup);
  const files = setup.files === null ? null : openFileSystem(setup.files);
  const chain = new ChainRunner(loaded, {
    files,
    maxFileBytes: setup.maxFileBytes,
    fuel: setup.fuel,
  });
  return async (task) => (task.kind === 'chain' ? chain.run(task) : runFold(loaded, task));
}
