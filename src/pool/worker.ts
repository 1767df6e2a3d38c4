/** The worker entry: loads the plan once from `workerData`, then runs tasks. Imports no stage by name. */
import { workerData } from 'node:worker_threads';
import { openRunner, type RunTask } from './task-runner.ts';
import type { ChainResult, FoldResult, Task, WorkerSetup } from './task.ts';

// Safe because: the pool starts this file with a setup and nothing else. Piscina keeps its own part in front.
const given = workerData as WorkerSetup | [unknown, WorkerSetup];
const runner: Promise<RunTask> = openRunner(Array.isArray(given) ? given[1] : given);

export default async function run(task: Task): Promise<ChainResult | FoldResult> {
  return (await runner)(task);
}
